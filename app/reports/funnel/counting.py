"""A funnel's figures in the way in which its definition shows them."""

from __future__ import annotations

from app.data.dataset import Dataset
from app.reports.funnel.breakdown import BreakdownFigures, breakdown
from app.reports.funnel.by_entry import EntryFigures, by_entry
from app.reports.funnel.definition import FunnelDefinition
from app.reports.funnel.figures import FunnelFigures
from app.reports.funnel.steps import funnel
from app.reports.funnel.time_to_convert import TimeFigures, time_to_convert

AnyFigures = FunnelFigures | BreakdownFigures | TimeFigures | EntryFigures


def counted_funnel(dataset: Dataset, definition: FunnelDefinition) -> AnyFigures:
    """Steps, or groups side by side, or times, or conversion over time; AppError names all that is wrong."""
    if definition.show == "trend":
        return by_entry(dataset, definition)
    if definition.show == "time":
        return time_to_convert(funnel(dataset, definition))
    return breakdown(dataset, definition, definition.by) if definition.by else funnel(dataset, definition)
