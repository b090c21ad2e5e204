"""Steps as people write them in a line: `purchase where amount > 50 and currency = EUR`, read by what the data hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from app.data.columns.column import ColumnType
from app.data.dataset import Schema
from app.errors import AppError
from app.nodes.conditions import AttributeTest, Operator, PropertyTest, Scalar, Step, Value, Where

_WHERE = re.compile(r"(?:^|\s+)where\s+", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_LIST = re.compile(r'\s*("(?:[^"]|"")*"|[^,]*)\s*(?:,|$)')
_OPERATORS: tuple[tuple[str, Operator], ...] = (
    (r">=|is at least|at least", "ge"),
    (r"<=|is at most|at most", "le"),
    (r"!=|<>", "ne"),
    (r">|is above|above", "gt"),
    (r"<|is below|below", "lt"),
    (r"is none of|not in", "not_in"),
    (r"is one of|in", "in"),
    (r"is known", "exists"),
    (r"is missing", "missing"),
    (r"is not", "ne"),
    (r"=|is", "eq"),
    (r"contains", "contains"),
    (r"starts with", "starts_with"),
    (r"ends with", "ends_with"),
)


class _Clause(NamedTuple):
    """A name, how it is compared and with what."""

    name: str
    op: Operator
    value: Value | None


def step_from(text: str, schema: Schema) -> Step:
    """An event, if wished with conditions on its properties; AppError says what cannot be read.

    A text that is the name of an event is that event, whatever words it has. Values with `and`, commas or quotation
    marks stand in quotation marks, which are written twice within.
    """
    wanted = text.strip()
    if wanted in schema.events:
        return Step(event=wanted)
    cuts = [cut for cut in _WHERE.finditer(wanted) if cut.start()]
    known = [cut for cut in cuts if wanted[: cut.start()].strip() in schema.events]
    cut = next(iter((*known, *cuts)), None)
    if cut is None:
        return Step(event=wanted)
    return Step(event=wanted[: cut.start()].strip(), where=clauses_from(wanted[cut.end() :], schema))


def clauses_from(text: str, schema: Schema) -> Where:
    """Conditions on the properties of an event, as behind `where`; none of them for no text."""
    clauses = _clauses(text.strip(), schema.properties, "property of its events") if text.strip() else ()
    return tuple(PropertyTest(property=each.name, op=each.op, value=each.value) for each in clauses)


def funnel_steps_from(text: str, schema: Schema) -> tuple[Step | AttributeTest, ...]:
    """A step; `where country = DE` alone is what a customer has to be, a step for each of its conditions."""
    found = _WHERE.match(text.strip())
    if found is None or text.strip() in schema.events:
        return (step_from(text, schema),)
    clauses = _clauses(text.strip()[found.end() :], schema.attributes, "attribute of its customers")
    return tuple(AttributeTest(attribute=each.name, op=each.op, value=each.value) for each in clauses)


def _clauses(text: str, types: Mapping[str, ColumnType], what: str) -> Iterator[_Clause]:
    for part in _parts(text):
        name = next((each for each in sorted(types, key=len, reverse=True) if _begins_with(part, each)), None)
        if name is None:
            there = ", ".join(sorted(types)) or "there are none"
            raise AppError(f"“{part}” begins with no {what}; they are: {there}.")
        yield _compared(part, name, types[name])


def _parts(text: str) -> Iterator[str]:
    """What stands between `and` outside quotation marks."""
    begin = 0
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    for cut in _AND.finditer(text):
        if not any(low <= cut.start() < high for low, high in quoted):
            yield text[begin : cut.start()].strip()
            begin = cut.end()
    yield text[begin:].strip()


def _begins_with(part: str, name: str) -> bool:
    rest = part[len(name) :]
    return part.startswith(name) and (not rest or not (rest[0].isalnum() or rest[0] == "_"))


def _compared(part: str, name: str, type_: ColumnType) -> _Clause:
    rest = part[len(name) :].strip()
    for pattern, op in _OPERATORS:
        found = re.match(rf"(?:{pattern})(?:(?<=[<>=])|(?![A-Za-z]))\s*", rest, re.IGNORECASE)
        if found is None:
            continue
        written = rest[found.end() :].strip()
        if op in ("exists", "missing"):
            if written:
                raise AppError(f"“{part}”: nothing comes after “{rest[: found.end()].strip()}”.")
            return _Clause(name, op, None)
        if op in ("in", "not_in"):
            return _Clause(name, op, tuple(_scalar(each, type_, part) for each in _LIST.findall(written) if each))
        return _Clause(name, op, _scalar(written, type_, part))
    raise AppError(f"“{part}” does not say how {name} is compared; write it like {name} > 50, or {name} is known.")


def _scalar(written: str, type_: ColumnType, part: str) -> Scalar:
    text = written.strip()
    if not text:
        raise AppError(f"“{part}” does not say what it is compared with.")
    if _QUOTED.fullmatch(text):
        return text[1:-1].replace('""', '"')
    if type_ is ColumnType.BOOLEAN:
        if text.casefold() not in ("true", "false", "yes", "no"):
            raise AppError(f"“{part}”: write true or false.")
        return text.casefold() in ("true", "yes")
    if type_ is not ColumnType.NUMBER:
        return text
    try:
        number = float(text)
    except ValueError:
        raise AppError(f"“{part}”: “{text}” is not a number.") from None
    return int(number) if number.is_integer() else number
