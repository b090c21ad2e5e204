"""Attribution: which touches are to be thanked for conversions, under several models side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.data.columns import ColumnType
from app.data.dataset import Dataset
from app.errors import AppError, Problem
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.nodes.sentences import where_sentence
from app.reports.attribution.figures import AttributionFigures, ChannelFigures
from app.reports.attribution_models.models import DAY_US, RULES, Converting, markov
from app.reports.attribution_models.names import Model
from app.reports.attribution_models.touches import Longs, Moments, Paths, paths_of, unconverted
from app.reports.matching import matching, step_problems

MONTH, WEEK = Duration.parse("P30D"), Duration.parse("P7D")
_HIGHEST_ORDER = 3
_MOST_CHANNELS = 300


@dataclass(frozen=True, slots=True)
class AttributionDefinition:
    """What a conversion is and is worth, which property names the channel of a touch, and how far to look back.

    `touch` are the events that may be touches, all with the property if empty. `lead` and `opportunity` are the
    milestones of the W-shaped model. `order` is how many touches the Markov model remembers.
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

    def in_words(self) -> str:
        """The definition in sentences."""
        which = " or ".join(f"“{name}”" for name in self.touch) if self.touch else "any event"
        worth = f" and its {self.value}" if self.value else ""
        return (
            f"Each “{self.conversion.event}”{where_sentence(self.conversion.where)}{worth} is shared among the touches "
            f"before it: {which} with a {self.channel}, not more than {self.look_back.in_words()} earlier, both ends "
            f"included. Without a touch it stands in a row of its own. Half-life of time decay: "
            f"{self.half_life.in_words()}. Markov: order {self.order}, over all paths; who never converted, or has "
            "touches after the last conversion, is on a path that does not convert."
        )

    def to_document(self) -> dict[str, Any]:
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
        }


def proposed_attribution(dataset: Dataset) -> AttributionDefinition | None:
    """Purchases by the source of what came before; None where the data names no sources."""
    events, properties = dataset.roles.events, dataset.roles.properties
    named = [properties[role] for role in ("utm_source", "utm_medium", "utm_campaign") if role in properties]
    if "purchase" not in events or not named:
        return None
    return AttributionDefinition(Step(event=events["purchase"]), named[0], properties.get("amount", ""))


def attribution(dataset: Dataset, definition: AttributionDefinition) -> AttributionFigures:
    """Share out every conversion; AppError names all that is wrong with the definition."""
    if problems := _problems(dataset, definition):
        raise AppError("The conversions cannot be attributed.", problems)
    ends, worth = _conversions(dataset, definition)
    touches, channel, names = _touches(dataset, definition)
    low = touches.before(ends.customer, ends.at - _length_us(definition.look_back))
    paths = paths_of(touches, channel, low, touches.until(ends.customer, ends.at))
    direct = names.index(definition.direct) if definition.direct in names else -1
    events = [event for event in (definition.lead, definition.opportunity) if event]
    milestones = tuple(_last_before(dataset, event, paths, ends, touches, low) for event in events)
    converting = Converting(paths, ends.at, direct, _length_us(definition.half_life), milestones)
    others = unconverted(touches, channel, ends, dataset.customer_count)
    shares = {
        model: _shared(model, converting, others, worth, len(names), definition.order) for model in definition.models
    }
    untouched = paths.length == 0
    return AttributionFigures(
        definition,
        tuple(
            ChannelFigures(
                name,
                int((paths.channel == code).sum()),
                {model: (float(counts[code]), float(money[code])) for model, (counts, money) in shares.items()},
            )
            for code, name in enumerate(names)
        ),
        len(ends.at),
        float(worth.sum()),
        (int(untouched.sum()), float(worth[untouched].sum())),
        dataset.roles.property_currencies.get(definition.value, ""),
    )


def _conversions(dataset: Dataset, definition: AttributionDefinition) -> tuple[Moments, NDArray[np.float64]]:
    """When each conversion was, and what it is worth: 1 where no value is named."""
    rows = matching(dataset, definition.conversion)
    ends = Moments(dataset.event_customers()[rows].astype(np.int64), dataset.at[rows])
    if not definition.value:
        return ends, np.ones(len(rows))
    return ends, np.nan_to_num(dataset.properties[definition.value].values[rows])


def _touches(dataset: Dataset, definition: AttributionDefinition) -> tuple[Moments, Longs, tuple[str, ...]]:
    """The touches, the code of each one's channel, and the channels."""
    rows = _touch_rows(dataset, definition)
    column = dataset.properties[definition.channel]
    codes = column.values[rows]
    used = np.flatnonzero(np.bincount(codes, minlength=1))  # codes are few and small, so nothing has to be sorted
    if len(used) > _MOST_CHANNELS:
        raise AppError(
            f"“{definition.channel}” has {len(used)} values, too many to be channels. Choose another property."
        )
    names = tuple(str(column.words[int(code)]) for code in used)
    touches = Moments(dataset.event_customers()[rows].astype(np.int64), dataset.at[rows])
    channel = np.zeros(int(used.max(initial=0)) + 1, np.int64)
    channel[used] = np.arange(len(used))
    return touches, channel[codes], names


def _problems(dataset: Dataset, definition: AttributionDefinition) -> list[Problem]:
    problems = step_problems(dataset, (definition.conversion,), ("conversion",))
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
        if length.months or _length_us(length) <= 0:
            problems.append(Problem("attribution-length", "Write a length of time in days, like P30D", field))
    if "w_shaped" in definition.models and not (definition.lead and definition.opportunity):
        problems.append(Problem("attribution-w", "The W-shaped model needs a lead and an opportunity event", "models"))
    if not 1 <= definition.order <= _HIGHEST_ORDER:
        problems.append(
            Problem("attribution-order", f"The Markov model remembers 1 to {_HIGHEST_ORDER} touches", "order")
        )
    return problems


def _length_us(length: Duration) -> int:
    return length.days * DAY_US + length.time_us


def _touch_rows(dataset: Dataset, definition: AttributionDefinition) -> Longs:
    named = dataset.properties[definition.channel].values >= 0
    if definition.touch:
        is_touch = np.array([word in definition.touch for word in dataset.names.words.to_pylist()] + [False])
        named = named & is_touch[dataset.names.values]  # the last is for events without a name
    return np.flatnonzero(named)


def _last_before(dataset: Dataset, event: str, paths: Paths, ends: Moments, touches: Moments, low: Longs) -> Longs:
    """Which touch of each path came last before the customer's first such event; -1 where there is none."""
    rows = matching(dataset, Step(event=event))
    customer, first = np.unique(dataset.event_customers()[rows].astype(np.int64), return_index=True)
    at = np.full(dataset.customer_count, -1, np.int64)
    at[customer] = dataset.at[rows[first]]
    has = np.zeros(dataset.customer_count, np.bool_)
    has[customer] = True
    place = touches.until(ends.customer, at[ends.customer]) - low - 1
    reached: Longs = np.where(has[ends.customer], np.minimum(place, paths.length - 1), -1)
    return np.maximum(reached, -1)


def _shared(
    model: Model, of: Converting, others: Paths, worth: NDArray[np.float64], channels: int, order: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What each channel gets of the conversions and of their worth."""
    touched = of.paths.length > 0
    if model == "markov":
        share = markov(of.paths, others, channels, order)
        return share * touched.sum(), share * worth[touched].sum()
    weights = RULES[model](of)
    counts = np.bincount(of.paths.channel, weights, channels).astype(np.float64)
    money = np.bincount(of.paths.channel, weights * worth[of.paths.path], channels).astype(np.float64)
    return counts, money
