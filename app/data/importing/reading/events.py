"""The rows of events files, mapped and converted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.assembling.rows import EventRows
from app.data.columns.arrow import joined, pick
from app.data.columns.texts import Chunks, Texts, text_column
from app.data.importing.accounting.accounts import Ledger
from app.data.importing.mapping import EventsMapping
from app.data.importing.reading.gathering import FileRows, Gathering, complete_rows, require_role_columns
from app.data.importing.reading.instants import timed
from app.data.importing.recognition.events.event_columns import EventColumns, event_columns
from app.data.importing.recognition.guessed_roles import event_roles, property_roles
from app.data.importing.values.convert import DateStyle
from app.data.vocabulary.roles import types_of_roles
from app.progress import Progress

_KEY = "\0customer"  # as no column is called


def read_events(
    ledgers: Sequence[Ledger],
    given: EventsMapping,
    style: DateStyle,
    progress: Progress,
    places: Sequence[EventColumns] | None = None,
) -> tuple[EventRows, EventsMapping]:
    """All rows with a customer, an instant and a name, with the mapping completed; the ledgers learn of the others.

    `places` say where each file has those, where they are not to be found here.
    """
    found = places or [event_columns(ledger.raw.file, ledger.raw.table, given) for ledger in ledgers]
    if places is None:
        for ledger, place in zip(ledgers, found, strict=True):
            ledger.read_by(place.key, place.at, place.name, place.constant)
    complete = [
        complete_rows(ledger, [columns.key, columns.at, *([columns.name] if columns.name else [])])
        for ledger, columns in zip(ledgers, found, strict=True)
    ]
    styles = [style if columns.day_first is None else replace(style, day_first=columns.day_first) for columns in found]
    files, at = timed(complete, [columns.at for columns in found], styles, progress)
    gathering = Gathering(files, style, progress)
    taken = {column for columns in found for column in (columns.key, columns.at, columns.name) if column}
    wanted = {*given.types, *(given.property_roles or {}).values()}
    others = gathering.columns(leave_out=taken - wanted)
    texts = gathering.encode({_KEY: _keys(files, found), **others}, ascending=(_KEY,))
    ids = gathering.trim_ids(texts.pop(_KEY))
    names = gathering.trim_names(_texts_of_names(gathering, found))
    require_role_columns(ledgers, given.property_roles or {}, given.types)
    types = gathering.types(texts, given.types)
    properties = property_roles(types) if given.property_roles is None else given.property_roles
    types |= types_of_roles(properties, given.types)
    columns = gathering.convert(texts, types)
    completed = EventsMapping(
        key=found[0].key if found else given.key,
        at=found[0].at if found else given.at,
        name=found[0].name if found else given.name,
        name_constant=found[0].constant if found else given.name_constant,
        types={name: column.type for name, column in columns.items()},
        roles=event_roles(names.most_frequent()) if given.roles is None else given.roles,
        property_roles=properties,
        day_first=given.day_first,
        decimal=given.decimal,
        currencies={**given.currencies, **gathering.currencies},
    )
    return EventRows(ids, at, text_column(names), columns, *_origins(files)), completed


def _origins(files: Sequence[FileRows]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The place of each row's file, and the row's number in that."""
    counts = [len(part.rows) for part in files]
    owners = np.zeros(sum(counts), np.int32)
    if len(files) > 1:
        owners[:] = np.repeat(np.arange(len(files)), counts)
    return owners, joined([part.rows for part in files] or [np.array([], np.int64)])


def _keys(files: Sequence[FileRows], found: Sequence[EventColumns]) -> Chunks:
    """The customer of every row."""
    parts = [part.table.column(columns.key) for part, columns in zip(files, found, strict=True)]
    return pa.chunked_array([chunk for part in parts for chunk in part.chunks], pa.string())


def _names(files: Sequence[FileRows], found: Sequence[EventColumns]) -> Chunks:
    """The event name of every row, from its column or its file's constant."""
    chunks: list[Any] = []
    for part, columns in zip(files, found, strict=True):
        if columns.name is not None:
            chunks += part.table.column(columns.name).chunks
        else:
            chunks.append(pick(pa.array([columns.constant], pa.string()), np.zeros(len(part.rows), np.int64)))
    return pa.chunked_array(chunks, pa.string())


def _texts_of_names(gathering: Gathering, found: Sequence[EventColumns]) -> Texts:
    """The same as texts, as they were when the file was looked at if they still are."""
    names = _names(gathering.files, found)
    known = found[0].names.of(names) if found and found[0].names else None
    return known or gathering.encode({"name": names})["name"]
