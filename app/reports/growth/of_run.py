"""What list growth over a run begins with."""

from __future__ import annotations

from dataclasses import replace

from app.data.dataset import Dataset
from app.reports.growth.definition import GrowthDefinition, proposed_growth
from app.reports.over_runs.with_messages import SENT, UNSUBSCRIBED


def proposed_over_run(dataset: Dataset) -> GrowthDefinition | None:
    """Who unsubscribes from a message of the run leaves as well, if any did; None where nothing was sent."""
    begun, there = proposed_growth(dataset), dataset.schema().events
    if begun is None or not there.get(SENT):
        return None
    return replace(begun, left=(*begun.left, UNSUBSCRIBED)) if there.get(UNSUBSCRIBED) else begun
