"""The events that say where somebody came from: what they call it, who met it and when, and what that cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.data.columns.arrow import words_of
from app.data.dataset import Dataset
from app.reports.attribution_models.cents import cents_of
from app.reports.by_customer.counting import ENOUGH_EVENTS, in_parts
from app.reports.crm.spellings import Longs


@dataclass(frozen=True, slots=True)
class Met:
    """`code` (events,) is the place of an event's text, -1 for none; so many events have each of the `texts`."""

    texts: list[str]
    code: NDArray[np.int32]
    counts: Longs


def met_of(dataset: Dataset, by: Sequence[str]) -> Met:
    """The events that have one of these properties; the first that is filled counts."""
    texts, code = texts_of(dataset, by)
    if dataset.event_count < ENOUGH_EVENTS or not texts:
        return Met(texts, code, np.bincount(code[code >= 0], minlength=len(texts)).astype(np.int64))
    from app.reports.crm.kernel import count_codes  # late: numba takes a while to import

    def part(first: int, stop: int) -> Longs:
        counts = np.zeros(len(texts), np.int64)
        count_codes(code, dataset.offsets[first], dataset.offsets[stop], counts)
        return counts

    return Met(texts, code, _summed(dataset, part))


def people_of(dataset: Dataset, code: NDArray[np.int32], channel_of: Longs, channels: int) -> Longs:
    """How many customers met each channel, and last how many any."""
    if dataset.event_count < ENOUGH_EVENTS or not channels:
        rows = np.flatnonzero(code >= 0)
        return people_by_channel(dataset.event_customers()[rows], channel_of[code[rows]], channels)
    from app.reports.crm.kernel import count_people  # late: numba takes a while to import

    def part(first: int, stop: int) -> Longs:
        people = np.zeros(channels + 1, np.int64)
        count_people(code, dataset.offsets[first : stop + 1], channel_of, np.full(channels, -1, np.int64), people)
        return people

    return _summed(dataset, part)


def people_by_channel(customer: NDArray[Any], channel: Longs, channels: int) -> Longs:
    """The same by the customer and the channel of each touch."""
    pairs = np.unique(customer.astype(np.int64) * max(channels, 1) + channel)
    people = np.bincount(pairs % max(channels, 1), minlength=channels + 1).astype(np.int64)
    people[channels] = len(np.unique(customer))
    return people


def spent_on(
    dataset: Dataset, code: NDArray[np.int32], channel_of: Longs, channels: int, amounts: NDArray[np.float64]
) -> Longs:
    """What the events of each channel say that they cost, in cents."""
    if dataset.event_count < ENOUGH_EVENTS:
        rows = np.flatnonzero(code >= 0)
        return np.bincount(channel_of[code[rows]], cents_of(amounts[rows]), channels).astype(np.int64)
    from app.reports.crm.kernel import add_cents  # late: numba takes a while to import

    def part(first: int, stop: int) -> Longs:
        rows, cents = slice(dataset.offsets[first], dataset.offsets[stop]), np.zeros(channels, np.int64)
        add_cents(code[rows], channel_of, amounts[rows], cents)
        return cents

    return _summed(dataset, part)


def _summed(dataset: Dataset, part: Any) -> Longs:
    found: Longs = np.sum(in_parts(dataset, part), axis=0, dtype=np.int64)
    return found


def texts_of(dataset: Dataset, by: Sequence[str]) -> tuple[list[str], NDArray[np.int32]]:
    """All texts of these properties, and that of each event, -1 for none; the first property that is filled counts."""
    first, *others = (dataset.properties[title] for title in by)
    if not others:
        return words_of(first.words), first.values
    names: dict[str, int] = {}
    code = np.full(dataset.event_count, -1, np.int32)
    for column in (first, *others):
        places = [names.setdefault(word, len(names)) for word in words_of(column.words)]
        known = np.array([*places, -1], np.int32)[column.values]
        code = np.where(code < 0, known, code)
    return list(names), code
