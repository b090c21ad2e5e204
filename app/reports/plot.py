"""How a workbook or a slide can draw a table by itself, with a chart of its own that people can change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Plot:
    """Columns of the figures' table over its rows: `bars` lie, `columns` stand, `heat` colours the cells themselves.

    Rows whose head is a total are never drawn.
    """

    kind: Literal["bars", "columns", "lines", "heat"]
    columns: tuple[int, ...]


@runtime_checkable
class Plotted(Protocol):
    """Figures whose chart has such a counterpart."""

    def plot(self) -> Plot:
        """The counterpart of their chart."""


def plot_of(figures: object) -> Plot | None:
    """The counterpart of the figures' chart, where there is one."""
    return figures.plot() if isinstance(figures, Plotted) else None
