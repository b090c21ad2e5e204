"""list: puts a customer on a list, or takes her off it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from app.errors import Problem
from app.nodes import instructions
from app.nodes.checking.conditions import name_problems
from app.nodes.document import Document
from app.nodes.kind import Control, Family, Field, Kind, Surroundings


class ListParams(Document):
    """Which list, and on or off."""

    list: str
    action: Literal["add", "remove"]


class ChangeList(Kind[ListParams]):
    """Lists start as in the dataset, else empty, and outlive the instance; `suppression` stops marketing."""

    type = "list"
    title = "List"
    family = Family.STATE
    icon = "playlist-edit"
    summary = "Puts customers on a list, or takes them off it."
    synonyms = ("tag", "segment", "membership", "static list", "suppression", "blocklist", "add", "remove")
    params = ListParams

    def describe(self, params: ListParams) -> str:
        name = params.list or "…"
        return f"Add to {name}" if params.action == "add" else f"Take off {name}"

    def compile(self, params: ListParams) -> instructions.ChangeList:
        return instructions.ChangeList(params.list, params.action == "add")

    def form(self) -> tuple[Field, ...]:
        actions = (("add", "put the customer on it"), ("remove", "take the customer off it"))
        return (
            Field("list", "List", Control.LIST, "Its name; who is on suppression gets no marketing."),
            Field("action", "What to do", Control.CHOICE, choices=actions),
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"list": "", "action": "add"}

    def check(self, params: ListParams, around: Surroundings) -> Iterable[Problem]:
        return name_problems(params.list, "list", "list")
