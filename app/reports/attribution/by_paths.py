"""Attribution by columns of paths: each model over all touches of all paths at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.attribution.definition import AttributionDefinition, length_us
from app.reports.attribution.figures import ALONE
from app.reports.attribution.shared import Shared, channels_among
from app.reports.attribution_models.models import RULES, Converting, removal_effects, walks_of
from app.reports.attribution_models.names import Model
from app.reports.attribution_models.touches import Longs, Moments, Paths, behind, paths_of, unconverted
from app.reports.definition.matching import matching


class _Followed(NamedTuple):
    """The paths of all conversions, whose they are, and the channels of their touches."""

    converting: Converting
    ends: Moments
    worth: NDArray[np.float64]
    touches: Moments
    channel: Longs
    names: tuple[str, ...]


def by_paths(dataset: Dataset, definition: AttributionDefinition) -> Shared:
    """What each model gives to each channel."""
    of = _followed(dataset, definition)
    paths, many = of.converting.paths, len(of.names)
    others = unconverted(of.touches, of.channel, of.ends, dataset.customer_count)
    is_asked = "markov" in definition.models
    walks = walks_of(paths, others, many, definition.order) if is_asked else None
    removal = np.zeros(0) if walks is None else removal_effects(walks, many, definition.order)
    shares = {model: _shared(model, of.converting, of.worth, many, removal) for model in definition.models}
    untouched = paths.length == 0
    return Shared(
        of.names,
        np.bincount(paths.channel, minlength=many).tolist(),
        {model: (counts.tolist(), money.tolist()) for model, (counts, money) in shares.items()},
        len(of.ends.at),
        float(of.worth.sum()),
        (int(untouched.sum()), float(of.worth[untouched].sum())),
        removal.tolist(),
    )


def converters(dataset: Dataset, definition: AttributionDefinition, model: str, channel: int) -> Longs:
    """The rows of those whose conversions gave a channel something; the Markov model thanks it for all on its way."""
    of = _followed(dataset, definition)
    paths, customer = of.converting.paths, of.ends.customer
    if channel < 0:
        return np.unique(customer[paths.length == 0] if channel == ALONE else customer)
    gets = RULES[model](of.converting) > 0 if model in RULES else np.ones(len(paths.path), np.bool_)
    return behind(paths, gets, customer, len(of.names))[channel]


def _followed(dataset: Dataset, definition: AttributionDefinition) -> _Followed:
    ends, worth = _conversions(dataset, definition)
    touches, channel, names = _touches(dataset, definition)
    low = touches.before(ends.customer, ends.at - length_us(definition.look_back))
    paths = paths_of(touches, channel, low, touches.until(ends.customer, ends.at))
    direct = names.index(definition.direct) if definition.direct in names else -1
    milestones = tuple(_last_before(dataset, step, paths, ends, touches, low) for step in definition.milestones)
    converting = Converting(paths, ends.at, direct, length_us(definition.half_life), milestones)
    return _Followed(converting, ends, worth, touches, channel, names)


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
    used, names = channels_among(column, np.bincount(codes, minlength=1), definition.channel)
    touches = Moments(dataset.event_customers()[rows].astype(np.int64), dataset.at[rows])
    channel = np.zeros(int(used.max(initial=0)) + 1, np.int64)
    channel[used] = np.arange(len(used))
    return touches, channel[codes], names


def _touch_rows(dataset: Dataset, definition: AttributionDefinition) -> Longs:
    named = dataset.properties[definition.channel].values >= 0
    if definition.touch:
        is_touch = np.zeros(dataset.event_count, np.bool_)
        for step in definition.touches:
            is_touch[matching(dataset, step)] = True
        named = named & is_touch
    return np.flatnonzero(named)


def _last_before(dataset: Dataset, step: Step, paths: Paths, ends: Moments, touches: Moments, low: Longs) -> Longs:
    """Which touch of each path came last before the customer's first such event.

    It is -1 where there is none, or where that came only after the conversion.
    """
    rows = matching(dataset, step)
    customer, first = np.unique(dataset.event_customers()[rows].astype(np.int64), return_index=True)
    at = np.full(dataset.customer_count, -1, np.int64)
    at[customer] = dataset.at[rows[first]]
    has = np.zeros(dataset.customer_count, np.bool_)
    has[customer] = True
    place = touches.until(ends.customer, at[ends.customer]) - low - 1
    there = has[ends.customer] & (at[ends.customer] <= ends.at)
    reached: Longs = np.where(there, np.minimum(place, paths.length - 1), -1)
    return np.maximum(reached, -1)


def _shared(
    model: Model, of: Converting, worth: NDArray[np.float64], channels: int, removal: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What each channel gets of the conversions and of their worth."""
    touched = of.paths.length > 0
    if model == "markov":
        share = removal / removal.sum() if removal.sum() > 0 else removal
        return share * touched.sum(), share * worth[touched].sum()
    weights = RULES[model](of)
    counts = np.bincount(of.paths.channel, weights, channels).astype(np.float64)
    money = np.bincount(of.paths.channel, weights * worth[of.paths.path], channels).astype(np.float64)
    return counts, money
