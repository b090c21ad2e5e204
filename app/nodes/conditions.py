"""Conditions: the documents of scenario.md, section 4. The runtime says what they mean, `sentences` how they read."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictFloat, StrictInt, StrictStr, Tag

from app.nodes.document import Document, keyed, tag
from app.nodes.durations import DurationField
from app.nodes.times import TimeField, Weekday


def _value(value: object) -> object:
    items = value if isinstance(value, list | tuple) else (value,)
    for item in items:
        if not isinstance(item, bool | int | float | str) or (isinstance(item, float) and not math.isfinite(item)):
            raise ValueError("a value is a text, a number, true or false, or a list of these")
    return tuple(value) if isinstance(value, list) else value


Scalar = StrictBool | StrictInt | StrictFloat | StrictStr
Value = Annotated[Scalar | tuple[Scalar, ...], BeforeValidator(_value)]
Operator = Literal[
    "eq", "ne", "lt", "le", "gt", "ge", "in", "not_in", "between",
    "contains", "starts_with", "ends_with", "matches", "exists", "missing", "in_last", "in_next",
]  # fmt: skip
NumberOperator = Literal["eq", "ne", "lt", "le", "gt", "ge", "in", "not_in", "between", "exists", "missing"]
Since = Literal["ever", "entry", "arrival"]
Aggregate = Literal["count", "sum", "avg", "min", "max", "distinct", "days_since_last"]
MessageOutcome = Literal["sent", "skipped", "delivered", "opened", "clicked", "bounced", "unsubscribed"]


class PropertyTest(Document):
    """One clause of a `where`: a property of the event against a value."""

    property: str
    op: Operator
    value: Value | None = None
    ignore_case: bool = False


Where = tuple[PropertyTest, ...]


class All(Document):
    """Every condition holds; all of nothing is true."""

    all: tuple[Condition, ...]


class AnyOf(Document):
    """At least one condition holds; any of nothing is false."""

    any: tuple[Condition, ...]


class Not(Document):
    """The condition does not hold."""

    not_: Condition = Field(alias="not")


class AttributeTest(Document):
    """The customer's profile, as it is now."""

    attribute: str
    op: Operator
    value: Value | None = None
    ignore_case: bool = False


class EntryTest(Document):
    """A property of the entry event, frozen."""

    entry: str
    op: Operator
    value: Value | None = None
    ignore_case: bool = False


class ScoreTest(Document):
    """The customer's score against a number."""

    score: str
    op: NumberOperator
    value: Value | None = None


class InList(Document):
    """Membership of a list."""

    in_list: str


class InSegment(Document):
    """Being in a segment: what its condition was when it was last looked up, None before that."""

    segment: str
    condition: Condition | None = None


class NumberTest(Document):
    """A bare comparison of a number."""

    op: NumberOperator
    value: Value | None = None


class EventTest(Document):
    """How often, how much or how long ago the customer did something; without aggregate and count: at least once."""

    event: str
    where: Where = ()
    within: DurationField | None = None
    since: Since = "ever"
    match_key: bool = False
    count: NumberTest | None = None
    aggregate: Aggregate | None = None
    of: str | None = None
    op: NumberOperator | None = None
    value: Value | None = None


class MessageTest(Document):
    """What became of this instance's message at the named node."""

    message: str
    state: MessageOutcome


class Step(Document):
    """One step of a sequence."""

    event: str
    where: Where = ()


class Sequence(Document):
    """The steps occurred in this order, each by an event of its own, gaps allowed."""

    sequence: tuple[Step, ...] = Field(min_length=1)
    within: DurationField | None = None
    since: Since = "ever"


class ClockWindow(Document):
    """A window of the local clock, half-open, may cross midnight; `weekdays` names the day on which it begins."""

    from_: TimeField = Field(alias="from")
    to: TimeField
    weekdays: tuple[Weekday, ...] | None = None


class LocalTime(Document):
    """The customer's clock is inside the window now."""

    local_time: ClockWindow


Condition = Annotated[
    Annotated[All, Tag(tag("all"))]
    | Annotated[AnyOf, Tag(tag("any"))]
    | Annotated[Not, Tag(tag("not"))]
    | Annotated[AttributeTest, Tag(tag("attribute"))]
    | Annotated[EntryTest, Tag(tag("entry"))]
    | Annotated[ScoreTest, Tag(tag("score"))]
    | Annotated[InList, Tag(tag("in_list"))]
    | Annotated[InSegment, Tag(tag("segment"))]
    | Annotated[EventTest, Tag(tag("event"))]
    | Annotated[MessageTest, Tag(tag("message"))]
    | Annotated[Sequence, Tag(tag("sequence"))]
    | Annotated[LocalTime, Tag(tag("local_time"))],
    keyed(
        "a condition",
        *("all", "any", "not", "attribute", "entry", "score", "in_list", "segment"),
        *("event", "message", "sequence", "local_time"),
    ),
]

All.model_rebuild()
AnyOf.model_rebuild()
Not.model_rebuild()
InSegment.model_rebuild()

ALWAYS = All(all=())
