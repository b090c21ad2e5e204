"""The scenario as flat tables: what the compiler writes and the machine reads, and never changes.

Fields that name a row of another table are called after it; `first` and `size` name a run of rows. -1 is none.
Instants and lengths are microseconds, instants UTC.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.runtime.records import Flag, Float, Hash, Int


@dataclass(slots=True)
class NodeRow:
    """A node: what it does (`codes`), the rows of that operation's own table, its first port, and its own luck."""

    op: Int
    first: Int
    size: Int
    port: Int
    luck: Hash


@dataclass(slots=True)
class PortRow:
    """An output: its edges, and whether a last token that ends there was filtered out."""

    first: Int
    size: Int
    filtered: Flag


@dataclass(slots=True)
class SpanRow:
    """A duration: months and days by the calendar, then absolute time."""

    months: Int
    days: Int
    time_us: Int


@dataclass(slots=True)
class ZoneRow:
    """A time zone: its transitions, the offset before the first, and its rows of `zone_index` (see `clock`)."""

    first: Int
    size: Int
    offset: Int
    index: Int


@dataclass(slots=True)
class TransitionRow:
    """From `at` on, local time is `offset` ahead of UTC; wall clocks from `wall` on are read with it."""

    at: Int
    wall: Int
    offset: Int


@dataclass(slots=True)
class WaitRow:
    """A wait: a span, then until (`codes.UNTIL_…`) an instant or wall clock `moment`, a time of day, or an attribute.

    `attribute` is a column of `customer_moments`, `selector` selects the events of a best time.
    """

    span: Int
    until: Int
    moment: Int
    clock: Int
    weekdays: Int
    attribute: Int
    offset: Int
    selector: Int
    exit_if_past: Flag
    exit_if_missing: Flag


@dataclass(slots=True)
class WaitForRow:
    """A wait for an event (`selector`) or for one of the `states` of a message, at most for a span."""

    selector: Int
    match_key: Flag
    message: Int
    states: Int
    timeout: Int


@dataclass(slots=True)
class SendRow:
    """A message: its channel as a bit, and the row of the event that a decision leaves in the history, by outcome."""

    channel: Int
    marketing: Flag
    message: Int
    note: Int
    cost: Float


@dataclass(slots=True)
class ScoreChangeRow:
    """Adds to a score, or replaces it."""

    score: Int
    amount: Float
    replaces: Flag


@dataclass(slots=True)
class EntryRow:
    """An entry by event: the node, whom the events it enters on are selected by, and a condition (-1: always)."""

    node: Int
    selector: Int
    condition: Int


@dataclass(slots=True)
class ScheduledRow:
    """One occurrence of an audience entry, for every customer; in order of instant, then document."""

    at: Int
    node: Int
    condition: Int


@dataclass(slots=True)
class ExitRuleRow:
    """Ends an instance at an event (`selector`), or when a condition holds; one of the two is -1."""

    selector: Int
    match_key: Flag
    condition: Int


@dataclass(slots=True)
class GoalRow:
    """A conversion: `value` is a column of `event_numbers`."""

    selector: Int
    match_key: Flag
    within: Int
    value: Int


@dataclass(slots=True)
class ScoringRow:
    """Adds to a score at an event."""

    selector: Int
    score: Int
    amount: Float


@dataclass(slots=True)
class CapRow:
    """At most `most` marketing messages on the channels in the last span."""

    channels: Int
    most: Int
    per: Int


@dataclass(slots=True)
class WindowRow:
    """A window of the local clock, in microseconds since midnight; bit 0 of `weekdays` is Monday."""

    begin: Int
    end: Int
    weekdays: Int
    channels: Int


@dataclass(slots=True)
class CodeRow:
    """A step of a condition's code: the operation, and a row of its table or the step to jump to."""

    op: Int
    operand: Int


@dataclass(slots=True)
class SelectorRow:
    """Events by name and `where`, settled in `class_selects` but for the clauses that depend on now."""

    first: Int
    size: Int


@dataclass(slots=True)
class RecentRow:
    """`in_last` or, `ahead`, `in_next`: a column of moments that has to lie within a span of now."""

    column: Int
    span: Int
    ahead: Flag


@dataclass(slots=True)
class IntervalRow:
    """The numbers from `low` to `high`, both included."""

    low: Float
    high: Float


@dataclass(slots=True)
class NumberTestRow:
    """Holds for numbers in one of the intervals, or, `negated`, for all others and the missing one.

    A count that has reached `enough` holds or fails whatever comes on top.
    """

    first: Int
    size: Int
    negated: Flag
    enough: Float


@dataclass(slots=True)
class EventTestRow:
    """What the customer did: a measure over selected events of the history, tested as a number."""

    selector: Int
    since: Int
    within: Int
    match_key: Flag
    measure: Int
    column: Int
    number_test: Int


@dataclass(slots=True)
class ScoreTestRow:
    """A score tested as a number."""

    score: Int
    number_test: Int


@dataclass(slots=True)
class SequenceRow:
    """Selectors (`first`, `size` in `steps`) that events match one after another."""

    first: Int
    size: Int
    since: Int
    within: Int


@dataclass(slots=True)
class MessageTestRow:
    """One of the `states` (bits) holds of the instance's message."""

    message: Int
    states: Int


@dataclass(slots=True)
class ClassRow:
    """What there is to do for the events of one class; two events of a class look the same to the scenario."""

    remembered: Flag
    scores: Flag
    converts: Flag
    exits: Flag
    wakes: Flag
    enters: Flag
    unsubscribes: Int


@dataclass(slots=True)
class CustomerRow:
    """A customer: her events, her zone, on which channels (bits) she has an address and has agreed, and her luck."""

    first_event: Int
    end_event: Int
    zone: Int
    addresses: Int
    consents: Int
    control: Flag
    suppressed: Flag
    luck: Hash


@dataclass(slots=True)
class SettingsRow:
    """The scenario's settings, and the widths of the tables that are kept as one array."""

    start: Int
    end: Int
    until: Int
    reentry: Int
    cooldown: Int
    keyed: Flag
    exit_timing: Int
    condition_rules: Flag
    quiet_windows: Int
    on_quiet: Int
    exits_on_cap: Flag
    event_rows: Int
    no_event: Int
    selectors: Int
    attribute_tests: Int
    moment_columns: Int
    lists: Int
    messages: Int
    goals: Int
    replication: Hash
