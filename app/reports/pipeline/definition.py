"""The pipeline: which campaigns brought leads, opportunities and revenue, under several models of attribution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.errors import AppError, Problem
from app.nodes.durations import Duration
from app.reports.attribution_models.models import DAY_US
from app.reports.attribution_models.names import MODELS, TITLES, Model
from app.reports.by_customer.counting import ENOUGH_EVENTS
from app.reports.crm.sources import (
    Campaigns,
    MetBy,
    Touches,
    campaigns_met,
    met_by,
    people_and_touches,
    sources_of,
    together,
    touches_of,
)
from app.reports.crm.spellings import plain_name
from app.reports.crm.way import Longs, Way, way_of
from app.reports.definition.recorded_definition import RecordedDefinition
from app.reports.pipeline.figures import EVERYBODY, MEASURES, SPOKEN, Measure, PipelineFigures
from app.reports.pipeline.measures import How, shares_of

YEAR, WEEK = Duration.parse("P365D"), Duration.parse("P7D")


@dataclass(frozen=True, slots=True)
class PipelineDefinition(RecordedDefinition):
    """The stages, the properties that name a touch's campaign (the first that is filled), and how far to look back.

    `compare` is the measure that further models are shown for; `cost` the property with what a touch cost, `costs` what
    a campaign cost beside that, in cents. `is_one` takes spellings that differ by capitals or hyphens for one.
    `scenario` names the scenarios of a run whose messages are touches, too.
    """

    way: Way
    by: tuple[str, ...]
    models: tuple[Model, ...] = ("first", "last", "linear", "w_shaped")
    compare: Measure = "revenue"
    look_back: Duration = YEAR
    half_life: Duration = WEEK
    direct: str = "direct"
    cost: str = ""
    costs: tuple[tuple[str, int], ...] = ()
    is_one: bool = True
    scenario: tuple[str, ...] = ()

    def _in_words(self) -> str:
        """The definition in sentences."""
        spelled = " Spellings that differ by capitals, hyphens or blanks are one." if self.is_one else ""
        sent = f" Messages that “{'”, “'.join(self.scenario)}” sent are touches of it, too." if self.scenario else ""
        others = ", ".join(TITLES[model] for model in self.models[1:])
        beside = f"; {SPOKEN[self.compare]} also under {others}" if others else ""
        return (
            f"Campaign is the {' or else the '.join(self.by)} of a touch.{sent} People had a touch of it. Leads, "
            "MQLs, "
            "opportunities (when opened), pipeline (the amount of all that were opened, as last recorded) and revenue "
            f"(of those won) are shared among the touches up to {self.look_back.in_words()} before, both ends "
            f"included, under {TITLES[self.models[0]]}{beside}. What had no touch is a row of its own. W-shaped looks "
            "to the first touch and the last before the lead and before the opening. Amounts are shared in cents by "
            f"the largest remainder. Return is revenue for each 1 of cost.{spelled} {self.way.in_words()}."
        )

    def _document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        return {
            "way": self.way.to_document(),
            "by": list(self.by),
            "models": list(self.models),
            "compare": self.compare,
            "look_back": self.look_back.text,
            "half_life": self.half_life.text,
            "direct": self.direct,
            "cost": self.cost,
            "costs": {name: cents / 100 for name, cents in self.costs},
            "is_one": self.is_one,
            "scenario": list(self.scenario),
        }


def proposed_pipeline(dataset: Dataset) -> PipelineDefinition | None:
    """Opportunities by the campaigns of the data; None where it has no opportunities or no campaigns.

    Where nothing is ever won there is no revenue to compare.
    """
    way, by = way_of(dataset), sources_of(dataset)
    if not by or not way.opportunity:
        return None
    compare: Measure = "revenue" if way.won else "opportunities"
    return PipelineDefinition(way, by, compare=compare, cost=dataset.roles.properties.get("touch_cost", ""))


def pipeline(dataset: Dataset, definition: PipelineDefinition, sent: Touches | None = None) -> PipelineFigures:
    """Share out everything; AppError names all that is wrong with the definition. Messages `sent` are touches, too."""
    if problems := _problems(dataset, definition):
        raise AppError("The pipeline cannot be worked out.", problems)
    campaigns = campaigns_met(dataset, definition.by, is_one=definition.is_one)
    touched, by = _touched(dataset, definition, campaigns, sent)
    how = How(
        definition.models,
        definition.compare,
        _length_us(definition.look_back),
        _length_us(definition.half_life),
        definition.direct,
        dataset.customer_count,
    )
    met = (definition.by, touched.names) if sent is None else None
    return PipelineFigures(
        definition,
        dataset.customer_ids,
        touched.names,
        by.people,
        partial(_with_touch, dataset, touched),
        by.touches,
        by.cents + _costs(touched.names, definition),
        shares_of(dataset, definition.way, touched, met, how),
        dataset.roles.property_currencies.get(definition.way.amount, ""),
    )


def _touched(
    dataset: Dataset, definition: PipelineDefinition, campaigns: Campaigns, sent: Touches | None
) -> tuple[Campaigns | Touches, MetBy]:
    """The campaigns, or of few events and with messages the touches one by one, and who met them."""
    by, cost = definition.by, definition.cost
    if sent is None and dataset.event_count >= ENOUGH_EVENTS:
        found = campaigns.also(_never_met(campaigns.names, definition))
        return found, met_by(dataset, by, found, cost)
    touches = touches_of(dataset, by, campaigns, met_by(dataset, by, campaigns, cost).cents)
    touches = touches if sent is None else together(touches, sent)
    new = _never_met(touches.names, definition)
    touches = replace(touches, names=(*touches.names, *new), cents=np.pad(touches.cents, (0, len(new))))
    return touches, people_and_touches(touches)


def _with_touch(dataset: Dataset, touched: Campaigns | Touches, channel: int) -> Longs:
    """Who had a touch of a campaign, or any."""
    asked = None if channel == EVERYBODY else channel
    if isinstance(touched, Campaigns):
        return touched.who(dataset, asked)
    customer = touched.moments.customer
    return np.unique(customer if asked is None else customer[touched.channel == asked])


def _key(name: str, definition: PipelineDefinition) -> str:
    return plain_name(name) if definition.is_one else name


def _never_met(names: tuple[str, ...], definition: PipelineDefinition) -> tuple[str, ...]:
    """A name for each campaign that cost something and was never met."""
    there = {_key(name, definition) for name in names}
    new = {_key(name, definition): name for name, _ in definition.costs if _key(name, definition) not in there}
    return tuple(new.values())


def _costs(names: tuple[str, ...], definition: PipelineDefinition) -> Any:
    """What each campaign cost beside its touches, in cents."""
    known: Mapping[str, int] = {_key(name, definition): at for at, name in enumerate(names)}
    cents = np.zeros(len(names), np.int64)
    for name, cost in definition.costs:
        cents[known[_key(name, definition)]] += cost
    return cents


def _length_us(length: Duration) -> int:
    return length.days * DAY_US + length.time_us


def _problems(dataset: Dataset, definition: PipelineDefinition) -> list[Problem]:
    problems = list(definition.way.problems(dataset))
    if not definition.way.opportunity:
        problems.append(Problem("pipeline-way", "A pipeline needs the event that opens an opportunity", "opportunity"))
    wrong = [name for name in definition.by if not _is(dataset, name, ColumnType.TEXT)]
    problems += [Problem("pipeline-by", f"“{name}” is not a text of any event", "by") for name in wrong]
    if not definition.by or not definition.models:
        problems.append(Problem("pipeline-by", "Name a property with campaigns, and a model", "by"))
    if definition.cost and not _is(dataset, definition.cost, ColumnType.NUMBER):
        problems.append(Problem("pipeline-cost", f"“{definition.cost}” is not a number of any event", "cost"))
    for field, length in (("look_back", definition.look_back), ("half_life", definition.half_life)):
        if length.months or _length_us(length) <= 0:
            problems.append(Problem("pipeline-length", "Write a length of time in days, like P90D", field))
    if definition.compare not in MEASURES or any(model not in MODELS for model in definition.models):
        problems.append(Problem("pipeline-models", f"Models are {', '.join(MODELS)}", "models"))
    return problems


def _is(dataset: Dataset, name: str, type_: ColumnType) -> bool:
    return name in dataset.properties and dataset.properties[name].type is type_
