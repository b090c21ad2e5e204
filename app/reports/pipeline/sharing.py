"""How leads, opportunities and money are shared among the touches before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.reports.attribution_models.cents import shared_cents
from app.reports.attribution_models.models import RULES, Converting, markov
from app.reports.attribution_models.names import Model
from app.reports.attribution_models.touches import Moments, Paths, behind, paths_of, unconverted
from app.reports.crm.opportunities import Opportunities, won_of
from app.reports.crm.sources import Touches
from app.reports.crm.way import NEVER, Longs, Way, firsts
from app.reports.pipeline.figures import ALONE, Measure, Shared


@dataclass(frozen=True, slots=True)
class Conversions:
    """c conversions by (customer, at), what each is worth in cents (None counts them), and what came before it.

    `lead` are the instants at which each of all customers became a lead, NEVER who did not; `opened` (c,) those at
    which the opportunities were opened, None where people convert.
    """

    ends: Moments
    cents: Longs | None
    lead: Longs
    opened: Longs | None = None

    @property
    def milestones(self) -> tuple[Longs, ...]:
        """The instants before each, (c,), NEVER where there is none."""
        lead = self.lead[self.ends.customer]
        return (lead,) if self.opened is None else (lead, self.opened)

    def counted(self) -> Conversions:
        """The same where each counts as one."""
        return replace(self, cents=None)


def people_of(dataset: Dataset, way: Way, measure: Measure) -> Conversions:
    """Customers who became leads, or MQLs."""
    lead = firsts(dataset, way.step("lead"))
    at = lead if measure == "leads" else firsts(dataset, way.step("mql"))
    who = np.flatnonzero(at != NEVER)
    return Conversions(Moments(who, at[who]), None, lead)


class Deals(NamedTuple):
    """What converts by opportunities: their opening, with what they are worth, and that they were won."""

    opened: Conversions
    won: Conversions


def deals_of(dataset: Dataset, way: Way, deals: Opportunities) -> Deals:
    """Opportunities as they were opened, and those that were won by the end they came to."""
    lead, won = firsts(dataset, way.step("lead")), won_of(deals)
    return Deals(
        Conversions(Moments(deals.customer, deals.opened), deals.cents, lead, deals.opened),
        Conversions(Moments(won.customer, won.closed), won.cents, lead, won.opened),
    )


def share_out(
    conversions: Conversions,
    touches: Touches,
    models: Sequence[Model],
    look_back_us: int,
    half_life_us: int,
    direct: str,
    customers: int,
) -> Shared:
    """What each channel gets under each model, and who is behind it."""
    ends, moments = conversions.ends, touches.moments
    low = moments.before(ends.customer, ends.at - look_back_us)
    paths = paths_of(moments, touches.channel, low, moments.until(ends.customer, ends.at))
    milestones = tuple(_place(moments, paths, ends, low, at) for at in conversions.milestones)
    code = touches.names.index(direct) if direct in touches.names else -1
    of = Converting(paths, ends.at, code, half_life_us, milestones)
    channels = len(touches.names)
    worth = np.ones(len(ends.at), np.int64) if conversions.cents is None else conversions.cents
    others = unconverted(moments, touches.channel, ends, customers) if "markov" in models else None
    shares: dict[str, NDArray[np.float64]] = {}
    for model in models:
        if others is not None and model == "markov":
            share = markov(of.paths, others, channels, 1)
            touched = int(worth[paths.length > 0].sum())
            shares[model] = by_removal(share, touched, in_cents=conversions.cents is not None)
        else:
            shares[model] = _by_rule(of, RULES[model](of), channels, conversions.cents)
    untouched = paths.length == 0

    def who(model: str, channel: int) -> Longs:
        if channel < 0:
            return np.unique(ends.customer[untouched] if channel == ALONE else ends.customer)
        gets = RULES[model](of) > 0 if model in RULES else np.ones(len(paths.path), np.bool_)
        return behind(paths, gets, ends.customer, channels)[channel]

    return Shared(shares, int(worth[untouched].sum()), int(worth.sum()), who)


def _place(moments: Moments, paths: Paths, ends: Moments, low: Longs, at: Longs) -> Longs:
    """Which touch of each path came last before the milestone; -1 where either is missing or it came after the end."""
    there = at <= ends.at
    place = moments.until(ends.customer, np.where(there, at, ends.at)) - low - 1
    return np.where(there, np.minimum(place, paths.length - 1), -1).clip(-1)


def _by_rule(of: Converting, weights: NDArray[np.float64], channels: int, cents: Longs | None) -> NDArray[np.float64]:
    """Conversions as they fall, amounts in whole cents (as floats, which hold them exactly)."""
    got = weights if cents is None else shared_cents(of.paths.path, weights, cents)
    return np.bincount(of.paths.channel, got, channels).astype(np.float64)


def by_removal(share: NDArray[np.float64], touched: int, *, in_cents: bool) -> NDArray[np.float64]:
    """What the Markov model gives each channel of all that had touches."""
    if not in_cents:
        return share * touched
    return shared_cents(np.zeros(len(share), np.int64), share, np.array([touched])).astype(np.float64)
