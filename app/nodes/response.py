"""How people react to a message in a forecast: scenario.md, section 9."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field as Limits

from app.nodes.conditions import Condition
from app.nodes.document import Document, Share
from app.nodes.durations import DurationField

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
    """How people react; what is not given is the channel's default. A replay has no reactions and ignores it."""

    deliver: Share | None = None
    open: Share | None = None
    click: Share | None = None
    unsubscribe: Share | None = None
    open_after: Delay | None = None
    click_after: Delay | None = None
    convert: Conversion | None = None
    when: tuple[Override, ...] = ()
    fatigue: Fatigue | None = None
