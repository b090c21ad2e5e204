"""What the lifecycle yields: for each group and stage who came, who went on and after how long, who is still there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.numbers import NOTHING, Rate, length, number
from app.reports.crm.way import STAGE_WORDS, Longs
from app.reports.lifecycle.staying import Journeys, Spread, stayed
from app.reports.plot import Plot
from app.reports.report import Cell, Definition, Records, Table

REACHED, OF_BEFORE, OF_FIRST, MEDIAN, LONGEST, HERE, WAIT, LONG_WAIT, LOST_HERE = range(1, 10)
"""Columns of the table."""
_HEADERS = (
    "Reached", "Of the stage before", "Of the first", "Median time in it", "90% within", "Here now", "Median wait",
    "90% wait within", "Lost here",
)  # fmt: skip


class StageFigures(NamedTuple):
    """A stage of a group."""

    group: str
    stage: str
    reached: Rate
    of_before: Rate
    passed: Spread
    waiting: Spread
    lost: int


@dataclass(frozen=True, slots=True)
class LifecycleFigures:
    """Groups of customers by stages; `group` (n,) is an index into `groups`, -1 for who came to no stage."""

    key: ClassVar[str] = "lifecycle"
    definition: Definition
    customer_ids: pa.StringArray
    stages: tuple[str, ...]
    journeys: Journeys
    groups: tuple[str, ...]
    group: Longs
    _rows: list[StageFigures] = field(default_factory=list, init=False, repr=False, compare=False)
    """The rows, once they have been worked out."""

    def rows(self) -> Iterator[StageFigures]:
        """Each group with its stages in order."""
        if not self._rows:
            self._rows.extend(self._worked_out())
        return iter(self._rows)

    def _worked_out(self) -> Iterator[StageFigures]:
        won = self.stages.index("won") if "won" in self.stages else -1
        many = len(self.stages)
        found = stayed(self.journeys, self.group, len(self.groups), won)
        for at, each in enumerate(found):
            first, before = found[at - at % many], found[at - 1] if at % many else each
            yield StageFigures(
                self.groups[at // many],
                self.stages[at % many],
                Rate(each.reached, first.reached),
                Rate(each.reached, before.reached),
                each.passed,
                each.waiting,
                each.lost,
            )

    def _fallen(self, journeys: Journeys, last: NDArray[np.int8], k: int) -> NDArray[np.bool_]:
        fallen: NDArray[np.bool_] = (last == k) & journeys.lost & (self.stages[k] != "won")
        return fallen

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "groups": [{"name", "stages": [{"stage", "count", …}]}]}`; lengths in seconds."""
        rows = list(self.rows())
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "groups": [
                {"name": name, "stages": [_document(each) for each in rows if each.group == name]}
                for name in self.groups
            ],
        }

    def table(self) -> Table:
        """A row a group and stage."""
        return ("Stage", *_HEADERS), [tuple(_cells(each)) for each in self.rows()]

    def records(self) -> Records:
        """A row of exact values a group and stage; lengths in seconds."""
        headers = (
            "group", "stage", "reached", "of_before", "of_first", "median_s", "ninetieth_s", "here", "median_wait_s",
            "ninetieth_wait_s", "lost",
        )  # fmt: skip
        return headers, [
            (
                each.group, each.stage, each.reached.count, each.of_before.of, each.reached.of, each.passed.median,
                each.passed.ninetieth, each.waiting.of, each.waiting.median, each.waiting.ninetieth, each.lost,
            )
            for each in self.rows()
        ]  # fmt: skip

    def plot(self) -> Plot:
        """Who reached each stage."""
        return Plot("bars", (REACHED,))

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """Who reached the stage, who went on from it, who is there now, or who was lost there."""
        at, k = divmod(row, len(self.stages))
        inside, journeys, last = self.group == at, self.journeys, self.journeys.last()
        if column in (MEDIAN, LONGEST):
            chosen = inside & journeys.is_own(k) & (last > k) & (k + 1 < len(self.stages))
        elif column in (HERE, WAIT, LONG_WAIT):
            chosen = inside & (last == k) & ~self._fallen(journeys, last, k)
        elif column == LOST_HERE:
            chosen = inside & self._fallen(journeys, last, k)
        else:
            chosen = inside & (last >= k)
        return self.customer_ids.take(np.flatnonzero(chosen))


def _cells(each: StageFigures) -> Iterator[Cell]:
    words = STAGE_WORDS[each.stage]
    yield Cell(f"{each.group} · {words}" if each.group else words, share=each.reached.value)
    yield Cell(number(each.reached.count))
    yield Cell(each.of_before.percent(), each.of_before.fraction())
    yield Cell(each.reached.percent(), each.reached.fraction())
    went = f"of {number(each.passed.of)} who went on"
    yield Cell(length(each.passed.median), went if each.passed.of else "")
    yield Cell(length(each.passed.ninetieth), went if each.passed.of else "")
    here = f"of {number(each.waiting.of)} who are here now" if each.waiting.of else ""
    yield Cell(number(each.waiting.of), tone="open", asked=Rate(each.waiting.of, each.reached.count).in_words())
    yield Cell(length(each.waiting.median), tone="open", asked=here)
    yield Cell(length(each.waiting.ninetieth), tone="open", asked=here)
    yield Cell(number(each.lost) if each.lost else NOTHING, asked=Rate(each.lost, each.reached.count).in_words())


def _document(each: StageFigures) -> dict[str, Any]:
    return {
        "stage": each.stage,
        "count": each.reached.count,
        "of_before": each.of_before.value,
        "of_first": each.reached.value,
        "went_on": _lengths(each.passed),
        "here": _lengths(each.waiting),
        "lost": each.lost,
    }


def _lengths(spread: Spread) -> dict[str, float | int | None]:
    return {
        "count": spread.of,
        "median_s": spread.median if spread.of else None,
        "ninetieth_s": spread.ninetieth if spread.of else None,
    }
