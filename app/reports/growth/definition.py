"""List growth: who joined, who left, and how many that makes, by buckets of time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.data.zones import DAY_US
from app.errors import AppError, Problem
from app.nodes.channel import CHANNELS
from app.nodes.conditions import Step
from app.nodes.words.sentences import where_sentence
from app.reports.by_customer.counting import did, instants, of_step
from app.reports.counting.buckets import Buckets, Period, buckets_between, walls_in
from app.reports.definition.event_conditions import Conditions, conditions_of
from app.reports.definition.matching import step_problems
from app.reports.definition.recorded_definition import RecordedDefinition
from app.reports.growth.figures import NEVER, GrowthFigures, Longs

FIRST_EVENT = ""


@dataclass(frozen=True, slots=True)
class GrowthDefinition(RecordedDefinition):
    """When a customer joined, by an attribute or an event (without either by the first event), and what leaving is.

    `where` are conditions on these events, by their names.
    """

    attribute: str = FIRST_EVENT
    event: str = FIRST_EVENT
    left: tuple[str, ...] = ()
    where: Conditions = ()
    period: Period = "month"
    zone: str = ""

    def _in_words(self) -> str:
        """The definition in sentences."""
        joined = f"by {self.attribute}" if self.attribute else "at the first event of any kind"
        if self.event:
            joined = f"at the first {self._words(self.event)}"
        left = " or ".join(map(self._words, self.left))
        gone = f"left at the first {left}" if left else "left never: the data has no event of unsubscribing"
        return (
            f"Customers, by calendar {self.period} ({self.zone}): joined {joined}; {gone}. Whoever joined nobody knows "
            "when was there from the start. Net is joined less left; on the list is everybody who has joined and not "
            f"left. A {self.period} that the data does not cover to its end is incomplete."
        )

    def step(self, event: str) -> Step:
        """An event of these, with what it has to be like."""
        return Step(event=event, where=conditions_of(self.where, event))

    def _words(self, event: str) -> str:
        return f"“{event}”{where_sentence(conditions_of(self.where, event))}"

    def _document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        named = {
            name: [test.model_dump(mode="json", exclude_defaults=True) for test in tests] for name, tests in self.where
        }
        return {
            **({"where": named} if named else {}),
            "attribute": self.attribute,
            "event": self.event,
            "left": list(self.left),
            "period": self.period,
            "zone": self.zone,
        }


def proposed_growth(dataset: Dataset) -> GrowthDefinition | None:
    """By when customers were created, else by signing up, else by their first event; None without any of these."""
    roles = dataset.roles
    created, signup = roles.attributes.get("created_at", ""), roles.events.get("signup", "")
    if created and dataset.attributes[created].type not in (ColumnType.DATE, ColumnType.INSTANT):
        created = ""
    if not (created or dataset.event_count):
        return None
    unsubscribed = [roles.events.get(channel.unsubscribe_role, "") for channel in CHANNELS.values()]
    left = tuple(name for name in dict.fromkeys(unsubscribed) if name in dataset.schema().events)
    return GrowthDefinition(created, "" if created else signup, left)


def growth(dataset: Dataset, definition: GrowthDefinition) -> GrowthFigures:
    """The list over time; AppError names all that is wrong with the definition."""
    definition = replace(definition, zone=definition.zone or dataset.timezone)
    if problems := _problems(dataset, definition):
        raise AppError("The list cannot be counted.", problems)
    joined = _joined(dataset, definition)
    left = np.full(dataset.customer_count, NEVER, np.int64)
    for name in definition.left:
        left = _earlier(left, _first(dataset, definition.step(name)))
    known = np.concatenate([joined[joined != NEVER], left[left != NEVER]])
    if not len(known):
        return GrowthFigures(definition, dataset.customer_ids, None, joined, left, np.zeros(0, np.bool_))
    end = dataset.data_end if dataset.data_end is not None else int(known.max())
    buckets = buckets_between(int(known.min()), max(int(known.max()), end), definition.period, definition.zone)
    complete = buckets.edges_us[1:] - 1 <= end
    return GrowthFigures(
        definition, dataset.customer_ids, buckets, _in_buckets(joined, buckets), _in_buckets(left, buckets), complete
    )


def _problems(dataset: Dataset, definition: GrowthDefinition) -> list[Problem]:
    named = [*((definition.event,) if definition.event else ()), *definition.left]
    fields = [*(("event",) if definition.event else ()), *(f"left.{at}" for at in range(len(definition.left)))]
    problems = step_problems(dataset, [definition.step(name) for name in named], fields)
    column = dataset.attributes.get(definition.attribute)
    if definition.attribute and (column is None or column.type not in (ColumnType.DATE, ColumnType.INSTANT)):
        problems.append(Problem("growth-joined", f"“{definition.attribute}” is not a day or an instant", "attribute"))
    return problems


def _joined(dataset: Dataset, definition: GrowthDefinition) -> Longs:
    """When each customer joined, `NEVER` where nobody knows; shape (customers,)."""
    if definition.attribute:
        column = dataset.attributes[definition.attribute]
        at = column.values.astype(np.int64)
        if column.type is ColumnType.DATE:
            at = walls_in(np.where(column.filled, at, 0) * DAY_US, definition.zone)
        return np.where(column.filled, at, NEVER)
    if definition.event:
        return _first(dataset, definition.step(definition.event))
    has = np.diff(dataset.offsets) > 0
    first = np.full(dataset.customer_count, NEVER, np.int64)
    first[has] = dataset.at[dataset.offsets[:-1][has]]
    return first


def _first(dataset: Dataset, step: Step) -> Longs:
    """When each customer first did it, `NEVER` for who did not."""
    return instants(dataset, did(dataset, of_step(dataset, step), ("first",)).first, NEVER)


def _earlier(one: Longs, other: Longs) -> Longs:
    """The earlier of two instants, of which either may be missing."""
    both = np.minimum(one, other)
    return np.where(one == NEVER, other, np.where(other == NEVER, one, both))


def _in_buckets(at: Longs, buckets: Buckets) -> Longs:
    """The bucket of each instant, `NEVER` where there is none."""
    place = np.full(len(at), NEVER, np.int64)
    known = at != NEVER
    place[known] = buckets.of(at[known])
    return place
