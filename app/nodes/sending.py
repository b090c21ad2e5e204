"""What e-mail and SMS share: keys, checks and the forecast's response model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field as Limits

from app.errors import Problem
from app.nodes.conditions import Condition
from app.nodes.document import Document, Number, Share
from app.nodes.durations import DurationField
from app.nodes.kind import Control, Field, Port
from app.nodes.problems import problem

Spread = Annotated[float, Limits(ge=0)]


class Delay(Document):
    """A lognormal delay: its median and the sigma of its logarithm."""

    median: DurationField
    sigma: Spread


class Amount(Document):
    """A lognormal value: its median and the sigma of its logarithm."""

    median: Annotated[float, Limits(ge=0)]
    sigma: Spread


class Conversion(Document):
    """What a click may lead to: an event, with a value in one of its properties."""

    event: str
    rate: Share
    after: Delay
    property: str | None = None
    value: Amount | None = None


class Override(Document):
    """Other rates for customers for whom the condition holds when the message is sent."""

    condition: Condition
    deliver: Share | None = None
    open: Share | None = None
    click: Share | None = None
    unsubscribe: Share | None = None


class Fatigue(Document):
    """Each message received in the window multiplies `open` by `per_message`."""

    per_message: Share
    window: DurationField


class Response(Document):
    """How people react in a forecast (scenario.md, section 9); a replay has no reactions and ignores it."""

    deliver: Share | None = None
    open: Share | None = None
    click: Share | None = None
    unsubscribe: Share | None = None
    open_after: Delay | None = None
    click_after: Delay | None = None
    convert: Conversion | None = None
    when: tuple[Override, ...] = ()
    fatigue: Fatigue | None = None


class MessageParams(Document):
    """Keys of every message; a marketing message needs consent and counts towards caps, another does not."""

    marketing: bool = True
    cost: Number | None = None
    response: Response | None = None


PORTS = (Port("out", "Out"), Port("not_sent", "Not sent"))
FIELDS = (
    Field("marketing", "Marketing", Control.TOGGLE, "Needs consent, keeps quiet hours and counts towards caps.", True),
    Field("cost", "Cost per message", Control.NUMBER, "In the currency of your revenue.", optional=True),
)


def text_problems(text: str, what: str, field: str) -> Iterator[Problem]:
    """A message with nothing in it."""
    if not text.strip():
        yield problem(f"missing-{field}", f"Write {what}", field)


def cost_problems(params: MessageParams) -> Iterator[Problem]:
    """A message that would earn by being sent."""
    if params.cost is not None and params.cost < 0:
        yield problem("negative-cost", "A message cannot cost less than nothing", "cost")


def kind_words(params: MessageParams) -> str:
    """` (transactional)`, with the blank before it; empty for marketing."""
    return "" if params.marketing else " (transactional)"
