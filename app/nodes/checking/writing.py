"""Checks of what is written into the profile: it has to fit the attribute, or what others write into a new one."""

from __future__ import annotations

from collections.abc import Iterator

from app.data.columns.column import ColumnType
from app.errors import Problem
from app.nodes.checking.comparisons import TYPE_WORDS, is_a, shown
from app.nodes.checking.conditions import attribute_type, name_problems, property_problems, property_type
from app.nodes.conditions import Scalar
from app.nodes.kind import Surroundings
from app.nodes.problems import problem


def constant_type(value: Scalar) -> ColumnType:
    """The type that a constant gives to a new attribute."""
    if isinstance(value, bool):
        return ColumnType.BOOLEAN
    return ColumnType.TEXT if isinstance(value, str) else ColumnType.NUMBER


def constant_problems(value: Scalar, attribute: str, around: Surroundings, field: str) -> Iterator[Problem]:
    """A constant that the attribute cannot hold; texts are read as dates and instants where it holds these."""
    type_ = attribute_type(attribute, around)
    if type_ is not None and not is_a(value, type_):
        yield _misfit(attribute, type_, shown(value), around, field)


def copy_problems(name: str, attribute: str, around: Surroundings, field: str) -> Iterator[Problem]:
    """A property of the entry event that is not there, or that the attribute cannot hold."""
    yield from property_problems(name, around, field)
    type_, copied = attribute_type(attribute, around), property_type(name, around)
    if type_ and copied and type_ is not copied:
        yield _misfit(attribute, type_, f"'{name}', which is {TYPE_WORDS[copied]}", around, field)


def code_problems(attribute: str, around: Surroundings, field: str) -> Iterator[Problem]:
    """A voucher's code in an attribute that is no text."""
    yield from name_problems(attribute, "attribute", field)
    type_ = attribute_type(attribute, around)
    if type_ and type_ is not ColumnType.TEXT:
        yield _misfit(attribute, type_, "a voucher's code, which is a text", around, field)


def product_problems(attribute: str, around: Surroundings, field: str) -> Iterator[Problem]:
    """A product's id in an attribute that is no text."""
    yield from name_problems(attribute, "attribute", field)
    type_ = attribute_type(attribute, around)
    if type_ and type_ is not ColumnType.TEXT:
        yield _misfit(attribute, type_, "a product's id, which is a text", around, field)


def _misfit(attribute: str, type_: ColumnType, what: str, around: Surroundings, field: str) -> Problem:
    if around.schema is not None and attribute in around.schema.attributes:
        return problem("written-type", f"'{attribute}' is {TYPE_WORDS[type_]}; it cannot hold {what}", field)
    words = f"'{attribute}' is {TYPE_WORDS[type_]} where it is written first; here it would become {what}"
    return problem("writers-disagree", words, field)
