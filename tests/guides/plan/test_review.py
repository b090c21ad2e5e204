"""The monthly review: due once a month, never before it was chosen, and no more once it was held."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.guides.plan.changing import reviewed, with_review_day
from app.guides.plan.review import next_review, review_due
from app.workspace.settings.plan import EMPTY_PLAN, Plan

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_that_without_a_day_there_is_no_review() -> None:
    assert review_due(EMPTY_PLAN, date(2024, 5, 5)) is None
    assert next_review(EMPTY_PLAN, date(2024, 5, 5)) is None


def test_that_a_review_is_due_from_its_day_on() -> None:
    plan = Plan(review_day=5, review_since=date(2024, 4, 20))
    assert review_due(plan, date(2024, 5, 4)) is None
    assert review_due(plan, date(2024, 5, 5)) == date(2024, 5, 5)
    assert review_due(plan, date(2024, 6, 4)) == date(2024, 5, 5)
    assert review_due(plan, date(2025, 1, 3)) == date(2024, 12, 5)


@given(st.integers(1, 28), DAYS, st.integers(0, 400))
def test_that_a_review_that_was_held_is_due_again_on_the_next_day(day: int, held: date, days: int) -> None:
    plan = reviewed(Plan(review_day=day), held)
    then, today = next_review(plan, held), held + timedelta(days)
    assert then is not None
    assert then.day == day
    assert 1 <= (then - held).days <= 31
    assert (review_due(plan, today) is not None) == (today >= then)


@given(st.integers(1, 28), DAYS)
def test_that_choosing_a_day_asks_for_nothing_that_is_past(day: int, today: date) -> None:
    assert review_due(with_review_day(EMPTY_PLAN, day, today), today) is None
