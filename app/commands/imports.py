"""`rehearse import`: files into a workspace, every row accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.choosing import dataset_named
from app.commands.output.pool_files import Pools, pool_sources
from app.commands.output.terminal import progress_bar, say, say_json, say_table
from app.commands.output.workspaces import opened
from app.data.dataset import Dataset
from app.data.files.registry import offered_formats
from app.data.importing.accounts import Account, Role
from app.data.importing.mapping import CustomersMapping, EventsMapping, MappingDocument, read_mapping
from app.data.importing.read import Imported, Source
from app.errors import AppError
from app.jobs.importing import import_into
from app.numbers import number
from app.workspace.store import Workspace

MOST_NOTES_SHOWN = 20


def import_files(
    workspace: Annotated[Path, typer.Argument(help="The workspace file; made if it is not there.")],
    files: Annotated[list[Path] | None, typer.Argument(help=f"Files: {offered_formats()}.")] = None,
    role: Annotated[Role | None, typer.Option("--as", help="What the files' rows are.")] = None,
    pools: Pools = None,
    dataset: Annotated[str | None, typer.Option(help="Name of the dataset; the first file's name if left out.")] = None,
    mapping: Annotated[Path | None, typer.Option(help="JSON file that says what the columns mean.")] = None,
    key: Annotated[str | None, typer.Option(help="Column with the customer id.")] = None,
    at: Annotated[str | None, typer.Option(help="Column with the instant of the event.")] = None,
    event: Annotated[str | None, typer.Option(help="Column with the event's name.")] = None,
    event_name: Annotated[str | None, typer.Option(help="Name of every event, where no column holds it.")] = None,
    timezone: Annotated[str, typer.Option(help="Zone in which times without an offset are read.")] = "UTC",
    again: Annotated[bool, typer.Option("--again", help="Import files that are in the dataset already.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the accounting as JSON.")] = False,
) -> None:
    """Import files and voucher codes into a dataset of a workspace, accounting for every row."""
    if event_name is not None and not event_name.strip():
        raise typer.BadParameter("an event needs a name that is not empty", param_hint="--event-name")
    if event and event_name:
        raise AppError("Give either --event (a column) or --event-name (one name for all rows), not both.")
    codes = pool_sources(pools)
    sources = _sources(files or [], role, len(codes))
    given = read_mapping(mapping) if mapping else MappingDocument()
    columns = {"key": key, "at": at, "name": event, "name_constant": event_name}
    wanted = _overridden(given, role, columns) if role else given
    is_new = not workspace.exists()
    with progress_bar() as progress:
        made = Workspace.create(workspace) if is_new else opened(workspace)
        try:
            with made as store:
                name = dataset or (sources[0].path.name.split(".")[0] if sources else dataset_named(store, None))
                imported = import_into(
                    store, sources, name, wanted, pools=codes, again=again, timezone=timezone, progress=progress
                )
        except BaseException:
            if is_new:
                made.path.unlink(missing_ok=True)
            raise
    if as_json:
        say_json(_document(imported))
    else:
        _say(imported)


def _sources(files: Sequence[Path], role: Role | None, pool_count: int) -> list[Source]:
    """The files of customers or events to import; wrong usage where they and the options do not fit."""
    if files and role is None:
        raise typer.BadParameter("say what the rows of the files are: customers or events", param_hint="--as")
    if not files and not pool_count:
        raise typer.BadParameter("name a file to import, or codes with --pool NAME=FILE", param_hint="FILES")
    return [Source(file, role or "events") for file in files]


def _say(imported: Imported) -> None:
    """What became of every file, for the user."""
    rows = [
        (Path(a.file).name, a.role, *(number(n) for n in (a.read, a.imported, a.repaired, a.rejected)))
        for a in imported.accounts
    ]
    if rows:
        say_table(("File", "As", "Read", "Imported", "Repaired", "Rejected"), rows)
    _say_notes(imported.accounts)
    for account in imported.accounts:
        for remark in account.remarks:
            say(f"  {Path(account.file).name}: {remark}")
    for pool in imported.pools:
        say(pool.sentence())
    data = imported.dataset
    counts = f"{number(data.customer_count)} customers and {number(data.event_count)} events"
    say(f"Dataset '{data.name}' now has {counts}{''.join(_pool_words(data))}.")


def _pool_words(data: Dataset) -> Iterator[str]:
    for name, count in data.schema().pools.items():
        yield f", {number(count)} codes in the pool '{name}'"


def _document(imported: Imported) -> dict[str, object]:
    """The same for a program."""
    return {
        "dataset": imported.dataset.name,
        "files": [_account_document(account) for account in imported.accounts],
        "pools": [asdict(pool) for pool in imported.pools],
    }


def _overridden(mapping: MappingDocument, role: Role, columns: dict[str, str | None]) -> MappingDocument:
    """The mapping with the columns that were named as options."""
    named = {name: column for name, column in columns.items() if column is not None}
    if not named:
        return mapping
    if role == "events":
        events = (mapping.events or EventsMapping()).model_copy(update=named)
        return mapping.model_copy(update={"events": events})
    stray = sorted(set(named) - {"key"})
    if stray:
        raise AppError("--at, --event and --event-name belong to --as events; customers only have a --key.")
    customers = (mapping.customers or CustomersMapping()).model_copy(update=named)
    return mapping.model_copy(update={"customers": customers})


def _account_document(account: Account) -> dict[str, object]:
    notes = [{"line": n.line, "outcome": n.outcome, "reason": n.reason, "text": n.text} for n in account.notes]
    counts = {
        "read": account.read,
        "imported": account.imported,
        "repaired": account.repaired,
        "rejected": account.rejected,
    }
    return {"file": str(account.file), "as": account.role, **counts, "notes": notes, "remarks": list(account.remarks)}


def _say_notes(accounts: tuple[Account, ...]) -> None:
    notes = [note for account in accounts for note in account.notes]
    for note in notes[:MOST_NOTES_SHOWN]:
        say(f"  {Path(note.file).name}, line {note.line}: {note.outcome}: {note.reason}")
    if len(notes) > MOST_NOTES_SHOWN:
        say(f"  … and {number(len(notes) - MOST_NOTES_SHOWN)} more; --json lists them all.")
