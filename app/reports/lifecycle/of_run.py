"""What a lifecycle over a run begins with."""

from __future__ import annotations

from dataclasses import replace

from app.data.dataset import Dataset
from app.reports.lifecycle.definition import LifecycleDefinition, proposed_lifecycle
from app.reports.over_runs.with_messages import MESSAGE, SENT


def proposed_over_run(dataset: Dataset) -> LifecycleDefinition | None:
    """Told apart by the first message that each customer got; None without stages, or where nothing was sent."""
    begun = proposed_lifecycle(dataset)
    if begun is None or not dataset.schema().events.get(SENT):
        return None
    return replace(begun, by="source", source=MESSAGE)
