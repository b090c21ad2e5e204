"""The test of what the nodes of a run recommend: each by its own way, over the months of the recorded events."""

from __future__ import annotations

from collections.abc import Iterator

from app.data.dataset import Dataset
from app.data.products import event_of_products
from app.errors import AppError
from app.nodes.catalogue import KINDS
from app.nodes.instructions import Recommend
from app.reports.recommendations.definition import RecommendationsDefinition, recommendations
from app.reports.report import Measured, Subject
from app.scenario.names import label_of


def of_nodes(subject: Subject) -> Iterator[Measured]:
    """For each node that recommends by what others bought: would it have been right?"""
    if subject.dataset is None:
        return
    for node in subject.scenario.nodes:
        does = KINDS[node.type].compile(node.params)
        if not isinstance(does, Recommend):
            continue
        definition = _way_of(does, subject.dataset)
        if definition is None:
            continue
        try:
            yield Measured(label_of(node), recommendations(subject.dataset, definition, subject.progress))
        except AppError:  # the data have no such event, or no products; then the run recommended nothing either
            continue


def _way_of(does: Recommend, dataset: Dataset) -> RecommendationsDefinition | None:
    """How a node recommends; None for what is popular, with which the others are compared."""
    event = does.event or event_of_products(dataset.roles.events)
    if does.basis == "popular" or not event:
        return None
    return RecommendationsDefinition(event, does.basis, does.within, does.overstock, does.min_support)
