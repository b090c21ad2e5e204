"""Nodes, ports and what each operation needs, as rows."""

from __future__ import annotations

from dataclasses import dataclass

from app.runtime.program.row_layout import Flag, Float, Hash, Int


@dataclass(slots=True)
class NodeRow:
    """A node: its scenario, what it does (`opcodes`), the rows of that operation's table, its first port, its luck."""

    scenario: Int
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
class WaitRow:
    """A wait: a span, then until (`opcodes.UNTIL_…`) an instant or wall clock `moment`, a time of day, or an attribute.

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
    """A message: its channel as a bit, its place among its scenario's messages, how people react to it.

    `asks_consent` and `holds_out` are rules that its channel obeys: consent, and the control group.
    `note` is the row of the event that a decision leaves in the history, by outcome; behind those are its reactions.
    """

    channel: Int
    marketing: Flag
    asks_consent: Flag
    holds_out: Flag
    message: Int
    note: Int
    response: Int
    cost: Float


@dataclass(slots=True)
class ResponseRow:
    """How people react: rates, and lognormal delays (median in microseconds, sigma) and values.

    `conversion` is the row of the event that a click may lead to, `fatigue` the span in which messages tire.
    """

    deliver: Float
    open: Float
    click: Float
    unsubscribe: Float
    convert: Float
    open_median: Float
    open_sigma: Float
    click_median: Float
    click_sigma: Float
    convert_median: Float
    convert_sigma: Float
    value_median: Float
    value_sigma: Float
    per_message: Float
    conversion: Int
    fatigue: Int
    first: Int
    size: Int


@dataclass(slots=True)
class OverrideRow:
    """Other rates where a condition holds; NaN leaves a rate as it is."""

    condition: Int
    deliver: Float
    open: Float
    click: Float
    unsubscribe: Float


@dataclass(slots=True)
class ScoreChangeRow:
    """Adds to a score, or replaces it."""

    score: Int
    amount: Float
    replaces: Flag


@dataclass(slots=True)
class SetRow:
    """Writes a value into a field: a row of `values`, or that of the entry event in a column of `event_values`.

    `property` is the one that is copied, as far as modelled events draw it.
    """

    field: Int
    value: Int
    column: Int
    property: Int


@dataclass(slots=True)
class FieldRow:
    """An attribute that a scenario writes: the channels (bits) whose address or consent it is."""

    first: Int
    addresses: Int
    consents: Int


@dataclass(slots=True)
class ValueRow:
    """A value that may be written: as an instant or, `is_wall`, a wall clock, and what it means for a role."""

    moment: Int
    is_wall: Flag
    filled: Flag
    agrees: Flag


@dataclass(slots=True)
class ListChangeRow:
    """Puts the customer on a list, or off it."""

    list: Int
    adds: Flag


@dataclass(slots=True)
class AudienceRow:
    """Puts the customer into an audience, or out: its list, and the channels (bits) of which one has to reach her.

    Without a channel anybody is reached.
    """

    list: Int
    adds: Flag
    addresses: Int


@dataclass(slots=True)
class VoucherRow:
    """Takes a code of a pool into a field: `value` stands for any code."""

    pool: Int
    field: Int
    value: Int


@dataclass(slots=True)
class PoolRow:
    """Up to which claim a pool has codes: by instant, customer, and that customer's number of claims then."""

    at: Int
    customer: Int
    claims: Int


@dataclass(slots=True)
class RecommendRow:
    """Chooses products: what it asks for, and where its model lies in the tables of all models (see `recommending`).

    `selector` selects the events that say what the customer did. `months` and `month_count` are rows of
    `model_months`, `slots` the first of the products in `model_slots`, `popular` the slot of what is popular,
    `places` the first slot in `model_begins` and the like, `rows` the first in `model_products`. `values` is the first
    product in `product_values`: what is written into the `field`.
    """

    selector: Int
    basis: Int
    count: Int
    excludes: Flag
    categories: Int
    months: Int
    month_count: Int
    slots: Int
    popular: Int
    places: Int
    rows: Int
    products: Int
    field: Int
    values: Int


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
class DateEntryRow:
    """An entry at a date of the profile (`moments`), moved by a span's calendar part, at a time of day.

    Occurrences lie from `start` to before `end`.
    """

    node: Int
    condition: Int
    moments: Int
    offset: Int
    clock: Int
    yearly: Flag
    start: Int
    end: Int


@dataclass(slots=True)
class ScoreEntryRow:
    """An entry by a score that rises to `reaches`."""

    node: Int
    condition: Int
    score: Int
    reaches: Float
