"""What a comparison yields: each figure of both runs with its paired difference, and who went elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pyarrow as pa

from app.numbers import NOTHING, Rate, money, number, signed_money, signed_rounded
from app.reports.comparison.definition import ComparisonDefinition, definition_of
from app.reports.comparison.pairing import NOT_THERE, Ids, Measure, Paths, common_ids, measures, paths_of
from app.reports.counting.intervals import Interval, level, mean_interval, sample_of
from app.reports.counting.journeys import Longs, combinations, places_in
from app.reports.report import Cell, Records, Subject, Table

THIS, OTHER, DIFFERENCE, INTERVAL, MORE, FEWER = range(1, 7)


class Compared(NamedTuple):
    """A figure in both runs; `interval` is of the difference of the totals, None where too few to tell."""

    measure: Measure
    interval: Interval | None

    @property
    def name(self) -> str:
        """What it counts."""
        return self.measure.name

    @property
    def totals(self) -> tuple[float, float]:
        """Of this run and of the other."""
        return float(self.measure.first.sum()), float(self.measure.second.sum())

    @property
    def difference(self) -> float:
        """This run less the other."""
        return float((self.measure.first - self.measure.second).sum())

    @property
    def more(self) -> int:
        """How many customers have more of it in this run."""
        return int((self.measure.first > self.measure.second).sum())

    @property
    def fewer(self) -> int:
        """How many have less."""
        return int((self.measure.first < self.measure.second).sum())

    def relative(self) -> tuple[float, float, float] | None:
        """The difference and the ends of its interval against the other run's total; None where that is none."""
        whole = self.totals[1]
        if not whole or self.interval is None:
            return None
        return self.difference / whole, self.interval.low / whole, self.interval.high / whole

    def written(self, value: float, currency: str, *, signed: bool = False) -> str:
        """A value of this figure."""
        if self.measure.is_money:
            return signed_money(value, currency) if signed else money(round(value, 2), currency)
        return signed_rounded(value) if signed else number(value)


@dataclass(frozen=True, slots=True)
class ComparisonFigures:
    """Key figures, messages and nodes of two runs, side by side."""

    key: ClassVar[str] = "comparison"
    definition: ComparisonDefinition
    rows: tuple[Compared, ...]
    ids: Ids
    currency: str = ""

    def sentences(self) -> Iterator[str]:
        """What else differs between the runs."""
        yield from self.definition.cautions

    def leading(self) -> str:
        """The first figure whose difference is more than none; key figures stand before messages and nodes."""
        clear = next((each for each in self.rows if each.interval and each.interval.is_clear), None)
        if clear is None:
            return "nothing more than chance" if any(each.difference for each in self.rows) else "no difference"
        return f"{clear.written(clear.difference, self.currency, signed=True)} {clear.name}"

    def table(self) -> Table:
        """A row a figure."""
        headers = (
            "Figure",
            "This run",
            "The other",
            "Difference",
            level(),
            "Customers with more",
            "Customers with fewer",
        )
        return headers, [tuple(self._cells(each)) for each in self.rows]

    def _cells(self, each: Compared) -> Iterator[Cell]:
        mine, theirs = each.totals
        yield Cell(each.name)
        yield Cell(each.written(mine, self.currency), tone="" if mine else "zero")
        yield Cell(each.written(theirs, self.currency), tone="" if theirs else "zero")
        yield Cell(each.written(each.difference, self.currency, signed=True), tone="" if each.difference else "zero")
        yield Cell(self.range_of(each))
        whole = len(self.ids)
        for count in (each.more, each.fewer):
            yield Cell(number(count), Rate(count, whole).fraction(), tone="" if count else "zero")

    def range_of(self, each: Compared) -> str:
        """The interval of a difference in words."""
        if each.interval is None:
            return NOTHING
        return " to ".join(each.written(end, self.currency, signed=True) for end in each.interval)

    def records(self) -> Records:
        """A row of exact values a figure."""
        headers = ("figure", "this", "other", "difference", "low", "high", "customers_more", "customers_fewer")
        return headers, [
            (each.name, *each.totals, each.difference, *(each.interval or (None, None)), each.more, each.fewer)
            for each in self.rows
        ]

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "figures": [{"figure", "this", "other", "difference", "low", "high", …}]}`."""
        headers, rows = self.records()
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "figures": [dict(zip(headers, row, strict=True)) for row in rows],
        }

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """Who has any in a run, or more or fewer in this one; of the difference, all for whom it is not the same."""
        first, second = self.rows[row].measure.first, self.rows[row].measure.second
        chosen = {
            THIS: first > 0, OTHER: second > 0, DIFFERENCE: first != second, MORE: first > second,
            FEWER: first < second,
        }  # fmt: skip
        return self.ids.take(np.flatnonzero(chosen[column])) if column in chosen else None


class PathChange(NamedTuple):
    """Journeys that went another way: where they ended in the other run, and where in this one."""

    before: str
    now: str
    journeys: int
    customers: Longs

    @property
    def name(self) -> str:
        """`Reminder → Exit`."""
        return f"{self.before} → {self.now}" if self.before != self.now else f"{self.now}, by another way"


@dataclass(frozen=True, slots=True)
class PathFigures:
    """Changes of path, the most frequent first; `same` are the journeys with one path in both runs."""

    key: ClassVar[str] = "comparison"
    definition: ComparisonDefinition
    changes: tuple[PathChange, ...]
    same: int
    ids: Ids

    @property
    def changed(self) -> Rate:
        """How many journeys went another way."""
        count = sum(each.journeys for each in self.changes)
        return Rate(count, count + self.same)

    def sentences(self) -> Iterator[str]:
        """What else differs between the runs, and how many went elsewhere."""
        yield from self.definition.cautions
        yield f"{self.changed.in_words()} journeys went another way."

    def leading(self) -> str:
        """How many went elsewhere."""
        return f"{self.changed.percent()} went another way ({self.changed.fraction()})"

    def table(self) -> Table:
        """A row a change."""
        headers = ("In the other run", "In this run", "Journeys", "Share", "Customers")
        return headers, [
            (
                Cell(each.before),
                Cell(each.now, tone="words"),
                Cell(number(each.journeys)),
                Cell(Rate(each.journeys, self.changed.of).percent(), Rate(each.journeys, self.changed.of).fraction()),
                Cell(number(len(each.customers))),
            )
            for each in self.changes
        ]

    def records(self) -> Records:
        """A row a change, and one for what stayed."""
        rows: list[tuple[object, ...]] = [(each.before, each.now, each.journeys) for each in self.changes]
        return ("other", "this", "journeys"), [*rows, ("(same path)", "(same path)", self.same)]

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "same", "changes": [{"other", "this", "journeys", "customers"}]}`."""
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "same": self.same,
            "changes": [
                {"other": each.before, "this": each.now, "journeys": each.journeys, "customers": len(each.customers)}
                for each in self.changes
            ],
        }

    def people(self, row: int, column: int) -> pa.Array[Any] | None:  # noqa: ARG002  # each cell is of the row's people
        """Who went another way."""
        return self.ids.take(self.changes[row].customers)


def comparison(subject: Subject, other: Subject) -> tuple[ComparisonFigures, PathFigures]:
    """The figures of both runs, and the paths that changed."""
    ids = common_ids(subject, other)
    definition = definition_of(subject, other, len(ids))
    rows = tuple(Compared(each, _interval(each)) for each in measures(subject, other, ids) if _is_there(each))
    dataset = subject.dataset or other.dataset
    values = [goal.value for goal in subject.scenario.settings.goals if goal.value]
    currency = dataset.roles.property_currencies.get(values[0], "") if dataset and values else ""
    changes, same = _changes(paths_of(subject, ids), paths_of(other, ids))
    return ComparisonFigures(definition, rows, ids, currency), PathFigures(definition, changes, same, ids)


def _is_there(each: Measure) -> bool:
    return bool(each.first.any() or each.second.any())


def _interval(each: Measure) -> Interval | None:
    """Of the difference of the totals: the mean of the customers' differences times how many they are."""
    found = mean_interval(sample_of(each.first - each.second))
    many = len(each.first)
    return Interval(found.low * many, found.high * many) if found else None


def _changes(mine: Paths, theirs: Paths) -> tuple[tuple[PathChange, ...], int]:
    """Journeys of one customer and number side by side; those that only one run has did not enter in the other."""
    base = int(max(mine.number.max(initial=0), theirs.number.max(initial=0))) + 1
    keys = [paths.customer * base + paths.number for paths in (mine, theirs)]
    together = np.sort(np.concatenate(keys), kind="stable")  # two runs in order, which are quickly merged
    whole = together[np.concatenate([np.ones(min(len(together), 1), np.bool_), together[1:] != together[:-1]])]
    ends = {word: place for place, word in enumerate(dict.fromkeys((NOT_THERE, *mine.ends, *theirs.ends)))}
    path, end = zip(*(_laid_out(paths, key, whole, ends) for paths, key in zip((mine, theirs), keys, strict=True)),
                    strict=True)  # fmt: skip
    differ = np.flatnonzero((path[0] != path[1]) | (end[0] != end[1]))
    words = tuple(ends)
    pairs, places = combinations(end[1][differ], end[0][differ])
    counts = np.bincount(places, minlength=len(pairs))
    order = np.argsort(-counts, kind="stable")
    many = int(whole[-1]) // base + 1 if len(whole) else 0
    found = tuple(
        PathChange(
            words[pairs[at, 0]],
            words[pairs[at, 1]],
            int(counts[at]),
            places_in(whole[differ[places == at]] // base, many),
        )
        for at in order.tolist()
    )
    return found, len(whole) - len(differ)


def _laid_out(paths: Paths, keys: Longs, whole: Longs, ends: dict[str, int]) -> tuple[Any, Longs]:
    """Path and end of every journey of either run; 0 and "did not enter" where this one lacks it."""
    place = np.searchsorted(whole, keys)
    path, end = np.zeros(len(whole), np.uint64), np.zeros(len(whole), np.int64)
    path[place] = paths.path
    end[place] = np.array([ends[word] for word in paths.ends] or [0], np.int64)[paths.end]
    return path, end
