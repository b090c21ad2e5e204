"""Rows given in memory, as the worked cases hold them, through the same conversion as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.assembling.assemble import assemble
from app.data.assembling.rows import CustomerRows, EventRows
from app.data.columns.column import Column, ColumnType
from app.data.columns.texts import Texts, encode, trimmed
from app.data.dataset import Dataset, Roles
from app.data.importing.mapping import CustomersMapping, EventsMapping, MappingDocument
from app.data.importing.values.convert import DateStyle, convert
from app.data.zones import named_zone
from app.errors import AppError, Problem

Row = Mapping[str, object]
_KEY, _AT, _NAME = "customer_id", "timestamp", "event"


def dataset_from_rows(name: str, mapping: MappingDocument, customers: Sequence[Row], events: Sequence[Row]) -> Dataset:
    """The dataset of these rows; a value is a text, a number, a boolean or missing (None or "").

    Nothing is guessed: columns not named by `types` are text, and declared ones exist even where no row has them. A
    value that does not fit, or a row without its key or instant, is an AppError that lists them all.
    """
    people, happenings = mapping.customers or CustomersMapping(), mapping.events or EventsMapping()
    timezone = mapping.timezone or "UTC"
    zone = named_zone(timezone)
    attributes = _Table("customers", customers, DateStyle(zone, people.day_first, people.decimal or "."))
    properties = _Table("events", events, DateStyle(zone, happenings.day_first, happenings.decimal or "."))
    key, at, title = happenings.key or _KEY, happenings.at or _AT, happenings.name or _NAME
    taken = {key, at} if happenings.name_constant else {key, at, title}
    customer_rows = CustomerRows(
        attributes.ids(people.key or _KEY), attributes.columns(people.types, {people.key or _KEY})
    )
    event_rows = EventRows(
        properties.ids(key),
        properties.instants(at),
        properties.names(title, happenings.name_constant),
        properties.columns(happenings.types, taken),
    )
    problems = (*attributes.problems, *properties.problems)
    if problems:
        raise AppError(f"The rows of “{name}” cannot be read as they are declared.", problems)
    roles = Roles(people.roles or {}, happenings.roles or {}, happenings.property_roles or {})
    return assemble(name, customer_rows, event_rows, roles=roles, timezone=timezone)


class _Table:
    """Rows of one kind, read column by column; what does not fit gathers in `problems`."""

    def __init__(self, kind: str, rows: Sequence[Row], style: DateStyle) -> None:
        self.problems: list[Problem] = []
        self._kind = kind
        self._rows = rows
        self._style = style

    def ids(self, key: str) -> Texts:
        """The key of every row."""
        return self._filled(key, trimmed(self._texts(key)))

    def instants(self, column: str) -> NDArray[np.int64]:
        """The instant of every row, microseconds UTC."""
        values: NDArray[np.int64] = self._convert(column, self._filled_texts(column), ColumnType.INSTANT).values
        return values

    def names(self, column: str, constant: str | None) -> Column:
        """The event name of every row."""
        if constant is not None:
            return Column(ColumnType.TEXT, np.zeros(len(self._rows), np.int32), pa.array([constant], pa.string()))
        return self._convert(column, self._filled_texts(column), ColumnType.TEXT)

    def columns(self, types: Mapping[str, ColumnType], taken: set[str]) -> dict[str, Column]:
        """Every other column, in order of first sight, then those that are only declared."""
        seen = dict.fromkeys(column for row in self._rows for column in row if column not in taken)
        titles = (*seen, *(title for title in types if title not in seen))
        return {title: self._convert(title, self._texts(title), types.get(title, ColumnType.TEXT)) for title in titles}

    def _texts(self, column: str) -> Texts:
        return encode(pa.array([_text(row.get(column)) for row in self._rows], pa.string()))

    def _filled_texts(self, column: str) -> Texts:
        return self._filled(column, self._texts(column))

    def _filled(self, column: str, texts: Texts) -> Texts:
        for row in np.flatnonzero(~texts.filled):
            self._object(int(row), f"the column “{column}” is empty")
        return texts

    def _convert(self, column: str, texts: Texts, type_: ColumnType) -> Column:
        converted = convert(texts, type_, self._style)
        for row in np.flatnonzero(converted.unfit):
            self._object(int(row), f"“{texts.at(int(row))}” in “{column}” is not of type {type_}")
        if converted.undecided:
            self._object(0, f"nothing in “{column}” says whether 03/04 is 3 April; set day_first in the mapping")
        return converted.column

    def _object(self, row: int, reason: str) -> None:
        self.problems.append(Problem("bad-row", reason, f"{self._kind}[{row}]"))


def _text(value: object) -> str:
    """A value as a CSV would hold it; repr() of a number reads back as the same number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, int | float) else str(value)
