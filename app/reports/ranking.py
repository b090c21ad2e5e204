"""How well scores rank and foretell: ROC-AUC with its interval, the curve, expected rates, bands."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.reports.distributions import two_sided
from app.reports.intervals import LEVEL, Interval

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_STEPS = 50
_LITTLE = 1e-6  # of a ridge, so that scores that tell all apart have a fit too
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


class Auc(NamedTuple):
    """How often a customer who converted has the higher score than one who did not; ties count half."""

    value: float
    interval: Interval


def auc(scores: Floats, converted: Flags) -> Auc | None:
    """By midranks, with DeLong's interval (1988); None where all converted or none."""
    yes, no = scores[converted], scores[~converted]
    m, n = len(yes), len(no)
    if not m or not n:
        return None
    whole = _midranks(np.concatenate([yes, no]))
    of_yes = (whole[:m] - _midranks(yes)) / n
    of_no = 1.0 - (whole[m:] - _midranks(no)) / m
    value = float(of_yes.mean())
    variance = (of_yes.var(ddof=1) / m if m > 1 else 0.0) + (of_no.var(ddof=1) / n if n > 1 else 0.0)
    reach = two_sided(LEVEL) * math.sqrt(variance)
    return Auc(value, Interval(max(value - reach, 0.0), min(value + reach, 1.0)))


def _midranks(values: Floats) -> Floats:
    """Ranks from 1; equal values share the middle of theirs."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    middles: Floats = ends - (counts - 1) / 2
    return middles[places.reshape(-1)]


def roc(scores: Floats, converted: Flags) -> tuple[Floats, Floats]:
    """Shares of who did not convert and of who did, at or above each score, from the highest; both begin with 0."""
    distinct, places = np.unique(-scores, return_inverse=True)
    yes = np.cumsum(np.bincount(places.reshape(-1), converted, len(distinct)))
    no = np.cumsum(np.bincount(places.reshape(-1), ~converted, len(distinct)))
    start = np.zeros(1)
    return np.concatenate([start, no / max(no[-1], 1)]), np.concatenate([start, yes / max(yes[-1], 1)])


def expected(scores: Floats, converted: Flags) -> tuple[Floats, bool] | None:
    """The rate that each score foretells: itself where all lie from 0 to 1, else by a logistic curve fitted to them.

    The flag tells which; None where there is nothing to fit.
    """
    if not len(scores):
        return None
    if scores.min() >= 0 and scores.max() <= 1 and not np.isin(scores, (0.0, 1.0)).all():
        return scores, False
    if converted.all() or not converted.any() or scores.std() == 0:
        return None
    x = np.stack([np.ones(len(scores)), (scores - scores.mean()) / scores.std()], axis=1)
    weights = np.zeros(2)
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (converted - p) - _LITTLE * weights
        bend = (x * (p * (1 - p))[:, None]).T @ x + _LITTLE * np.eye(2)
        step = np.linalg.solve(bend, slope)
        weights = weights + np.clip(step, -5, 5)
        if np.abs(step).max() < 1e-10:
            break
    return 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30))), True


def cuts_of_width(scores: Floats, bands: int) -> Floats:
    """The inner edges of about so many bands of one width, which is a round number; or between few distinct values."""
    distinct = np.unique(scores)
    if len(distinct) <= bands:
        return distinct[1:]
    low, high = float(distinct[0]), float(distinct[-1])
    rough = (high - low) / bands
    power = 10.0 ** math.floor(math.log10(rough))
    width = next(nice * power for nice in _NICE if nice * power >= rough * 0.999)
    first = (math.floor(low / width) + 1) * width
    edges: Floats = np.arange(first, high + width * 1e-9, width)
    return edges


def cuts_of_share(scores: Floats, bands: int) -> Floats:
    """The inner edges of so many bands with about as many customers each; equal scores stay together."""
    if not len(scores):
        return np.zeros(0)
    edges = np.unique(np.quantile(scores, np.arange(1, bands) / bands, method="inverted_cdf"))
    inner: Floats = edges[edges > scores.min()]
    return inner
