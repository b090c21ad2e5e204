"""Touches: events that say where somebody came from, with what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.data.arrow import words_of
from app.data.columns import ColumnType
from app.data.dataset import Dataset
from app.errors import AppError
from app.reports.attribution_models.cents import cents_of
from app.reports.attribution_models.touches import Moments
from app.reports.crm.spellings import Longs, made_one

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
    names: dict[str, int] = {}
    code = np.full(dataset.event_count, -1, np.int64)
    for title in by:
        column = dataset.properties[title]
        places = [names.setdefault(word, len(names)) for word in words_of(column.words)]
        known = np.array([*places, -1], np.int64)[column.values]
        code = np.where(code < 0, known, code)
    rows = np.flatnonzero(code >= 0)
    used, channel = np.unique(code[rows], return_inverse=True)
    words = list(names)
    texts: tuple[str, ...] = tuple(words[at] for at in used.tolist())
    channel = channel.reshape(-1).astype(np.int64)
    if is_one:
        texts, channel = made_one(texts, channel)
    if len(texts) > _MOST:
        raise AppError(f"{' or '.join(by)} has {len(texts)} values, too many to be campaigns. Choose another property.")
    moments = Moments(dataset.event_customers()[rows].astype(np.int64), dataset.at[rows])
    costs = dataset.properties.get(cost)
    cents = np.zeros(len(rows), np.int64) if costs is None else cents_of(costs.values[rows])
    return Touches(moments, channel, texts, cents)


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
