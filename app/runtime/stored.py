"""How what a run comes to is stored: dataclasses as JSON, read back strictly."""

from __future__ import annotations

import json
from typing import Annotated, Any, TypeVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

T = TypeVar("T")

STRICT = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)
Count = Annotated[int, Field(ge=0)]


def written(adapter: TypeAdapter[Any], value: object) -> str:
    """The text of a document."""
    return json.dumps(adapter.dump_python(value, mode="json"), ensure_ascii=False, indent=2)


def read(adapter: TypeAdapter[T], text: str) -> T:
    """The document that `written` wrote; a ValueError says what is wrong first, and repeats nothing of the text."""
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise ValueError(f"{first['loc'][0]}: {first['msg']}" if first["loc"] else first["msg"]) from None
