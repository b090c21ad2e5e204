"""The files of a plan made ready to be read: what their columns lack put in, columns of one role named alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from app.data.columns.texts import Texts, encode
from app.data.dataset import Dataset
from app.data.files.source_table import SourceTable
from app.data.importing.accounting.accounts import Ledger
from app.data.importing.file_plan import FilePlan, Key, ledger_of
from app.data.importing.keys.of_files import country_column
from app.data.importing.plan import ImportPlan
from app.data.importing.prepared import PreparedTable, renamed, with_columns
from app.data.importing.ready_tables import made_ready
from app.data.importing.recognition.events.event_columns import EventColumns
from app.data.importing.values.identifiers import EMAIL, PHONE, are_floats
from app.data.importing.values.phones import Phones, normal_identifiers
from app.data.importing.values.phones import remarks as remarks_on_phones
from app.data.vocabulary.headers import COOKIES, plain

OF_PEOPLE = ("customers", "list", "events", "orders")


@dataclass(frozen=True, slots=True)
class Part:
    """One file made ready.

    `label` is the column with the customer's id, `once` are columns that speak of a whole order, `roles` and
    `properties` give roles their columns as they are called now.
    """

    place: int
    file: FilePlan
    keys: tuple[Key, ...]
    origin: SourceTable
    table: pa.Table
    label: str
    once: frozenset[str]
    roles: Mapping[str, str]
    properties: Mapping[str, str]
    remarks: tuple[str, ...] = ()

    @property
    def is_people(self) -> bool:
        """Whether its rows are customers."""
        return self.file.kind in ("customers", "list")

    @property
    def cookies(self) -> tuple[str, ...]:
        """Columns of events with the cookies of customers who are known by more than that: those stay with them."""
        is_known = not self.is_people and any(plain(key.column) not in COOKIES for key in self.keys)
        return tuple(key.column for key in self.keys if plain(key.column) in COOKIES) if is_known else ()

    def places(self) -> EventColumns:
        """Where its events have their customer, instant and name."""
        file = self.file
        return EventColumns(self.label, file.at or "", file.event, file.constant, file.day_first, file.names)

    @property
    def address(self) -> str | None:
        """Of events the column with their customers' addresses, beside the ids by which they are known."""
        return None if self.is_people else self.file.roles.get(EMAIL)

    def ledger(self) -> Ledger:
        """A ledger over its rows, known again by the columns that its file has."""
        ledger = ledger_of(self.file, PreparedTable(self.origin, self.table))
        for sentence in self.remarks:
            ledger.remark(sentence)
        return ledger


def prepared(plan: ImportPlan) -> list[Part]:
    """The files that have to do with customers, but for those that are to be skipped."""
    parts = []
    for place, (file, source) in enumerate(zip(plan.files, plan.sources, strict=True)):
        if file.kind not in OF_PEOPLE or source is None or plan.is_skipped(place):
            continue
        table = source.table.drop_columns([name for name in file.leave_out if name in source.table.column_names])
        table, once, remarks = made_ready(table, file, source)
        keys = plan.keys_of(place)
        roles, properties = dict(file.roles), dict(file.property_roles)
        if file.kind == "orders" and properties.get("amount") == properties.get("price"):
            properties.pop("amount", None)  # a price of one piece: another file's amounts must not be called so
        part = Part(place, file, keys, source, table, keys[0].column, once, roles, properties, remarks)
        parts.append(_with_whole_ids(_with_said_phones(part, plan.phones)))
    return parts


def _with_said_phones(part: Part, phones: Phones) -> Part:
    """The part with what is said of numbers without a country's code among its keys."""
    said = [
        remark
        for key in part.keys
        if key.identifies == PHONE
        for remark in remarks_on_phones(
            key.column, encode(part.table.column(key.column)), identifiers_in(part, key, phones), phones
        )
    ]
    return replace(part, remarks=(*part.remarks, *said))


def _with_whole_ids(part: Part) -> Part:
    """The part with 17850 for ids that are written 17850.0 throughout."""
    floats = [key.column for key in part.keys if are_floats(part.table.column(key.column))]
    whole_ids: dict[str, Any] = {
        name: pc.replace_substring_regex(part.table.column(name), r"\.0\s*$", "") for name in floats
    }
    remarks = [*part.remarks]
    remarks += [f"“{name}”: .0 was taken off all ids; programs write it where some are missing." for name in floats]
    return replace(part, table=with_columns(part.table, whole_ids), remarks=tuple(remarks))


def called_alike(parts: Sequence[Part], dataset: Dataset | None) -> list[Part]:
    """The parts with one name for the columns of each role, that of the dataset or of the first file."""
    attributes = dict(dataset.roles.attributes) if dataset else {}
    properties = dict(dataset.roles.properties) if dataset else {}
    alike = []
    for part in sorted(parts, key=lambda part: not part.is_people):
        known = attributes if part.is_people else properties
        own = part.roles if part.is_people else part.properties
        new = {name: known.setdefault(role, name) for role, name in own.items()}
        table = renamed(part.table, new)
        now = {role: new[name] if new[name] in table.column_names else name for role, name in own.items()}
        once = frozenset(new.get(name, name) for name in part.once)
        named = replace(part, table=table, once=once)
        alike.append(replace(named, roles=now) if part.is_people else replace(named, properties=now))
    return sorted(alike, key=lambda part: part.place)


def identifiers_in(part: Part, key: Key, phones: Phones) -> Texts:
    """The values of a key column in normal form."""
    country = country_column(part.file, part.table) if key.identifies == PHONE else None
    countries = encode(part.table.column(country)) if country is not None else None
    return normal_identifiers(encode(part.table.column(key.column)), _form(key.identifies), phones, countries)


def _form(identifies: str) -> str:
    return identifies if identifies in (EMAIL, PHONE) else ""
