"""email: sends an e-mail, if nothing forbids it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.errors import Problem
from app.nodes.channel import EMAIL
from app.nodes.checking.sending import FIELDS, PORTS, MessageParams, kind_words, sending_problems, text_problems
from app.nodes.instructions import Send
from app.nodes.kind import Control, Family, Field, Kind, Surroundings


class EmailParams(MessageParams):
    """Subject and body are templates."""

    subject: str
    body: str
    preheader: str | None = None
    from_name: str | None = None


class Email(Kind[EmailParams]):
    """Leaves by `out`; skipped, by `not_sent` where that is wired."""

    type = "email"
    title = "E-mail"
    family = Family.MESSAGE
    icon = "email-outline"
    summary = "Sends an e-mail, if address, consent, quiet hours and caps allow."
    synonyms = ("mail", "newsletter", "message", "send")
    params = EmailParams
    outputs = PORTS
    templates = ("subject", "preheader", "body")

    def describe(self, params: EmailParams) -> str:
        return f"{params.subject.strip() or 'No subject yet'}{kind_words(params)}"

    def compile(self, params: EmailParams) -> Send:
        return Send(EMAIL.key, params.marketing, float(params.cost or 0), params.response)

    def form(self) -> tuple[Field, ...]:
        return (
            Field("subject", "Subject", Control.TEXT, "May hold {{ customer.first_name }} and the like."),
            Field("preheader", "Preview text", Control.TEXT, "Shown after the subject in the inbox.", optional=True),
            Field("body", "Body", Control.LONG_TEXT, "HTML or plain text, with the same placeholders."),
            Field("from_name", "From", Control.TEXT, "The sender's name.", optional=True),
            *FIELDS,
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"subject": "", "body": ""}

    def check(self, params: EmailParams, around: Surroundings) -> Iterable[Problem]:
        yield from text_problems(params.subject, "a subject", "subject")
        yield from text_problems(params.body, "what the e-mail says", "body")
        yield from sending_problems(params, around)
