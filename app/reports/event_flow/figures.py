"""What a flow of events yields: for each step, where everybody is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.numbers import Rate, number
from app.reports.report import Cell, Definition, Records, Table

Longs = NDArray[np.int64]
OTHER, ENDED = "(other)", "(ended)"
CUSTOMERS = 3
"""The column of the table that the chart draws."""


@dataclass(frozen=True, slots=True)
class FlowColumn:
    """A step: the names of its places, the place of each of the n customers, and how many are at each place."""

    names: tuple[str, ...]
    place: NDArray[np.int16]
    many: Longs

    def counts(self) -> Longs:
        """How many customers are at each place; they add up to everybody."""
        return self.many


class FlowRow(NamedTuple):
    """A row of the table: a place of a step, or with `source` a way to it from a place of the step before."""

    step: int
    source: int | None
    place: int
    people: int


@dataclass(frozen=True, slots=True)
class EventFlowFigures:
    """The steps, that of the anchor first; `is_before` where they lead back in time.

    `customers` (n,) are the rows of those who are followed in `customer_ids`.
    """

    key: ClassVar[str] = "event_flow"
    definition: Definition
    customer_ids: pa.Array[Any]
    customers: Longs
    columns: tuple[FlowColumn, ...]
    is_before: bool
    _ways: dict[int, Longs] = field(default_factory=dict, init=False, repr=False, compare=False)
    """By step, once they have been counted."""

    @property
    def everybody(self) -> int:
        """How many customers there are, at every step."""
        return len(self.customers)

    def rows(self) -> tuple[FlowRow, ...]:
        """Each step's places, also those without anybody, with the ways that somebody went there."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[FlowRow]:
        for step, column in enumerate(self.columns):
            ways = self.ways(step) if step else None
            for place, count in enumerate(column.counts().tolist()):
                yield FlowRow(step, None, place, count)
                for source, many in enumerate(ways[:, place].tolist() if ways is not None else ()):
                    if many:
                        yield FlowRow(step, source, place, many)

    def ways(self, step: int) -> Longs:
        """How many went from each place of the step before to each of this one."""
        if step not in self._ways:
            before, column = self.columns[step - 1], self.columns[step]
            pairs = before.place * np.int16(len(column.names)) + column.place
            many = np.bincount(pairs, minlength=len(before.names) * len(column.names))
            self._ways[step] = many.reshape(len(before.names), -1)
        return self._ways[step]

    def step_name(self, step: int) -> str:
        """`Start`, `Step 2`, and back in time `2 before`."""
        if self.is_before:
            return f"{step} before" if step else "End"
        return f"Step {step}" if step else "Start"

    def table(self) -> Table:
        """A row for each place of a step, then for each way to it."""
        return ("Step", "From", "Event", "Customers", "Of all", "Of those before"), [
            self._cells(row) for row in self.rows()
        ]

    def _cells(self, row: FlowRow) -> tuple[Cell, ...]:
        name, whole = self.columns[row.step].names[row.place], Rate(row.people, self.everybody)
        tone = "" if row.people else "zero"
        first = Cell(self.step_name(row.step), share=whole.value if row.source is None else None)
        share = Cell(whole.percent(), whole.fraction(), tone)
        if row.source is None:
            return (
                first,
                Cell("", tone="words"),
                Cell(name, tone="words"),
                Cell(number(row.people), tone=tone),
                share,
                Cell(""),
            )
        before = self.columns[row.step - 1]
        of = Rate(row.people, int(before.counts()[row.source]))
        return (
            first, Cell(before.names[row.source], tone="words"), Cell(name, tone="words"), Cell(number(row.people)),
            share, Cell(of.percent(), of.fraction()),
        )  # fmt: skip

    def leading(self) -> str:
        """What most did next."""
        if len(self.columns) < 2 or not self.everybody:
            return ""
        column = self.columns[1]
        counts = column.counts()
        most = int(counts.argmax())
        return (
            f"{Rate(int(counts[most]), self.everybody).percent()} {column.names[most]} at {self.step_name(1).lower()}"
        )

    def records(self) -> Records:
        """A row of exact values for each place and each way."""
        return ("step", "from", "event", "count", "of"), [
            (
                row.step,
                "" if row.source is None else self.columns[row.step - 1].names[row.source],
                self.columns[row.step].names[row.place],
                row.people,
                self.everybody,
            )
            for row in self.rows()
        ]

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "customers", "steps", "ways"}` for programs."""
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "customers": self.everybody,
            "steps": [
                [
                    {"event": name, "count": count, "of": self.everybody}
                    for name, count in zip(column.names, column.counts().tolist(), strict=True)
                ]
                for column in self.columns
            ],
            "ways": [
                {
                    "step": row.step,
                    "from": self.columns[row.step - 1].names[row.source],
                    "to": self.columns[row.step].names[row.place],
                    "count": row.people,
                }
                for row in self.rows()
                if row.source is not None
            ],
        }

    def people(self, row: int, column: int) -> pa.Array[Any] | None:  # noqa: ARG002  # every cell is of the row's people
        """The customers at a place, or of a way."""
        asked = self.rows()[row]
        chosen = self.columns[asked.step].place == asked.place
        if asked.source is not None:
            chosen &= self.columns[asked.step - 1].place == asked.source
        return self.customer_ids.take(self.customers[chosen])
