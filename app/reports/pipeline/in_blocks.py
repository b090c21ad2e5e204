"""Opportunities put together and shared out block by block of customers, so that they stay in the processor's cache.

All of them at once would be columns of millions of rows that nobody needs afterwards. The opportunities of one customer
come by the instants at which they were opened, and those that were won by the instants at which they were.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.columns.cores import CORES, each
from app.data.dataset import Dataset
from app.progress import pause
from app.reports.attribution_models.names import Model
from app.reports.attribution_models.touches import Moments
from app.reports.by_customer.counting import customer_cuts
from app.reports.crm.deals import Became, Events, Won
from app.reports.crm.deals_kernel import note_won, put_deals_together
from app.reports.crm.openings import nothing_noted, room_for
from app.reports.crm.way import Longs
from app.reports.pipeline.adding import Adding, Asked, Told, Totals, Window, one_model, summed
from app.reports.pipeline.figures import Shared
from app.reports.pipeline.sharing import Conversions

_EVENTS_AT_ONCE = 1 << 16
_NOT = Asked(())
"""Nothing is asked of these."""


class _Block(NamedTuple):
    """Customers, and their touches; from one to the one behind the last."""

    customers: tuple[int, int]
    touches: tuple[int, int]


class _Added(NamedTuple):
    """What opportunities and those that were won come to: how many, what they are worth, and what is added up."""

    opened: Totals
    won: Totals
    many: int = 0
    cents: int = 0
    revenue: int = 0


class InBlocks(NamedTuple):
    """The opportunities of these events, none of which has an id, and the touches among which they are shared."""

    dataset: Dataset
    events: Events
    lead: Longs
    window: Window

    def shared(self, opened: tuple[Model, ...], won: tuple[Model, ...]) -> tuple[Shared, Shared, Shared]:
        """Opportunities, what they are worth, and the revenue, under these models."""
        asked, asked_won = Asked(opened, is_both=True), Asked(won)
        added, names = self._added(asked, asked_won), self.window.touches.names
        told = Told(asked, added.opened, names, self._under, self._who)
        revenue = Told(asked_won, added.won, names, self._won_under, self._who_won)
        return (
            told.shared(added.many, in_cents=False),
            told.shared(added.cents, in_cents=True),
            revenue.shared(added.revenue, in_cents=True),
        )

    def revenue(self, won: tuple[Model, ...]) -> Shared:
        """The revenue alone."""
        asked = Asked(won)
        added = self._added(_NOT, asked)
        told = Told(asked, added.won, self.window.touches.names, self._won_under, self._who_won)
        return told.shared(added.revenue, in_cents=True)

    def _under(self, model: Model, in_cents: bool) -> NDArray[np.float64]:
        return self.shared((model,), ())[1 if in_cents else 0].shares[model]

    def _won_under(self, model: Model, _in_cents: bool) -> NDArray[np.float64]:
        return self.revenue((model,)).shares[model]

    def _who(self, model: str, channel: int) -> Longs:
        asked = self._asked_of(model, channel)
        self._added(asked, _NOT)
        return _marked(asked)

    def _who_won(self, model: str, channel: int) -> Longs:
        asked = self._asked_of(model, channel)
        self._added(_NOT, asked)
        return _marked(asked)

    def _asked_of(self, model: str, channel: int) -> Asked:
        return Asked(one_model(model), chosen=np.zeros(self.dataset.customer_count, np.uint8), who=channel)

    def _added(self, opened: Asked, won: Asked) -> _Added:
        """All customers, in threads."""
        blocks = self._blocks()
        bounds = np.linspace(0, len(blocks), CORES + 1).astype(int).tolist()
        parts = each(lambda part: self._part(blocks[slice(*part)], opened, won), list(pairwise(bounds)))
        return _Added(
            summed([part.opened for part in parts]), summed([part.won for part in parts]),
            sum(part.many for part in parts), sum(part.cents for part in parts), sum(part.revenue for part in parts),
        )  # fmt: skip

    def _blocks(self) -> list[_Block]:
        cuts = customer_cuts(self.dataset, max(1, self.dataset.event_count // _EVENTS_AT_ONCE))
        touches = np.searchsorted(self.window.touches.moments.customer, cuts).tolist()
        return [_Block(*each) for each in zip(pairwise(cuts), pairwise(touches), strict=True)]

    def _part(self, blocks: list[_Block], opened: Asked, won: Asked) -> _Added:
        longest = max((stop - first for _, (first, stop) in blocks), default=0)
        made, were_won, noted = room_for(self._most(blocks)), Won(*room_for(self._most(blocks))[:4]), nothing_noted(0)
        adding = Adding(self.window, _of_opened(made, self.lead), opened, longest)
        adding_won = Adding(self.window, _of_won(were_won, self.lead), won, longest)
        many = cents = revenue = 0
        for customers, touches in blocks:
            pause()
            stop = put_deals_together(self.events, *customers, 0, 0, made, noted)
            many, cents = many + stop, cents + int(made.cents[:stop].sum())
            if opened is not _NOT:
                adding.add(touches, (0, stop))
            if won is not _NOT:
                stop = note_won(made, 0, stop, 0, were_won)
                revenue += int(were_won.cents[:stop].sum())
                adding_won.add(touches, (0, stop))
        return _Added(adding.totals, adding_won.totals, many, cents, revenue)

    def _most(self, blocks: Iterable[_Block]) -> int:
        """How many events the customers of a block have at most."""
        offsets = self.dataset.offsets
        return max((int(offsets[stop] - offsets[first]) for (first, stop), _ in blocks), default=0)


def _marked(asked: Asked) -> Longs:
    return np.flatnonzero(asked.chosen) if asked.chosen is not None else np.zeros(0, np.int64)


def _of_opened(made: Became, lead: Longs) -> Conversions:
    return Conversions(Moments(made.customer, made.opened), made.cents, lead, made.opened)


def _of_won(won: Won, lead: Longs) -> Conversions:
    return Conversions(Moments(won.customer, won.closed), won.cents, lead, won.opened)
