"""How soon people react: the curve that forms draw is that of the lognormal delays which the machine draws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nodes.channel import EMAIL, SMS
from app.nodes.delays import median_s, seconds_until, share_within
from app.nodes.durations import Duration
from app.nodes.response import Delay, Response
from app.nodes.words.response import completed, response_in_words


def delay(median: str, sigma: float) -> Delay:
    return Delay(median=Duration.parse(median), sigma=sigma)


@given(st.integers(1, 10_000), st.floats(0.01, 4), st.floats(0.01, 0.99))
def test_that_a_share_is_reached_when_it_is_said_to_be(minutes: int, sigma: float, share: float) -> None:
    one = delay(f"PT{minutes}M", sigma)
    assert share_within(one, seconds_until(one, share)) == pytest.approx(share)
    assert seconds_until(one, 0.5) == pytest.approx(median_s(one))


def test_that_the_curve_is_that_of_drawn_delays() -> None:
    one = delay("PT3H", 1.2)
    drawn = median_s(one) * np.exp(1.2 * np.random.default_rng(1).standard_normal(40_000))
    for seconds in (600.0, 3_600.0, 86_400.0):
        assert share_within(one, seconds) == pytest.approx(float((drawn <= seconds).mean()), abs=0.01)


def test_that_without_spread_all_react_at_the_median() -> None:
    one = delay("PT1H", 0.0)
    assert (share_within(one, 3_599), share_within(one, 3_600), share_within(delay("PT0S", 1.0), 0)) == (0.0, 1.0, 1.0)


def test_that_a_message_says_more_than_its_channel_and_a_channel_more_than_nothing() -> None:
    assert completed(EMAIL, None, None) is None
    of_both = completed(EMAIL, Response(open=0.2, click=0.1), Response(open=0.4))
    assert of_both is not None
    assert (of_both.deliver, of_both.open, of_both.click) == (1.0, 0.4, 0.1)
    of_sms = completed(SMS, Response(click=0.05))
    assert of_sms is not None
    assert response_in_words(of_sms) == "100% opened; 5% of these clicked"
    soon = Response(deliver=0.98, open=0.25, open_after=delay("PT3H", 1.0), click=0.1)
    assert response_in_words(soon) == "98% delivered; 25% opened, half of them within 3 hours; 10% of these clicked"
