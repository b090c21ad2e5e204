"""What the kinds that send share: keys and checks."""

from __future__ import annotations

from collections.abc import Iterator

from app.errors import Problem
from app.nodes.checking.response import response_problems
from app.nodes.document import Document, Number
from app.nodes.kind import Control, Field, Port, Surroundings
from app.nodes.problems import problem
from app.nodes.response import Response


class MessageParams(Document):
    """Keys of every message; a marketing message needs consent and counts towards caps, another does not."""

    marketing: bool = True
    cost: Number | None = None
    response: Response | None = None


PORTS = (Port("out", "Out"), Port("not_sent", "Not sent"))
FIELDS = (
    Field("marketing", "Marketing", Control.TOGGLE, "Needs consent, keeps quiet hours and counts towards caps.", True),
    Field("cost", "Cost per message", Control.NUMBER, "In the currency of your revenue.", optional=True),
    Field("response", "Forecast", Control.RESPONSE, "How people react; what is left out is as usual.", optional=True),
)


def text_problems(text: str, what: str, field: str) -> Iterator[Problem]:
    """A message with nothing in it."""
    if not text.strip():
        yield problem(f"missing-{field}", f"Write {what}", field)


def sending_problems(params: MessageParams, around: Surroundings) -> Iterator[Problem]:
    """A message that would earn by being sent, and reactions that cannot be drawn."""
    if params.cost is not None and params.cost < 0:
        yield problem("negative-cost", "A message cannot cost less than nothing", "cost")
    if params.response is not None:
        yield from response_problems(params.response, around, "response")


def kind_words(params: MessageParams) -> str:
    """` (transactional)`, with the blank before it; empty for marketing."""
    return "" if params.marketing else " (transactional)"
