"""What coverage yields: a row a channel, then how many channels people can be reached by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.numbers import NOTHING, Rate, counted
from app.reports.plot import Plot
from app.reports.report import Cell, Definition, Records, Table

Bits = NDArray[np.bool_]
PARTS = ("address", "consent", "unsubscribed", "reachable")
TITLES = ("With an address", "With consent", "Unsubscribed", "Reachable")
REACHABLE = 4
"""The column of the table."""


class ChannelCoverage(NamedTuple):
    """A channel, and of each of `PARTS` who it is true of; None where the data does not say."""

    title: str
    parts: tuple[Bits | None, ...]

    @property
    def reachable(self) -> Bits:
        """Who could be written to."""
        found = self.parts[-1]
        return found if found is not None else np.zeros(0, np.bool_)


@dataclass(frozen=True, slots=True)
class CoverageFigures:
    """The channels of which the data says anything; `chosen` are those whom shares are of."""

    key: ClassVar[str] = "coverage"
    definition: Definition
    customer_ids: pa.StringArray
    chosen: Bits
    channels: tuple[ChannelCoverage, ...]

    @property
    def everybody(self) -> int:
        """How many customers shares are of."""
        return int(self.chosen.sum())

    def rate(self, channel: int, part: int) -> Rate | None:
        """The share of which it is true; None where the data does not say."""
        bits = self.channels[channel].parts[part]
        return None if bits is None else Rate(int(bits.sum()), self.everybody)

    def ways(self) -> NDArray[np.int64]:
        """By how many channels each customer can be reached."""
        total = np.zeros(len(self.chosen), np.int64)
        for channel in self.channels:
            total += channel.reachable
        return total

    def by_many(self, many: int) -> Bits:
        """Who can be reached by exactly so many channels."""
        found: Bits = self.chosen & (self.ways() == many)
        return found

    def table(self) -> Table:
        """A row a channel; below, how many can be reached by none, by one, by more."""
        rows = [
            (Cell(channel.title, share=_value(self.rate(at, 3))), *(_cell(self.rate(at, part)) for part in range(4)))
            for at, channel in enumerate(self.channels)
        ]
        for many in range(len(self.channels) + 1):
            rate = Rate(int(self.by_many(many).sum()), self.everybody)
            blank = (Cell(""),) * 3
            rows.append((Cell(_by(many), tone="total", share=rate.value), *blank, _cell(rate)))
        return ("Channel", *TITLES), rows

    def leading(self) -> str:
        """How many can be reached at all."""
        reached = self.everybody - int(self.by_many(0).sum())
        return f"{Rate(reached, self.everybody).percent()} can be reached" if self.everybody else ""

    def records(self) -> Records:
        """A row of exact values for each figure."""
        return ("channel", "figure", "count", "of"), list(self._records())

    def _records(self) -> Iterator[tuple[object, ...]]:
        for at, channel in enumerate(self.channels):
            for part, name in enumerate(PARTS):
                rate = self.rate(at, part)
                yield channel.title, name, rate.count if rate else None, self.everybody
        for many in range(len(self.channels) + 1):
            yield f"{many} channels", "reachable", int(self.by_many(many).sum()), self.everybody

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "customers", "channels", "by_channels"}` for programs."""
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "customers": self.everybody,
            "channels": [
                {"channel": channel.title} | {name: _exact(self.rate(at, part)) for part, name in enumerate(PARTS)}
                for at, channel in enumerate(self.channels)
            ],
            "by_channels": [int(self.by_many(many).sum()) for many in range(len(self.channels) + 1)],
        }

    def plot(self) -> Plot:
        """The shares of each channel."""
        return Plot("bars", tuple(range(1, 1 + len(TITLES))))

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """The customers of whom a figure is true; None where the data does not say."""
        if row < len(self.channels):
            bits = self.channels[row].parts[(column or REACHABLE) - 1]
        else:
            bits = self.by_many(row - len(self.channels)) if column in (0, REACHABLE) else None
        return None if bits is None else self.customer_ids.filter(pa.array(bits))


def _by(many: int) -> str:
    return f"By {counted(many, 'channel', 'channels')}" if many else "By no channel"


def _cell(rate: Rate | None) -> Cell:
    if rate is None:
        return Cell(NOTHING, "the data does not say")
    return Cell(rate.percent(), rate.fraction(), "" if rate.count else "zero")


def _value(rate: Rate | None) -> float | None:
    return rate.value if rate else None


def _exact(rate: Rate | None) -> dict[str, Any] | None:
    return {"count": rate.count, "of": rate.of, "rate": rate.value} if rate else None
