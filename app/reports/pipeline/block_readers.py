"""Touches and conversions of a block of customers: where they stand in columns, or made where they are needed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple, Protocol

import numpy as np

from app.data.dataset import Dataset
from app.reports.attribution_models.touches import Moments
from app.reports.crm.deals import Events, Won
from app.reports.crm.deals_kernel import note_won
from app.reports.crm.kernel import Gathered, Said, gather
from app.reports.crm.openings import room_for
from app.reports.crm.runs_kernel import put_runs_together, room_to_speak
from app.reports.crm.sources import Campaigns, Touches
from app.reports.crm.way import NEVER, Longs
from app.reports.pipeline.found import Group
from app.reports.pipeline.sharing import Conversions, Deals

Rows = tuple[int, int]
"""From one to the one behind the last."""


class TouchReader(Protocol):
    """Finds the touches of customers in columns; belongs to one thread. `longest` is the most that one of them has."""

    touches: Touches
    longest: int

    def read(self, first: int, stop: int) -> Rows:
        """Where those of customers `first:stop` stand, until others are read."""


class Reader(Protocol):
    """Finds conversions of customers in columns; belongs to one thread."""

    conversions: Mapping[Group, Conversions]

    def read(self, first: int, stop: int) -> Iterator[tuple[Group, Rows]]:
        """Where those of customers `first:stop` stand, until others are read."""


class Touched(Protocol):
    """The touches of all customers."""

    @property
    def names(self) -> tuple[str, ...]:
        """What the channels are called."""

    def reader(self, most: int) -> TouchReader:
        """For blocks of at most so many events."""


class Source(Protocol):
    """Conversions of all customers."""

    def reader(self, most: int, wanted: Collection[Group]) -> Reader:
        """For blocks of at most so many events, of which these are asked for."""


class OfCampaigns(NamedTuple):
    """Touches that are gathered from the events when they are needed."""

    dataset: Dataset
    campaigns: Campaigns

    @property
    def names(self) -> tuple[str, ...]:
        """What the channels are called."""
        return self.campaigns.names

    def reader(self, most: int) -> TouchReader:
        """With room for so many."""
        return _Gathering(self.dataset, self.campaigns, most)


class _Gathering:
    def __init__(self, dataset: Dataset, of: Campaigns, most: int) -> None:
        self.longest = most
        self._made = Gathered(*(np.empty(most + 1, np.int64) for _ in range(3)))
        self._said = Said(of.code, of.channel_of, dataset.offsets, dataset.at)
        moments = Moments(self._made.customer, self._made.at)
        self.touches = Touches(moments, self._made.channel, of.names, np.zeros(0, np.int64))

    def read(self, first: int, stop: int) -> Rows:
        return 0, gather(self._said, first, stop, 0, self._made)


class OfTouches(NamedTuple):
    """Touches that stand in columns."""

    touches: Touches

    @property
    def names(self) -> tuple[str, ...]:
        """What the channels are called."""
        return self.touches.names

    def reader(self, _most: int) -> TouchReader:
        """Where they stand."""
        return _Standing(self.touches)


class _Standing:
    def __init__(self, touches: Touches) -> None:
        self.touches = touches
        self.longest = int(np.bincount(touches.moments.customer, minlength=1).max())

    def read(self, first: int, stop: int) -> Rows:
        return _standing(self.touches.moments, first, stop)


class OfPeople(NamedTuple):
    """Customers at the instants (n,) at which they became leads, or MQLs; NEVER who did not."""

    group: Group
    at: Longs
    lead: Longs

    def reader(self, most: int, _wanted: Collection[Group]) -> Reader:
        """With room for so many; who became one did something."""
        return _People(self, most)


class _People:
    def __init__(self, of: OfPeople, most: int) -> None:
        self._of, self._ends = of, Moments(np.empty(most, np.int64), np.empty(most, np.int64))
        self.conversions: Mapping[Group, Conversions] = {of.group: Conversions(self._ends, None, of.lead)}

    def read(self, first: int, stop: int) -> Iterator[tuple[Group, Rows]]:
        at = self._of.at[first:stop]
        who = np.flatnonzero(at != NEVER)
        self._ends.customer[: len(who)] = who + first
        self._ends.at[: len(who)] = at[who]
        yield self._of.group, (0, len(who))


class OfEvents(NamedTuple):
    """Opportunities without ids, which are put together from a customer's events when they are needed."""

    events: Events
    lead: Longs

    def reader(self, most: int, wanted: Collection[Group]) -> Reader:
        """With room for so many."""
        return _PuttingTogether(self, most, is_won="won" in wanted)


class _PuttingTogether:
    """Those of one customer come by when they were opened, and those that were won by when they were."""

    def __init__(self, of: OfEvents, most: int, *, is_won: bool) -> None:
        self._events, self._is_won, self._spoken = of.events, is_won, room_to_speak()
        self._made, self._won = room_for(most), Won(*room_for(most if is_won else 0)[:4])
        made, won = self._made, self._won
        self.conversions: Mapping[Group, Conversions] = {
            "opened": Conversions(Moments(made.customer, made.opened), made.cents, of.lead, made.opened),
            "won": Conversions(Moments(won.customer, won.closed), won.cents, of.lead, won.opened),
        }

    def read(self, first: int, stop: int) -> Iterator[tuple[Group, Rows]]:
        many = put_runs_together(self._events, first, stop, 0, 0, self._made, self._spoken)
        yield "opened", (0, many)
        if self._is_won:
            yield "won", (0, note_won(self._made, 0, many, 0, self._won))


class OfDeals(NamedTuple):
    """Opportunities that stand in columns, by customer."""

    deals: Deals

    def reader(self, _most: int, _wanted: Collection[Group]) -> Reader:
        """Where they stand."""
        return _StandingDeals(self.deals)


class _StandingDeals:
    def __init__(self, deals: Deals) -> None:
        self.conversions: Mapping[Group, Conversions] = {"opened": deals.opened, "won": deals.won}

    def read(self, first: int, stop: int) -> Iterator[tuple[Group, Rows]]:
        for group, of in self.conversions.items():
            yield group, _standing(of.ends, first, stop)


def _standing(moments: Moments, first: int, stop: int) -> Rows:
    low, high = np.searchsorted(moments.customer, (first, stop)).tolist()
    return low, high
