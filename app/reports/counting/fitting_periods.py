"""Which periods a report offers: of a short one there would be too many between the first event and the last."""

from __future__ import annotations

from app.data.dataset import Dataset
from app.reports.counting.buckets import PERIODS, Period

MOST_PERIODS = 800
"""Two years of days; more nobody can tell apart."""
HOUR_US = 3_600_000_000
HOURS: dict[Period, int] = {
    "hour": 1,
    "day": 24,
    "week": 7 * 24,
    "month": 30 * 24,
    "quarter": 90 * 24,
    "year": 365 * 24,
}
"""About how many hours a period has."""


def periods_offered(dataset: Dataset, chosen: Period) -> dict[str, str]:
    """The periods of which there are not too many, and the one that is chosen anyway, as choices of a sentence."""
    return {period: period for period in PERIODS if period == chosen or _fits(dataset, period)}


def _fits(dataset: Dataset, period: Period) -> bool:
    """Whether there are not too many of them from the first event to the data end."""
    if dataset.reach is None or dataset.data_end is None:
        return True
    hours = (dataset.data_end - dataset.reach[0]) // HOUR_US
    return hours // HOURS[period] + 2 <= MOST_PERIODS
