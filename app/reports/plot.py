"""How a workbook or a slide can draw a table by itself, with a chart of its own that people can change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Plot:
    """Columns of the figures' table over its rows: `bars` lie, `columns` stand, `heat` colours the cells themselves.

    `stacked` are bars that lie end to end. Rows whose head is a total are never drawn; where `rows` are given, (from,
    to), no others are either. With `beside` the picture shows more: on slides it stays, and this comes after it.
    """

    kind: Literal["bars", "stacked", "columns", "lines", "heat"]
    columns: tuple[int, ...]
    rows: tuple[int, int] | None = None
    beside: bool = False

    def drawn(self, heads: Sequence[str]) -> range:
        """The rows that are drawn, one after another, of a table whose rows have these heads."""
        first, end = self.rows or (0, len(heads))
        last = max((at for at in range(first, end) if getattr(heads[at], "tone", "") != "total"), default=first - 1)
        return range(first, last + 1)


@runtime_checkable
class Plotted(Protocol):
    """Figures whose chart has such a counterpart."""

    def plot(self) -> Plot:
        """The counterpart of their chart."""


def plot_of(figures: object) -> Plot | None:
    """The counterpart of the figures' chart, where there is one."""
    return figures.plot() if isinstance(figures, Plotted) else None
