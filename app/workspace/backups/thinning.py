"""Which backups stay as time passes: of each hour, day, week and month the newest, the further back the fewer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

_HOURLY_FOR = timedelta(days=1)
_DAILY_FOR = timedelta(days=30)
_WEEKLY_FOR = timedelta(days=182)
_MONTHLY_FOR = timedelta(days=731)
_DAYS_OF_A_WEEK = 7


def kept(made: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """The backups that stay: one of each hour for a day, of each day for 30, of each week for 26 and month for 24.

    Weeks are counted within their month, so that what stays of a month also stayed of its weeks. The newest of all
    always stays. Instants are UTC.
    """
    ordered = sorted(made)
    newest = {_period(at, now): at for at in ordered}
    newest.pop(None, None)
    return frozenset([*newest.values(), *ordered[-1:]])


def _period(at: datetime, now: datetime) -> tuple[object, ...] | None:
    """What a backup is the only one of; None if it is too old to stay."""
    age = now - at
    if age < _HOURLY_FOR:
        return "hour", at.date(), at.hour
    if age < _DAILY_FOR:
        return "day", at.date()
    if age < _WEEKLY_FOR:
        return "week", at.year, at.month, (at.day - 1) // _DAYS_OF_A_WEEK
    return ("month", at.year, at.month) if age < _MONTHLY_FOR else None
