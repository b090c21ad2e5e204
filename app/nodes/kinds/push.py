"""push: sends a push message to a customer's device, if nothing forbids it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.errors import Problem
from app.nodes.channel import PUSH
from app.nodes.checking.sending import FIELDS, PORTS, MessageParams, kind_words, sending_problems, text_problems
from app.nodes.instructions import Send
from app.nodes.kind import Control, Family, Field, Kind, Surroundings


class PushParams(MessageParams):
    """Title, text and link are templates; the link is what a tap opens."""

    title: str
    text: str
    link: str | None = None


class Push(Kind[PushParams]):
    """Leaves by `out`; skipped, by `not_sent` where that is wired."""

    type = "push"
    title = "Push"
    family = Family.MESSAGE
    icon = "bell-ring-outline"
    summary = "Sends a push message, if device, consent, quiet hours and caps allow."
    synonyms = ("notification", "app", "mobile", "message", "send")
    params = PushParams
    outputs = PORTS
    templates = ("title", "text", "link")

    def describe(self, params: PushParams) -> str:
        said = " ".join(params.title.split()) or " ".join(params.text.split())
        return f"{said or 'No title yet'}{kind_words(params)}"

    def compile(self, params: PushParams) -> Send:
        return Send(PUSH.key, params.marketing, float(params.cost or 0), params.response)

    def form(self) -> tuple[Field, ...]:
        return (
            Field("title", "Title", Control.TEXT, "May hold {{ customer.first_name }} and the like."),
            Field("text", "Text", Control.LONG_TEXT, "Shown under the title, with the same placeholders."),
            Field("link", "Link", Control.TEXT, "What a tap on the message opens.", optional=True),
            *FIELDS,
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"title": "", "text": ""}

    def check(self, params: PushParams, around: Surroundings) -> Iterable[Problem]:
        yield from text_problems(params.title, "a title", "title")
        yield from text_problems(params.text, "what the message says", "text")
        yield from sending_problems(params, around)
