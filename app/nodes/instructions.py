"""The machine's instructions: what node kinds compile to, and all the runtime knows of them.

Each leaves by a port of its kind, told by its place: the names of ports are the kind's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.nodes.conditions import Condition, MessageOutcome, Where
from app.nodes.durations import Duration
from app.nodes.response import Response
from app.nodes.times import Moment, TimeOfDay, Weekday

Constant = bool | int | float | str


@dataclass(frozen=True, slots=True)
class EnterOnEvent:
    """Start an instance when a matching event is applied; leaves by `out`."""

    event: str
    where: Where
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class Repeat:
    """Occurrence k is at first + k · every, in the scenario's zone; `until` is included, `count` counts the first."""

    every: Duration
    until: Moment | None
    count: int | None


@dataclass(frozen=True, slots=True)
class EnterAudience:
    """Start an instance for every customer for whom the condition holds at that instant; leaves by `out`."""

    condition: Condition | None
    at: Moment
    repeat: Repeat | None


@dataclass(frozen=True, slots=True)
class EnterOnDate:
    """Start an instance at a time of day of a date of the profile, moved by whole days; leaves by `out`."""

    attribute: str
    offset: Duration | None
    time: TimeOfDay
    yearly: bool
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class EnterOnScore:
    """Start an instance when the score rises from below `reaches` to it or above; leaves by `out`."""

    score: str
    reaches: float
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class Choose:
    """Leave by the port in the place of the first condition that holds, else by the last.

    `is_filter`: at the last port, left unconnected, a last token ends its instance as `filtered`.
    """

    conditions: tuple[Condition, ...]
    is_filter: bool


@dataclass(frozen=True, slots=True)
class UntilMoment:
    """Until a point in time; a local one is read in the customer's zone."""

    at: Moment


@dataclass(frozen=True, slots=True)
class UntilTime:
    """Until the next time the local clock shows `time`, on one of the weekdays if there are any."""

    time: TimeOfDay
    weekdays: tuple[Weekday, ...]


@dataclass(frozen=True, slots=True)
class UntilAttribute:
    """Until a date or instant of the profile; `time` sets the wall clock on its local date, then `offset` is added."""

    attribute: str
    time: TimeOfDay | None
    offset: Duration | None


@dataclass(frozen=True, slots=True)
class UntilBestTime:
    """Until the local hour in which the customer most often did `event` so far; `fallback` if never."""

    event: str
    fallback: TimeOfDay


Until = UntilMoment | UntilTime | UntilAttribute | UntilBestTime


@dataclass(frozen=True, slots=True)
class Wait:
    """Move now by `duration`, then on to `until`; leaves by `out`."""

    duration: Duration | None
    until: Until | None
    exit_if_past: bool
    exit_if_missing: bool


@dataclass(frozen=True, slots=True)
class WaitForEvent:
    """Leave by `happened` at a matching event applied after arrival and before the deadline, else by `timed_out`."""

    event: str
    where: Where
    match_key: bool
    timeout: Duration


@dataclass(frozen=True, slots=True)
class WaitForMessage:
    """Leave by `happened` when the instance's message reaches the state before the deadline, else by `timed_out`."""

    message: str
    state: MessageOutcome
    timeout: Duration


@dataclass(frozen=True, slots=True)
class Split:
    """Leave by a drawn port; thresholds are cumulative in order."""

    weights: tuple[float, ...]
    by_instance: bool


@dataclass(frozen=True, slots=True)
class Send:
    """Decide whether a message is sent; leaves by `out`, or skipped by `not_sent` where that is wired."""

    channel: str  # a key of the channels
    marketing: bool
    cost: float
    response: Response | None


@dataclass(frozen=True, slots=True)
class ChangeScore:
    """Add to the score, or set it; leaves by `out`."""

    score: str
    amount: float
    replaces: bool


@dataclass(frozen=True, slots=True)
class SetAttribute:
    """Write a constant, or a property of the entry event, into the profile; leaves by `out`. One of the two is None."""

    attribute: str
    value: Constant | None
    from_entry: str | None


@dataclass(frozen=True, slots=True)
class ChangeList:
    """Put the customer on a list, or take her off it; leaves by `out`."""

    list: str
    adds: bool


@dataclass(frozen=True, slots=True)
class ChangeAudience:
    """Add the customer to an ad platform's audience, or take her out.

    Leaves by `out`, or, not added, by `not_added` where that is wired.
    """

    platform: str  # a key of the platforms
    audience: str
    adds: bool


@dataclass(frozen=True, slots=True)
class CreateTask:
    """Write a to-do for somebody into the run's tables; leaves by `out`."""

    title: str
    assignee: str
    due: Duration | None


@dataclass(frozen=True, slots=True)
class CallWebhook:
    """Record a call that is never made; leaves by `out`."""

    name: str


@dataclass(frozen=True, slots=True)
class TakeVoucher:
    """Take the next free code of a pool into an attribute; leaves by `out`, or by `none_left`."""

    pool: str
    into: str


@dataclass(frozen=True, slots=True)
class Recommend:
    """Choose products, and write the first one's id into an attribute; leaves by `out`, or by `nothing_fits`.

    Without an event, that by which the dataset says what was bought. `within` is a length: a month is 30 days.
    """

    event: str | None
    basis: Literal["next", "together", "popular"]
    within: Duration
    overstock: float
    category: Literal["any", "same", "other"]
    exclude_bought: bool
    in_stock: bool
    min_support: int
    count: int
    into: str


@dataclass(frozen=True, slots=True)
class End:
    """End the whole instance."""

    reason: str


Instruction = (
    EnterOnEvent
    | EnterAudience
    | EnterOnDate
    | EnterOnScore
    | Choose
    | Wait
    | WaitForEvent
    | WaitForMessage
    | Split
    | Send
    | ChangeScore
    | SetAttribute
    | ChangeList
    | ChangeAudience
    | CreateTask
    | CallWebhook
    | TakeVoucher
    | Recommend
    | End
)
