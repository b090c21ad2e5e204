"""What coverage over a run begins with."""

from __future__ import annotations

from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.coverage.definition import CoverageDefinition, proposed_coverage
from app.reports.over_runs.with_messages import ENTERED


def proposed_over_run(dataset: Dataset) -> CoverageDefinition | None:
    """Of those who entered; None where nobody did, or the data knows no addresses and no consents."""
    if proposed_coverage(dataset) is None or not dataset.schema().events.get(ENTERED):
        return None
    return CoverageDefinition(Step(event=ENTERED))
