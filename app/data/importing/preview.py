"""The first rows of a file and what it seems to hold, before anything is imported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from app.data.files.registry import Reading, read_source
from app.data.files.source_table import SourceTable
from app.data.importing.accounts import Ledger, Role
from app.data.importing.convert import DateStyle
from app.data.importing.customers import read_customers
from app.data.importing.events import read_events
from app.data.importing.guessing import look_like_events
from app.data.importing.mapping import CustomersMapping, EventsMapping
from app.errors import AppError
from app.progress import silent

_STYLE = DateStyle(ZoneInfo("UTC"), is_first_look=True)


@dataclass(frozen=True, slots=True)
class Preview:
    """How a file is read and what its first rows say.

    `form` says in words how it is read, `rows` hold one text per column. `role` is the likelier one; `customers` and
    `events` are the mapping guessed for each, None where the file cannot be that. Guesses rest on the file's
    beginning; the import decides over all rows.
    """

    path: Path
    form: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    role: Role
    customers: CustomersMapping | None
    events: EventsMapping | None


def preview(path: Path, rows: int = 50, encoding: str | None = None) -> Preview:
    """The beginning of a file as it would be read; an AppError in words when it cannot be."""
    raw = read_source(path, Reading(encoding, head_only=True))
    head = raw.table.slice(0, rows).to_pydict()
    return Preview(
        path=path,
        form=raw.form,
        columns=tuple(raw.table.column_names),
        rows=tuple(zip(*head.values(), strict=True)),
        role="events" if look_like_events(raw.table) else "customers",
        customers=_as_customers(raw),
        events=_as_events(raw),
    )


def _as_customers(raw: SourceTable) -> CustomersMapping | None:
    """The mapping guessed for customers; None when nothing can be their key."""
    try:
        return read_customers([Ledger("customers", raw)], CustomersMapping(), _STYLE, silent)[1]
    except AppError:
        return None


def _as_events(raw: SourceTable) -> EventsMapping | None:
    """The mapping guessed for events; None when nothing can be their key or instant."""
    try:
        return read_events([Ledger("events", raw)], EventsMapping(), _STYLE, silent)[1]
    except AppError:
        return None
