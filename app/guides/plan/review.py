"""The monthly review: when the last one should have been, and when the next one is."""

from __future__ import annotations

from datetime import date, timedelta

from app.workspace.settings.plan import Plan


def review_due(plan: Plan, today: date) -> date | None:
    """The day of the last review that was not held; None where there is none to be held."""
    if not plan.review_day:
        return None
    day = today.replace(day=plan.review_day)
    if day > today:
        day = (day.replace(day=1) - timedelta(days=1)).replace(day=plan.review_day)
    settled = [since for since in (plan.reviewed, plan.review_since) if since is not None]
    return day if not settled or max(settled) < day else None


def next_review(plan: Plan, today: date) -> date | None:
    """The next day of review after today; None without one."""
    if not plan.review_day:
        return None
    day = today.replace(day=plan.review_day)
    return day if day > today else (day.replace(day=1) + timedelta(days=31)).replace(day=plan.review_day)
