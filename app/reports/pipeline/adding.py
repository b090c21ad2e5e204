"""What conversions come to as the pipeline's loop adds it up, and what that says of each channel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    """The touches, and which of them are before a conversion and weigh how much."""

    touches: Touches
    look_back_us: int
    half_life_us: int
    direct: str
    customers: int


class Adding:
    """Adds up conversions of whole customers, as often as there are more of them; belongs to one thread."""

    def __init__(self, window: Window, of: Conversions, asked: Asked, longest: int) -> None:
        """`of` are the columns that conversions stand in, `longest` the most touches that a customer has."""
        channels = len(window.touches.names)
        self._window, self._asked = window, asked
        self.totals = _nothing(len(asked.models), channels, is_both=asked.is_both, with_walks=_with_walks(asked))
        moments = window.touches.moments
        self._tables = checked_tables((
            moments.customer, moments.at, window.touches.channel, np.empty(longest), of.ends.customer, of.ends.at,
            _NO_LONGS if of.cents is None else of.cents, of.lead, _NO_LONGS if of.opened is None else of.opened,
            np.array([MODELS.index(model) for model in asked.models], np.int64), self.totals.shares,
            self.totals.counted, *self.totals[2:], np.zeros(0, np.uint8) if asked.chosen is None else asked.chosen,
            np.zeros(2, np.int64), np.zeros(channels, np.int64), np.empty(longest, np.int64),
        ))  # fmt: skip
        self._addresses = addresses_of(self._tables)

    @property
    def tables(self) -> tuple[NDArray[np.generic], ...]:
        """What the kernel reads and writes."""
        return self._tables

    def add(self, touches: tuple[int, int], rows: tuple[int, int]) -> None:
        """The conversions of these rows, whose customers' touches are among these."""
        window, names = self._window, self._window.touches.names
        direct = names.index(window.direct) if window.direct in names else -1
        share_out(
            self._addresses, *touches, *rows, window.look_back_us, direct, window.half_life_us, self._asked.who
        )  # fmt: skip


def summed(parts: Sequence[Totals]) -> Totals:
    """What all parts come to."""
    return Totals(*(np.sum([each[place] for each in parts], axis=0) for place in range(len(parts[0]))))


class Told(NamedTuple):
    """What all conversions come to, and how what was not asked for is found."""

    asked: Asked
    totals: Totals
    names: tuple[str, ...]
    under: Callable[[Model, bool], NDArray[np.float64]]
    who: Callable[[str, int], Longs]

    def shared(self, total: int, *, in_cents: bool) -> Shared:
        """What each channel gets under each model; under one that was not asked for, once somebody looks."""
        models, channels = self.asked.models, len(self.names)
        is_beside = self.asked.is_both and not in_cents
        untouched = int(self.totals.untouched[0 if in_cents else 1])
        rows = (self.totals.counted if is_beside else self.totals.shares).reshape(len(models), channels)
        shares = {str(model): rows[place] for place, model in enumerate(models)}
        if "markov" in shares:
            share = removal_shares(_walks(self.totals), channels, 1)
            shares["markov"] = by_removal(share, total - untouched, in_cents=in_cents)
        return Shared(_Shares(lambda model: self.under(model, in_cents), shares), untouched, total, self.who)


def one_model(name: str) -> tuple[Model, ...]:
    """The model of that name; none for who is asked for whatever the model."""
    return tuple(each for each in MODELS if each == name)


class _Shares(dict[str, NDArray[np.float64]]):
    """Shares by model; one that is missing is counted when it is asked for."""

    def __init__(self, under: Callable[[Model], NDArray[np.float64]], known: dict[str, NDArray[np.float64]]) -> None:
        super().__init__(known)
        self._under = under

    def __missing__(self, model: str) -> NDArray[np.float64]:
        self[model] = found = self._under(*one_model(model))
        return found


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
