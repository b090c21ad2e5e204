"""What the machine keeps of the customer it plays, and the tables it writes.

All of it is allocated once and used again for each customer; the machine itself allocates nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.runtime.records import Float, Int, Int32


@dataclass(slots=True)
class StateRow:
    """The one customer being played, and how much of each table is in use."""

    customer: Int
    zone: Int
    now: Int
    next_event: Int
    end_event: Int
    next_scheduled: Int
    unsubscribed: Int
    serial: Int
    shortage: Int
    first_live: Int
    last_live: Int
    first_open: Int
    last_open: Int
    free_sleeper: Int
    stamp: Int
    instance_size: Int
    sleeper_size: Int
    timer_size: Int
    waiter_size: Int
    pending_size: Int
    log_size: Int
    sent_size: Int
    instances_written: Int
    visits_written: Int
    messages_written: Int
    conversions_written: Int
    scores_written: Int


@dataclass(slots=True)
class InstanceRow:
    """One pass of the customer through the scenario.

    `mark` is the length of the history at entry, `event` the row of the entry event, `pending_rule` the exit rule that
    has fired and has yet to act. Live instances form a list from oldest to newest, as do those with an open goal.
    """

    number: Int
    live: Int
    entered_at: Int
    mark: Int
    event: Int
    key: Int
    tokens: Int
    visits: Int
    pending_rule: Int
    table_row: Int
    older: Int
    newer: Int
    next_open: Int


@dataclass(slots=True)
class SleeperRow:
    """A token that has blocked: where, since which visit and length of the history, and until when.

    `serial` orders tokens by when they began to wait and is 0 while the row is free; `next_free` chains free rows.
    """

    serial: Int
    instance: Int
    node: Int
    visit: Int
    mark: Int
    wake_at: Int
    awaits: Int
    next_free: Int


@dataclass(slots=True)
class TimerRow:
    """An entry of the heap of wake-ups; it is stale when the sleeper's serial is another."""

    at: Int
    serial: Int
    sleeper: Int


@dataclass(slots=True)
class WaiterRow:
    """A sleeper that an event may wake, in order of serial; stale like a timer."""

    serial: Int
    sleeper: Int


@dataclass(slots=True)
class PendingRow:
    """A token made at a fan-out that has not started yet."""

    instance: Int
    node: Int


@dataclass(slots=True)
class LogRow:
    """An applied event of the history: when, and its row among the events."""

    at: Int
    event: Int


@dataclass(slots=True)
class SentRow:
    """A marketing message sent, as caps count them."""

    at: Int
    channel: Int


@dataclass(slots=True)
class InstanceRecord:
    """A row of the table `instances`; `detail` is a rule or a node by `reason`."""

    customer: Int32
    instance: Int32
    entry: Int32
    reason: Int32
    detail: Int32
    control: Int32
    entered_at: Int
    ended_at: Int


@dataclass(slots=True)
class VisitRecord:
    """A row of the table `visits`; `port` is a row of the program's ports, or how the visit stayed without one."""

    customer: Int32
    instance: Int32
    visit: Int32
    node: Int32
    port: Int32
    arrived_at: Int
    left_at: Int


@dataclass(slots=True)
class MessageRecord:
    """A row of the table `messages`."""

    customer: Int32
    instance: Int32
    visit: Int32
    node: Int32
    outcome: Int32
    at: Int
    cost: Float


@dataclass(slots=True)
class ConversionRecord:
    """A row of the table `conversions`; the value is NaN where there is none."""

    customer: Int32
    instance: Int32
    goal: Int32
    at: Int
    value: Float


@dataclass(slots=True)
class ScoreRecord:
    """A row of the table `scores`."""

    customer: Int32
    score: Int32
    at: Int
    delta: Float
    total: Float
