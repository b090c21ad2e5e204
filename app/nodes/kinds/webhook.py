"""webhook: records a call to another system, which a rehearsal never makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.errors import Problem
from app.nodes.checking.conditions import name_problems
from app.nodes.document import Document
from app.nodes.instructions import CallWebhook
from app.nodes.kind import Control, Family, Field, Kind, Surroundings


class WebhookParams(Document):
    """The call's name, and its payload as a template."""

    name: str
    payload: str


class Webhook(Kind[WebhookParams]):
    """A row in the run's tables; the payload is rendered on demand."""

    type = "webhook"
    title = "Webhook"
    family = Family.STATE
    icon = "webhook"
    summary = "Records a call to another system; it is never made."
    synonyms = ("api", "http", "request", "integration", "call", "crm", "zapier", "post")
    params = WebhookParams
    templates = ("payload",)

    def describe(self, params: WebhookParams) -> str:
        return f"Call {params.name.strip() or '…'}"

    def compile(self, params: WebhookParams) -> CallWebhook:
        return CallWebhook(params.name)

    def form(self) -> tuple[Field, ...]:
        return (
            Field("name", "Name", Control.TEXT, "What is called, like crm-update."),
            Field("payload", "Payload", Control.LONG_TEXT, "May hold {{ customer.first_name }} and the like."),
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"name": "", "payload": ""}

    def check(self, params: WebhookParams, around: Surroundings) -> Iterable[Problem]:
        return name_problems(params.name, "webhook", "name")
