"""Campaigns and touches: what events say of where somebody came from, with what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.columns.column import ColumnType
from app.data.columns.cores import looked_up
from app.data.dataset import Dataset
from app.errors import AppError
from app.reports.attribution_models.touches import Moments
from app.reports.counting.kept import kept_among
from app.reports.crm.meeting import met_of, people_by_channel, people_of, spent_on
from app.reports.crm.spellings import Longs, made_one

_MOST = 300


@dataclass(frozen=True, slots=True)
class Campaigns:
    """What events say of where somebody came from.

    `code` (events,) is the place of an event's text, -1 for none, and `channel_of` (codes,) that of its channel among
    the `names`. `often` (channels,) is how many events have each.
    """

    code: NDArray[np.int32]
    channel_of: Longs
    names: tuple[str, ...]
    often: Longs

    def also(self, names: tuple[str, ...]) -> Campaigns:
        """With further names, which no event has."""
        return replace(self, names=(*self.names, *names), often=np.pad(self.often, (0, len(names))))

    def who(self, dataset: Dataset, channel: int | None) -> Longs:
        """The customers who met a channel, or any."""
        is_it = self.channel_of >= 0 if channel is None else self.channel_of == channel
        before = np.zeros(dataset.event_count + 1, np.int32)
        np.cumsum(looked_up(np.append(is_it, False), self.code), out=before[1:])
        return np.flatnonzero(np.diff(before[dataset.offsets]))


@dataclass(frozen=True, slots=True)
class Touches:
    """t touches by (customer, at): `channel` (t,) is an index into `names`; `cents` (channels,) what each cost."""

    moments: Moments
    channel: Longs
    names: tuple[str, ...]
    cents: Longs


class MetBy(NamedTuple):
    """Of each channel the people, last those who met any, and (channels,) touches and what they cost in cents."""

    people: Longs
    touches: Longs
    cents: Longs


def campaigns_met(dataset: Dataset, by: Sequence[str], *, is_one: bool = True) -> Campaigns:
    """Every event that has one of these properties; the first that is filled is its channel.

    With `is_one`, names that differ by capitals, hyphens or blanks are one. AppError where there are too many to be
    channels.
    """
    found = _campaigns(dataset, by, is_one=is_one)
    if len(found.names) > _MOST:
        many = len(found.names)
        raise AppError(f"{' or '.join(by)} has {many} values, too many to be campaigns. Choose another property.")
    return found


def campaigns_of(dataset: Dataset, by: Sequence[str], *, is_one: bool = True) -> tuple[str, ...]:
    """The names that touches have, the most frequent first."""
    if not by or any(name not in dataset.properties for name in by):
        return ()
    found = _campaigns(dataset, by, is_one=is_one)
    return tuple(found.names[at] for at in np.argsort(-found.often, kind="stable").tolist())


def _campaigns(dataset: Dataset, by: Sequence[str], *, is_one: bool) -> Campaigns:
    def made() -> Campaigns:
        met = kept_among(dataset, "met", tuple(by), lambda: met_of(dataset, by))
        used = np.flatnonzero(met.counts)
        channel_of = np.zeros(len(met.counts), np.int64)
        channel_of[used] = np.arange(len(used))
        names = tuple(met.texts[at] for at in used.tolist())
        if is_one:
            names, alike = made_one(names, np.arange(len(used)), met.counts[used])
            channel_of[used] = alike
        often = np.bincount(channel_of[used], met.counts[used], len(names)).astype(np.int64)
        return Campaigns(met.code, channel_of, names, often)

    return kept_among(dataset, "campaigns", (*by, is_one), made, most=4)


def met_by(dataset: Dataset, by: Sequence[str], of: Campaigns, cost: str = "") -> MetBy:
    """How many people met each channel, how often, and for how many cents; of two with the same names all is alike."""
    key, many = (*by, of.names), len(of.names)
    people = kept_among(dataset, "people met", key, lambda: people_of(dataset, of.code, of.channel_of, many))
    column = dataset.properties.get(cost)
    if column is None:
        return MetBy(people, of.often, np.zeros(many, np.int64))
    cents = kept_among(
        dataset, "spent on", (cost, *key), lambda: spent_on(dataset, of.code, of.channel_of, many, column.values)
    )
    return MetBy(people, of.often, cents)


def touches_of(dataset: Dataset, by: Sequence[str], of: Campaigns, cents: Longs) -> Touches:
    """The events of these campaigns one by one."""

    def made() -> tuple[Moments, Longs]:
        rows = np.flatnonzero(of.code >= 0)
        customer = np.searchsorted(dataset.offsets, rows, "right") - 1
        return Moments(customer.astype(np.int64), dataset.at[rows]), of.channel_of[of.code[rows]]

    return Touches(*kept_among(dataset, "touches", (*by, of.names), made), of.names, cents)


def people_and_touches(touches: Touches) -> MetBy:
    """How many people met each channel, how often, and for how many cents."""
    customer, channel, many = touches.moments.customer, touches.channel, len(touches.names)
    often = np.bincount(channel, minlength=many).astype(np.int64)
    return MetBy(people_by_channel(customer, channel, many), often, touches.cents)


def together(first: Touches, second: Touches) -> Touches:
    """The touches of both, by (customer, at); of the same instant those of the first come first."""
    names = (*first.names, *(name for name in second.names if name not in first.names))
    places = np.array([names.index(name) for name in second.names], np.int64)
    customer = np.concatenate([first.moments.customer, second.moments.customer])
    at = np.concatenate([first.moments.at, second.moments.at])
    order = np.lexsort((at, customer))
    channel = np.concatenate([first.channel, places[second.channel]])
    cents = np.pad(first.cents, (0, len(names) - len(first.names)))
    np.add.at(cents, places, second.cents)
    return Touches(Moments(customer[order], at[order]), channel[order], names, cents)


def sources_of(dataset: Dataset) -> tuple[str, ...]:
    """The properties that name a touch's campaign: of UTM what there is, else the message."""
    roles, columns = dataset.roles.properties, dataset.properties
    utm = [roles[role] for role in ("utm_campaign", "utm_source", "utm_medium") if role in roles]
    named = utm or [roles[role] for role in ("campaign",) if role in roles]
    return tuple(name for name in named if name in columns and columns[name].type is ColumnType.TEXT)
