"""Files in, a dataset out: read, map, convert, account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.data.assembling.assemble import assemble
from app.data.changes.pools import PoolAccount
from app.data.dataset import Dataset, Roles
from app.data.files.registry import Reading, read_source
from app.data.importing.accounting.accounts import Account, Ledger, Role
from app.data.importing.keys.identities import Merge
from app.data.importing.mapping import CustomersMapping, EventsMapping, MappingDocument
from app.data.importing.reading.customers import read_customers
from app.data.importing.reading.events import read_events
from app.data.importing.values.convert import DateStyle
from app.data.zones import named_zone
from app.errors import AppError
from app.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import and what its rows are; `encoding` overrides what is recognised."""

    path: Path
    role: Role
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """A dataset with the completed mapping that made it, and what became of every row and every code of its files."""

    dataset: Dataset
    mapping: MappingDocument
    accounts: tuple[Account, ...]
    pools: tuple[PoolAccount, ...] = ()
    merges: tuple[Merge, ...] = ()
    """Ids that were found to name one customer."""
    changed: tuple[str, ...] = ()
    """What files say otherwise than the dataset that they came to, file by file, and what follows."""


def import_files(
    name: str,
    sources: Sequence[Source],
    mapping: MappingDocument | None = None,
    *,
    timezone: str = "UTC",
    progress: Progress = silent,
) -> Imported:
    """The dataset of these files; whatever the mapping leaves out is guessed.

    Instants without a zone are read in the mapping's `timezone`, else in the one given here. An AppError says in words
    why files cannot be imported; rows that cannot are in the accounts.
    """
    given = mapping or MappingDocument()
    try:
        local = named_zone(given.timezone or timezone)
    except ValueError as error:
        raise AppError(f"{error}.") from error
    ledgers = [
        Ledger(source.role, read_source(source.path, Reading(source.encoding, progress=progress))) for source in sources
    ]
    people = given.customers or CustomersMapping()
    happenings = given.events or EventsMapping()
    customer_rows, people = read_customers(
        [ledger for ledger in ledgers if ledger.role == "customers"],
        people,
        DateStyle(local, people.day_first, people.decimal),
        progress,
    )
    event_rows, happenings = read_events(
        [ledger for ledger in ledgers if ledger.role == "events"],
        happenings,
        DateStyle(local, happenings.day_first, happenings.decimal),
        progress,
    )
    progress(0, 0, "Sorting")
    roles = Roles(
        people.roles or {},
        happenings.roles or {},
        happenings.property_roles or {},
        people.currencies,
        happenings.currencies,
    )
    dataset = assemble(name, customer_rows, event_rows, roles=roles, timezone=local.key)
    completed = MappingDocument(customers=people, events=happenings, timezone=local.key)
    return Imported(dataset, completed, tuple(ledger.account(progress) for ledger in ledgers))
