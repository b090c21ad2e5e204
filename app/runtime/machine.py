"""The machine: everything the kernel reads and writes, in one place."""

from __future__ import annotations

from typing import Any, ClassVar, get_args, get_type_hints

from app.runtime import journeys, program
from app.runtime.records import Flag, Float, Int, Int32, Rows


class Machine:
    """A program, the recorded events, the state of one customer, and the tables of the run.

    Tables of several columns that hold plain numbers are one array, column after column for events (`event_numbers`,
    `event_moments`, `entry_bits`) and row after row otherwise.
    """

    # The program.
    settings: Rows[program.SettingsRow]
    nodes: Rows[program.NodeRow]
    ports: Rows[program.PortRow]
    edges: Rows[Int]
    spans: Rows[program.SpanRow]
    zones: Rows[program.ZoneRow]
    transitions: Rows[program.TransitionRow]
    zone_index: Rows[Int32]
    waits: Rows[program.WaitRow]
    waits_for: Rows[program.WaitForRow]
    sends: Rows[program.SendRow]
    score_changes: Rows[program.ScoreChangeRow]
    cases: Rows[Int]
    thresholds: Rows[Float]
    entries: Rows[program.EntryRow]
    scheduled: Rows[program.ScheduledRow]
    exit_rules: Rows[program.ExitRuleRow]
    goals: Rows[program.GoalRow]
    scoring: Rows[program.ScoringRow]
    caps: Rows[program.CapRow]
    windows: Rows[program.WindowRow]
    code: Rows[program.CodeRow]
    selectors: Rows[program.SelectorRow]
    recents: Rows[program.RecentRow]
    intervals: Rows[program.IntervalRow]
    number_tests: Rows[program.NumberTestRow]
    event_tests: Rows[program.EventTestRow]
    score_tests: Rows[program.ScoreTestRow]
    sequences: Rows[program.SequenceRow]
    steps: Rows[Int]
    message_tests: Rows[program.MessageTestRow]
    # The recorded events, as the program sees them.
    customers: Rows[program.CustomerRow]
    attribute_bits: Rows[Flag]
    customer_moments: Rows[Int]
    list_bits: Rows[Flag]
    classes: Rows[program.ClassRow]
    class_selects: Rows[Flag]
    event_at: Rows[Int]
    event_class: Rows[Int32]
    event_key: Rows[Int32]
    event_numbers: Rows[Float]
    event_moments: Rows[Int]
    entry_bits: Rows[Flag]
    # One customer.
    state: Rows[journeys.StateRow]
    instances: Rows[journeys.InstanceRow]
    sleepers: Rows[journeys.SleeperRow]
    timers: Rows[journeys.TimerRow]
    waiters: Rows[journeys.WaiterRow]
    pending: Rows[journeys.PendingRow]
    log: Rows[journeys.LogRow]
    sent: Rows[journeys.SentRow]
    scores: Rows[Float]
    node_visits: Rows[Int]
    message_states: Rows[Int]
    goal_deadlines: Rows[Int]
    seen: Rows[Int]
    chain: Rows[Int]
    hours: Rows[Int]
    # The tables of the run.
    instance_records: Rows[journeys.InstanceRecord]
    visit_records: Rows[journeys.VisitRecord]
    message_records: Rows[journeys.MessageRecord]
    conversion_records: Rows[journeys.ConversionRecord]
    score_records: Rows[journeys.ScoreRecord]
    # The caller's.
    cancelled: Rows[Flag]
    done: Rows[Int]

    ELEMENTS: ClassVar[dict[str, Any]]

    def __init__(self, *tables: Any) -> None:
        """Take the tables in the order of the fields above."""
        for name, table in zip(self.ELEMENTS, tables, strict=True):
            setattr(self, name, table)


Machine.ELEMENTS = {
    name: get_args(hint)[0]
    for name, hint in get_type_hints(Machine, include_extras=True).items()
    if hint != ClassVar[dict[str, Any]]
}
