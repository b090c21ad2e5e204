"""Settings, classes of events and customers as rows."""

from __future__ import annotations

from dataclasses import dataclass

from app.runtime.program.row_layout import Flag, Float, Hash, Int


@dataclass(slots=True)
class ScenarioRow:
    """One scenario's settings: its rules, goals, caps and windows are runs of rows, `key` a column of `event_keys`.

    `control` is the share held out, drawn with `luck`.
    """

    zone: Int
    start: Int
    end: Int
    reentry: Int
    cooldown: Int
    key: Int
    exit_timing: Int
    condition_rules: Flag
    first_rule: Int
    rules: Int
    first_goal: Int
    goals: Int
    first_cap: Int
    caps: Int
    first_window: Int
    windows: Int
    on_quiet: Int
    exits_on_cap: Flag
    control: Float
    luck: Hash


@dataclass(slots=True)
class SettingsRow:
    """What holds for the whole run, and the widths of the tables that are kept as one array.

    Rows of events from `first_drawn` to before `no_event` are modelled conversions. `replication` is 0 in a replay, in
    which nobody reacts, and `replications` how many are played from that one on. `reactions_matter` where something may
    look at what has become of a message. `condition_points` is the number of scoring rules that have a condition.
    `counts_only`: nobody asks for the rows of the run's tables.
    """

    until: Int
    data_end: Int
    condition_rules: Flag
    condition_points: Int
    event_rows: Int
    first_drawn: Int
    no_event: Int
    selectors: Int
    attribute_tests: Int
    moment_columns: Int
    lists: Int
    suppression: Int
    messages: Int
    goals: Int
    replication: Hash
    replications: Int
    reactions_matter: Flag
    counts_only: Flag = 0


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
    """Adds to a score at an event (`selector`), or once when a condition first holds; one of the two is -1."""

    scenario: Int
    selector: Int
    condition: Int
    score: Int
    amount: Float


@dataclass(slots=True)
class CapRow:
    """At most `most` marketing messages on the channels in the last span."""

    channels: Int
    most: Int
    per: Int


@dataclass(slots=True)
class ClassRow:
    """What there is to do for the events of one class; two events of a class look the same to the scenarios."""

    remembered: Flag
    scores: Flag
    converts: Flag
    exits: Flag
    wakes: Flag
    enters: Flag
    unsubscribes: Int


@dataclass(slots=True)
class CustomerRow:
    """A customer: events, zone (-1: the scenario's), the channels (bits) with an address, and those agreed to."""

    first_event: Int
    end_event: Int
    zone: Int
    addresses: Int
    consents: Int
    luck: Hash
