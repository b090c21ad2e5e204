"""What can be said of one column: the entries of the menu under its chip, and the words on the chip."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from app.data.columns.column import ColumnType
from app.data.importing.file_plan import ColumnPlan, FilePlan
from app.data.importing.mapping import KeyMapping
from app.data.importing.recognition.times.zone_columns import NO_COLUMN, is_called_zone
from app.data.vocabulary.roles import ATTRIBUTE_ROLES, EVENT_ROLES, PRODUCT_ROLES, PROPERTY_ROLES, Role
from app.desktop.data.import_page.words import ENCODINGS, event_group, event_words, role_words
from app.registry import Registry

Changes = Mapping[str, Any]
WRITTEN = "How the file writes"
LETTERS = "Letters of the file"
OF_CUSTOMER = "Of the customer: the latest value"
_TIMED = ("events", "orders")
_NEEDED = ("key", "at", "name")
_ADDRESSES = ("email", "phone")
_MOST_EVENTS = 12
_ROLES_OF: Mapping[str, tuple[str, Registry[Role]]] = {
    "customers": ("roles", ATTRIBUTE_ROLES),
    "products": ("product_roles", PRODUCT_ROLES),
}
"""Where a file's mapping has the roles of its columns, and which there are."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry: its words, what it changes in the file's mapping, and whether it holds now.

    Those of a `group` stand in a menu of their own, and those of a `section` of it in one of that menu's.
    """

    words: str
    changes: Changes
    holds: bool = False
    group: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """What stands on the column's head: words, and whether it says who, when or what; `is_quiet` for plain values."""

    words: str
    is_quiet: bool = field(default=False)


def chip_of(file: FilePlan, column: ColumnPlan) -> Chip:
    """The chip of a column of this file."""
    key = {"products": "Which product", "pool": "Code"}.get(file.kind, "Who")
    names = {"key": key, "at": "When", "name": "What happened", "left out": "Left out"}
    if column.use in ("key", "at", "name"):
        return Chip(names[column.use])
    if column.use == "left out":
        return Chip(names[column.use], is_quiet=True)
    if column.name in (file.time, file.zone):
        return Chip("When: its time" if column.name == file.time else "When: its zone")
    if column.role is not None:
        return Chip(role_words(column.role))
    return Chip(str(column.type.value).capitalize() if column.type else "Value", is_quiet=True)


def choices(file: FilePlan, column: ColumnPlan, *, may_set_key: bool) -> Iterator[Choice]:
    """All that can be said of the column of this file; the key only where no join depends on it, or it is missing."""
    name = column.name
    if (may_set_key or file.is_open) and file.kind in ("customers", "events", "orders", "list"):
        keys = (KeyMapping(column=name, identifies=column.role if column.role in _ADDRESSES else name),)
        yield Choice("Who: names the customer", {"keys": keys}, column.use == "key")
    if file.is_open and file.kind == "products":
        keys = (KeyMapping(column=name, identifies="product"),)
        yield Choice("Which: names the product", {"keys": keys}, column.use == "key")
    if file.kind in _TIMED:
        yield Choice("When it happened", {"at": name}, column.use == "at")
        if file.kind == "events":
            yield Choice("What happened", {"name": name, "name_constant": None}, column.use == "name")
            yield from _events(file) if column.use == "name" else ()
        if is_called_zone(name):
            changes = {"zone": NO_COLUMN if name == file.zone else name}
            yield Choice("Time zone of each row's time", changes, name == file.zone)
    if file.kind in ("customers", "events", "orders"):
        if file.kind in _TIMED:
            yield _of_customer(file, column)
        yield from _roles(file, column)
        yield from _types(file, column)
        yield from _ways(file)
    if file.kind == "products" and column.use != "key":
        yield from _roles(file, column)
    yield from _encodings(file)
    if column.use not in _NEEDED:
        yield _leaving_out(file, column)


def _roles(file: FilePlan, column: ColumnPlan) -> Iterator[Choice]:
    where, known = _ROLES_OF.get(file.kind, ("property_roles", PROPERTY_ROLES))
    roles = file.property_roles if where == "property_roles" else file.roles
    others = {role: of for role, of in roles.items() if column.name != of and column.role != role}
    yield Choice("No special meaning", {where: others}, column.role is None, "Meaning")
    for role in known:
        changed = roles if column.role == role else {**others, role: column.name}
        yield Choice(role_words(role), {where: changed}, column.role == role, "Meaning")


def _events(file: FilePlan) -> Iterator[Choice]:
    """What the events are that happened most."""
    roles = file.event_roles or {}
    for name in file.event_names[:_MOST_EVENTS]:
        others = {role: of for role, of in roles.items() if of != name}
        group = f"“{name}”"
        yield Choice("No special meaning", {"event_roles": others}, name not in roles.values(), group)
        for role in EVENT_ROLES:
            changes = {"event_roles": {**others, role: name}}
            yield Choice(event_words(role), changes, roles.get(role) == name, group, event_group(role))


def _of_customer(file: FilePlan, column: ColumnPlan) -> Choice:
    """A column of events that says something of who did it."""
    others = tuple(name for name in file.given.attributes if name != column.name)
    holds = column.name in file.given.attributes
    return Choice(OF_CUSTOMER, {"attributes": others if holds else (*others, column.name)}, holds)


def _types(file: FilePlan, column: ColumnPlan) -> Iterator[Choice]:
    given = dict(file.given.types)
    without = {name: type_ for name, type_ in given.items() if name != column.name}
    yield Choice("As its values are", {"types": without}, column.name not in given, "Type")
    for type_ in ColumnType:
        yield Choice(
            type_.value.capitalize(),
            {"types": {**without, column.name: type_}},
            given.get(column.name) is type_,
            "Type",
        )


def _ways(file: FilePlan) -> Iterator[Choice]:
    """How the numbers and dates of the file are written."""
    given = file.given
    is_open = given.decimal is None and given.day_first is None and given.cents is None
    yield Choice("As the values say", {"decimal": None, "day_first": None, "cents": None}, is_open, WRITTEN)
    yield Choice("Numbers with a point: 1,234.50", {"decimal": "."}, given.decimal == ".", WRITTEN)
    yield Choice("Numbers with a comma: 1.234,50", {"decimal": ","}, given.decimal == ",", WRITTEN)
    if file.kind in _TIMED:
        yield Choice("Money in hundredths: 1190 is 11.90", {"cents": True}, given.cents is True, WRITTEN)
        yield Choice("Money as it stands: 1190 is 1,190", {"cents": False}, given.cents is False, WRITTEN)
    yield Choice("Dates with the day first: 31/12/2024", {"day_first": True}, given.day_first is True, WRITTEN)
    yield Choice("Dates with the month first: 12/31/2024", {"day_first": False}, given.day_first is False, WRITTEN)
    yield Choice("Dates with a short year first: 24-12-31", {"day_first": "year"}, given.day_first == "year", WRITTEN)


def _encodings(file: FilePlan) -> Iterator[Choice]:
    """What the letters of the file are written in, where it is a text."""
    if file.encoding is None:
        return
    given = file.given.encoding
    words = "As recognised" if given else f"As recognised: {file.encoding}"
    yield Choice(words, {"encoding": None}, given is None, LETTERS)
    for name, words in ENCODINGS.items():
        yield Choice(words, {"encoding": name}, given == name, LETTERS)


def _leaving_out(file: FilePlan, column: ColumnPlan) -> Choice:
    kept = tuple(name for name in file.leave_out if name != column.name)
    is_out = column.name in file.leave_out
    return Choice("Leave this column out", {"leave_out": kept if is_out else (*kept, column.name)}, is_out)


def _title(name: str, entries: Sequence[Choice]) -> str:
    """The name of a group or a section, with what holds of its entries now."""
    holds = next((entry.words for entry in entries if entry.holds), "")
    return (f"{name}: {holds}" if holds else name).replace("&", "&&")


def _way(entry: Choice) -> tuple[str, ...]:
    return tuple(name for name in (entry.group, entry.section) if name)


def _menu_within(within: dict[tuple[str, ...], QMenu], way: tuple[str, ...], every: Sequence[Choice]) -> QMenu:
    """The menu that groups and sections lead to; made where it is the first time."""
    if way not in within:
        title = _title(way[-1], [entry for entry in every if _way(entry)[: len(way)] == way])
        within[way] = _menu_within(within, way[:-1], every).addMenu(title)
    return within[way]


def menu_of(parent: QWidget, entries: Iterator[Choice], take: Callable[[Changes], None]) -> QMenu:
    """A menu of the entries, those of a group in a menu of its own."""
    menu = QMenu(parent)
    within: dict[tuple[str, ...], QMenu] = {(): menu}
    every = list(entries)
    for entry in every:
        action = _menu_within(within, _way(entry), every).addAction(entry.words.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(entry.holds)
        action.triggered.connect(lambda _checked=False, entry=entry: take(entry.changes))
    return menu
