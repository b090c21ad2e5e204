"""What the pipeline yields: for each campaign people, leads, opportunities and money, a row for what nobody touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, get_args

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.numbers import NOTHING, money, number, three_digits
from app.reports.attribution_models.names import NO_TOUCH, TITLES
from app.reports.crm.way import Longs
from app.reports.plot import Plot
from app.reports.report import Cell, Definition, Records, Table

Measure = Literal["leads", "mqls", "opportunities", "pipeline", "revenue"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
WORDS: Mapping[str, str] = {
    "leads": "Leads",
    "mqls": "MQLs",
    "opportunities": "Opportunities",
    "pipeline": "Pipeline",
    "revenue": "Revenue",
}
SPOKEN = {key: words if key == "mqls" else words.lower() for key, words in WORDS.items()}
"""The same within a sentence."""
IN_CENTS = ("pipeline", "revenue")
ALONE, EVERYBODY = -1, -2
"""Who may be asked for in place of a campaign: those without a touch, and all."""
PEOPLE, TOUCHES, COST = 1, 2, 3
FIRST_MEASURE = 4
RETURN = FIRST_MEASURE + len(MEASURES)
"""Columns of the table; further models come after the return."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A measure: by model what each channel gets (channels,), in conversions or in cents.

    `untouched` and `total` are what had no touch, and all there is; `who` finds the customers (rows of the dataset) who
    gave a channel something under a model, those without a touch (`ALONE`), or all who converted (`EVERYBODY`).
    """

    shares: Mapping[str, NDArray[np.float64]]
    untouched: int
    total: int
    who: Callable[[str, int], Longs] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class PipelineFigures:
    """Campaigns with what they brought.

    `people_met` had a touch of each campaign, the last a touch of any; `touches` is how many touches each had, `cost`
    what it cost in cents; all in order of `names`. `who` finds the customers (rows of the dataset) with a touch of one.
    """

    key: ClassVar[str] = "pipeline"
    definition: Definition
    customer_ids: pa.StringArray
    names: tuple[str, ...]
    people_met: Longs
    who: Callable[[int], Longs] = field(repr=False, compare=False)
    touches: Longs
    cost: Longs
    measures: Mapping[Measure, Shared]
    currency: str

    @property
    def models(self) -> tuple[str, ...]:
        """The models that were asked for, in that order."""
        return tuple(self.definition.to_document()["models"])

    @property
    def compare(self) -> Measure:
        """The measure that further models are shown for."""
        found: Measure = self.definition.to_document()["compare"]
        return found

    def share(self, code: int, measure: Measure, model: str) -> float:
        """What a campaign gets of a measure, in conversions or in cents."""
        return float(self.measures[measure].shares[model][code])

    def ranked(self) -> list[int]:
        """Campaigns, the one with most of the compared measure under the first model first."""
        first = self.models[0]
        return sorted(
            range(len(self.names)),
            key=lambda at: (-self.share(at, self.compare, first), -self.touches[at], self.names[at]),
        )

    def returned(self, code: int, model: str) -> float | None:
        """Revenue for each 1 of cost; None without cost."""
        cost = int(self.cost[code])
        return self.share(code, "revenue", model) / cost if cost else None

    def said(self, measure: Measure, share: float) -> str:
        """A share of a measure as people read it."""
        return money(round(share) / 100, self.currency) if measure in IN_CENTS else number(round(share, 1))

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "campaigns": [{"name", "people", …, "models": {…}}], "no_touch", "total"}`; money exact."""
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "campaigns": [
                {
                    "name": self.names[code],
                    "people": int(self.people_met[code]),
                    "touches": int(self.touches[code]),
                    "cost": int(self.cost[code]) / 100,
                    "models": {
                        model: {each: self._plain(each, self.share(code, each, model)) for each in MEASURES}
                        for model in self.models
                    },
                }
                for code in self.ranked()
            ],
            "no_touch": {each: self._plain(each, self.measures[each].untouched) for each in MEASURES},
            "total": {each: self._plain(each, self.measures[each].total) for each in MEASURES},
        }

    def _plain(self, measure: Measure, share: float) -> float:
        return round(share) / 100 if measure in IN_CENTS else share

    def table(self) -> Table:
        """A row a campaign, one for what nobody touched, one for all."""
        compared = WORDS[self.compare]
        further = [f"{compared}: {TITLES[model]}" for model in self.models[1:]]
        headers = ("Campaign", "People", "Touches", "Cost", *WORDS.values(), "Return", *further)
        rows = [tuple(self._cells(code)) for code in self.ranked()]
        everybody = int(self.people_met[-1])
        nobody = tuple(self._summed(NO_TOUCH, "", 0, 0, 0, {each: self.measures[each].untouched for each in MEASURES}))
        total = {each: self.measures[each].total for each in MEASURES}
        touches, cost = int(self.touches.sum()), int(self.cost.sum())
        return headers, [*rows, nobody, tuple(self._summed("All", "total", everybody, touches, cost, total))]

    def _cells(self, code: int) -> Iterator[Cell]:
        first = self.models[0]
        yield Cell(self.names[code])
        yield Cell(number(int(self.people_met[code])))
        yield Cell(number(int(self.touches[code])))
        yield Cell(self._cost(int(self.cost[code])))
        for measure in MEASURES:
            share = self.share(code, measure, first)
            yield Cell(self.said(measure, share), f"of {self.said(measure, self.measures[measure].total)}")
        yield Cell(self._times(self.returned(code, first)))
        for model in self.models[1:]:
            share = self.share(code, self.compare, model)
            yield Cell(
                self.said(self.compare, share), f"of {self.said(self.compare, self.measures[self.compare].total)}"
            )

    def _summed(
        self, name: str, tone: str, people: int, touches: int, cost: int, of: Mapping[Measure, int]
    ) -> Iterator[Cell]:
        yield Cell(name, tone=tone)
        yield from (Cell(number(people)), Cell(number(touches)), Cell(self._cost(cost)))
        for measure in MEASURES:
            yield Cell(self.said(measure, of[measure]))
        yield Cell(self._times(of["revenue"] / cost if cost else None))
        for _ in self.models[1:]:
            yield Cell(self.said(self.compare, of[self.compare]))

    def _cost(self, cents: int) -> str:
        return money(cents / 100, self.currency) if cents else NOTHING

    def _times(self, value: float | None) -> str:
        return NOTHING if value is None else f"{three_digits(value)}×"

    def records(self) -> Records:
        """A row a campaign and model, exact; money with its cents."""
        headers = ("campaign", "model", "people", "touches", "cost", *MEASURES)
        rows: list[tuple[object, ...]] = [
            (
                self.names[code],
                model,
                int(self.people_met[code]),
                int(self.touches[code]),
                int(self.cost[code]) / 100,
                *(self._plain(each, self.share(code, each, model)) for each in MEASURES),
            )
            for code in self.ranked()
            for model in self.models
        ]
        alone = [self._plain(each, self.measures[each].untouched) for each in MEASURES]
        return headers, [*rows, *((NO_TOUCH, model, 0, 0, 0.0, *alone) for model in self.models)]

    def plot(self) -> Plot:
        """What each model gives of the compared measure to each campaign."""
        further = (RETURN + at for at in range(1, len(self.models)))
        return Plot("bars", (FIRST_MEASURE + MEASURES.index(self.compare), *further))

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """Who had a touch of the campaign, or whose conversions gave it something under a model; none of a return."""
        if column == RETURN:
            return None
        if column < FIRST_MEASURE:
            found = self._touched(row)
        elif column < RETURN:
            found = self._converted(row, MEASURES[column - FIRST_MEASURE], self.models[0])
        else:
            found = self._converted(row, self.compare, self.models[column - RETURN])
        return self.customer_ids.take(found.astype(np.int64))

    def _touched(self, row: int) -> Longs:
        ranked = self.ranked()
        if row < len(ranked):
            return self.who(ranked[row])
        return self.who(EVERYBODY) if row > len(ranked) else np.zeros(0, np.int64)

    def _converted(self, row: int, measure: Measure, model: str) -> Longs:
        ranked, of = self.ranked(), self.measures[measure]
        if row < len(ranked):
            return of.who(model, ranked[row])
        return of.who(model, EVERYBODY if row > len(ranked) else ALONE)
