"""A program while it is being compiled."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import astuple, dataclass, field, is_dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from app.nodes.conditions import AttributeTest, EntryTest, Where
from app.nodes.durations import Duration
from app.nodes.instructions import Recommend, SetAttribute, TakeVoucher
from app.nodes.times import WEEKDAYS, Weekday
from app.runtime.compiler.events import Drawn
from app.runtime.machine.arithmetic.clock import zone_index
from app.runtime.program.calendar import SpanRow, TransitionRow, WindowRow, ZoneRow
from app.runtime.program.conditions import (
    CodeRow,
    EventTestRow,
    IntervalRow,
    MessageTestRow,
    NumberTestRow,
    RecentRow,
    ScoreTestRow,
    SequenceRow,
)
from app.runtime.program.nodes import (
    AudienceRow,
    DateEntryRow,
    EntryRow,
    ListChangeRow,
    NodeRow,
    OverrideRow,
    PoolRow,
    PortRow,
    RecommendRow,
    ResponseRow,
    ScheduledRow,
    ScoreChangeRow,
    ScoreEntryRow,
    SendRow,
    WaitForRow,
    WaitRow,
)
from app.runtime.program.opcodes import NONE
from app.runtime.program.settings import CapRow, ExitRuleRow, GoalRow, ScenarioRow, ScoringRow
from app.runtime.program.zones import read_zone

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
    """Events by name and `where`, as a scenario (by number) sees them."""

    event: str
    where: Where
    scenario: int


@dataclass(frozen=True, slots=True)
class Zoned(Generic[T]):
    """Something that depends on the zone of customers who have none, which is a scenario's: a row of the zones."""

    of: T
    zone: int


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
    """The tables of a program, growing, scenario by scenario.

    The fields up to `steps` become tables of the machine as they are. The others name what the tables refer to: columns
    of the dataset, selected events, scores, lists and messages, each by its place. `scenario` is the one that is being
    compiled, `fallback` the zone it gives to customers who have none; messages are those of that scenario. `half_lives`
    are microseconds by score, as the first scenario says that does. `bought` is the event that says what was bought.
    """

    scenarios: list[ScenarioRow] = field(default_factory=list)
    nodes: list[NodeRow] = field(default_factory=list)
    ports: list[PortRow] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    zones: list[ZoneRow] = field(default_factory=list)
    transitions: list[TransitionRow] = field(default_factory=list)
    zone_index: list[int] = field(default_factory=list)
    waits: list[WaitRow] = field(default_factory=list)
    waits_for: list[WaitForRow] = field(default_factory=list)
    sends: list[SendRow] = field(default_factory=list)
    responses: list[ResponseRow] = field(default_factory=list)
    overrides: list[OverrideRow] = field(default_factory=list)
    score_changes: list[ScoreChangeRow] = field(default_factory=list)
    list_changes: list[ListChangeRow] = field(default_factory=list)
    audiences: list[AudienceRow] = field(default_factory=list)
    pools: list[PoolRow] = field(default_factory=list)
    recommends: list[RecommendRow] = field(default_factory=list)
    cases: list[int] = field(default_factory=list)
    thresholds: list[float] = field(default_factory=list)
    entries: list[EntryRow] = field(default_factory=list)
    scheduled: list[ScheduledRow] = field(default_factory=list)
    date_entries: list[DateEntryRow] = field(default_factory=list)
    score_entries: list[ScoreEntryRow] = field(default_factory=list)
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
    attribute_tests: Index[Zoned[AttributeTest]] = field(default_factory=Index)
    entry_tests: Index[Zoned[EntryTest]] = field(default_factory=Index)
    customer_moments: Index[Zoned[str]] = field(default_factory=Index)
    event_moments: Index[Zoned[str]] = field(default_factory=Index)
    event_columns: Index[EventColumn] = field(default_factory=Index)
    event_keys: Index[str] = field(default_factory=Index)
    pool_names: Index[str] = field(default_factory=Index)
    scores: Index[str] = field(default_factory=Index)
    lists: Index[str] = field(default_factory=Index)
    messages: Index[str] = field(default_factory=Index)
    drawn: list[Drawn] = field(default_factory=list)
    half_lives: dict[str, int] = field(default_factory=dict)
    setters: list[SetAttribute] = field(default_factory=list)
    takers: list[TakeVoucher] = field(default_factory=list)
    recommenders: list[Recommend] = field(default_factory=list)
    bought: str = ""
    scenario: int = 0
    fallback: int = 0
    most_messages: int = 0

    def begin_scenario(self, zone: str) -> None:
        """Go on to the next scenario, whose customers without a zone are in this one."""
        self.scenario = len(self.scenarios)
        self.fallback = self.zone(zone)
        self.messages = Index()

    def zoned(self, of: T) -> Zoned[T]:
        """Something as the scenario being compiled sees it."""
        return Zoned(of, self.fallback)

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
        return self.selector_index.place(Selector(event, where, self.scenario))

    def zone(self, name: str) -> int:
        """The row of a zone, written when it is new; KeyError if there is no such zone."""
        known = len(self.zone_names)
        zone = read_zone(name)
        place = self.zone_names.place(ZoneName(name))
        if place == known:
            first = len(self.transitions)
            self.zones.append(ZoneRow(first, len(zone.at), zone.first_offset, len(self.zone_index)))
            self.zone_index.extend(zone_index(zone.at, first))
            self.transitions.extend(_transitions(name))
        return place


@cache
def _transitions(zone_name: str) -> tuple[TransitionRow, ...]:
    zone = read_zone(zone_name)
    rows = zip(zone.at.tolist(), zone.wall.tolist(), zone.offset.tolist(), strict=True)
    return tuple(TransitionRow(*row) for row in rows)


def weekday_bits(weekdays: tuple[Weekday, ...] | None) -> int:
    """Weekdays as bits, Monday first; all of them for none."""
    return sum(1 << WEEKDAYS.index(day) for day in set(weekdays or WEEKDAYS))
