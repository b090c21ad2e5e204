"""set: writes a value into the customer's profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from app.data.dataset import Schema
from app.errors import Problem
from app.nodes import instructions
from app.nodes.checking.conditions import name_problems
from app.nodes.checking.writing import constant_problems, constant_type, copy_problems
from app.nodes.conditions import Scalar
from app.nodes.document import Document
from app.nodes.kind import Control, Family, Field, Kind, Surroundings, Written
from app.nodes.problems import problem


def _constant(value: object) -> object:
    if not isinstance(value, bool | int | float | str):
        raise ValueError("a value to set is a text, a number, true or false")
    return value


class SetParams(Document):
    """Exactly one of `value` and `from_entry`."""

    attribute: str
    value: Annotated[Scalar, BeforeValidator(_constant)] | None = None
    from_entry: str | None = None


class SetAttribute(Kind[SetParams]):
    """From then on every scenario of the run sees the new value."""

    type = "set"
    title = "Set attribute"
    family = Family.STATE
    icon = "account-edit-outline"
    summary = "Writes a value into the customer's profile."
    synonyms = ("property", "update", "profile", "field", "change", "copy", "contact")
    params = SetParams

    def describe(self, params: SetParams) -> str:
        name = params.attribute or "…"
        if params.from_entry is not None:
            return f"Set {name} to entry {params.from_entry or '…'}"
        return f"Set {name} to {_shown(params.value)}"

    def compile(self, params: SetParams) -> instructions.SetAttribute:
        return instructions.SetAttribute(params.attribute, params.value, params.from_entry)

    def form(self) -> tuple[Field, ...]:
        return (
            Field("attribute", "Attribute", Control.ATTRIBUTE, "One of the dataset's, or a new one."),
            Field("value", "Set to", Control.CONSTANT, "The same value for everyone.", optional=True),
            Field("from_entry", "Or copy from", Control.PROPERTY, "A property of the entry event.", optional=True),
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"attribute": "", "value": ""}

    def writes(self, params: SetParams, schema: Schema | None) -> Iterable[Written]:
        if params.value is not None:
            yield Written(params.attribute, constant_type(params.value))
        else:
            yield Written(params.attribute, schema.properties.get(params.from_entry or "") if schema else None)

    def check(self, params: SetParams, around: Surroundings) -> Iterable[Problem]:
        yield from name_problems(params.attribute, "attribute", "attribute")
        if params.value is not None:
            yield from constant_problems(params.value, params.attribute, around, "value")
        if params.from_entry is not None:
            yield from copy_problems(params.from_entry, params.attribute, around, "from_entry")
        if params.value is None and params.from_entry is None:
            yield problem("missing-value", "Say what to set the attribute to", "value")
        elif params.value is not None and params.from_entry is not None:
            yield problem("two-things", "Either set a value or copy a property, not both", "from_entry")


def _shown(value: bool | int | float | str | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "…" if value is None else str(value) or "empty"
