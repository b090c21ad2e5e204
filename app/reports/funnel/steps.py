"""A funnel's steps counted: every customer's events followed through them."""

from __future__ import annotations

from app.data.dataset import Dataset
from app.reports.funnel.checks import checked
from app.reports.funnel.definition import FunnelDefinition, step_names
from app.reports.funnel.figures import FunnelFigures, steps_of
from app.reports.funnel.following.customers import followed


def funnel(dataset: Dataset, definition: FunnelDefinition) -> FunnelFigures:
    """Follow every customer's events through the steps; AppError names all that is wrong with the definition."""
    found = followed(dataset, checked(dataset, definition))
    steps = steps_of(step_names(definition), found.levels, found.instants)
    return FunnelFigures(definition, steps, dataset.customer_ids, found.levels, found.instants)
