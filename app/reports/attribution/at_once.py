"""Attribution by the compiled loop, in threads: every model in one pass over the events."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.data.columns.cores import each
from app.data.dataset import Dataset
from app.reports.attribution.definition import AttributionDefinition, length_us
from app.reports.attribution.kernel import share_out
from app.reports.attribution.shared import Shared, channels_among
from app.reports.attribution.tables import (
    ALL,
    CONVERSION,
    LEAD,
    OPPORTUNITY,
    ORDER,
    TOUCH,
    UNTOUCHED,
    UNTOUCHED_WORTH,
    WHO,
    WORTH,
    tables_for,
    totals_for,
)
from app.reports.attribution_models.models import Walks, removal_effects
from app.reports.attribution_models.names import MODELS
from app.reports.attribution_models.touches import Longs
from app.reports.definition.marks import marks_of
from app.runtime.native.addresses import addresses_of

Columns = dict[str, NDArray[Any]]
_PARTS = 8  # a number of its own, so that sums are added in one order whatever the machine
_MOST_STATES = 512  # of the Markov model: each part counts the ways between them all


def at_once(dataset: Dataset, definition: AttributionDefinition) -> Shared | None:
    """What each model gives to each channel; None where paths have too many states."""
    given, names = _ready(dataset, definition)
    order = definition.order if "markov" in definition.models else 0
    if (len(names) + 1) ** order > _MOST_STATES:
        return None
    given["settings"][ORDER] = order
    totals = _added(dataset, given, lambda: totals_for(0, len(definition.models), len(names), order))
    return _told(definition, names, totals, order)


def converters_at_once(dataset: Dataset, definition: AttributionDefinition, model: str, channel: int) -> Longs:
    """The rows of those whose conversions gave a channel something under a model, or of the others of `figures`."""
    given, names = _ready(dataset, definition)
    given["models"] = np.array([MODELS.index(each) for each in MODELS if each == model], np.int64)
    given["settings"][WHO] = channel
    given["chosen"] = np.zeros(dataset.customer_count, np.uint8)
    _added(dataset, given, lambda: totals_for(0, 0, len(names), 0))
    return np.flatnonzero(given["chosen"])


def _ready(dataset: Dataset, definition: AttributionDefinition) -> tuple[Columns, tuple[str, ...]]:
    """What the kernel takes, with the channels of words, and what those are called."""
    given, words = _given(dataset, definition), len(dataset.properties[definition.channel].words)
    touches = dataset.kept(
        ("words of touches", definition.channel, repr(definition.touches)),
        lambda: _added(dataset, given, lambda: totals_for(words, 0, 0, 0), only_words=True)["words"],
    )
    used, names = channels_among(dataset.properties[definition.channel], touches, definition.channel)
    given["channel_of"][used] = np.arange(len(used))
    direct = names.index(definition.direct) if definition.direct in names else -1
    given["settings"] = np.array(
        [length_us(definition.look_back), length_us(definition.half_life), direct, 0, 0], np.int64
    )
    return given, names


def _given(dataset: Dataset, definition: AttributionDefinition) -> Columns:
    """Events and what is asked, as the kernel takes them; the channel of a word is not known yet."""
    steps = [(definition.conversion, CONVERSION), *((step, TOUCH) for step in definition.touches)]
    bits = [bit for event, bit in ((definition.lead, LEAD), (definition.opportunity, OPPORTUNITY)) if event]
    steps += zip(definition.milestones, bits, strict=True)
    marks = marks_of(dataset, [step for step, _ in steps], [bit for _, bit in steps])
    by_row = np.zeros(dataset.event_count if marks.by_row else 0, np.int32)
    for bit, rows in marks.by_row:
        by_row[rows] |= bit
    by_name = np.roll(marks.by_code, 1)
    column = dataset.properties[definition.channel]
    return {
        "at": dataset.at,
        "names": dataset.names.values,
        "offsets": dataset.offsets,
        "by_name": by_name if definition.touch else by_name | np.int32(TOUCH),
        "by_row": by_row,
        "channels": column.values,
        "channel_of": np.zeros(max(len(column.words), 1), np.int64),
        "worth": dataset.properties[definition.value].values if definition.value else np.zeros(0),
        "models": np.array([MODELS.index(model) for model in definition.models], np.int64),
        "settings": np.zeros(5, np.int64),
        "chosen": np.zeros(0, np.uint8),
    }


def _added(dataset: Dataset, given: Columns, nothing: Callable[[], Columns], *, only_words: bool = False) -> Columns:
    """What all customers come to, in parts of about as many events each that are added up in their order."""

    def part(cut: tuple[int, int]) -> Columns:
        totals, most = nothing(), int(np.diff(dataset.offsets[cut[0] : cut[1] + 1]).max(initial=0))
        tables = tables_for(given, totals, most)
        share_out(addresses_of(tables), *cut, only_words)
        return totals

    inner = np.linspace(0, dataset.event_count, _PARTS + 1)[1:-1]
    cuts = [0, *np.searchsorted(dataset.offsets, inner).tolist(), dataset.customer_count]
    found = each(part, list(pairwise(cuts)))
    return {name: np.sum([totals[name] for totals in found], axis=0) for name in found[0]}


def _told(definition: AttributionDefinition, names: tuple[str, ...], totals: Columns, order: int) -> Shared:
    sums = totals["sums"].tolist()
    conversions, worth, nobody = sums[ALL], sums[WORTH], (int(sums[UNTOUCHED]), sums[UNTOUCHED_WORTH])
    counts, money = (totals[name].reshape(len(definition.models), len(names)).tolist() for name in ("counts", "money"))
    shares: dict[str, tuple[list[float], list[float]]] = {
        model: (counts[place], money[place]) for place, model in enumerate(definition.models)
    }
    removal = np.zeros(0)
    if order:
        removal = removal_effects(_walks(totals), len(names), order)
        share = removal / removal.sum() if removal.sum() > 0 else removal
        shares["markov"] = ((share * (conversions - nobody[0])).tolist(), (share * (worth - nobody[1])).tolist())
    return Shared(names, totals["touches"].tolist(), shares, int(conversions), worth, nobody, removal.tolist())


def _walks(totals: Columns) -> Walks:
    """The ways between the states that occur."""
    starts, good, left = totals["starts"], totals["good"], totals["left"]
    moves = totals["moves"].reshape(len(starts), len(starts))
    occur = np.flatnonzero((starts + good + left > 0) | moves.any(axis=0) | moves.any(axis=1))
    return Walks(occur, moves[np.ix_(occur, occur)], starts[occur], good[occur], left[occur])
