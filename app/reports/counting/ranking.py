"""How well scores rank and foretell: ROC-AUC with its interval, the curve, expected rates, bands."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.reports.counting.distributions import two_sided
from app.reports.counting.intervals import LEVEL, Interval

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Longs = NDArray[np.int64]
_STEPS = 50
_MOST_WHOLE = 1_000_000  # so far apart whole scores may be to be counted rather than sorted
_LITTLE = 1e-6  # of a ridge, so that scores that tell all apart have a fit too
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


class Auc(NamedTuple):
    """How often a customer who converted has the higher score than one who did not; ties count half."""

    value: float
    interval: Interval


class Ranked(NamedTuple):
    """Scores by their d distinct values, ascending: how many of each converted and how many did not.

    `place` (n,) is the distinct value of each score. What follows from scores follows from these, which are few.
    """

    values: Floats
    yes: Longs
    no: Longs
    place: Longs

    @property
    def counts(self) -> Longs:
        """How many have each value."""
        return self.yes + self.no


def ranked(scores: Floats, converted: Flags) -> Ranked:
    """The scores by their distinct values."""
    values, place = _distinct(scores)
    counts = np.bincount(place, minlength=len(values))
    yes = np.bincount(place[converted], minlength=len(values))
    return Ranked(values, yes, counts - yes, place)


def _distinct(scores: Floats) -> tuple[Floats, Longs]:
    """The distinct values and the place of each score; whole numbers, as most scores are, need no sorting."""
    if len(scores):
        low, high = float(scores.min()), float(scores.max())
        if high - low < _MOST_WHOLE and low == np.floor(low) and (scores == np.floor(scores)).all():
            codes = (scores - low).astype(np.int64)
            used = np.flatnonzero(np.bincount(codes))
            places = np.zeros(int(high - low) + 1, np.int64)
            places[used] = np.arange(len(used))
            return (used + low).astype(np.float64), places[codes]
    values, place = np.unique(scores, return_inverse=True)
    return values, place.reshape(-1).astype(np.int64)


def auc(scores: Floats, converted: Flags) -> Auc | None:
    """By midranks, with DeLong's interval (1988); None where all converted or none."""
    return auc_of(ranked(scores, converted))


def auc_of(of: Ranked) -> Auc | None:
    """The same of scores by their values."""
    m, n = int(of.yes.sum()), int(of.no.sum())
    if not m or not n:
        return None
    whole = _midranks(of.counts)
    of_yes = (whole - _midranks(of.yes)) / n
    of_no = 1.0 - (whole - _midranks(of.no)) / m
    value = float((of_yes * of.yes).sum() / m)
    variance = _variance(of_yes, of.yes) / m + _variance(of_no, of.no) / n
    reach = two_sided(LEVEL) * math.sqrt(variance)
    return Auc(value, Interval(max(value - reach, 0.0), min(value + reach, 1.0)))


def _midranks(counts: Longs) -> Floats:
    """Ranks from 1 of values that occur so often; equal ones share the middle of theirs."""
    middles: Floats = np.cumsum(counts) - (counts - 1) / 2
    return middles


def _variance(values: Floats, counts: Longs) -> float:
    """The sample variance of values that occur so often; 0 of one alone."""
    many = int(counts.sum())
    mean = (values * counts).sum() / many
    return float((counts * (values - mean) ** 2).sum() / (many - 1)) if many > 1 else 0.0


def roc(of: Ranked) -> tuple[Floats, Floats]:
    """Shares of who did not convert and of who did, at or above each score, from the highest; both begin with 0."""
    yes, no = np.cumsum(of.yes[::-1]), np.cumsum(of.no[::-1])
    start = np.zeros(1)
    return np.concatenate([start, no / max(no[-1], 1)]), np.concatenate([start, yes / max(yes[-1], 1)])


def expected(of: Ranked) -> tuple[Floats, bool] | None:
    """The rate that each value foretells: itself where all lie from 0 to 1, else by a logistic curve fitted to them.

    The flag tells which; None where there is nothing to fit.
    """
    values = of.values
    if not len(values):
        return None
    if values[0] >= 0 and values[-1] <= 1 and not np.isin(values, (0.0, 1.0)).all():
        return values, False
    if len(values) == 1 or not of.yes.any() or not of.no.any():
        return None
    counts = of.counts
    mean = (values * counts).sum() / counts.sum()
    spread = math.sqrt((counts * (values - mean) ** 2).sum() / counts.sum())
    x = np.stack([np.ones(len(values)), (values - mean) / spread], axis=1)
    weights = np.zeros(2)
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (of.yes - counts * p) - _LITTLE * weights
        bend = (x * (counts * p * (1 - p))[:, None]).T @ x + _LITTLE * np.eye(2)
        step = np.linalg.solve(bend, slope)
        weights = weights + np.clip(step, -5, 5)
        if np.abs(step).max() < 1e-10:
            break
    return 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30))), True


def cuts_of_width(of: Ranked, bands: int) -> Floats:
    """The inner edges of about so many bands of one width, which is a round number; or between few distinct values."""
    distinct = of.values
    if len(distinct) <= bands:
        return distinct[1:]
    low, high = float(distinct[0]), float(distinct[-1])
    rough = (high - low) / bands
    power = 10.0 ** math.floor(math.log10(rough))
    width = next(nice * power for nice in _NICE if nice * power >= rough * 0.999)
    first = (math.floor(low / width) + 1) * width
    edges: Floats = np.arange(first, high + width * 1e-9, width)
    return edges


def cuts_of_share(of: Ranked, bands: int) -> Floats:
    """The inner edges of so many bands with about as many customers each; equal scores stay together."""
    if not len(of.values):
        return np.zeros(0)
    below = np.cumsum(of.counts)
    rows = np.maximum(np.ceil(below[-1] * (np.arange(1, bands) / bands) - 1), 0)  # of the inverted distribution
    edges = np.unique(of.values[np.searchsorted(below, rows, side="right")])
    inner: Floats = edges[edges > of.values[0]]
    return inner
