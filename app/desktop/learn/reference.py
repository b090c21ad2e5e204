"""The reference of node kinds in words, straight from the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.nodes.catalogue import KINDS
from app.nodes.kind import Control, Family, Field, Kind

CONTROL_WORDS = {
    Control.TEXT: "One line of text.",
    Control.LONG_TEXT: "A text of any length.",
    Control.NUMBER: "A number.",
    Control.FRACTION: "A number from 0 to 1.",
    Control.TOGGLE: "Yes or no.",
    Control.CHOICE: "One of the listed choices.",
    Control.DURATION: "A length of time, such as 1 hour, 3 days or 2 months.",
    Control.OFFSET: "Days, weeks, months or years before or after.",
    Control.TIME: "A time of day, such as 09:00.",
    Control.MOMENT: "A date and a time.",
    Control.EVENT: "The name of an event in the dataset.",
    Control.ATTRIBUTE: "A column of the customers.",
    Control.PROPERTY: "A property of the event by which the customer entered.",
    Control.LIST: "The name of a list of customers.",
    Control.POOL: "The name of a pool of voucher codes in the dataset.",
    Control.CONSTANT: "A text, a number, or yes or no.",
    Control.MESSAGE: "A message of this scenario.",
    Control.SCORE: "The name of a score.",
    Control.WHERE: "Conditions on the event's properties; all must hold.",
    Control.CONDITION: "A condition on the customer: attributes, events, scores, lists, the clock.",
    Control.CASES: "Ways out in order, each with a condition; the first that holds wins.",
    Control.VARIANTS: "Ways out, each with a weight; customers are divided by chance in this proportion.",
    Control.UNTIL: "A date, a time of day, a customer's date, or their best hour.",
    Control.REPEAT: "How often it happens again, and when it ends.",
    Control.RESPONSE: "How many open, click and buy, and how soon: what a forecast draws.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a page's table."""

    name: str
    text: str
    detail: str


def kinds_by_family() -> dict[Family, list[Kind[Any]]]:
    """Every kind, in palette order."""
    grouped: dict[Family, list[Kind[Any]]] = {}
    for kind in KINDS.values():
        grouped.setdefault(kind.family, []).append(kind)
    return grouped


def matches(kind: Kind[Any], words: str) -> bool:
    """Whether every word occurs in what the kind is called or does."""
    text = " ".join((kind.title, kind.type, kind.summary, *kind.synonyms)).casefold()
    return all(word in text for word in words.casefold().split())


def port_rows(kind: Kind[Any]) -> list[Row]:
    """The outputs of a node fresh from the palette."""
    params = kind.params.model_validate(kind.defaults(), strict=False)
    return [Row(port.label or port.name, "", port.name) for port in kind.ports(params)]


def field_rows(kind: Kind[Any]) -> list[Row]:
    """The parameters, in the order of the inspector's form."""
    return [Row(field.label, _words(field), field.name) for field in kind.form()]


def _words(field: Field) -> str:
    parts = [field.hint.rstrip(".") + "." if field.hint else CONTROL_WORDS[field.control]]
    if field.choices:
        parts.append("Choices: " + ", ".join(label for _, label in field.choices) + ".")
    if field.optional:
        parts.append("May be left out.")
    return " ".join(parts)
