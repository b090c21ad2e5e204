"""What the quarterly audit yields: lines by quarter with their people, and what changed since the quarter before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import pyarrow as pa

from app.numbers import NOTHING, Rate, number, signed, three_digits
from app.reports.crm.way import Longs
from app.reports.plot import Plot
from app.reports.report import Cell, Definition, Records, Table

Value = Rate | int | float | None


@dataclass(frozen=True, slots=True)
class Line:
    """A measure by quarter: a count, a share, a figure between 0 and 1, or None where nothing can be said.

    `people` finds the rows of the dataset behind a value by its place.
    """

    key: str
    name: str
    values: tuple[Value, ...]
    people: Callable[[int], Longs] = field(repr=False, compare=False)

    def of_quarters(self, shown: Sequence[int]) -> Line:
        """The same for these quarters alone."""
        people = self.people
        return replace(self, values=tuple(self.values[at] for at in shown), people=lambda at: people(shown[at]))

    def change(self) -> float | None:
        """From the last quarter but one to the last; of shares their difference."""
        if len(self.values) < 2:  # there is none before
            return None
        before, now = (plain(value) for value in self.values[-2:])
        return None if before is None or now is None else now - before


def plain(value: Value) -> float | None:
    """A value as a number; a share as its quotient."""
    return value.value if isinstance(value, Rate) else value


@dataclass(frozen=True, slots=True)
class CrmAuditFigures:
    """Lines by quarter, the audited one last; `is_open` while it has not ended."""

    key: ClassVar[str] = "crm_audit"
    definition: Definition
    customer_ids: pa.StringArray
    quarters: tuple[str, ...]
    lines: tuple[Line, ...]
    is_open: bool

    def leading(self) -> str:
        """The first share of the audited quarter."""
        line = next((line for line in self.lines if isinstance(line.values[-1], Rate)), self.lines[0])
        return f"{line.name}: {said(line.values[-1])}"

    def line(self, key: str) -> Line:
        """The line of a key."""
        return next(line for line in self.lines if line.key == key)

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "quarters", "lines": [{"key", "name", "values", "change"}], "open"}`."""
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "quarters": list(self.quarters),
            "open": self.is_open,
            "lines": [
                {
                    "key": line.key,
                    "name": line.name,
                    "values": [_document(value) for value in line.values],
                    "change": line.change(),
                }
                for line in self.lines
            ],
        }

    def table(self) -> Table:
        """A row a line, a column a quarter, and the change."""
        last = f"{self.quarters[-1]} so far" if self.is_open else self.quarters[-1]
        headers = ("Measure", *self.quarters[:-1], last, "Change")
        return headers, [tuple(self._cells(line)) for line in self.lines]

    def _cells(self, line: Line) -> Iterator[Cell]:
        yield Cell(line.name)
        for at, value in enumerate(line.values):
            tone = "open" if self.is_open and at == len(line.values) - 1 else ""
            yield Cell(said(value), value.fraction() if isinstance(value, Rate) else "", tone)
        yield Cell(changed_words(line))

    def records(self) -> Records:
        """A row a line and quarter, exact."""
        headers = ("measure", "quarter", "value", "count", "of")
        return headers, [
            (
                line.key,
                quarter,
                plain(value),
                value.count if isinstance(value, Rate) else None,
                value.of if isinstance(value, Rate) else None,
            )
            for line in self.lines
            for quarter, value in zip(self.quarters, line.values, strict=True)
        ]

    def plot(self) -> Plot:
        """The shares, quarter by quarter; other lines have other scales."""
        shares = [at for at, line in enumerate(self.lines) if isinstance(line.values[-1], Rate)]
        first = min(shares, default=0)
        many = next((at for at in range(first, len(self.lines)) if at not in shares), len(self.lines)) - first
        return Plot("bars", tuple(range(1, 1 + len(self.quarters))), (first, first + many), beside=True)

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """Who is counted; of the change, who is counted in the audited quarter."""
        at = min(column, len(self.quarters)) - 1
        return self.customer_ids.take(self.lines[row].people(max(at, 0)))


def said(value: Value) -> str:
    """A value as people read it."""
    if value is None:
        return NOTHING
    if isinstance(value, Rate):
        return value.percent()
    return number(value) if isinstance(value, int) else three_digits(value)


def changed_words(line: Line) -> str:
    """`+3 points` of a share, `−12` of a count."""
    change = line.change()
    if change is None:
        return NOTHING
    if isinstance(line.values[-1], Rate):
        points = round(100 * change)
        return f"{signed(points)} {'point' if abs(points) == 1 else 'points'}"
    if isinstance(line.values[-1], int):
        return signed(round(change))
    return f"{'+' if change > 0 else '−' if change < 0 else ''}{three_digits(abs(change))}"


def _document(value: Value) -> Any:
    return {"count": value.count, "of": value.of, "rate": value.value} if isinstance(value, Rate) else value
