"""RFM: customers by how recently, how often and for how much they bought, on a day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.data.columns import ColumnType
from app.data.dataset import Dataset
from app.errors import AppError, Problem
from app.nodes.conditions import Step
from app.nodes.sentences import where_sentence
from app.reports.buckets import local_days
from app.reports.conversion import amount_of, proposed_conversion
from app.reports.matching import matching, step_problems
from app.reports.recorded_definition import RecordedDefinition
from app.reports.rfm.figures import RfmFigures, Scores
from app.reports.rfm.segments import segment_of

_GROUPS = 5


@dataclass(frozen=True, slots=True)
class RfmDefinition(RecordedDefinition):
    """What counts as buying, the property with its amount, and the day to look from; without one, the last of the data.

    With `before`, an earlier day, the figures also say who moved between segments. `engaged` are the events that count
    as engagement; with one or more, customers get a fourth score by how many of them they did.
    """

    purchase: Step
    amount: str
    on: date | None = None
    before: date | None = None
    engaged: tuple[str, ...] = ()
    zone: str = ""

    def _in_words(self) -> str:
        """The definition in sentences."""
        day = f"{self.on}" if self.on else "the last day of the data"
        engaged = ""
        if self.engaged:
            names = " or ".join(f"“{name}”" for name in self.engaged)
            engaged = f" E is a fifth by how many of {names} they did."
        moved = f" Movement is from {self.before} to that day." if self.before else ""
        return (
            f"Customers who did “{self.purchase.event}”{where_sentence(self.purchase.where)} until the end of {day} "
            f"({self.zone}). R is the fifth by days since the last one, 5 the latest; F by how many; M by the sum of "
            f"{self.amount}. Fifths are cut at the 20, 40, 60 and 80 % quantile (linear interpolation) plus 1; who is "
            f"at a cut belongs above it. Segments are ranges of R, F and M; the first that fits counts.{engaged}{moved}"
        )

    def _document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        return {
            "purchase": self.purchase.model_dump(mode="json", exclude_defaults=True),
            "amount": self.amount,
            "on": self.on and self.on.isoformat(),
            "before": self.before and self.before.isoformat(),
            "engaged": list(self.engaged),
            "zone": self.zone,
        }


@dataclass(frozen=True, slots=True)
class _Purchases:
    """Purchases by (customer, at): whose, on which local day, for how much."""

    customer: NDArray[np.int32]
    day: NDArray[np.datetime64]
    amount: NDArray[np.float64]


def proposed_rfm(dataset: Dataset) -> RfmDefinition | None:
    """Over the purchases of the data, or its deals won, by their amounts; None where nothing says what these are."""
    purchase, amount = proposed_conversion(dataset), amount_of(dataset)
    return None if purchase is None or not amount else RfmDefinition(purchase, amount)


def rfm(dataset: Dataset, definition: RfmDefinition) -> RfmFigures:
    """Score every customer who bought; AppError names all that is wrong with the definition."""
    definition = replace(definition, zone=definition.zone or dataset.timezone)
    if problems := _problems(dataset, definition):
        raise AppError("RFM cannot be worked out.", problems)
    bought = _purchases(dataset, definition)
    end = dataset.data_end
    on = definition.on or (local_days(np.array([end]), definition.zone)[0].item() if end is not None else date.today())
    definition = replace(definition, on=on)
    engaged = _engagement(dataset, definition) if definition.engaged else None
    now = _scores(bought, on, engaged, dataset.customer_count)
    before = None
    if definition.before is not None:
        before = _scores(bought, definition.before, None, dataset.customer_count)
    return RfmFigures(
        definition, dataset.customer_ids, now, before, dataset.roles.property_currencies.get(definition.amount, "")
    )


def _problems(dataset: Dataset, definition: RfmDefinition) -> list[Problem]:
    problems = step_problems(dataset, (definition.purchase,), ("purchase",))
    column = dataset.properties.get(definition.amount)
    if column is None or column.type is not ColumnType.NUMBER:
        is_other = "is not a number" if column is not None else "is not a property of any event"
        problems.append(Problem("rfm-amount", f"“{definition.amount}” {is_other}", "amount"))
    unknown = [name for name in definition.engaged if name not in dataset.schema().events]
    problems += [Problem("rfm-engaged", f"No event is called “{name}”", "engaged") for name in unknown]
    if definition.on and definition.before and definition.before >= definition.on:
        problems.append(Problem("rfm-before", "The day to compare with must be the earlier one", "before"))
    return problems


def _purchases(dataset: Dataset, definition: RfmDefinition) -> _Purchases:
    rows = matching(dataset, definition.purchase)
    amounts = np.nan_to_num(dataset.properties[definition.amount].values[rows])
    return _Purchases(dataset.event_customers()[rows], local_days(dataset.at[rows], definition.zone), amounts)


def _engagement(dataset: Dataset, definition: RfmDefinition) -> NDArray[np.int64]:
    """How many of the events each customer did until the end of the day; shape (customers,)."""
    whose = []
    for name in definition.engaged:
        rows = matching(dataset, Step(event=name))
        until = local_days(dataset.at[rows], definition.zone) <= np.datetime64(definition.on)
        whose.append(dataset.event_customers()[rows][until])
    return np.bincount(np.concatenate(whose), minlength=dataset.customer_count)


def _scores(bought: _Purchases, on: date, engaged: NDArray[np.int64] | None, customers: int) -> Scores:
    """The scores of those who had bought by the end of the day."""
    until = bought.day <= np.datetime64(on)
    whose, days = bought.customer[until], bought.day[until]
    counts = np.bincount(whose, minlength=customers).astype(np.int64)
    who = np.flatnonzero(counts)
    orders = counts[who]
    amount = np.bincount(whose, bought.amount[until], minlength=customers).astype(np.float64)[who]
    recency = (np.datetime64(on) - days[np.cumsum(orders) - 1]).astype(np.int64)
    with ThreadPoolExecutor() as threads:
        r, f, m = threads.map(_fifths, (recency, orders, amount))
    r = _GROUPS + 1 - r
    e = None if engaged is None else _fifths(engaged[who])
    return Scores(who, recency, orders, amount, r, f, m, e, segment_of(r, f, m))


def _fifths(values: NDArray[Any]) -> NDArray[np.int64]:
    """1 to 5: how many of the four cuts a value reaches, plus 1."""
    if not len(values):
        return np.zeros(0, np.int64)
    cuts = np.quantile(values, [0.2, 0.4, 0.6, 0.8]) + 1
    return np.asarray(np.searchsorted(cuts, values, side="right") + 1, np.int64)
