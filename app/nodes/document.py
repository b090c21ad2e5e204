"""What every document at the border shares: frozen, strict, no unknown keys."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StrictFloat,
    StrictInt,
    StringConstraints,
)

_Part = TypeVar("_Part")


class Document(BaseModel):
    """A frozen part of a scenario file; unknown keys and wrong types are errors that name their JSON path."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        ser_json_inf_nan="null",
        hide_input_in_errors=True,
    )


def parts_of(whole: object, kind: type[_Part]) -> Iterator[_Part]:
    """Every part of a kind in a document, or in a tuple of some; what stands inside of one is not looked at."""
    if isinstance(whole, kind):
        yield whole
    elif isinstance(whole, tuple):
        for each in whole:
            yield from parts_of(each, kind)
    elif isinstance(whole, Document):
        for name in type(whole).model_fields:
            yield from parts_of(getattr(whole, name), kind)


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("this must be a number")
    return value


Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$", strict=True)]
Number = Annotated[StrictInt | StrictFloat, BeforeValidator(_number)]
Share = Annotated[float, Field(ge=0, le=1)]


def tag(key: str) -> str:
    """The tag of a union's member that is told by `key`; its brackets keep it apart from the keys of a JSON path."""
    return f"<{key}>"


def is_tag(part: object) -> bool:
    """Whether a part of an error's location is a tag rather than a key."""
    return isinstance(part, str) and part.startswith("<") and part.endswith(">")


def keyed(what: str, *keys: str) -> Discriminator:
    """Tells the members of a union apart by the first of `keys` that each has; `what` names the whole in errors."""

    def which(value: Any) -> str | None:
        if not isinstance(value, dict):
            fields = getattr(type(value), "model_fields", {})
            value = {field.alias or name for name, field in fields.items()}
        return next((tag(key) for key in keys if key in value), None)

    words = f"{what} is an object with one of the keys {', '.join(keys)}"
    return Discriminator(which, custom_error_type="keyed", custom_error_message=words)
