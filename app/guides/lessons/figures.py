"""The figures that a lesson asks for, as its file writes them: each is told by its first key."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, Tag

from app.nodes.document import Document, Number, keyed, tag
from app.nodes.durations import DurationField

Counted = Literal["customers", "journeys", "value", "events"]


class Entered(Document):
    """Who entered: `{"entered": "customers"}`, or journeys."""

    entered: Literal["customers", "journeys"]


class Ended(Document):
    """Journeys that ended so: `{"ended": "exit_rule"}`."""

    ended: str


class AtNode(Document):
    """What happened at the nodes of a name: `{"at": "mail", "count": "sent"}`.

    `skipped` may say `why`, `left` by which `port`.
    """

    at: str
    count: Literal["arrived", "sent", "skipped", "left", "waiting", "ended"]
    why: str = ""
    port: str = ""


class Converted(Document):
    """What came of a goal, by its id or of all: `{"converted": "", "counted": "customers"}`."""

    converted: str
    counted: Counted = "customers"
    modelled: bool | None = None


class GotBoth(Document):
    """Customers to whom messages of each of these nodes went: `{"got": ["mail", "sms"]}`."""

    got: tuple[str, ...]


class SentAfter(Document):
    """Messages of those nodes that went out although the customer had done this since the entry."""

    sent: str
    after_event: str


class Scored(Document):
    """Customers whose score reached this: `{"scored": "lead", "reaches": 80}`."""

    scored: str
    reaches: Number


class Tasks(Document):
    """Tasks made, those due so long after if said: `{"tasks": "all", "due": "PT24H"}`."""

    tasks: Literal["all"]
    due: DurationField | None = None


class Codes(Document):
    """Codes of a pool that were handed out, or how many different ones: `{"codes": "winback", "different": true}`."""

    codes: str
    different: bool = False


class InAudience(Document):
    """Customers in an ad audience when the run ended; of any name where none is given."""

    in_audience: str


class Recorded(Document):
    """What the data hold: events of that name, customers who did it, or all customers for an empty name."""

    recorded: str
    counted: Literal["customers", "events"] = "customers"


class Recommended(Document):
    """How often a product was recommended first: after that one, to customers with these attributes, if said."""

    recommended: str
    after: str = ""
    to: dict[str, str] = {}


class ShareOf(Document):
    """A share in per cent: `{"share": FIGURE, "of": FIGURE}`."""

    share: Figure
    of: Figure


class Difference(Document):
    """One figure less another."""

    difference: Figure
    less: Figure


class AtStart(Document):
    """The figure of the scenario that the lesson begins with."""

    start: Figure


class Changed(Document):
    """The figure with other settings, over the same people: `{"with": {"exit_timing": …}, "figure": …}`."""

    with_: Annotated[dict[str, Any], Field(alias="with")]
    figure: Figure


class Forecasted(Document):
    """The figure over replications of a forecast: their mean, or an end of the range of four fifths of them."""

    forecast: Figure
    measure: Literal["mean", "low", "high"] = "mean"
    replications: Annotated[int, Field(ge=1, le=200)] = 20


class Reported(Document):
    """A figure of a report: the value in a column of the row that has these values, by the headers of its export.

    Of a run, or of recorded events; `chosen` changes its definition as its sentence does. Without a `row` it is the
    sum of the column, `without` rows in which the first column is one of these.
    """

    report: str
    column: str
    row: dict[str, str] = {}
    without: tuple[str, ...] = ()
    of: Literal["run", "data"] = "run"
    chosen: dict[str, str] = {}
    heading: str = ""


_MEMBERS = {
    "entered": Entered,
    "ended": Ended,
    "at": AtNode,
    "converted": Converted,
    "got": GotBoth,
    "after_event": SentAfter,
    "scored": Scored,
    "tasks": Tasks,
    "codes": Codes,
    "in_audience": InAudience,
    "recorded": Recorded,
    "recommended": Recommended,
    "share": ShareOf,
    "difference": Difference,
    "start": AtStart,
    "with": Changed,
    "forecast": Forecasted,
    "report": Reported,
}

Figure = Annotated[
    Annotated[Entered, Tag(tag("entered"))]
    | Annotated[Ended, Tag(tag("ended"))]
    | Annotated[AtNode, Tag(tag("at"))]
    | Annotated[Converted, Tag(tag("converted"))]
    | Annotated[GotBoth, Tag(tag("got"))]
    | Annotated[SentAfter, Tag(tag("after_event"))]
    | Annotated[Scored, Tag(tag("scored"))]
    | Annotated[Tasks, Tag(tag("tasks"))]
    | Annotated[Codes, Tag(tag("codes"))]
    | Annotated[InAudience, Tag(tag("in_audience"))]
    | Annotated[Recorded, Tag(tag("recorded"))]
    | Annotated[Recommended, Tag(tag("recommended"))]
    | Annotated[ShareOf, Tag(tag("share"))]
    | Annotated[Difference, Tag(tag("difference"))]
    | Annotated[AtStart, Tag(tag("start"))]
    | Annotated[Changed, Tag(tag("with"))]
    | Annotated[Forecasted, Tag(tag("forecast"))]
    | Annotated[Reported, Tag(tag("report"))],
    keyed("a figure", *_MEMBERS),
]
"""One of them."""

for _member in (ShareOf, Difference, AtStart, Changed, Forecasted):
    _member.model_rebuild()
