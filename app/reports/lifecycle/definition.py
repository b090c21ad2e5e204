"""The lifecycle: how far customers have come on the way to revenue, and how long they stay where they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.data.columns.arrow import words_of
from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.errors import AppError, Problem
from app.reports.by_customer.counting import did, with_text
from app.reports.counting.buckets import PERIODS, Period, buckets_between
from app.reports.crm.way import NEVER, Longs, Way, firsts, way_of
from app.reports.definition.recorded_definition import RecordedDefinition
from app.reports.lifecycle.figures import LifecycleFigures
from app.reports.lifecycle.losing import lost_of
from app.reports.lifecycle.staying import Journeys

By = Literal["nothing", "source", "cohort"]
_NO_SOURCE = "(no source)"
_FEWEST_STAGES = 2
_MOST_SOURCES = 300


@dataclass(frozen=True, slots=True)
class LifecycleDefinition(RecordedDefinition):
    """The stages, and by what customers are told apart.

    `source` is an attribute, or a property whose first value counts; a cohort is the `period` of the first stage.
    """

    way: Way
    by: By = "nothing"
    source: str = ""
    period: Period = "month"
    zone: str = ""

    def _in_words(self) -> str:
        """The definition in sentences."""
        apart = {
            "nothing": "",
            "source": f" Told apart by {self.source}; of events the first value counts.",
            "cohort": f" Told apart by the {self.period} of their first stage ({self.zone}).",
        }[self.by]
        return (
            f"{self.way.in_words()}. A customer has reached a stage with its first event, or with one of a later "
            "stage; the time in a stage is from its own event to the next stage, of those who went on. Here now are "
            "those who have come no further by the last event of the data, and whose opportunities are not all lost; "
            f"they wait since they reached the stage. Lost are those whose opportunities are all lost.{apart}"
        )

    def _document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        return {
            "way": self.way.to_document(),
            "by": self.by,
            "source": self.source,
            "period": self.period,
            "zone": self.zone,
        }


def proposed_lifecycle(dataset: Dataset) -> LifecycleDefinition | None:
    """The stages of the data, from leads on; None where there are fewer than two of them."""
    way = way_of(dataset)
    if len(way.stages) < _FEWEST_STAGES or not {*way.stages} - {"visit", "won"}:
        return None
    return LifecycleDefinition(way, source=source_of(dataset))


def source_of(dataset: Dataset) -> str:
    """The column that says where a customer came from; "" if there is none."""
    roles = dataset.roles
    found = roles.attributes.get("lead_source") or roles.properties.get("utm_source", "")
    column = _column(dataset, found)
    return found if column is not None and column.type is ColumnType.TEXT else ""


def _column(dataset: Dataset, name: str) -> Column | None:
    return dataset.attributes[name] if name in dataset.attributes else dataset.properties.get(name)


def lifecycle(dataset: Dataset, definition: LifecycleDefinition) -> LifecycleFigures:
    """Every customer's stages; AppError names all that is wrong with the definition."""
    definition = replace(definition, zone=definition.zone or dataset.timezone)
    if problems := _problems(dataset, definition):
        raise AppError("The lifecycle cannot be worked out.", problems)
    way = definition.way
    recorded = np.stack([firsts(dataset, way.step(stage)) for stage in way.stages])
    journeys = Journeys(recorded, lost_of(dataset, way), dataset.data_end or 0)
    names, group = _groups(dataset, definition, journeys)
    return LifecycleFigures(definition, dataset.customer_ids, way.stages, journeys, names, group)


def _groups(
    dataset: Dataset, definition: LifecycleDefinition, journeys: Journeys
) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The groups and which each customer is in, -1 who never came to any stage."""
    first = np.minimum.reduce(journeys.recorded)
    here = first != NEVER
    if definition.by == "nothing":
        return ("",), np.where(here, 0, -1)
    if definition.by == "cohort":
        return _cohorts(definition, first, here)
    names, codes = _sources(dataset, definition.source)
    counts = np.bincount(codes[here], minlength=len(names))
    order = np.array(sorted(range(len(names)), key=lambda at: (-int(counts[at]), names[at])))
    order = order[counts[order] > 0]
    place = np.full(len(names), -1, np.int64)
    place[order] = np.arange(len(order))
    return tuple(names[at] for at in order.tolist()), np.where(here, place[codes], -1)


def _cohorts(
    definition: LifecycleDefinition, first: Longs, here: NDArray[np.bool_]
) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    group = np.full(len(first), -1, np.int64)
    if not here.any():
        return (), group
    known = first[here]
    buckets = buckets_between(int(known.min()), int(known.max()), definition.period, definition.zone)
    group[here] = buckets.of(known)
    return tuple(buckets.label(at) for at in range(len(buckets))), group


def _sources(dataset: Dataset, name: str) -> tuple[list[str], Longs]:
    """Sources and the code of each customer's; the last is that of who has none."""
    if name in dataset.attributes:
        column = dataset.attributes[name]
        codes = column.values.astype(np.int64)
    else:
        column = dataset.properties[name]
        codes = _first_filled(dataset, column)
    names = [*words_of(column.words), _NO_SOURCE]
    if len(column.words) > _MOST_SOURCES:
        raise AppError(f"“{name}” has {len(column.words)} values, too many to be sources. Choose another column.")
    return names, np.where(codes >= 0, codes, len(names) - 1)


def _first_filled(dataset: Dataset, column: Column) -> Longs:
    first = did(dataset, with_text(column), ("first",)).first
    return np.where(first >= 0, column.values[first] if dataset.event_count else -1, -1).astype(np.int64)


def _problems(dataset: Dataset, definition: LifecycleDefinition) -> list[Problem]:
    problems = list(definition.way.problems(dataset))
    if len(definition.way.stages) < _FEWEST_STAGES:
        problems.append(Problem("lifecycle-stages", "A lifecycle needs at least two stages that are recorded", "way"))
    column = _column(dataset, definition.source)
    if definition.by == "source" and (column is None or column.type is not ColumnType.TEXT):
        problems.append(Problem("lifecycle-source", f"“{definition.source}” is not a text of the data", "source"))
    if definition.period not in PERIODS:
        problems.append(Problem("lifecycle-period", f"A cohort is of a {', '.join(PERIODS)}", "period"))
    return problems
