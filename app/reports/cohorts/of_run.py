"""What cohorts over a run begin with."""

from __future__ import annotations

from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.cohorts.definition import CohortDefinition
from app.reports.over_runs.conversion import fitting_period, proposed_conversion
from app.reports.over_runs.with_messages import SENT


def proposed_over_run(dataset: Dataset) -> CohortDefinition | None:
    """From the first message to buying; None where nothing was sent, or nothing says what buying is."""
    bought = proposed_conversion(dataset)
    if bought is None or not dataset.schema().events.get(SENT):
        return None
    return CohortDefinition(Step(event=SENT), bought, fitting_period(dataset))
