"""What attribution over a run begins with."""

from __future__ import annotations

from app.data.dataset import Dataset
from app.reports.attribution.definition import AttributionDefinition
from app.reports.over_runs.conversion import amount_of, proposed_conversion
from app.reports.over_runs.with_messages import MESSAGE, SENT


def proposed_over_run(dataset: Dataset) -> AttributionDefinition | None:
    """Each message is a touch of its own; None where nothing says what a conversion is, or nothing was sent."""
    conversion = proposed_conversion(dataset)
    if conversion is None or not dataset.schema().events.get(SENT):
        return None
    return AttributionDefinition(conversion, MESSAGE, amount_of(dataset), touch=(SENT,))
