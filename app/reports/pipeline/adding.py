"""What conversions come to as the pipeline's loop adds it up, and what that says of each channel."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.reports.attribution_models.models import Walks, removal_shares
from app.reports.attribution_models.names import MODELS, Model
from app.reports.crm.sources import Touches
from app.reports.crm.way import Longs
from app.reports.pipeline.kernel import NOBODY, share_out
from app.reports.pipeline.sharing import Conversions, by_removal
from app.reports.pipeline.tables import checked_tables
from app.runtime.native.addresses import addresses_of

_NO_LONGS = np.zeros(0, np.int64)


class Totals(NamedTuple):
    """What conversions come to, as the kernel adds it up."""

    shares: NDArray[np.float64]
    counted: NDArray[np.float64]
    untouched: Longs
    starts: NDArray[np.float64]
    good: NDArray[np.float64]
    left: NDArray[np.float64]
    moves: NDArray[np.float64]


class Asked(NamedTuple):
    """Under which models conversions are shared, and whether they are counted, too, where they are worth something.

    With `chosen` (customers,) nothing is added up, and those are marked who gave the channel `who` something.
    """

    models: Sequence[Model]
    is_both: bool = False
    chosen: NDArray[np.uint8] | None = None
    who: int = NOBODY


class Window(NamedTuple):
    """Which touches before a conversion count and how much they weigh; `direct` is the place of that channel, or -1."""

    look_back_us: int
    half_life_us: int
    direct: int


class Added(NamedTuple):
    """What conversions come to, how many they are, and what they are worth in cents."""

    totals: Totals
    many: int = 0
    cents: int = 0

    def portions(self, models: Sequence[Model], *, in_cents: bool) -> Iterator[tuple[Model, NDArray[np.float64]]]:
        """What each channel gets under each of the models that were asked for."""
        is_beside = len(self.totals.counted) > 0 and not in_cents
        rows = (self.totals.counted if is_beside else self.totals.shares).reshape(len(models), -1)
        for model, row in zip(models, rows, strict=True):
            yield model, self._by_removal(len(row), in_cents=in_cents) if model == "markov" else row

    def untouched(self, *, in_cents: bool) -> int:
        """What of it had no touch."""
        return int(self.totals.untouched[0 if in_cents else 1])

    def total(self, *, in_cents: bool) -> int:
        """All of it."""
        return self.cents if in_cents else self.many

    def _by_removal(self, channels: int, *, in_cents: bool) -> NDArray[np.float64]:
        share = removal_shares(_walks(self.totals), channels, 1)
        return by_removal(share, self.total(in_cents=in_cents) - self.untouched(in_cents=in_cents), in_cents=in_cents)


class Adding:
    """Adds up conversions of whole customers, as often as there are more of them; belongs to one thread."""

    def __init__(self, window: Window, touches: Touches, of: Conversions, asked: Asked, longest: int) -> None:
        """`touches` and `of` are the columns that they stand in, `longest` the most touches that a customer has."""
        channels = len(touches.names)
        self.totals = _nothing(len(asked.models), channels, is_both=asked.is_both, with_walks=_with_walks(asked))
        self._many = self._cents = 0
        self._worth = of.cents
        self._tables = checked_tables((
            np.array([*window, asked.who], np.int64), touches.moments.customer, touches.moments.at, touches.channel,
            np.empty(longest), of.ends.customer, of.ends.at, _NO_LONGS if of.cents is None else of.cents,
            of.lead if "w_shaped" in asked.models else _NO_LONGS, _NO_LONGS if of.opened is None else of.opened,
            np.array([MODELS.index(model) for model in asked.models], np.int64), self.totals.shares,
            self.totals.counted, *self.totals[2:], np.zeros(0, np.uint8) if asked.chosen is None else asked.chosen,
            np.zeros(2, np.int64), np.zeros(channels, np.int64), np.empty(longest, np.int64),
        ))  # fmt: skip
        self._addresses = addresses_of(self._tables)

    @property
    def tables(self) -> tuple[NDArray[np.generic], ...]:
        """What the kernel reads and writes."""
        return self._tables

    @property
    def added(self) -> Added:
        """What all of them come to so far."""
        return Added(self.totals, self._many, self._cents)

    def add(self, touches: tuple[int, int], rows: tuple[int, int]) -> None:
        """The conversions of these rows, whose customers' touches are among these."""
        self._many += rows[1] - rows[0]
        if self._worth is not None:
            self._cents += int(self._worth[slice(*rows)].sum())
        share_out(self._addresses, *touches, *rows)


def summed(parts: Collection[Added]) -> Added:
    """What all parts come to."""
    totals = [part.totals for part in parts]
    whole = Totals(*(np.sum(each, axis=0) for each in zip(*totals, strict=True)))
    return Added(whole, sum(part.many for part in parts), sum(part.cents for part in parts))


def _with_walks(asked: Asked) -> bool:
    return "markov" in asked.models and asked.chosen is None


def _nothing(models: int, channels: int, *, is_both: bool, with_walks: bool) -> Totals:
    states = channels + 1 if with_walks else 0
    sizes = (states, states, states, states * states)
    return Totals(
        np.zeros(models * channels), np.zeros(models * channels if is_both else 0), np.zeros(2, np.int64),
        *(np.zeros(size) for size in sizes),
    )  # fmt: skip


def _walks(totals: Totals) -> Walks:
    """The ways between the states that occur."""
    moves = totals.moves.reshape(len(totals.starts), -1)
    occur = np.flatnonzero((totals.starts + totals.good + totals.left > 0) | moves.any(axis=0) | moves.any(axis=1))
    return Walks(occur, moves[np.ix_(occur, occur)], totals.starts[occur], totals.good[occur], totals.left[occur])
