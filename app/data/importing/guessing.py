"""What a mapping leaves out, guessed from the names and values of a file's columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

import pyarrow as pa

from app.data.arrow import matches, words_of
from app.data.columns import ColumnType
from app.data.importing.headers import (
    EVENT_NAMES,
    INSTANTS,
    KEYS,
    names_an_identifier,
    plain,
    ranked,
)
from app.data.importing.mapping import CustomersMapping, EventsMapping
from app.data.importing.moments import read_moments
from app.data.importing.types import means_consent
from app.data.roles import ATTRIBUTE_ROLES, EVENT_ROLES, PROPERTY_ROLES, Role
from app.data.texts import Texts, encode
from app.errors import AppError

_LOOK = 1000
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class EventColumns:
    """Where the events of a file have their customer, instant and name; one of `name` and `constant` is None."""

    key: str
    at: str
    name: str | None
    constant: str | None


def require_columns(file: str, there: Sequence[str], wanted: Iterable[tuple[str, str]]) -> None:
    """An AppError in words unless all (what, column) are there."""
    absent = [f"“{column}” ({what})" for what, column in wanted if column not in there]
    if absent:
        columns = ", ".join(there)
        raise AppError(
            f"{file} has no column {' and no column '.join(absent)}. Its columns are: {columns}. Nothing was imported; "
            "name the right column, or choose another file."
        )


def customer_key(file: str, table: pa.Table, given: CustomersMapping) -> str:
    """The column that names the customer."""
    if given.key is not None:
        require_columns(file, table.column_names, [("the customer's key", given.key)])
        return given.key
    candidates = ranked(table.column_names, KEYS)
    found = next((name for name in candidates if _has_values(table, name)), None)
    found = found or next(iter([*candidates, *_unique_columns(table)]), None)
    if found is None:
        raise AppError(
            f"Nothing in {file} looks like a column that names the customer. Its columns are: "
            f"{', '.join(table.column_names)}. Say which one it is (--key COLUMN)."
        )
    return found


def event_columns(file: str, table: pa.Table, given: EventsMapping) -> EventColumns:
    """The columns with customer, instant and name of each event."""
    there = table.column_names
    named = [("the customer's key", given.key), ("the instant", given.at), ("the event's name", given.name)]
    require_columns(file, there, [(what, column) for what, column in named if column is not None])
    key = given.key or customer_key(file, table, CustomersMapping())
    at = given.at or _instant_column(file, table)
    if given.name is not None or given.name_constant is not None:
        return EventColumns(key, at, given.name, given.name_constant)
    names = [name for name in ranked(there, EVENT_NAMES) if name not in (key, at) and _holds_names(table, name)]
    return EventColumns(key, at, names[0] if names else None, None if names else _constant(file, there))


def attribute_roles(columns: Mapping[str, Texts], types: Mapping[str, ColumnType]) -> dict[str, str]:
    """Role -> column, by name and confirmed by the values; a consent column must say yes or no throughout."""
    roles = {}
    for name_of_role, role in ATTRIBUTE_ROLES.items():
        fitting = [name for name in ranked(columns, role.known) if _fits_role(role, columns[name], types[name])]
        if fitting:
            roles[name_of_role] = fitting[0]
    return roles


def event_roles(names: Iterable[str]) -> dict[str, str]:
    """Role -> event name."""
    there = list(names)
    return {name: found[0] for name, role in EVENT_ROLES.items() if (found := ranked(there, role.known))}


def property_roles(types: Mapping[str, ColumnType]) -> dict[str, str]:
    """Role -> property."""
    roles = {}
    for name_of_role, role in PROPERTY_ROLES.items():
        fitting = [name for name in ranked(types, role.known) if role.type in (None, types[name])]
        if fitting:
            roles[name_of_role] = fitting[0]
    return roles


def look_like_events(table: pa.Table) -> bool:
    """Whether a file has an instant column and names the same customer again and again, or names events."""
    moments = [name for name in table.column_names if _holds_instants(table, name)]
    key = next(iter(ranked(table.column_names, KEYS)), None)
    repeated = key is not None and len(encode(table.column(key)).distinct) < 0.9 * table.num_rows
    return bool(moments) and (repeated or any(plain(name) in EVENT_NAMES[:7] for name in table.column_names))


def _fits_role(role: Role, texts: Texts, type_: ColumnType) -> bool:
    if role.looks is not None:
        some = words_of(texts.distinct.slice(0, _LOOK))
        return not some or sum(map(role.looks, some)) >= len(some) / 2
    if role.agrees_to and means_consent(texts):
        return True
    return type_ in (role.guessed if role.type is None else (role.type,))


def _has_values(table: pa.Table, name: str) -> bool:
    """Whether most rows have a value there."""
    texts = encode(table.column(name).slice(0, _LOOK))
    return bool(texts.filled.mean() > 0.5) if len(texts) else True


def _unique_columns(table: pa.Table) -> list[str]:
    """Columns that have another value in each row and may be keys; those named so first."""
    head = table.slice(0, _LOOK)
    unique = [
        name
        for name in head.column_names
        if head.num_rows > 1 and len(encode(head.column(name)).distinct) == head.num_rows
    ]
    return sorted((name for name in unique if names_an_identifier(name)), key=unique.index)


def _instant_column(file: str, table: pa.Table) -> str:
    named = ranked(table.column_names, INSTANTS)
    others = [name for name in table.column_names if name not in named]
    found = next((name for name in [*named, *others] if _holds_instants(table, name)), None)
    if found is None and named:
        return named[0]
    if found is None:
        raise AppError(
            f"Nothing in {file} looks like the instant of an event. Its columns are: {', '.join(table.column_names)}. "
            "Say which one it is (--at COLUMN)."
        )
    return found


def _holds_instants(table: pa.Table, name: str) -> bool:
    """Whether most of the first values are dates or instants; bare numbers are, only under a name that says so."""
    texts = encode(table.column(name).slice(0, _LOOK)).distinct
    if not len(texts):
        return False
    may_be_bare = plain(name) in INSTANTS
    fits = read_moments(texts).fits & (may_be_bare | ~matches(texts, r"^\d+$"))
    return bool(fits.mean() > 0.5)


def _holds_names(table: pa.Table, name: str) -> bool:
    texts = encode(table.column(name).slice(0, _LOOK)).distinct
    return len(texts) == 0 or max(len(word) for word in words_of(texts)) <= _LONGEST_NAME


def _constant(file: str, columns: Sequence[str]) -> str:
    """ "purchase" for a file with amounts, else the file's own name."""
    if ranked(columns, PROPERTY_ROLES["amount"].known):
        return "purchase"
    return plain(PurePath(file).name.split(".")[0]) or "event"
