"""Touches: events that say where somebody came from, with what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from app.data.columns.column import ColumnType
from app.data.columns.cores import CORES, each
from app.data.dataset import Dataset
from app.errors import AppError
from app.reports.attribution_models.touches import Moments
from app.reports.by_customer.counting import ENOUGH_EVENTS
from app.reports.counting.kept import kept_among
from app.reports.crm.meeting import met_of, texts_of
from app.reports.crm.spellings import Longs, made_one

_MOST = 300


@dataclass(frozen=True, slots=True)
class Touches:
    """t touches by (customer, at): `channel` (t,) is an index into `names`, `cents` (t,) what each cost."""

    moments: Moments
    channel: Longs
    names: tuple[str, ...]
    cents: Longs


class MetBy(NamedTuple):
    """Of each channel the people, last those who met any, and (channels,) touches and what they cost in cents."""

    people: Longs
    touches: Longs
    cents: Longs


def touches_of(dataset: Dataset, by: Sequence[str], cost: str = "", *, is_one: bool = True) -> Touches:
    """Every event that has one of these properties; the first that is filled is its channel.

    With `is_one`, names that differ by capitals, hyphens or blanks are one. AppError where there are too many to be
    channels.
    """
    key = (*by, cost, is_one)
    return kept_among(dataset, "touches", key, lambda: _put_in_order(dataset, by, cost, is_one=is_one))


def _put_in_order(dataset: Dataset, by: Sequence[str], cost: str, *, is_one: bool) -> Touches:
    """The moments are the same for each cost and spelling."""
    met = kept_among(dataset, "met", tuple(by), lambda: met_of(dataset, by), most=1)
    used = np.flatnonzero(met.counts)
    place_of = np.zeros(len(met.counts), np.int64)
    place_of[used] = np.arange(len(used))
    names = tuple(met.texts[at] for at in used.tolist())
    if is_one:
        names, alike = made_one(names, np.arange(len(used)), met.counts[used])
        place_of[used] = alike
    if len(names) > _MOST:
        raise AppError(f"{' or '.join(by)} has {len(names)} values, too many to be campaigns. Choose another property.")
    costs = dataset.properties.get(cost)
    cents = np.zeros(len(met.moments.at), np.int64) if costs is None else met.cents(dataset, costs.values)
    return Touches(met.moments, met.channel(dataset, place_of), names, cents)


def campaigns_of(dataset: Dataset, by: Sequence[str], *, is_one: bool = True) -> tuple[str, ...]:
    """The names that touches have, the most frequent first; worked out once for these properties."""

    def made() -> tuple[str, ...]:
        texts, code = texts_of(dataset, by)
        counts = np.bincount(code + 1, minlength=len(texts) + 1)[1:]
        used = np.argsort(-counts, kind="stable")[: int(np.count_nonzero(counts))].tolist()
        names = tuple(texts[at] for at in used)
        return made_one(names, np.arange(len(names)))[0] if is_one else names

    there = tuple(name for name in by if name in dataset.properties)
    return dataset.kept(("campaigns", there, is_one), made) if there == tuple(by) and by else ()


def people_and_touches(touches: Touches) -> MetBy:
    """How many people met each channel, how often, and for how many cents."""
    many = len(touches.names)
    often = np.bincount(touches.channel, minlength=many).astype(np.int64)
    return MetBy(people_met(touches), often, np.bincount(touches.channel, touches.cents, many).astype(np.int64))


def people_met(touches: Touches) -> Longs:
    """How many customers had a touch of each channel, and of any."""
    people = np.zeros(len(touches.names) + 1, np.int64)
    customer, channel = touches.moments.customer, touches.channel
    if len(channel) < ENOUGH_EVENTS:
        for code in range(len(touches.names)):
            people[code] = len(np.unique(customer[channel == code]))
        people[-1] = len(np.unique(customer))
        return people
    return _people_in_threads(customer, channel, len(people))


def _people_in_threads(customer: Longs, channel: Longs, many: int) -> Longs:
    """The same by the compiled loop, for parts of whole customers."""
    from app.reports.crm.kernel import count_people  # late: numba takes a while to import

    cuts = np.linspace(0, len(customer), CORES + 1).astype(int)
    cuts[1:-1] = np.searchsorted(customer, customer[cuts[1:-1]])

    def part(cut: tuple[int, int]) -> Longs:
        people = np.zeros(many, np.int64)
        count_people(customer[slice(*cut)], channel[slice(*cut)], np.full(many, -1, np.int64), people)
        return people

    found: Longs = np.sum(each(part, list(pairwise(cuts.tolist()))), axis=0)
    return found


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
