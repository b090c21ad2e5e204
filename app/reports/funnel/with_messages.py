"""What a funnel of events over a run begins with."""

from __future__ import annotations

from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.reports.funnel.definition import FunnelDefinition
from app.reports.over_runs.conversion import proposed_conversion
from app.reports.over_runs.with_messages import CLICKED, ENTERED, OPENED, SENT

_WINDOW = Duration.parse("P30D")


def proposed_over_run(dataset: Dataset) -> FunnelDefinition | None:
    """From entering over the message and what came of it to buying, as far as there are any; None without messages."""
    there = dataset.schema().events
    if not there.get(SENT):
        return None
    steps = [Step(event=name) for name in (ENTERED, SENT, OPENED, CLICKED) if there.get(name)]
    bought = proposed_conversion(dataset)
    steps += [bought] if bought is not None else []
    return FunnelDefinition(tuple(steps), _WINDOW) if len(steps) > 1 else None
