"""The way from a first visit to revenue: which events of a dataset are its stages, and which columns its objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.errors import Problem
from app.nodes.conditions import Step
from app.nodes.words.sentences import where_sentence
from app.reports.by_customer.counting import did, instants, of_step
from app.reports.counting.kept import kept_among
from app.reports.definition.event_conditions import Conditions, conditions_of
from app.reports.definition.matching import step_problems

Longs = NDArray[np.int64]
NEVER = int(np.iinfo(np.int64).max)
STAGES = ("visit", "lead", "mql", "sql", "opportunity", "won")
_FIRSTS, _MOST_KEPT = "first of a step", 8  # steps whose first events are kept with the data
STAGE_WORDS = {
    "visit": "Visitor",
    "lead": "Lead",
    "mql": "MQL",
    "sql": "SQL",
    "opportunity": "Opportunity",
    "won": "Customer",
}


@dataclass(frozen=True, slots=True)
class Way:
    """Names of events, and of properties for an opportunity's id and amount; "" is what the data does not record.

    `where` are conditions on the event of a role.
    """

    visit: str = ""
    lead: str = ""
    mql: str = ""
    sql: str = ""
    opportunity: str = ""
    stage: str = ""
    won: str = ""
    lost: str = ""
    opportunity_id: str = ""
    amount: str = ""
    where: Conditions = ()

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that are recorded, in order."""
        return tuple(stage for stage in STAGES if getattr(self, stage))

    def event(self, role: str) -> str:
        """What the event of a role is called; "" if there is none."""
        return str(getattr(self, role))

    def in_words(self) -> str:
        """Which event each stage is, and of those that are no stage what they have to be like."""
        others = (role for role in ("stage", "lost") if conditions_of(self.where, role))
        said = (f"{STAGE_WORDS.get(role, role)} is {self.event_words(role)}" for role in (*self.stages, *others))
        return ", ".join(said)

    def step(self, role: str) -> Step:
        """The events of a role, with what they have to be like."""
        return Step(event=self.event(role), where=conditions_of(self.where, role))

    def event_words(self, role: str) -> str:
        """`“form” with topic demo`."""
        return f"“{self.event(role)}”{where_sentence(conditions_of(self.where, role))}"

    def to_document(self) -> dict[str, Any]:
        """As it can be given again."""
        names = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "where"}
        document = {name: value for name, value in names.items() if value}
        where = {
            role: [test.model_dump(mode="json", exclude_defaults=True) for test in tests] for role, tests in self.where
        }
        return {**document, "where": where} if where else document

    def problems(self, dataset: Dataset) -> Iterator[Problem]:
        """Events and properties that the dataset does not have."""
        events = dataset.schema().events
        for role in (*STAGES, "stage", "lost"):
            if self.event(role) and self.event(role) not in events:
                yield Problem("crm-event", f"No event is called “{self.event(role)}”", role)
            elif self.event(role) and conditions_of(self.where, role):
                yield from step_problems(dataset, [self.step(role)], [role])
        for role, type_ in (("opportunity_id", None), ("amount", ColumnType.NUMBER)):
            name = self.event(role)
            column = dataset.properties.get(name)
            if name and column is None:
                yield Problem("crm-property", f"“{name}” is not a property of any event", role)
            elif column is not None and type_ is not None and column.type is not type_:
                yield Problem("crm-property", f"“{name}” is not a number", role)


def way_of(dataset: Dataset) -> Way:
    """What the roles of the dataset say."""
    events, properties = dataset.roles.events, dataset.roles.properties
    there = dataset.schema().events
    named: dict[str, Any] = {
        role: events[role] for role in (*STAGES, "stage", "lost") if there.get(events.get(role, ""), 0)
    }
    columns: dict[str, Any] = {role: properties[role] for role in ("opportunity_id", "amount") if role in properties}
    return Way(**named, **columns)


def firsts(dataset: Dataset, step: Step) -> Longs:
    """When each customer first did it, NEVER for who did not; shape (customers,), not to be written to."""

    def made() -> Longs:
        return instants(dataset, did(dataset, of_step(dataset, step), ("first",)).first, NEVER)

    return kept_among(dataset, _FIRSTS, step.model_dump_json(), made, _MOST_KEPT)


def carry_firsts(dataset: Dataset, earlier: Dataset, end_us: int) -> None:
    """Have what is known of first events known of the same data up to an instant, too: later ones are none there."""
    known: dict[str, Longs] = dataset.kept(_FIRSTS, dict)
    of_earlier: dict[str, Longs] = earlier.kept(_FIRSTS, dict)
    for step, first in list(known.items()):
        of_earlier[step] = np.where(first <= end_us, first, NEVER)
