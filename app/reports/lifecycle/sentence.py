"""The lifecycle's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.reports.counting.fitting_periods import periods_offered
from app.reports.crm.way import STAGES
from app.reports.crm.way_sentence import is_of_way, way_changed, way_parts
from app.reports.definition.sentence import Choice, Part, Sentence, one_of, zone_of, zone_part
from app.reports.lifecycle.definition import LifecycleDefinition

_BY = {"nothing": "all together", "source": "by source", "cohort": "by cohort"}


def sentence(dataset: Dataset, definition: LifecycleDefinition) -> Sentence:
    """`Customers from a lead (lead_created) to … , by source, lead_source`."""
    stages = way_parts(dataset, definition.way, (*STAGES, "lost"))
    apart: list[str | Part] = [one_of("by", definition.by, _BY)]
    if definition.by == "source":
        apart += [_source(dataset, definition)]
    if definition.by == "cohort":
        apart += [
            "of a",
            one_of("period", definition.period, periods_offered(dataset, definition.period)),
            "of",
            zone_part("zone", definition.zone, dataset),
        ]
    return (*stages, "–", *apart)


def _source(dataset: Dataset, definition: LifecycleDefinition) -> Part:
    names = [
        name
        for columns in (dataset.attributes, dataset.properties)
        for name, column in columns.items()
        if column.type is ColumnType.TEXT
    ]
    return Part("source", definition.source or "a column", tuple(Choice(name, name) for name in sorted(set(names))))


def changed(definition: LifecycleDefinition, field: str, value: str) -> LifecycleDefinition:
    """The definition with that part changed."""
    if is_of_way(field):
        return replace(definition, way=way_changed(definition.way, field, value))
    new: dict[str, Any] = {field: zone_of(value) if field == "zone" else value}
    return replace(definition, **new)
