"""Touches: events that say where somebody came from, with what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.data.arrow import words_of
from app.data.columns import ColumnType
from app.data.dataset import Dataset
from app.errors import AppError
from app.reports.attribution_models.cents import cents_of
from app.reports.attribution_models.touches import Moments
from app.reports.by_customer.counting import ENOUGH_EVENTS, in_parts
from app.reports.crm.spellings import Longs, made_one
from app.reports.kept import kept_among

_MOST = 300


@dataclass(frozen=True, slots=True)
class Touches:
    """t touches by (customer, at): `channel` (t,) is an index into `names`, `cents` (t,) what each cost."""

    moments: Moments
    channel: Longs
    names: tuple[str, ...]
    cents: Longs


def touches_of(dataset: Dataset, by: Sequence[str], cost: str = "", *, is_one: bool = True) -> Touches:
    """Every event that has one of these properties; the first that is filled is its channel.

    With `is_one`, names that differ by capitals, hyphens or blanks are one. AppError where there are too many to be
    channels.
    """
    key = (*by, cost, is_one)
    return kept_among(dataset, "touches", key, lambda: _put_in_order(dataset, by, cost, is_one=is_one), most=1)


def _put_in_order(dataset: Dataset, by: Sequence[str], cost: str, *, is_one: bool) -> Touches:
    texts, code = _texts_of(dataset, by)
    customer, rows, channel = _gathered(dataset, code)
    used = np.flatnonzero(np.bincount(channel, minlength=1))
    place_of = np.zeros(int(used.max(initial=0)) + 1, np.int64)
    place_of[used] = np.arange(len(used))
    channel = place_of[channel]
    names = tuple(texts[at] for at in used.tolist())
    if is_one:
        names, channel = made_one(names, channel)
    if len(names) > _MOST:
        raise AppError(f"{' or '.join(by)} has {len(names)} values, too many to be campaigns. Choose another property.")
    costs = dataset.properties.get(cost)
    cents = np.zeros(len(rows), np.int64) if costs is None else cents_of(costs.values[rows])
    return Touches(Moments(customer, dataset.at[rows]), channel, names, cents)


def campaigns_of(dataset: Dataset, by: Sequence[str], *, is_one: bool = True) -> tuple[str, ...]:
    """The names that touches have, the most frequent first; worked out once for these properties."""

    def made() -> tuple[str, ...]:
        texts, code = _texts_of(dataset, by)
        counts = np.bincount(code + 1, minlength=len(texts) + 1)[1:]
        used = np.argsort(-counts, kind="stable")[: int(np.count_nonzero(counts))].tolist()
        names = tuple(texts[at] for at in used)
        return made_one(names, np.arange(len(names)))[0] if is_one else names

    there = tuple(name for name in by if name in dataset.properties)
    return dataset.kept(("campaigns", there, is_one), made) if there == tuple(by) and by else ()


def _texts_of(dataset: Dataset, by: Sequence[str]) -> tuple[list[str], NDArray[np.int32]]:
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


def _gathered(dataset: Dataset, code: NDArray[np.int32]) -> tuple[Longs, Longs, Longs]:
    """Of the events that have a code the customer, the row and the code."""
    if dataset.event_count < ENOUGH_EVENTS:
        rows = np.flatnonzero(code >= 0)
        return dataset.event_customers()[rows].astype(np.int64), rows, code[rows].astype(np.int64)
    from app.reports.crm.kernel import gather  # late: numba takes a while to import

    def part(first: int, stop: int) -> list[Longs]:
        most = int(dataset.offsets[stop] - dataset.offsets[first])
        found = [np.empty(most, np.int64) for _ in range(3)]
        many = gather(code, dataset.offsets, first, stop, *found)
        return [each[:many] for each in found]

    parts = in_parts(dataset, part)
    customer, rows, channel = (np.concatenate([each[place] for each in parts]) for place in range(3))
    return customer, rows, channel


def people_met(touches: Touches) -> Longs:
    """How many customers had a touch of each channel, and of any."""
    people = np.zeros(len(touches.names) + 1, np.int64)
    customer, channel = touches.moments.customer, touches.channel
    if len(channel) < ENOUGH_EVENTS:
        for code in range(len(touches.names)):
            people[code] = len(np.unique(customer[channel == code]))
        people[-1] = len(np.unique(customer))
        return people
    from app.reports.crm.kernel import count_people  # late: numba takes a while to import

    count_people(customer, channel, np.full(len(people), -1, np.int64), people)
    return people


def together(first: Touches, second: Touches) -> Touches:
    """The touches of both, by (customer, at); of the same instant those of the first come first."""
    names = (*first.names, *(name for name in second.names if name not in first.names))
    places = np.array([names.index(name) for name in second.names], np.int64)
    customer = np.concatenate([first.moments.customer, second.moments.customer])
    at = np.concatenate([first.moments.at, second.moments.at])
    order = np.lexsort((at, customer))
    channel = np.concatenate([first.channel, places[second.channel]])
    cents = np.concatenate([first.cents, second.cents])
    return Touches(Moments(customer[order], at[order]), channel[order], names, cents[order])


def sources_of(dataset: Dataset) -> tuple[str, ...]:
    """The properties that name a touch's campaign: of UTM what there is, else the message."""
    roles, columns = dataset.roles.properties, dataset.properties
    utm = [roles[role] for role in ("utm_campaign", "utm_source", "utm_medium") if role in roles]
    named = utm or [roles[role] for role in ("campaign",) if role in roles]
    return tuple(name for name in named if name in columns and columns[name].type is ColumnType.TEXT)
