"""The way from a first visit to revenue: which events of a dataset are its stages, and which columns its objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.data.columns import ColumnType
from app.data.dataset import Dataset
from app.errors import Problem
from app.reports.by_customer.counting import did, instants, of_names

Longs = NDArray[np.int64]
NEVER = int(np.iinfo(np.int64).max)
STAGES = ("visit", "lead", "mql", "sql", "opportunity", "won")
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
    """Names of events, and of properties for an opportunity's id and amount; "" is what the data does not record."""

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

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that are recorded, in order."""
        return tuple(stage for stage in STAGES if getattr(self, stage))

    def event(self, role: str) -> str:
        """What the event of a role is called; "" if there is none."""
        return str(getattr(self, role))

    def in_words(self) -> str:
        """Which event each stage is."""
        return ", ".join(f"{STAGE_WORDS[stage]} is “{self.event(stage)}”" for stage in self.stages)

    def to_document(self) -> dict[str, Any]:
        """As it can be given again."""
        return {name: value for name, value in asdict(self).items() if value}

    def problems(self, dataset: Dataset) -> Iterator[Problem]:
        """Events and properties that the dataset does not have."""
        events = dataset.schema().events
        for role in (*STAGES, "stage", "lost"):
            if self.event(role) and self.event(role) not in events:
                yield Problem("crm-event", f"No event is called “{self.event(role)}”", role)
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
    named = {role: events[role] for role in (*STAGES, "stage", "lost") if there.get(events.get(role, ""), 0)}
    columns = {role: properties[role] for role in ("opportunity_id", "amount") if role in properties}
    return Way(**named, **columns)


def rows_of(dataset: Dataset, *events: str) -> Longs:
    """The rows, ascending, of the events of these names."""
    which = of_names(dataset, events)
    found: Longs = np.flatnonzero(np.roll(which.fits, -1)[which.codes])
    return found


def firsts(dataset: Dataset, event: str) -> Longs:
    """When each customer first did it, NEVER for who did not; shape (customers,)."""
    return instants(dataset, did(dataset, of_names(dataset, (event,)), ("first",)).first, NEVER)
