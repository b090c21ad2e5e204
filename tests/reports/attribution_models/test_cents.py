"""What is shared out comes to what there was, to the cent."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.reports.attribution_models.cents import cents_of, shared_cents

PATHS = st.lists(
    st.tuples(st.integers(0, 10**10), st.lists(st.integers(1, 9), min_size=0, max_size=7)), min_size=1, max_size=6
)


def by_hand(cents: int, weights: list[int]) -> list[int]:
    """The largest remainder in exact fractions."""
    shares = [Fraction(weight * cents, sum(weights)) for weight in weights]
    given_ = [int(share) for share in shares]
    order = sorted(range(len(shares)), key=lambda at: (given_[at] - shares[at], at))
    for at in order[: cents - sum(given_)]:
        given_[at] += 1
    return given_


@given(PATHS)
def test_that_each_path_is_shared_to_the_cent_by_the_largest_remainder(paths: list[tuple[int, list[int]]]) -> None:
    path = np.array([at for at, (_, weights) in enumerate(paths) for _ in weights], np.int64)
    weights = np.array([weight / sum(each) for _, each in paths for weight in each])
    cents = np.array([amount for amount, _ in paths], np.int64)
    shared = shared_cents(path, weights, cents).tolist()
    for at, (amount, each) in enumerate(paths):
        got = [share for share, where in zip(shared, path.tolist(), strict=True) if where == at]
        assert sum(got) == (amount if each else 0)
        assert all(abs(a - b) <= 1 for a, b in zip(got, by_hand(amount, each), strict=True))
        if amount < 10**7:
            assert got == by_hand(amount, each)


def test_that_a_cent_that_cannot_be_halved_goes_to_the_earlier_touch() -> None:
    shared = shared_cents(np.array([0, 0, 0]), np.full(3, 1 / 3), np.array([100]))
    assert shared.tolist() == [34, 33, 33]


def test_that_amounts_become_the_cents_they_were_written_as() -> None:
    assert cents_of(np.array([0.1, 19.99, np.nan, 1234567.89, 1.005])).tolist() == [10, 1999, 0, 123456789, 100]
