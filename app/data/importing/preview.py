"""The first rows of a file and what it seems to hold, before anything is imported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from app.data.files.content import load
from app.data.files.csv import RawTable, read_table
from app.data.importing.accounts import Ledger, Role
from app.data.importing.convert import DateStyle
from app.data.importing.customers import read_customers
from app.data.importing.events import read_events
from app.data.importing.guessing import look_like_events
from app.data.importing.mapping import CustomersMapping, EventsMapping
from app.errors import AppError
from app.progress import silent

_HEAD_BYTES = 1 << 20
_STYLE = DateStyle(ZoneInfo("UTC"))


@dataclass(frozen=True, slots=True)
class Preview:
    """How a file is read and what its first rows say.

    `rows` hold one text per column. `role` is the likelier one; `customers` and `events` are the mapping guessed for
    each, None where the file cannot be that. Guesses rest on the file's beginning; the import decides over all rows.
    """

    path: Path
    encoding: str
    delimiter: str
    quote: str
    has_header: bool
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    role: Role
    customers: CustomersMapping | None
    events: EventsMapping | None


def preview(path: Path, rows: int = 50, encoding: str | None = None) -> Preview:
    """The beginning of a file as it would be read; an AppError in words when it cannot be."""
    raw = read_table(load(path, silent, encoding, limit=_HEAD_BYTES))
    head = raw.table.slice(0, rows).to_pydict()
    return Preview(
        path=path,
        encoding=raw.content.encoding,
        delimiter=raw.form.dialect.delimiter,
        quote=raw.form.dialect.quote,
        has_header=raw.form.has_header,
        columns=raw.form.columns,
        rows=tuple(zip(*(head[name] for name in raw.form.columns), strict=True)),
        role="events" if look_like_events(raw.table) else "customers",
        customers=_as_customers(raw),
        events=_as_events(raw),
    )


def _as_customers(raw: RawTable) -> CustomersMapping | None:
    """The mapping guessed for customers; None when nothing can be their key."""
    try:
        return read_customers([Ledger("customers", raw)], CustomersMapping(), _STYLE, silent)[1]
    except AppError:
        return None


def _as_events(raw: RawTable) -> EventsMapping | None:
    """The mapping guessed for events; None when nothing can be their key or instant."""
    try:
        return read_events([Ledger("events", raw)], EventsMapping(), _STYLE, silent)[1]
    except AppError:
        return None
