"""Ranking and calibration against plain references."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.counting.ranking import Floats, Ranked, auc, cuts_of_share, cuts_of_width, expected, ranked, roc

PAIRS = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=1, max_size=40)


def of(scores: Floats) -> Ranked:
    return ranked(scores, np.zeros(len(scores), bool))


@given(st.lists(st.floats(-50, 50) | st.integers(-50, 50).map(float), max_size=40), st.integers(0, 99))
def test_that_scores_are_told_apart_as_by_sorting_them(scores: list[float], seed: int) -> None:
    given_, done = np.array(scores, float), np.random.default_rng(seed).random(len(scores)) < 0.4
    values, place, counts = np.unique(given_, return_inverse=True, return_counts=True)
    found = ranked(given_, done)
    assert (found.values == values).all()
    assert (found.place == place).all()
    assert (found.counts == counts).all()
    assert found.yes.sum() == done.sum()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-5, 20).map(float), min_size=1, max_size=60), st.integers(2, 12))
def test_that_bands_of_as_many_end_at_the_quantiles(scores: list[float], bands: int) -> None:
    edges = np.unique(np.quantile(scores, np.arange(1, bands) / bands, method="inverted_cdf"))
    assert cuts_of_share(of(np.array(scores)), bands).tolist() == edges[edges > min(scores)].tolist()


@given(PAIRS)
def test_that_auc_is_how_often_the_one_who_converted_has_the_higher_score(pairs: list[tuple[int, bool]]) -> None:
    scores = np.array([score for score, _ in pairs], float)
    done = np.array([flag for _, flag in pairs])
    found = auc(scores, done)
    yes, no = scores[done], scores[~done]
    if not len(yes) or not len(no):
        assert found is None
        return
    wins = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a in yes for b in no)
    assert found is not None
    assert found.value == pytest.approx(wins / (len(yes) * len(no)))
    assert found.interval.low <= found.value <= found.interval.high


@settings(max_examples=30, deadline=None)
@given(PAIRS)
def test_that_the_area_under_the_curve_is_the_auc(pairs: list[tuple[int, bool]]) -> None:
    scores = np.array([score for score, _ in pairs], float)
    done = np.array([flag for _, flag in pairs])
    found = auc(scores, done)
    if found is not None:
        no, yes = roc(ranked(scores, done))
        assert float(np.trapezoid(yes, no)) == pytest.approx(found.value)


def test_that_delongs_variance_is_that_of_all_pairs() -> None:
    """Its components by their definition: the mean of wins of each customer over all of the other side."""
    rng = np.random.default_rng(1)
    scores, done = rng.integers(0, 9, 80).astype(float), rng.random(80) < 0.4
    yes, no = scores[done], scores[~done]
    wins = (yes[:, None] > no[None, :]) + 0.5 * (yes[:, None] == no[None, :])
    variance = wins.mean(axis=1).var(ddof=1) / len(yes) + wins.mean(axis=0).var(ddof=1) / len(no)
    found = auc(scores, done)
    assert found is not None
    assert found.interval.high - found.value == pytest.approx(1.959964 * math.sqrt(variance), rel=1e-6)


def test_that_scores_that_are_probabilities_foretell_themselves() -> None:
    scores = np.array([0.1, 0.5, 0.9])
    found = expected(ranked(scores, np.array([False, True, True])))
    assert found is not None
    assert found[0].tolist() == scores.tolist()
    assert not found[1]


def test_that_the_fitted_curve_foretells_as_many_conversions_as_there_were() -> None:
    """The maximum of the likelihood has residuals that sum to none, alone and by score."""
    rng = np.random.default_rng(2)
    scores = rng.integers(0, 100, 500).astype(float)
    done = rng.random(500) < 1 / (1 + np.exp(3 - scores / 25))
    ranks = ranked(scores, done)
    found = expected(ranks)
    assert found is not None
    rates, is_fitted = found[0][ranks.place], found[1]
    assert is_fitted
    assert float((done - rates).sum()) == pytest.approx(0, abs=1e-3)
    assert float(((done - rates) * scores).sum()) == pytest.approx(0, abs=0.1)


def test_that_nothing_is_foretold_where_all_converted_or_all_score_alike() -> None:
    assert expected(ranked(np.array([3.0, 5.0]), np.array([True, True]))) is None
    assert expected(ranked(np.array([3.0, 3.0]), np.array([True, False]))) is None
    assert expected(ranked(np.zeros(0), np.zeros(0, bool))) is None


def test_that_scores_that_tell_all_apart_have_a_fit_too() -> None:
    found = expected(ranked(np.array([0.0, 10.0, 20.0, 30.0]), np.array([False, False, True, True])))
    assert found is not None
    assert np.isfinite(found[0]).all()
    assert found[0][0] < 0.01 < 0.99 < found[0][-1]


def test_that_bands_of_one_width_begin_at_round_numbers() -> None:
    assert cuts_of_width(of(np.arange(0, 97.0)), 10).tolist() == [10, 20, 30, 40, 50, 60, 70, 80, 90]
    assert cuts_of_width(of(np.array([0.0, 5.0, 5.0, 20.0])), 10).tolist() == [5.0, 20.0]
    assert cuts_of_width(of(np.array([4.0])), 10).tolist() == []


def test_that_bands_of_as_many_customers_keep_equal_scores_together() -> None:
    assert cuts_of_share(of(np.arange(100.0)), 4).tolist() == [24.0, 49.0, 74.0]
    assert cuts_of_share(of(np.full(9, 3.0)), 4).tolist() == []
