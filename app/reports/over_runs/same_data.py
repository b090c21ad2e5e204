"""Whether two runs went over the same data."""

from __future__ import annotations

from app.reports.report import Subject
from app.scenario.lists_used import is_same_data


def are_over_same_data(one: Subject, other: Subject) -> bool:
    """Whether they did; lists that were added or removed in between count where both scenarios depend on them."""
    first, second = one.summary.fingerprint, other.summary.fingerprint
    datasets = [each.dataset for each in (one, other) if each.dataset is not None]
    return first == second or any(
        is_same_data(dataset.list_versions, each.scenario, first, second)
        for dataset in datasets
        for each in (one, other)
    )
