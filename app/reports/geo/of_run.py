"""What a map over a run begins with."""

from __future__ import annotations

from dataclasses import replace

from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.geo.definition import GeoDefinition, proposed_geo
from app.reports.over_runs.with_messages import COST, SENT


def proposed_over_run(dataset: Dataset) -> GeoDefinition | None:
    """Messages by country, and what they cost as the amount; None where nobody's place is known or nothing was sent."""
    begun = proposed_geo(dataset)
    if begun is None or not dataset.schema().events.get(SENT):
        return None
    measure = begun.measure if begun.country is None else "events"
    return replace(begun, measure=measure, step=Step(event=SENT), amount=COST)
