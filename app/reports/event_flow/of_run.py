"""What a flow of events over a run begins with."""

from __future__ import annotations

from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.event_flow.definition import EventFlowDefinition
from app.reports.over_runs.with_messages import SENT


def proposed_over_run(dataset: Dataset) -> EventFlowDefinition | None:
    """From the first message that a customer got on; None where nothing was sent."""
    return EventFlowDefinition(Step(event=SENT)) if dataset.schema().events.get(SENT) else None
