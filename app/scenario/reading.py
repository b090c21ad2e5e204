"""Plain values into documents; whatever does not fit is a problem with its JSON path, in plain words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.errors import Problem
from app.nodes.document import Document, is_tag
from app.nodes.problems import did_you_mean
from app.numbers import exact

D = TypeVar("D", bound=Document)

_WORDS = {
    "missing": "this key is missing",
    "string_type": "this must be a text in quotes",
    "string_pattern_mismatch": "an id may hold letters, digits, '_' and '-', at least 1 and at most 64 of them",
    "int_type": "this must be a whole number",
    "int_from_float": "this must be a whole number",
    "float_type": "this must be a number",
    "bool_type": "this must be true or false",
    "tuple_type": "this must be a list in square brackets",
    "dict_type": "this must be an object in braces",
    "model_type": "this must be an object in braces",
    "model_attributes_type": "this must be an object in braces",
    "too_short": "this list needs at least one entry",
}
_LIMITS = {
    "greater_than_equal": ("ge", "this must be at least {}"),
    "greater_than": ("gt", "this must be above {}"),
    "less_than_equal": ("le", "this must be at most {}"),
    "less_than": ("lt", "this must be below {}"),
}


def read_document(model: type[D], values: Any, path: str = "") -> tuple[D | None, list[Problem]]:
    """The document, or every reason why the values are none; `path` is where they stand in the file.

    Goes through JSON, because strict documents take lists for tuples only from there.
    """
    try:
        return model.model_validate_json(json.dumps(values)), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        return None, [_problem(model, detail, path) for detail in details]


def dump_document(document: Document) -> dict[str, Any]:
    """What was set in the document, under the file's keys, as plain JSON values."""
    values: dict[str, Any] = document.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
    return values


def _problem(model: type[Document], detail: ErrorDetails, path: str) -> Problem:
    location = detail["loc"]
    if detail["type"] == "extra_forbidden":
        *place, key = location
        known = sorted(_known_keys(model, place))
        hint = did_you_mean(str(key), known) or f"; known here: {', '.join(known)}"
        return _placed("unknown-key", f"'{key}' is not a key that is known here{hint}", path, (*_keys(place), key))
    code = "missing-key" if detail["type"] == "missing" else "bad-value"
    return _placed(code, _words(detail), path, tuple(_keys(location)))


def _placed(code: str, message: str, path: str, keys: tuple[int | str, ...]) -> Problem:
    where = path + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
    return Problem(code, message, where=where.lstrip("."), field=str(keys[0]) if keys else "")


def _keys(location: Any) -> Iterator[int | str]:
    return (part for part in location if not is_tag(part))


def _words(detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"this must be one of {str(context['expected']).replace(' or ', ', ')}"
    if kind in _LIMITS:
        key, words = _LIMITS[kind]
        return words.format(exact(context[key]))
    return _WORDS.get(kind, detail["msg"])


def _known_keys(model: type[Document], location: list[int | str]) -> set[str]:
    models: list[type[BaseModel]] = [model]
    for part in location:
        if isinstance(part, int):
            continue
        if is_tag(part):
            models = [member for member in models if _needs(member, part.strip("<>"))]
        else:
            fields = [_aliases(member)[part] for member in models if part in _aliases(member)]
            models = [found for annotation in fields for found in _models_in(annotation)]
    return {alias for member in models for alias in _aliases(member)}


def _aliases(model: type[BaseModel]) -> Mapping[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _needs(model: type[BaseModel], key: str) -> bool:
    return any(field.is_required() and (field.alias or name) == key for name, field in model.model_fields.items())


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _models_in(part)]
