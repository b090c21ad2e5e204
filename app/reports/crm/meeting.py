"""The events that say where somebody came from: who met it and when, whatever it is called and cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.columns.arrow import words_of
from app.data.dataset import Dataset
from app.reports.attribution_models.cents import cents_of
from app.reports.attribution_models.touches import Moments
from app.reports.by_customer.counting import ENOUGH_EVENTS, counted_then_filled
from app.reports.crm.spellings import Longs

_NO_LONGS, _NO_AMOUNTS = np.zeros(0, np.int64), np.zeros(0)


class _Asked(NamedTuple):
    """What is asked of each event with a code, (t,); what is not has no rows."""

    customer: Longs = _NO_LONGS
    at: Longs = _NO_LONGS
    channel: Longs = _NO_LONGS
    cents: Longs = _NO_LONGS


@dataclass(frozen=True, slots=True)
class Met:
    """t events with a text by (customer, at); `code` (events,) is the place of an event's text, -1 for none.

    `counts` say how many events have each of the `texts`.
    """

    texts: list[str]
    code: NDArray[np.int32]
    counts: Longs
    moments: Moments

    def channel(self, dataset: Dataset, place_of: Longs) -> Longs:
        """What each of these events has in place of its code."""
        if dataset.event_count < ENOUGH_EVENTS:
            return place_of[self.code[self.code >= 0]]
        return _gathered(dataset, self.code, _Asked(channel=np.empty(len(self.moments.at), np.int64)), place_of).channel

    def cents(self, dataset: Dataset, amounts: NDArray[np.float64]) -> Longs:
        """What each of these events says that it cost."""
        if dataset.event_count < ENOUGH_EVENTS:
            return cents_of(amounts[self.code >= 0])
        asked = _Asked(cents=np.empty(len(self.moments.at), np.int64))
        return _gathered(dataset, self.code, asked, _NO_LONGS, amounts).cents


def met_of(dataset: Dataset, by: Sequence[str]) -> Met:
    """The events that have one of these properties; the first that is filled counts."""
    texts, code = texts_of(dataset, by)
    if dataset.event_count < ENOUGH_EVENTS:
        rows = np.flatnonzero(code >= 0)
        counts = np.bincount(code[rows], minlength=len(texts))
        return Met(texts, code, counts, Moments(dataset.event_customers()[rows].astype(np.int64), dataset.at[rows]))
    from app.reports.crm.kernel import count_codes  # late: numba takes a while to import

    parts: list[Longs] = []

    def count(first: int, stop: int) -> int:
        counts = np.zeros(len(texts), np.int64)
        parts.append(counts)
        return count_codes(code, dataset.offsets, first, stop, counts)

    def room(many: int) -> _Asked:
        return _Asked(np.empty(many, np.int64), np.empty(many, np.int64))

    found: _Asked = counted_then_filled(dataset, count, room, _filling(dataset, code))
    return Met(texts, code, np.sum(parts, axis=0), Moments(found.customer, found.at))


def _gathered(
    dataset: Dataset,
    code: NDArray[np.int32],
    asked: _Asked,
    place_of: Longs,
    amounts: NDArray[np.float64] = _NO_AMOUNTS,
) -> _Asked:
    def count(first: int, stop: int) -> int:
        return int(np.count_nonzero(code[dataset.offsets[first] : dataset.offsets[stop]] >= 0))

    found: _Asked = counted_then_filled(dataset, count, lambda _: asked, _filling(dataset, code, place_of, amounts))
    return found


def _filling(
    dataset: Dataset,
    code: NDArray[np.int32],
    place_of: Longs = _NO_LONGS,
    amounts: NDArray[np.float64] = _NO_AMOUNTS,
) -> Callable[[int, int, int, _Asked], None]:
    from app.reports.crm.kernel import gather  # late: numba takes a while to import

    def fill(first: int, stop: int, place: int, made: _Asked) -> None:
        gather(code, dataset.offsets, dataset.at, place_of, amounts, first, stop, place, *made)

    return fill


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
