"""Operators and values of comparisons as a form offers and reads them. No toolkit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.canvas.forms.editors.editor import Json
from app.canvas.forms.editors.lines import parse_number, write_number
from app.canvas.forms.offers import Choice
from app.data.columns.column import ColumnType
from app.numbers import typed

_QUOTED_PART = re.compile(r'\s*"((?:[^"]|"")*)"\s*')
_COMMA, _SEMICOLON, _COMMA_OF_NO_NUMBER = re.compile(","), re.compile(";"), re.compile(r"(?<!\d),|,(?!\d)")
_UNQUOTED = re.compile(r'"(?:[^"]|"")*"')
WORDS = {
    "eq": "is",
    "ne": "is not",
    "lt": "is below",
    "le": "is at most",
    "gt": "is above",
    "ge": "is at least",
    "between": "is between",
    "in": "is one of",
    "not_in": "is none of",
    "contains": "contains",
    "starts_with": "starts with",
    "ends_with": "ends with",
    "matches": "matches",
    "in_last": "was in the last",
    "in_next": "is in the next",
    "exists": "is known",
    "missing": "is missing",
}
NUMBER_OPERATORS = ("eq", "ne", "lt", "le", "gt", "ge", "between", "in", "not_in", "exists", "missing")
_BY_TYPE = {
    ColumnType.TEXT: (
        "eq", "ne", "in", "not_in", "contains", "starts_with", "ends_with", "matches", "exists", "missing",
    ),
    ColumnType.NUMBER: NUMBER_OPERATORS,
    ColumnType.BOOLEAN: ("eq", "ne", "exists", "missing"),
    ColumnType.DATE: ("eq", "ne", "lt", "le", "gt", "ge", "between", "in", "not_in", "exists", "missing"),
    ColumnType.INSTANT: ("lt", "le", "gt", "ge", "between", "in_last", "in_next", "eq", "exists", "missing"),
}  # fmt: skip
NO_VALUE = ("exists", "missing")
LISTS = ("in", "not_in")
SINGLE = ("eq", "ne", "lt", "le", "gt", "ge")
SPANS = ("in_last", "in_next")


def operators(type_: ColumnType | None) -> list[Choice]:
    """What can be asked of a value of that type; everything where it is not known."""
    return [(op, WORDS[op]) for op in (_BY_TYPE[type_] if type_ is not None else WORDS)]


def fitted(op: str, value: Json) -> Json:
    """The value in the shape that the operator takes, as much of it as can be kept."""
    first = value[0] if isinstance(value, list) and value else value
    if op in NO_VALUE:
        return None
    if op in SPANS:
        return value if isinstance(value, str) and value.startswith(("P", "-P")) else "P30D"
    if op in LISTS:
        return value if isinstance(value, list) else [value] if value not in (None, "") else []
    if op == "between":
        return (value * 2)[:2] if isinstance(value, list) and value else [first, first]
    return "" if first is None or isinstance(first, list) else first


def read_value(text: str, op: str, type_: ColumnType | None) -> Json:
    """What was written, as the file holds it; ValueError says what was expected."""
    if op in LISTS:
        return [
            part if is_quoted and type_ is not ColumnType.NUMBER else read_scalar(part, type_)
            for part, is_quoted in _parts(text, type_)
        ]
    if op == "between":
        low, word, high = text.partition(" and ")
        if not word:
            raise ValueError("Write the two ends like “10 and 20”.")
        return [read_scalar(low.strip(), type_), read_scalar(high.strip(), type_)]
    return read_scalar(text, type_)


def write_value(value: Json, op: str) -> str:
    """The value as the user writes it for that operator."""
    if not isinstance(value, list):
        return write_scalar(value)
    if op == "between":
        return " and ".join(write_scalar(part) for part in value)
    parts = [list_part(part) if isinstance(part, str) else write_scalar(part) for part in value]
    numbers = (part for part, own in zip(parts, value, strict=True) if not isinstance(own, str))
    return ("; " if any("," in part for part in numbers) else ", ").join(parts)


def begun_list(text: str) -> tuple[str, str]:
    """A list that is being written: what stands before its last value, and that value as far as it is there."""
    end = max(text.rfind(","), text.rfind(";")) + 1
    begun = text[end:].lstrip()
    return text[: len(text) - len(begun)], begun.lstrip('"')


def list_part(text: str) -> str:
    """A text of a list; in quotation marks where it would else be read as two, as a number or as another text."""
    is_plain = bool(text) and text == text.strip() and not any(sign in text for sign in ',;"')
    return text if is_plain and read_scalar(text, None) == text else '"' + text.replace('"', '""') + '"'


def _parts(text: str, type_: ColumnType | None) -> Iterator[tuple[str, bool]]:
    """The values of a list, and whether each stood in quotation marks."""
    between, at = _between(text, type_), 0
    while at <= len(text):
        quoted = _QUOTED_PART.match(text, at)
        end = between.search(text, at if quoted is None else quoted.end())
        rest = text[at if quoted is None else quoted.end() : None if end is None else end.start()].strip()
        if quoted is not None and rest:
            raise ValueError("Part the values by commas; a quotation mark within a value is written twice.")
        if rest.startswith('"'):
            raise ValueError("A quotation mark is not closed.")
        if quoted is not None or rest:
            yield (rest, False) if quoted is None else (quoted[1].replace('""', '"'), True)
        at = len(text) + 1 if end is None else end.end()


def _between(text: str, type_: ColumnType | None) -> re.Pattern[str]:
    """What parts a list: a semicolon where there is one, else a comma, if it is not that of a number."""
    if type_ is ColumnType.TEXT:
        return _COMMA
    if ";" in _UNQUOTED.sub("", text):
        return _SEMICOLON
    return _COMMA_OF_NO_NUMBER if "," in typed(0.5) else _COMMA


def read_scalar(text: str, type_: ColumnType | None) -> Json:
    """One value; where the type is not known, what looks like a number or yes and no is one."""
    folded = text.casefold()
    if type_ is ColumnType.NUMBER:
        return parse_number(text)
    if type_ is ColumnType.BOOLEAN or (type_ is None and folded in ("true", "false", "yes", "no")):
        if folded not in ("true", "false", "yes", "no"):
            raise ValueError("Write yes or no.")
        return folded in ("true", "yes")
    if type_ is None:
        try:
            return parse_number(text)
        except ValueError:
            return text
    return text


def write_scalar(value: Json) -> str:
    """One value as the user writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return write_number(value) if isinstance(value, float) else "" if value is None else str(value)
