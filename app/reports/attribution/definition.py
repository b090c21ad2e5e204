"""Attribution: which touches are to be thanked for conversions, under several models side by side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.errors import AppError, Problem
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.nodes.words.sentences import where_sentence
from app.reports.attribution.figures import AttributionFigures, ChannelFigures
from app.reports.attribution.shared import ENOUGH_EVENTS, Shared
from app.reports.attribution_models.models import DAY_US
from app.reports.attribution_models.names import Model
from app.reports.definition.event_conditions import Conditions, conditions_document, step_of
from app.reports.definition.matching import step_problems
from app.reports.definition.outcome_columns import named
from app.reports.definition.recorded_definition import RecordedDefinition
from app.reports.over_runs.conversion import amount_of, proposed_conversion

MONTH, WEEK = Duration.parse("P30D"), Duration.parse("P7D")
_HIGHEST_ORDER = 3
TOUCH = "touch"
"""Begins the name under which the conditions on a touch stand."""

_CHANNEL_ROLES = ("utm_source", "utm_medium", "utm_campaign", "campaign")
_CHANNEL_NAMES = ("channel", "acquisition_channel", "marketing_channel", "traffic_source", "source", "referrer")


@dataclass(frozen=True, slots=True)
class AttributionDefinition(RecordedDefinition):
    """What a conversion is and is worth, which property names the channel of a touch, and how far to look back.

    `touch` are the events that may be touches, all with the property if empty. `lead` and `opportunity` are the
    milestones of the W-shaped model. `order` is how many touches the Markov model remembers. `where` are conditions on
    touches (under "touch NAME") and milestones (under "lead" and "opportunity").
    """

    conversion: Step
    channel: str
    value: str = ""
    touch: tuple[str, ...] = ()
    look_back: Duration = MONTH
    models: tuple[Model, ...] = ("first", "last", "linear", "position", "time_decay", "markov", "shapley")
    direct: str = "direct"
    half_life: Duration = WEEK
    order: int = 1
    lead: str = ""
    opportunity: str = ""
    where: Conditions = ()

    @property
    def touches(self) -> tuple[Step, ...]:
        """The events that may be touches, with what they have to be like."""
        return tuple(step_of(self.where, f"{TOUCH} {name}", name) for name in self.touch)

    @property
    def milestones(self) -> tuple[Step, ...]:
        """The lead and the opportunity, those of them that are named."""
        named = (("lead", self.lead), ("opportunity", self.opportunity))
        return tuple(step_of(self.where, field, event) for field, event in named if event)

    def _in_words(self) -> str:
        """The definition in sentences."""
        named = (f"“{step.event}”{where_sentence(step.where)}" for step in self.touches)
        which = " or ".join(named) if self.touch else "any event"
        worth = f" and its {self.value}" if self.value else ""
        return (
            f"Each “{self.conversion.event}”{where_sentence(self.conversion.where)}{worth} is shared among the touches "
            f"before it: {which} with a {self.channel}, not more than {self.look_back.in_words()} earlier, both ends "
            f"included. Without a touch it stands in a row of its own. Half-life of time decay: "
            f"{self.half_life.in_words()}. Markov: order {self.order}, over all paths; who never converted, or has "
            f"touches after the last conversion, is on a path that does not convert.{self._of_milestones()}"
        )

    def _of_milestones(self) -> str:
        """What the W-shaped model goes by, where it is asked for."""
        if "w_shaped" not in self.models:
            return ""
        said = (f"“{step.event}”{where_sentence(step.where)}" for step in self.milestones)
        return f" W-shaped: lead and opportunity are {' and '.join(said)}."

    def _document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        return {
            "conversion": self.conversion.model_dump(mode="json", exclude_defaults=True),
            "channel": self.channel,
            "value": self.value,
            "touch": list(self.touch),
            "look_back": self.look_back.text,
            "models": list(self.models),
            "direct": self.direct,
            "half_life": self.half_life.text,
            "order": self.order,
            "lead": self.lead,
            "opportunity": self.opportunity,
            **conditions_document(self.where),
        }


def proposed_attribution(dataset: Dataset) -> AttributionDefinition | None:
    """Purchases, or deals won, by the source of what came before; None where the data names no sources."""
    conversion, channel = proposed_conversion(dataset), proposed_channel(dataset)
    if conversion is None or not channel:
        return None
    return AttributionDefinition(conversion, channel, amount_of(dataset))


def proposed_channel(dataset: Dataset) -> str:
    """The property that names the source of a touch, by its role or by what it is called; "" if there is none."""
    properties = dataset.roles.properties
    by_role = [properties[role] for role in _CHANNEL_ROLES if role in properties]
    return next(iter((*by_role, *named(dataset.properties, _CHANNEL_NAMES))), "")


def attribution(dataset: Dataset, definition: AttributionDefinition) -> AttributionFigures:
    """Share out every conversion; AppError names all that is wrong with the definition."""
    if problems := _problems(dataset, definition):
        raise AppError("The conversions cannot be attributed.", problems)
    found = _shared(dataset, definition)
    return AttributionFigures(
        definition,
        tuple(
            ChannelFigures(
                name,
                found.touches[code],
                {model: (counts[code], money[code]) for model, (counts, money) in found.shares.items()},
                found.removal[code] if found.removal else None,
            )
            for code, name in enumerate(found.names)
        ),
        found.conversions,
        found.worth,
        found.untouched,
        dataset.roles.property_currencies.get(definition.value, ""),
        partial(_converters, dataset, definition),
    )


def _converters(dataset: Dataset, definition: AttributionDefinition, model: str, channel: int) -> pa.Array[Any]:
    if dataset.event_count >= ENOUGH_EVENTS:
        from app.reports.attribution.at_once import converters_at_once  # late: numba takes a while to import

        return dataset.customer_ids.take(converters_at_once(dataset, definition, model, channel))
    from app.reports.attribution.by_paths import converters  # late, as what computes

    return dataset.customer_ids.take(converters(dataset, definition, model, channel))


def _shared(dataset: Dataset, definition: AttributionDefinition) -> Shared:
    from app.reports.attribution.by_paths import by_paths

    if dataset.event_count >= ENOUGH_EVENTS:
        from app.reports.attribution.at_once import at_once  # late: numba takes a while to import

        if found := at_once(dataset, definition):
            return found
    return by_paths(dataset, definition)


def _problems(dataset: Dataset, definition: AttributionDefinition) -> list[Problem]:
    problems = step_problems(dataset, (definition.conversion,), ("conversion",))
    like = [step for step in (*definition.touches, *definition.milestones) if step.where]
    problems += step_problems(dataset, like, [step.event for step in like])
    column = dataset.properties.get(definition.channel)
    if column is None or column.type is not ColumnType.TEXT:
        is_other = "is not a text" if column is not None else "is not a property of any event"
        problems.append(Problem("attribution-channel", f"“{definition.channel}” {is_other}", "channel"))
    worth = dataset.properties.get(definition.value)
    if definition.value and (worth is None or worth.type is not ColumnType.NUMBER):
        problems.append(Problem("attribution-value", f"“{definition.value}” is not a number of any event", "value"))
    named = {"touch": definition.touch, "lead": (definition.lead,), "opportunity": (definition.opportunity,)}
    for field, names in named.items():
        unknown = [name for name in names if name and name not in dataset.schema().events]
        problems += [Problem("attribution-event", f"No event is called “{name}”", field) for name in unknown]
    for field, length in (("look_back", definition.look_back), ("half_life", definition.half_life)):
        if length.months or length_us(length) <= 0:
            problems.append(Problem("attribution-length", "Write a length of time in days, like P30D", field))
    if "w_shaped" in definition.models and not (definition.lead and definition.opportunity):
        problems.append(Problem("attribution-w", "The W-shaped model needs a lead and an opportunity event", "models"))
    if not 1 <= definition.order <= _HIGHEST_ORDER:
        problems.append(
            Problem("attribution-order", f"The Markov model remembers 1 to {_HIGHEST_ORDER} touches", "order")
        )
    return problems


def length_us(length: Duration) -> int:
    """A length of time in days and less, in microseconds."""
    return length.days * DAY_US + length.time_us
