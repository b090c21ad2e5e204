"""sms: sends a short message, if nothing forbids it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.errors import Problem
from app.nodes.channel import SMS
from app.nodes.checking.sending import FIELDS, PORTS, MessageParams, kind_words, sending_problems, text_problems
from app.nodes.instructions import Send
from app.nodes.kind import Control, Family, Field, Kind, Surroundings


class SmsParams(MessageParams):
    """The text is a template."""

    text: str


class Sms(Kind[SmsParams]):
    """Leaves by `out`; skipped, by `not_sent` where that is wired."""

    type = "sms"
    title = "SMS"
    family = Family.MESSAGE
    icon = "message-text-outline"
    summary = "Sends a short message, if number, consent, quiet hours and caps allow."
    synonyms = ("text", "message", "phone", "mobile", "send")
    params = SmsParams
    outputs = PORTS
    templates = ("text",)

    def describe(self, params: SmsParams) -> str:
        return f"{' '.join(params.text.split()) or 'No text yet'}{kind_words(params)}"

    def compile(self, params: SmsParams) -> Send:
        return Send(SMS.key, params.marketing, float(params.cost or 0), params.response)

    def form(self) -> tuple[Field, ...]:
        return (
            Field("text", "Text", Control.LONG_TEXT, "May hold {{ customer.first_name }} and the like."),
            *FIELDS,
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"text": ""}

    def check(self, params: SmsParams, around: Surroundings) -> Iterable[Problem]:
        yield from text_problems(params.text, "what the message says", "text")
        yield from sending_problems(params, around)
