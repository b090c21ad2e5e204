"""What the machine keeps of the customer it plays, and the tables it writes.

All of it is allocated once and used again for each customer; the machine itself allocates nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.runtime.program.row_layout import Float, Hash, Int, Int32


@dataclass(slots=True)
class StateRow:
    """The one customer being played, and how much of each table is in use.

    `scenario` is the one whose node or rule is at work, `zone` the customer's as that scenario sees it. Its wall clock
    runs evenly, `offset` ahead of UTC, from `even_from` to before `even_to`. `value` is what the event being applied
    has drawn (NaN for a recorded one), `reaction` its row if it is a reaction to a message. `turn` is the number of the
    visit at work among the customer's visits to that node. `refused` is 1 once an entry has been refused because the
    customer has as many instances of its scenario as there may be; `unmodelled` counts reactions that were left out.

    `points_left` counts the scoring rules with a condition that have given the customer nothing yet, `has_begun` is 1
    once they have been tested before the first event.

    `replication` is the one at work, 0 for a replay; `common` is 1 while what all have in common is played (see
    `replicating`). `resumed` is 0, or 1 more than the number of replications of the customer that have been counted.
    """

    customer: Int
    scenario: Int
    zone: Int
    even_from: Int
    even_to: Int
    offset: Int
    now: Int
    next_event: Int
    end_event: Int
    next_scheduled: Int
    addresses: Int
    consents: Int
    unsubscribed: Int
    points_left: Int
    has_begun: Int
    serial: Int
    value: Float
    reaction: Int
    turn: Int
    refused: Int
    unmodelled: Int
    replication: Hash
    common: Int
    resumed: Int
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
    rise_size: Int
    reaction_size: Int
    agenda_size: Int
    fork_size: Int


@dataclass(slots=True)
class InstanceRow:
    """One pass of the customer through the scenario.

    `mark` is the length of the history at entry, `event` the row of the entry event and `value` what it drew,
    `pending_rule` the exit rule that has fired and has yet to act. Live instances form a list from oldest to newest, as
    do those with an open goal.
    """

    number: Int
    scenario: Int
    live: Int
    entered_at: Int
    mark: Int
    event: Int
    value: Float
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
    """A token that has blocked: where, since which visit (its `turn`) and length of the history, and until when.

    `serial` orders tokens by when they began to wait and is 0 while the row is free; `next_free` chains free rows.
    """

    serial: Int
    instance: Int
    node: Int
    visit: Int
    mark: Int
    turn: Int
    wake_at: Int
    awaits: Int
    next_free: Int


@dataclass(slots=True)
class TimerRow:
    """An entry of a heap: a sleeper to wake, which is stale when its serial is another, or a reaction that is due."""

    at: Int
    serial: Int
    item: Int


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
    """An applied event of the history: when, its row among the events, and what it drew."""

    at: Int
    event: Int
    value: Float


@dataclass(slots=True)
class SentRow:
    """A message sent: marketing as caps count it, received as it tires the customer."""

    at: Int
    channel: Int
    marketing: Int
    received: Int


@dataclass(slots=True)
class RiseRow:
    """A score that has risen."""

    score: Int
    before: Float
    total: Float


@dataclass(slots=True)
class ReactionRow:
    """A reaction to a message of an instance: its event, the state (bit) it brings about, its row of `messages`.

    A conversion brings about no state.
    """

    instance: Int
    message: Int
    channel: Int
    event: Int
    state: Int
    record: Int
    value: Float


@dataclass(slots=True)
class ForkRow:
    """Where replications may part: a message that was sent, or a split that draws for each visit, in order of time.

    `luck` is the chain of hashes (see `draws`) of customer and node. Of a split: the `port` (by place) taken. Of a
    message: its row of `responses` (-1: nobody reacts), the rates that apply, the first fork of the window in which
    messages tire, and the reactions (bits) that `matters`: because of one of them a replication goes its own way.
    `drawn` is what the replication at work has drawn, `received` whether the message is one that tires.
    """

    at: Int
    node: Int
    turn: Int
    luck: Hash
    port: Int
    response: Int
    first_recent: Int
    matters: Int
    drawn: Int
    received: Int
    deliver: Float
    open: Float
    click: Float
    unsubscribe: Float


@dataclass(slots=True)
class ChooserRow:
    """How far a node that recommends has come with the customer.

    Of the history it has `read` so many events, the last on a product was on `anchor` (-1: none has been), and the
    products of all of them bear the `stamp` in `bought`. `month` is the last of its tables that was known (-1: none).
    """

    read: Int
    anchor: Int
    month: Int
    stamp: Int


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
    """A row of the table `messages`; the instants of what never happened are the least integer."""

    customer: Int32
    instance: Int32
    visit: Int32
    node: Int32
    outcome: Int32
    at: Int
    delivered_at: Int
    bounced_at: Int
    opened_at: Int
    clicked_at: Int
    unsubscribed_at: Int
    cost: Float


@dataclass(slots=True)
class ConversionRecord:
    """A row of the table `conversions`; the value is NaN where there is none."""

    customer: Int32
    instance: Int32
    goal: Int32
    observed: Int32
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


@dataclass(slots=True)
class ActionRecord:
    """A row of the tables `tasks`, `webhooks`, `vouchers` or `audiences`, by its node.

    `result` is when a task is due (the least integer for never), whether there was a voucher, or what was decided.
    """

    customer: Int32
    instance: Int32
    visit: Int32
    node: Int32
    at: Int
    result: Int


@dataclass(slots=True)
class RecommendationRecord:
    """A row of the table `recommendations`: what was chosen is the `nth` of the list at a place of `model_begins`.

    `anchor` is a product, -1 for none.
    """

    customer: Int32
    instance: Int32
    visit: Int32
    node: Int32
    rank: Int32
    anchor: Int32
    place: Int32
    nth: Int32
    at: Int


@dataclass(slots=True)
class RunTally:
    """Counts of a run so far.

    `beyond` are instances that had not ended by the data's end, `unmodelled` reactions of customers who had reacted so
    often that the rest was left out, `refused` customers with as many instances of a scenario as there may be, who were
    refused another.
    """

    customers: Int
    instances: Int
    visits: Int
    beyond: Int
    unmodelled: Int
    refused: Int


@dataclass(slots=True)
class NodeTally:
    """Counts of a node: visits, those that still wait, and, of a message, the reactions to it."""

    arrived: Int
    waiting: Int
    delivered: Int
    bounced: Int
    opened: Int
    clicked: Int
    unsubscribed: Int


@dataclass(slots=True)
class GoalTally:
    """Counts of a goal: conversions, and customers with one; by modelled events; customers with an observed one.

    `last…` are the customers counted last, plus 1.
    """

    instances: Int
    customers: Int
    modelled: Int
    modelled_customers: Int
    observed_customers: Int
    last: Int
    last_modelled: Int
    last_observed: Int
