"""What a trend over a run begins with."""

from __future__ import annotations

from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.over_runs.conversion import fitting_period
from app.reports.over_runs.with_messages import CLICKED, OPENED, SENT
from app.reports.trend.definition import Series, TrendDefinition


def proposed_over_run(dataset: Dataset) -> TrendDefinition | None:
    """Messages that were sent, opened and clicked, as far as there are any; None where nothing was sent."""
    there = dataset.schema().events
    series = tuple(Series("events", Step(event=name)) for name in (SENT, OPENED, CLICKED) if there.get(name))
    return TrendDefinition(series, fitting_period(dataset)) if series else None
