"""The pipeline by the compiled loop, in threads: every model of a measure in one pass over touches and conversions."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.reports.attribution_models.models import Walks, removal_shares
from app.reports.attribution_models.names import MODELS, Model
from app.reports.crm.sources import Touches
from app.reports.crm.way import Longs
from app.reports.pipeline.figures import Shared
from app.reports.pipeline.kernel import NOBODY, share_out
from app.reports.pipeline.sharing import Conversions, by_removal
from app.reports.pipeline.tables import checked_tables
from app.runtime.native.addresses import addresses_of

_NO_LONGS = np.zeros(0, np.int64)


class _Totals(NamedTuple):
    """What conversions come to, as the kernel adds it up."""

    shares: NDArray[np.float64]
    counted: NDArray[np.float64]
    untouched: Longs
    starts: NDArray[np.float64]
    good: NDArray[np.float64]
    left: NDArray[np.float64]
    moves: NDArray[np.float64]


class AtOnce(NamedTuple):
    """One measure: its conversions, the touches, and how they are shared."""

    conversions: Conversions
    touches: Touches
    models: Sequence[Model]
    look_back_us: int
    half_life_us: int
    direct: str
    customers: int

    def shared(self) -> Shared:
        """What each channel gets under each model; under one that was not asked for, once somebody looks."""
        return self._told(self.added(), in_cents=self.conversions.cents is not None)

    def shared_both(self) -> tuple[Shared, Shared]:
        """The conversions as they are counted, and in the cents that they are worth, in one pass."""
        totals = self.added(both=True)
        return self._replace(conversions=self.conversions.counted())._told(totals, in_cents=False), self._told(
            totals, in_cents=True
        )

    def under(self, model: Model) -> NDArray[np.float64]:
        """What each channel gets under another model."""
        return self._replace(models=(model,)).shared().shares[model]

    def _told(self, totals: _Totals, *, in_cents: bool) -> Shared:
        cents, channels = self.conversions.cents, len(self.touches.names)
        total = len(self.conversions.ends.at) if cents is None else int(cents.sum())
        is_beside = not in_cents and len(totals.counted) > 0
        untouched = int(totals.untouched[0 if in_cents else 1])
        rows = (totals.counted if is_beside else totals.shares).reshape(len(self.models), channels)
        shares = {str(model): rows[place] for place, model in enumerate(self.models)}
        if "markov" in shares:
            share = removal_shares(_walks(totals), channels, 1)
            shares["markov"] = by_removal(share, total - untouched, in_cents=in_cents)
        return Shared(_Shares(self, shares), untouched, total, self.who)

    def who(self, model: str, channel: int) -> Longs:
        """The customers (rows of the dataset) who gave a channel something; or of `Shared.who`'s others."""
        chosen = np.zeros(self.customers, np.uint8)
        one = tuple(each for each in MODELS if each == model)
        self._replace(models=one).added(chosen, channel)
        return np.flatnonzero(chosen)

    def added(self, chosen: NDArray[np.uint8] | None = None, who: int = NOBODY, *, both: bool = False) -> _Totals:
        """All conversions, in parts of whole customers; with `chosen` nothing is added up."""
        ends, moments = self.conversions.ends, self.touches.moments
        direct = self.touches.names.index(self.direct) if self.direct in self.touches.names else -1

        def part(cut: tuple[tuple[int, int], tuple[int, int]]) -> _Totals:
            (touch, row), (touches, rows) = cut
            totals = self._nothing(with_walks="markov" in self.models and chosen is None, both=both)
            tables = self._tables(totals, chosen)
            share_out(
                addresses_of(tables), touch, touches, row, rows, self.look_back_us, direct, self.half_life_us, who
            )
            return totals

        workers = os.cpu_count() or 1
        inner = np.linspace(0, self.customers, workers + 1).astype(int)
        cuts = [
            (int(np.searchsorted(moments.customer, at)), int(np.searchsorted(ends.customer, at)))
            for at in inner.tolist()
        ]
        with ThreadPoolExecutor(workers) as threads:
            found = list(threads.map(part, pairwise(cuts)))
        return _Totals(*(np.sum([each[place] for each in found], axis=0) for place in range(len(found[0]))))

    def _nothing(self, *, with_walks: bool, both: bool = False) -> _Totals:
        channels = len(self.touches.names)
        states = channels + 1 if with_walks else 0
        sizes = (states, states, states, states * states)
        return _Totals(
            np.zeros(len(self.models) * channels), np.zeros(len(self.models) * channels if both else 0),
            np.zeros(2, np.int64), *(np.zeros(size) for size in sizes),
        )  # fmt: skip

    def _tables(self, totals: _Totals, chosen: NDArray[np.uint8] | None) -> tuple[NDArray[np.generic], ...]:
        of, moments = self.conversions, self.touches.moments
        numbers = np.array([MODELS.index(model) for model in self.models], np.int64)
        return checked_tables((
            moments.customer, moments.at, self.touches.channel, np.empty(len(moments.at)), of.ends.customer, of.ends.at,
            _NO_LONGS if of.cents is None else of.cents, of.lead,
            _NO_LONGS if of.opened is None else of.opened, numbers,
            totals.shares, totals.counted, totals.untouched, totals.starts, totals.good, totals.left, totals.moves,
            np.zeros(0, np.uint8) if chosen is None else chosen, np.zeros(2, np.int64),
            np.zeros(len(self.touches.names), np.int64), np.empty(len(moments.at), np.int64),
        ))  # fmt: skip


class _Shares(dict[str, NDArray[np.float64]]):
    """Shares by model; one that is missing is counted when it is asked for."""

    def __init__(self, of: AtOnce, known: dict[str, NDArray[np.float64]]) -> None:
        super().__init__(known)
        self._of = of

    def __missing__(self, model: str) -> NDArray[np.float64]:
        self[model] = found = self._of.under(next(each for each in MODELS if each == model))
        return found


def _walks(totals: _Totals) -> Walks:
    """The ways between the states that occur."""
    moves = totals.moves.reshape(len(totals.starts), -1)
    occur = np.flatnonzero((totals.starts + totals.good + totals.left > 0) | moves.any(axis=0) | moves.any(axis=1))
    return Walks(occur, moves[np.ix_(occur, occur)], totals.starts[occur], totals.good[occur], totals.left[occur])
