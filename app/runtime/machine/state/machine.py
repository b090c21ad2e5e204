"""The machine: everything the kernel reads and writes, in one place."""

from __future__ import annotations

from typing import Any, ClassVar, get_args, get_type_hints

from app.runtime.machine.state import customer_state
from app.runtime.program import calendar, conditions
from app.runtime.program import nodes as node_rows
from app.runtime.program import settings as setting_rows
from app.runtime.program.row_layout import Flag, Float, Int, Int32, Rows


class Machine:
    """A program, the recorded events, the state of one customer, and the tables of the run.

    Tables of several columns that hold plain numbers are one array, column after column for events (`event_…`,
    `entry_bits`) and row after row otherwise.
    """

    # The program.
    settings: Rows[setting_rows.SettingsRow]
    scenarios: Rows[setting_rows.ScenarioRow]
    nodes: Rows[node_rows.NodeRow]
    ports: Rows[node_rows.PortRow]
    edges: Rows[Int]
    spans: Rows[calendar.SpanRow]
    zones: Rows[calendar.ZoneRow]
    transitions: Rows[calendar.TransitionRow]
    zone_index: Rows[Int32]
    waits: Rows[node_rows.WaitRow]
    waits_for: Rows[node_rows.WaitForRow]
    sends: Rows[node_rows.SendRow]
    responses: Rows[node_rows.ResponseRow]
    overrides: Rows[node_rows.OverrideRow]
    score_changes: Rows[node_rows.ScoreChangeRow]
    sets: Rows[node_rows.SetRow]
    fields: Rows[node_rows.FieldRow]
    values: Rows[node_rows.ValueRow]
    list_changes: Rows[node_rows.ListChangeRow]
    audiences: Rows[node_rows.AudienceRow]
    vouchers: Rows[node_rows.VoucherRow]
    pools: Rows[node_rows.PoolRow]
    recommends: Rows[node_rows.RecommendRow]
    model_months: Rows[Int]
    model_slots: Rows[Int32]
    model_firsts: Rows[Int32]
    model_begins: Rows[Int]
    model_sizes: Rows[Int32]
    model_products: Rows[Int32]
    product_categories: Rows[Int32]
    product_values: Rows[Int32]
    cases: Rows[Int]
    thresholds: Rows[Float]
    entries: Rows[node_rows.EntryRow]
    scheduled: Rows[node_rows.ScheduledRow]
    date_entries: Rows[node_rows.DateEntryRow]
    score_entries: Rows[node_rows.ScoreEntryRow]
    exit_rules: Rows[setting_rows.ExitRuleRow]
    goals: Rows[setting_rows.GoalRow]
    scoring: Rows[setting_rows.ScoringRow]
    half_lives: Rows[Int]
    caps: Rows[setting_rows.CapRow]
    windows: Rows[calendar.WindowRow]
    code: Rows[conditions.CodeRow]
    selectors: Rows[conditions.SelectorRow]
    drawn_clauses: Rows[conditions.DrawnRow]
    drawn_entries: Rows[conditions.DrawnRow]
    recents: Rows[conditions.RecentRow]
    intervals: Rows[conditions.IntervalRow]
    number_tests: Rows[conditions.NumberTestRow]
    attribute_tests: Rows[conditions.AttributeTestRow]
    value_bits: Rows[Flag]
    moment_columns: Rows[conditions.MomentsRow]
    number_columns: Rows[conditions.NumbersRow]
    event_tests: Rows[conditions.EventTestRow]
    score_tests: Rows[conditions.ScoreTestRow]
    sequences: Rows[conditions.SequenceRow]
    steps: Rows[Int]
    message_tests: Rows[conditions.MessageTestRow]
    # Customers and events, as the program sees them.
    customers: Rows[setting_rows.CustomerRow]
    attribute_bits: Rows[Flag]
    customer_moments: Rows[Int]
    list_bits: Rows[Flag]
    classes: Rows[setting_rows.ClassRow]
    class_selects: Rows[Flag]
    event_at: Rows[Int]
    event_class: Rows[Int32]
    event_keys: Rows[Int32]
    event_numbers: Rows[Float]
    event_moments: Rows[Int]
    event_values: Rows[Int32]
    event_products: Rows[Int32]
    entry_bits: Rows[Flag]
    drawn_properties: Rows[Int]
    # One customer.
    state: Rows[customer_state.StateRow]
    instances: Rows[customer_state.InstanceRow]
    sleepers: Rows[customer_state.SleeperRow]
    timers: Rows[customer_state.TimerRow]
    waiters: Rows[customer_state.WaiterRow]
    pending: Rows[customer_state.PendingRow]
    log: Rows[customer_state.LogRow]
    sent: Rows[customer_state.SentRow]
    rises: Rows[customer_state.RiseRow]
    reactions: Rows[customer_state.ReactionRow]
    agenda: Rows[customer_state.TimerRow]
    forks: Rows[customer_state.ForkRow]
    scores: Rows[Float]
    scored_at: Rows[Int]
    points_given: Rows[Flag]
    profile: Rows[Int]
    profile_numbers: Rows[Float]
    lists: Rows[Flag]
    claims: Rows[Int]
    claimed_at: Rows[Int]
    date_next: Rows[Int]
    date_fired: Rows[Int]
    score_fired: Rows[Int]
    scenario_instances: Rows[Int]
    node_visits: Rows[Int]
    message_states: Rows[Int]
    goal_deadlines: Rows[Int]
    seen: Rows[Int]
    choosers: Rows[customer_state.ChooserRow]
    bought: Rows[Int]
    chain: Rows[Int]
    hours: Rows[Int]
    # The tables of the run, how many rows of each are written and belong to customers played, and counts of them (those
    # of several replications by place, see `replicating`).
    written: Rows[Int]
    finished: Rows[Int]
    instance_records: Rows[customer_state.InstanceRecord]
    visit_records: Rows[customer_state.VisitRecord]
    message_records: Rows[customer_state.MessageRecord]
    conversion_records: Rows[customer_state.ConversionRecord]
    score_records: Rows[customer_state.ScoreRecord]
    action_records: Rows[customer_state.ActionRecord]
    recommendation_records: Rows[customer_state.RecommendationRecord]
    run_tally: Rows[customer_state.RunTally]
    node_tally: Rows[customer_state.NodeTally]
    port_tally: Rows[Int]
    outcome_tally: Rows[Int]
    goal_tally: Rows[customer_state.GoalTally]
    goal_sums: Rows[Int]
    # The caller's.
    cancelled: Rows[Flag]
    done: Rows[Int]

    ELEMENTS: ClassVar[dict[str, Any]]

    def __init__(self, *tables: Any) -> None:
        """Take the tables in the order of the fields above; a witness (see `witness`) may be set afterwards."""
        self.witness: Any = None
        for name, table in zip(self.ELEMENTS, tables, strict=True):
            setattr(self, name, table)


Machine.ELEMENTS = {
    name: get_args(hint)[0]
    for name, hint in get_type_hints(Machine, include_extras=True).items()
    if hint != ClassVar[dict[str, Any]]
}
