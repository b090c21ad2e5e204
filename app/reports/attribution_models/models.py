"""Attribution models: how the worth of a conversion is shared among the touches before it.

Each rule gives every touch of converting paths its share; the shares of a path with touches add up to 1. The models by
position are those of Google Analytics and HubSpot; the Markov model is Anderl et al. (2016), "Mapping the customer
journey", in closed form; the Shapley value is that of Zhao et al. (2018), "Shapley value methods for attribution".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.reports.attribution_models.touches import Longs, Paths

Floats = NDArray[np.float64]
DAY_US = 86_400_000_000
_POSITION, _J, _INVERSE_J = (0.4, 0.4), (0.2, 0.6), (0.6, 0.2)


@dataclass(frozen=True, slots=True)
class Converting:
    """Converting paths with what the rules need beside them.

    `ends` (p,) are the instants of the conversions, `direct` the code of the channel that stands for none (-1 if there
    is none), `half_life_us` that of time decay; `milestones` are arrays (p,) with the number of the touch (from 0) that
    came last before each milestone, -1 where the milestone or the touch is missing.
    """

    paths: Paths
    ends: Longs
    direct: int
    half_life_us: int
    milestones: tuple[Longs, ...] = ()


Rule = Callable[[Converting], Floats]


def _whole(here: NDArray[np.bool_]) -> Floats:
    """All to one touch of each path."""
    return here.astype(np.float64)


def _first(of: Converting) -> Floats:
    return _whole(of.paths.place == 0)


def _last(of: Converting) -> Floats:
    return _whole(of.paths.place == of.paths.many - 1)


def _last_non_direct(of: Converting) -> Floats:
    """The last touch that is of a channel; where all are direct, the last."""
    paths = of.paths
    named = np.where(paths.channel != of.direct, paths.place, -1)
    last = np.full(len(paths.length), -1, np.int64)
    np.maximum.at(last, paths.path, named)
    last = np.where(last < 0, paths.length - 1, last)
    return _whole(paths.place == last[paths.path])


def _linear(of: Converting) -> Floats:
    return np.ones(len(of.paths.path)) / of.paths.many


def _ends_and_middle(of: Converting, first: float, last: float) -> Floats:
    """So much to the first and the last touch, the rest to those between; of two touches each gets half of the rest."""
    place, many = of.paths.place, of.paths.many
    middle = 1.0 - first - last
    spare = np.where(many == 2, middle / 2, 0.0)
    shares = np.where(
        place == 0, first + spare, np.where(place == many - 1, last + spare, middle / np.maximum(many - 2, 1))
    )
    return np.where(many == 1, 1.0, shares)


def _decay(of: Converting) -> Floats:
    """Half the weight for every half-life before the conversion, continuously."""
    paths = of.paths
    age = (of.ends[paths.path] - paths.at) / of.half_life_us
    youngest = np.full(len(paths.length), np.inf)
    np.minimum.at(youngest, paths.path, age)
    weight = np.exp2(youngest[paths.path] - age)
    return weight / np.bincount(paths.path, weight, len(paths.length))[paths.path]


def _w_shaped(of: Converting) -> Floats:
    """30 % each to the first touch and the last before a milestone, 10 % to the others; in proportion if any lacks."""
    paths = of.paths
    shares = np.where(paths.place == 0, 0.3, 0.0)
    for last in of.milestones:
        shares += np.where(paths.place == last[paths.path], 0.3, 0.0)
    others = shares == 0
    many_others = np.bincount(paths.path, others, len(paths.length))[paths.path]
    shares = np.where(others, 0.1 / np.maximum(many_others, 1), shares)
    return shares / np.bincount(paths.path, shares, len(paths.length))[paths.path]


def _shapley(of: Converting) -> Floats:
    """A path counts for each set of channels that holds all of its own: its distinct channels share it equally."""
    paths = of.paths
    channels = int(paths.channel.max(initial=-1)) + 1
    pairs = paths.path * channels + paths.channel
    distinct, where, counts = np.unique(pairs, return_inverse=True, return_counts=True)
    per_path = np.bincount(distinct // max(channels, 1), minlength=len(paths.length))
    shares: Floats = 1.0 / (per_path[paths.path] * counts[where.reshape(-1)])
    return shares


RULES: Mapping[str, Rule] = {
    "first": _first,
    "last": _last,
    "last_non_direct": _last_non_direct,
    "linear": _linear,
    "position": lambda of: _ends_and_middle(of, *_POSITION),
    "j": lambda of: _ends_and_middle(of, *_J),
    "inverse_j": lambda of: _ends_and_middle(of, *_INVERSE_J),
    "time_decay": _decay,
    "w_shaped": _w_shaped,
    "shapley": _shapley,
}


def markov(converting: Paths, others: Paths, channels: int, order: int) -> Floats:
    """Each channel's share of all conversions by its removal effect; shape (channels,), sums to 1 or is all 0."""
    return removal_shares(walks_of(converting, others, channels, order), channels, order)


@dataclass(frozen=True, slots=True)
class Walks:
    """How often paths went which way.

    The states `words` (s,) are the last touches as one number, the newest as the lowest digit, 1 for channel 0, and 0
    where there was none yet. `moves` (s, s) counts the ways from one to another, `start` and `good` (s,) where paths
    began and where they converted, `left` (s,) where the others ended.
    """

    words: Longs
    moves: Floats
    start: Floats
    good: Floats
    left: Floats


def removal_shares(walks: Walks, channels: int, order: int) -> Floats:
    """Each channel's share by what would be lost without it; shape (channels,), sums to 1 or is all 0."""
    effects = removal_effects(walks, channels, order)
    return effects / effects.sum() if effects.sum() > 0 else effects


def removal_effects(walks: Walks, channels: int, order: int) -> Floats:
    """Which share of the conversions would be lost without each channel; shape (channels,)."""
    chain = _chain(walks, channels, order)
    whole = chain.converts(None)
    if whole <= 0:
        return np.zeros(channels)
    return np.array([1.0 - chain.converts(channel) / whole for channel in range(channels)])


@dataclass(frozen=True, slots=True)
class _Chain:
    """States that are the last touches of a path; `to` (s, s), `start` and `good` (s,) hold probabilities.

    `holds` (s, c) is true where a state has the channel among its touches.
    """

    to: Any
    start: Floats
    good: Floats
    holds: NDArray[np.bool_]

    def converts(self, without: int | None) -> float:
        """The probability that a path converts; without a channel, who would come to it is lost."""
        stays = np.ones(len(self.start), np.bool_) if without is None else ~self.holds[:, without]
        if not stays.any():
            return 0.0
        inner = self.to[np.ix_(stays, stays)]
        reached = np.linalg.solve(np.eye(int(stays.sum())) - inner, self.good[stays])
        return float(self.start[stays] @ reached)


def _chain(walks: Walks, channels: int, order: int) -> _Chain:
    size = len(walks.words)
    out = np.maximum(walks.moves.sum(axis=1) + walks.good + walks.left, 1)
    holds = np.zeros((size, channels), np.bool_)
    for back in range(order):
        letter = walks.words // (channels + 1) ** back % (channels + 1)
        holds[np.arange(size)[letter > 0], letter[letter > 0] - 1] = True
    return _Chain(walks.moves / out[:, None], walks.start / max(walks.start.sum(), 1), walks.good / out, holds)


def walks_of(converting: Paths, others: Paths, channels: int, order: int) -> Walks:
    """The walks of all paths over the states of a chain of that order."""
    states = [_states(paths, channels, order) for paths in (converting, others)]
    words, codes = np.unique(np.concatenate(states), return_inverse=True)
    codes = codes.reshape(-1)
    split = np.split(codes, [len(states[0])])
    size = len(words)
    moves, start, good, left = np.zeros((size, size)), np.zeros(size), np.zeros(size), np.zeros(size)
    for paths, code, converts in ((converting, split[0], True), (others, split[1], False)):
        with_touches = paths.length > 0
        firsts = code[paths.first[with_touches]]
        lasts = code[(paths.first + paths.length - 1)[with_touches]]
        start += np.bincount(firsts, minlength=size)
        (good if converts else left)[:] += np.bincount(lasts, minlength=size)
        on = np.flatnonzero(paths.path[1:] == paths.path[:-1])
        moves += np.bincount(code[on] * size + code[on + 1], minlength=size * size).reshape(size, size)
    return Walks(words, moves, start, good, left)


def _states(paths: Paths, channels: int, order: int) -> Longs:
    """The last `order` touches at each touch as one number, the newest as the lowest digit; 0 is none yet."""
    states = paths.channel + 1
    for back in range(1, order):
        earlier = np.zeros(len(states), np.int64)
        earlier[back:] = np.where(paths.place[back:] >= back, paths.channel[: len(states) - back] + 1, 0)
        states = states + earlier * (channels + 1) ** back
    return states
