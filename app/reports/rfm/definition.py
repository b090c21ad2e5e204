"""RFM: customers by how recently, how often and for how much they bought, on a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.data.columns.column import ColumnType
from app.data.columns.cores import each
from app.data.dataset import Dataset
from app.errors import AppError, Problem
from app.nodes.conditions import Step
from app.nodes.words.sentences import where_sentence
from app.reports.by_customer.counting import Within, did, of_step, of_steps
from app.reports.counting.buckets import day_end, local_days
from app.reports.definition.event_conditions import Conditions, conditions_document, step_of
from app.reports.definition.matching import step_problems
from app.reports.definition.recorded_definition import RecordedDefinition
from app.reports.over_runs.conversion import amount_of, proposed_conversion
from app.reports.rfm.fifths import GROUPS as _GROUPS
from app.reports.rfm.fifths import FifthsRule, fifths_of, rule_in_words
from app.reports.rfm.figures import RfmFigures, Scores
from app.reports.rfm.segments import segment_of

ENGAGED = "engaged"
"""Begins the name under which the conditions on an event of engagement stand."""


@dataclass(frozen=True, slots=True)
class RfmDefinition(RecordedDefinition):
    """What counts as buying, the property with its amount, and the day to look from; without one, the last of the data.

    With `before`, an earlier day, the figures also say who moved between segments. `engaged` are the events that count
    as engagement; with one or more, customers get a fourth score by how many of them they did. `fifths` is how
    customers are cut into five. `where` are conditions on the events of engagement, under "engaged NAME".
    """

    purchase: Step
    amount: str
    on: date | None = None
    before: date | None = None
    engaged: tuple[str, ...] = ()
    zone: str = ""
    fifths: FifthsRule = "above"
    where: Conditions = ()

    @property
    def engagement(self) -> tuple[Step, ...]:
        """The events that count as engagement, with what they have to be like."""
        return tuple(step_of(self.where, f"{ENGAGED} {name}", name) for name in self.engaged)

    def _in_words(self) -> str:
        """The definition in sentences."""
        day = f"{self.on}" if self.on else "the last day of the data"
        engaged = ""
        if self.engaged:
            names = " or ".join(f"“{step.event}”{where_sentence(step.where)}" for step in self.engagement)
            engaged = f" E is a fifth by how many of {names} they did."
        moved = f" Movement is from {self.before} to that day." if self.before else ""
        return (
            f"Customers who did “{self.purchase.event}”{where_sentence(self.purchase.where)} until the end of {day} "
            f"({self.zone}). R is the fifth by days since the last one, 5 the latest; F by how many; M by the sum of "
            f"{self.amount}. {rule_in_words(self.fifths)} "
            f"Segments are ranges of R, F and M; the first that fits counts.{engaged}{moved}"
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
            "fifths": self.fifths,
            **conditions_document(self.where),
        }


def proposed_rfm(dataset: Dataset) -> RfmDefinition | None:
    """Over the purchases of the data, or its deals won, by their amounts; None where nothing says what these are."""
    purchase, amount = proposed_conversion(dataset), amount_of(dataset)
    return None if purchase is None or not amount else RfmDefinition(purchase, amount)


def rfm(dataset: Dataset, definition: RfmDefinition) -> RfmFigures:
    """Score every customer who bought; AppError names all that is wrong with the definition."""
    definition = replace(definition, zone=definition.zone or dataset.timezone)
    if problems := _problems(dataset, definition):
        raise AppError("RFM cannot be worked out.", problems)
    end = dataset.data_end
    on = definition.on or (local_days(np.array([end]), definition.zone)[0].item() if end is not None else date.today())
    definition = replace(definition, on=on)
    engaged = _engagement(dataset, definition, on) if definition.engaged else None
    now = _scores(dataset, definition, on, engaged)
    before = _scores(dataset, definition, definition.before, None) if definition.before is not None else None
    return RfmFigures(
        definition, dataset.customer_ids, now, before, dataset.roles.property_currencies.get(definition.amount, "")
    )


def _problems(dataset: Dataset, definition: RfmDefinition) -> list[Problem]:
    problems = step_problems(dataset, (definition.purchase,), ("purchase",))
    column = dataset.properties.get(definition.amount)
    if column is None or column.type is not ColumnType.NUMBER:
        is_other = "is not a number" if column is not None else "is not a property of any event"
        problems.append(Problem("rfm-amount", f"“{definition.amount}” {is_other}", "amount"))
    like = [step for step in definition.engagement if step.where and step.event in dataset.schema().events]
    problems += step_problems(dataset, like, [step.event for step in like])
    unknown = [name for name in definition.engaged if name not in dataset.schema().events]
    problems += [Problem("rfm-engaged", f"No event is called “{name}”", "engaged") for name in unknown]
    if definition.on and definition.before and definition.before >= definition.on:
        problems.append(Problem("rfm-before", "The day to compare with must be the earlier one", "before"))
    return problems


def _engagement(dataset: Dataset, definition: RfmDefinition, on: date) -> NDArray[np.int64]:
    """How many of the events each customer did until the end of the day; shape (customers,)."""
    which = of_steps(dataset, definition.engagement)
    return did(dataset, which, ("count",), when=Within(until=day_end(on, definition.zone))).count.astype(np.int64)


def _scores(dataset: Dataset, definition: RfmDefinition, on: date, engaged: NDArray[np.int64] | None) -> Scores:
    """The scores of those who had bought by the end of the day."""
    amounts = dataset.properties[definition.amount].values
    which, when = of_step(dataset, definition.purchase), Within(until=day_end(on, definition.zone))
    bought = did(dataset, which, ("count", "total", "last"), amounts, when)
    who = np.flatnonzero(bought.count)
    orders, amount = bought.count[who].astype(np.int64), bought.total[who]
    recency = (np.datetime64(on) - local_days(dataset.at[bought.last[who]], definition.zone)).astype(np.int64)
    r, f, m = each(partial(fifths_of, definition.fifths), (recency, orders, amount))
    r = fifths_of("ranks", -recency) if definition.fifths == "ranks" else _GROUPS + 1 - r
    e = None if engaged is None else fifths_of(definition.fifths, engaged[who])
    return Scores(who, recency, orders, amount, r, f, m, e, segment_of(r, f, m))
