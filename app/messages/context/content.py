"""What a template sees: one customer at one instant of a journey, in plain data."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa

from app.data.dataset import Dataset
from app.messages.context.cells import Plain, clock_of, converted, value_in, values_in
from app.messages.context.entry_events import EntryEvents
from app.messages.context.items import EventLines
from app.messages.context.journeys import Journeys, Row, instructions_by_node, journeys_of
from app.messages.context.recipients import NO_JOURNEY, Recipient
from app.nodes.conditions import Where
from app.nodes.instructions import (
    ChangeScore,
    EnterOnEvent,
    EnterOnScore,
    Recommend,
    SetAttribute,
    TakeVoucher,
    WaitForEvent,
)
from app.scenario.graph import Scenario

UNSUBSCRIBE_URL = "https://unsubscribe.invalid/"
"""A mark for the sender's own link; no host can have that name (RFC 2606)."""

Values = dict[str, object]


class Contents:
    """The values for templates, of customers whose rows of a run are at hand."""

    def __init__(self, scenario: Scenario, dataset: Dataset, journeys: Mapping[str, Journeys]) -> None:
        self._scenario, self._dataset, self._journeys = scenario, dataset, journeys
        self._does = instructions_by_node(scenario)
        self._lines = EventLines(dataset)

    def values(self, to: Recipient) -> Values:
        """What the templates of a message to this recipient see; LookupError where the dataset has no such customer."""
        customer = _row_of(self._dataset, to.customer_id)
        journeys = self._journeys.get(to.customer_id, Journeys())
        zone = self._zone(customer)
        entry = self._entry(customer, to, journeys, zone)
        entered = self._lines.properties(entry, zone) if entry is not None else {}
        return {
            "customer": self._profile(customer, to, journeys, zone),
            "entry": entered,
            "items": self._items(customer, entry, to, journeys, zone),
            "recommended": self._recommended(to, journeys, zone),
            "score": self._scores(to, journeys),
            "now": clock_of(to.at, zone),
            "journey": {"name": self._scenario.name},
            "unsubscribe_url": UNSUBSCRIBE_URL,
        }

    def _zone(self, customer: int) -> ZoneInfo:
        """The customer's own, else the scenario's."""
        column = self._dataset.attributes.get(self._dataset.roles.attributes.get("timezone", ""))
        usual = ZoneInfo(self._scenario.settings.timezone)
        own = value_in(column, customer, usual) if column is not None else None
        try:
            return ZoneInfo(own) if isinstance(own, str) else usual
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return usual

    def _profile(self, customer: int, to: Recipient, journeys: Journeys, zone: ZoneInfo) -> dict[str, Plain]:
        """Attributes as of the instant: as recorded, and what the run wrote over them so far."""
        profile: dict[str, Plain] = {"customer_id": to.customer_id}
        profile |= values_in(self._dataset.attributes, customer, zone)
        for visit in sorted((v for v in journeys.visits if _is_before(v, to)), key=lambda v: int(v["left_at"])):
            match self._does[visit["node"]]:
                case TakeVoucher(into=attribute):
                    code = journeys.code(visit["instance"], visit["visit"])
                    if code is not None:
                        profile[attribute] = code
                case Recommend(into=attribute):
                    chosen = journeys.products(visit["instance"], visit["visit"])
                    if chosen:
                        profile[attribute] = chosen[0]
                case SetAttribute(attribute=attribute, value=value, from_entry=copied):
                    if copied is not None:
                        then = Recipient(to.customer_id, to.at, visit["node"], visit["instance"], visit["visit"])
                        entry = self._entry(customer, then, journeys, zone)
                        value = self._lines.properties(entry, zone).get(copied) if entry is not None else None  # type: ignore[assignment]  # a day is a value too
                    column = self._dataset.attributes.get(attribute)
                    profile[attribute] = converted(value, column.type if column is not None else None, zone)
        return profile

    def _entry(self, customer: int, to: Recipient, journeys: Journeys, zone: ZoneInfo) -> int | None:
        """The row of the event by which the journey began; None where it began otherwise.

        Outside of a run it is the customer's last event by which a journey could begin.
        """
        if to.instance == NO_JOURNEY:
            entries = [each for each in self._does.values() if isinstance(each, EnterOnEvent)]
            rows = [row for each in entries for row in self._fitting(customer, each.event, each.where, zone)]
            return max((row for row in rows if self._lines.at(row) <= to.at), default=None)
        journey = journeys.instance(to.instance)
        if journey is None:
            return None
        key = self._scenario.settings.reentry.key
        events = EntryEvents(
            journeys,
            self._scenario.settings,
            lambda row: self._began(customer, row, zone),
            lambda row: self._lines.property(row, key, zone),
        )
        return events.row_of(journey)

    def _began(self, customer: int, journey: Row, zone: ZoneInfo) -> list[int]:
        """The events by which a journey can have begun."""
        how = self._does.get(journey["entry_node"])
        if not isinstance(how, EnterOnEvent):
            return []
        rows = self._fitting(customer, how.event, how.where, zone)
        return [row for row in rows if self._lines.at(row) == journey["entered_at"]]

    def _items(
        self, customer: int, entry: int | None, to: Recipient, journeys: Journeys, zone: ZoneInfo
    ) -> list[dict[str, Plain]]:
        """The entry event's fellows that were applied by now."""
        if entry is None:
            return []
        event = str(self._dataset.names.words[int(self._dataset.names.values[entry])])
        last = self._last_applied(customer, entry, to, journeys, zone)
        rows = self._lines.rows_of(customer, event)
        applied = [row for row in rows if self._lines.at(row) <= to.at and (last is None or row <= last)]
        key = self._scenario.settings.reentry.key
        return self._lines.items(self._lines.belonging(entry, applied, key, zone), zone)

    def _recommended(self, to: Recipient, journeys: Journeys, zone: ZoneInfo) -> list[dict[str, Plain]]:
        """What the journey's last visit to a node that recommends chose, best first."""
        visits = [
            visit
            for visit in journeys.visits
            if visit["instance"] == to.instance
            and _is_before(visit, to)
            and isinstance(self._does[visit["node"]], Recommend)
        ]
        if not visits:
            return []
        last = max(visits, key=lambda visit: int(visit["visit"]))
        return [self._lines.product(id_, zone) for id_ in journeys.products(last["instance"], last["visit"])]

    def _last_applied(self, customer: int, entry: int, to: Recipient, journeys: Journeys, zone: ZoneInfo) -> int | None:
        """The event by which the token came here at this very instant; later ones of the instant follow after it."""
        if to.instance == NO_JOURNEY:
            return None
        if self._lines.at(entry) == to.at:
            return entry
        for visit in reversed(journeys.visits):
            how = self._does[visit["node"]]
            if not (visit["instance"] == to.instance and visit["left_at"] == to.at and visit["port"] == "happened"):
                continue
            if isinstance(how, WaitForEvent) and visit["visit"] < to.visit:
                rows = self._fitting(customer, how.event, how.where, zone)
                return next((row for row in rows if self._lines.at(row) == to.at), None)
        return None

    def _fitting(self, customer: int, event: str, where: Where, zone: ZoneInfo) -> list[int]:
        return [row for row in self._lines.rows_of(customer, event) if self._lines.fits(row, where, zone)]

    def _scores(self, to: Recipient, journeys: Journeys) -> dict[str, float]:
        """Each score of the scenario as it stood; what the journey added later in that instant is not in it."""
        scores = dict.fromkeys(self._names_of_scores(), 0.0)
        for name in [*scores, *(row["score"] for row in journeys.scores)]:
            totals = [row for row in journeys.scores if row["score"] == name and row["at"] <= to.at]
            later = sum(
                visit["instance"] == to.instance and visit["visit"] > to.visit and visit["arrived_at"] == to.at
                for visit in journeys.visits
                if isinstance(change := self._does[visit["node"]], ChangeScore) and change.score == name
            )
            kept = totals[: len(totals) - later]
            scores[name] = self._seen(name, kept[-1], to.at) if kept else 0.0
        return scores

    def _seen(self, score: str, last: Row, at: int) -> float:
        """A score so long after its last row."""
        half_life = dict(self._scenario.settings.score_decay).get(score)
        if half_life is None:
            return float(last["total"])
        from app.runtime.points import score_seen  # the machine is loaded when it is first needed

        return score_seen(float(last["total"]), at - last["at"], half_life)

    def _names_of_scores(self) -> list[str]:
        changed = [rule.score for rule in self._scenario.settings.scoring]
        asked = [each.score for each in self._does.values() if isinstance(each, (ChangeScore, EnterOnScore))]
        return list(dict.fromkeys([*changed, *asked]))


def contents_of(
    scenario: Scenario, dataset: Dataset, tables: Mapping[str, pa.Table], recipients: Sequence[Recipient]
) -> Contents:
    """The contents of these recipients' messages in a run; without its tables, as customers are recorded."""
    customers = [each.customer_id for each in recipients if each.instance != NO_JOURNEY]
    return Contents(scenario, dataset, journeys_of(tables, scenario, customers) if customers else {})


def _row_of(dataset: Dataset, customer_id: str) -> int:
    ids: Any = dataset.customer_ids
    row = bisect_left(range(len(ids)), customer_id.encode(), key=lambda at: str(ids[at]).encode())
    if row == len(ids) or str(ids[row]) != customer_id:
        raise LookupError(customer_id)
    return row


def _is_before(visit: Row, to: Recipient) -> bool:
    """Whether a visit was left before the recipient's, of which it can be another journey's."""
    if visit["left_at"] is None or visit["left_at"] > to.at:
        return False
    return bool(visit["instance"] != to.instance or visit["visit"] < to.visit)
