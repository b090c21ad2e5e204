"""A program while it is being compiled."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import astuple, dataclass, field, is_dataclass
from typing import Any, Generic, TypeVar

from app.nodes.conditions import AttributeTest, EntryTest, Where
from app.nodes.durations import Duration
from app.nodes.times import WEEKDAYS, Weekday
from app.runtime.clock import zone_index
from app.runtime.codes import NONE
from app.runtime.program import (
    CapRow,
    CodeRow,
    EntryRow,
    EventTestRow,
    ExitRuleRow,
    GoalRow,
    IntervalRow,
    MessageTestRow,
    NodeRow,
    NumberTestRow,
    PortRow,
    RecentRow,
    ScheduledRow,
    ScoreChangeRow,
    ScoreTestRow,
    ScoringRow,
    SendRow,
    SequenceRow,
    SpanRow,
    TransitionRow,
    WaitForRow,
    WaitRow,
    WindowRow,
    ZoneRow,
)
from app.runtime.zones import read_zone

T = TypeVar("T")


class Index(Generic[T]):
    """Rows in the order in which they were first asked for; equal ones share a place."""

    def __init__(self) -> None:
        self.rows: list[T] = []
        self._places: dict[Hashable, int] = {}

    def place(self, row: T) -> int:
        """The row's place; it is added if it is new."""
        key: Any = astuple(row) if is_dataclass(row) and not isinstance(row, type) else row
        place = self._places.setdefault(key, len(self.rows))
        if place == len(self.rows):
            self.rows.append(row)
        return place

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Selector:
    """Events by name and `where`."""

    event: str
    where: Where = ()


@dataclass(frozen=True, slots=True)
class EventColumn:
    """A property as a column of numbers: its values, or, of any type, codes that tell distinct values apart."""

    property: str
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class ZoneName:
    """A time zone by its IANA name."""

    name: str


@dataclass(slots=True)
class Draft:
    """The tables of a program, growing; the first zone is the scenario's, the first windows are the quiet hours.

    The fields up to `steps` become tables of the machine as they are. The others name what the tables refer to: columns
    of the dataset, selected events, scores, lists and messages, each by its place.
    """

    nodes: list[NodeRow] = field(default_factory=list)
    ports: list[PortRow] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    zones: list[ZoneRow] = field(default_factory=list)
    transitions: list[TransitionRow] = field(default_factory=list)
    zone_index: list[int] = field(default_factory=list)
    waits: list[WaitRow] = field(default_factory=list)
    waits_for: list[WaitForRow] = field(default_factory=list)
    sends: list[SendRow] = field(default_factory=list)
    score_changes: list[ScoreChangeRow] = field(default_factory=list)
    cases: list[int] = field(default_factory=list)
    thresholds: list[float] = field(default_factory=list)
    entries: list[EntryRow] = field(default_factory=list)
    scheduled: list[ScheduledRow] = field(default_factory=list)
    exit_rules: list[ExitRuleRow] = field(default_factory=list)
    goals: list[GoalRow] = field(default_factory=list)
    scoring: list[ScoringRow] = field(default_factory=list)
    caps: list[CapRow] = field(default_factory=list)
    windows: list[WindowRow] = field(default_factory=list)
    code: list[CodeRow] = field(default_factory=list)
    recents: list[RecentRow] = field(default_factory=list)
    intervals: list[IntervalRow] = field(default_factory=list)
    number_tests: list[NumberTestRow] = field(default_factory=list)
    event_tests: list[EventTestRow] = field(default_factory=list)
    score_tests: list[ScoreTestRow] = field(default_factory=list)
    sequences: list[SequenceRow] = field(default_factory=list)
    message_tests: list[MessageTestRow] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    span_index: Index[SpanRow] = field(default_factory=Index)
    zone_names: Index[ZoneName] = field(default_factory=Index)
    selector_index: Index[Selector] = field(default_factory=Index)
    attribute_tests: Index[AttributeTest] = field(default_factory=Index)
    entry_tests: Index[EntryTest] = field(default_factory=Index)
    customer_moments: Index[str] = field(default_factory=Index)
    event_moments: Index[str] = field(default_factory=Index)
    event_columns: Index[EventColumn] = field(default_factory=Index)
    scores: Index[str] = field(default_factory=Index)
    lists: Index[str] = field(default_factory=Index)
    messages: Index[str] = field(default_factory=Index)

    @property
    def spans(self) -> list[SpanRow]:
        """The durations."""
        return self.span_index.rows

    def span(self, duration: Duration | None) -> int:
        """The row of a duration; -1 for none."""
        if duration is None:
            return NONE
        return self.span_index.place(SpanRow(duration.months, duration.days, duration.time_us))

    def selector(self, event: str, where: Where = ()) -> int:
        """The row of a selector."""
        return self.selector_index.place(Selector(event, where))

    def zone(self, name: str) -> int:
        """The row of a zone, written when it is new; KeyError if there is no such zone."""
        known = len(self.zone_names)
        zone = read_zone(name)
        place = self.zone_names.place(ZoneName(name))
        if place == known:
            first = len(self.transitions)
            self.zones.append(ZoneRow(first, len(zone.at), zone.first_offset, len(self.zone_index)))
            self.zone_index.extend(zone_index(zone.at, first))
            rows = zip(zone.at.tolist(), zone.wall.tolist(), zone.offset.tolist(), strict=True)
            self.transitions.extend(TransitionRow(*row) for row in rows)
        return place


def weekday_bits(weekdays: tuple[Weekday, ...] | None) -> int:
    """Weekdays as bits, Monday first; all of them for none."""
    return sum(1 << WEEKDAYS.index(day) for day in set(weekdays or WEEKDAYS))
