"""`rehearse import`: files into a workspace, every row accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands.output.choosing import dataset_named
from app.commands.output.plan_answers import joined_as_said
from app.commands.output.pool_files import Pools, pool_sources
from app.commands.output.terminal import complain, progress_bar, say, say_json, say_table
from app.commands.output.workspaces import opened
from app.data.changes.pools import PoolSource
from app.data.dataset import Dataset
from app.data.files.registry import WORKBOOK, offered_formats
from app.data.importing.accounting.accounts import Account
from app.data.importing.file_names import shown
from app.data.importing.mapping import (
    CustomersMapping,
    EventsMapping,
    KeyMapping,
    Kind,
    MappingDocument,
    OnDuplicate,
    read_mapping,
)
from app.data.importing.plan import ImportPlan
from app.data.importing.read import Imported
from app.data.importing.remembered import NOTHING_REMEMBERED
from app.data.importing.there_already import KEPT
from app.data.importing.values.moments import DayFirst
from app.data.importing.values.numbers import Decimal
from app.data.zones import named_zone
from app.errors import AppError
from app.jobs.datasets.corrections import Corrections
from app.jobs.datasets.importing import import_into, import_planned, proposed_for
from app.numbers import counted, number
from app.progress import Progress
from app.workspace.store import Workspace

MOST_NOTES_SHOWN = 20
Dayfirst = Annotated[
    bool | None, typer.Option("--dayfirst/--no-dayfirst", help="Whether 03/04/2024 is 3 April.", show_default=False)
]
Cents = Annotated[
    bool | None, typer.Option("--cents/--no-cents", help="Whether an amount of 1190 is 11.90.", show_default=False)
]
Timezone = Annotated[
    str | None, typer.Option(help="Zone of times without an offset, for a new dataset (UTC if left out).")
]


def import_files(
    workspace: Annotated[Path, typer.Argument(help="The workspace file; made if it is not there.")],
    files: Annotated[list[Path] | None, typer.Argument(help=f"Files: {offered_formats()}.")] = None,
    kind: Annotated[Kind | None, typer.Option("--as", help="What the files' rows are; guessed if left out.")] = None,
    pools: Pools = None,
    dataset: Annotated[str | None, typer.Option(help="Name of the dataset; the first file's name if left out.")] = None,
    mapping: Annotated[Path | None, typer.Option(help="JSON file that says what the columns mean.")] = None,
    key: Annotated[str | None, typer.Option(help="Column with the customer id, or the product's.")] = None,
    at: Annotated[str | None, typer.Option(help="Column with the instant of the event.")] = None,
    event: Annotated[str | None, typer.Option(help="Column with the event's name.")] = None,
    event_name: Annotated[str | None, typer.Option(help="Name of every event, where no column holds it.")] = None,
    join: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN=COLUMN", help="Join files by these columns; may be repeated.")
    ] = None,
    unrelated: Annotated[
        bool, typer.Option("--unrelated", help="Import files together though few of their customers meet.")
    ] = False,
    on_duplicate: Annotated[
        OnDuplicate | None,
        typer.Option(help="A file or events that are there already: replace, add what is new, skip, or add all again."),
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="The sheet of a workbook; else the first filled one.")] = None,
    decimal: Annotated[Decimal | None, typer.Option(help="The decimal sign, where 1.234 is not clear.")] = None,
    dayfirst: Dayfirst = None,
    yearfirst: Annotated[bool, typer.Option("--yearfirst", help="03-04-05 is 5 April 2003.")] = False,
    cents: Cents = None,
    timezone: Timezone = None,
    forget: Annotated[
        bool, typer.Option("--forget", help="Forget what was said of files with such a header before, and guess.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="The same as --on-duplicate again.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the accounting as JSON.")] = False,
) -> None:
    """Import files and voucher codes into a dataset of a workspace, accounting for every row."""
    _refuse_unreadable(event, event_name, timezone)
    codes = pool_sources(pools)
    if not files and not codes:
        raise typer.BadParameter("name a file to import, or codes with --pool NAME=FILE", param_hint="FILES")
    columns = {"key": key, "at": at, "name": event, "name_constant": event_name}
    said = _said_in(mapping, files or [])
    wanted = _in_cents(_overridden(said, files or [], kind, columns), files or [], cents)
    ways = {"decimal": decimal, "day_first": _first(dayfirst, yearfirst)}
    wanted = _written(_of_sheet(wanted, files or [], sheet), ways)
    duplicate = "again" if again else on_duplicate or said.on_duplicate
    of_events = bool(at or event or event_name) and kind is None
    unrelated, forget = unrelated or said.unrelated, forget or said.forget
    task = _Task(
        files or [], codes, wanted, join or [], unrelated, duplicate, timezone, forget=forget, of_events=of_events
    )
    _tell(*_carried_out(workspace, task, dataset or said.dataset), as_json=as_json)


def _refuse_unreadable(event: str | None, event_name: str | None, timezone: str | None) -> None:
    """What options say that are plain texts to the command line, where it cannot be meant."""
    if event_name is not None and not event_name.strip():
        raise typer.BadParameter("an event needs a name that is not empty", param_hint="--event-name")
    if event and event_name:
        raise AppError("Give either --event (a column) or --event-name (one name for all rows), not both.")
    try:
        named_zone(timezone or "UTC")
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--timezone") from error


def _said_in(mapping: Path | None, files: Sequence[Path]) -> MappingDocument:
    """The mapping; the user hears which of its files are not here."""
    said = read_mapping(mapping) if mapping else MappingDocument()
    for other in said.of_other_files(files):
        complain(f"Note: the mapping speaks of “{other}”, and no file is called so.")
    return said


def _tell(plan: ImportPlan | None, imported: Imported, *, as_json: bool) -> None:
    """What became of the files, for the user or for a program."""
    if as_json:
        say_json(_document(plan, imported))
    else:
        _say_plan(plan)
        _say(imported)


def _carried_out(workspace: Path, task: _Task, dataset: str | None) -> tuple[ImportPlan | None, Imported]:
    """What became of the files; a workspace that was made for them does not outlive their failure."""
    is_new = not workspace.exists()
    with progress_bar() as progress:
        made = Workspace.create(workspace) if is_new else opened(workspace)
        try:
            with made as store:
                name = dataset or (
                    task.files[0].name.split(".")[0] if task.files else dataset_named(store, None, may_choose=False)
                )
                return task.carry_out(store, name, progress)
        except BaseException:
            if is_new:
                made.path.unlink(missing_ok=True)
            raise


class _Task:
    """What was asked for."""

    def __init__(
        self,
        files: Sequence[Path],
        codes: Sequence[PoolSource],
        mapping: MappingDocument,
        joins: Sequence[str],
        unrelated: bool,
        on_duplicate: OnDuplicate | None,
        timezone: str | None,
        *,
        forget: bool,
        of_events: bool,
    ) -> None:
        self.files, self._forget, self._of_events = files, forget, of_events
        self._codes, self._mapping, self._joins, self._unrelated = codes, mapping, joins, unrelated
        self._on_duplicate, self._timezone = on_duplicate, timezone

    def carry_out(self, store: Workspace, name: str, progress: Progress) -> tuple[ImportPlan | None, Imported]:
        """The plan of the files, if there are any, and what became of them and of the codes."""
        if not self.files:
            return None, import_into(store, [], name, pools=self._codes, progress=progress)
        plan = self._plan(store, name, progress)
        return plan, import_planned(store, plan, name, self._codes, progress)

    def _proposed(self, store: Workspace, name: str, corrections: Corrections, progress: Progress) -> ImportPlan:
        return proposed_for(
            store,
            self.files,
            name,
            self._mapping,
            on_duplicate=self._on_duplicate,
            remembered=NOTHING_REMEMBERED if self._forget else corrections.remembered(),
            timezone=self._timezone or "UTC",
            progress=progress,
        )

    def _plan(self, store: Workspace, name: str, progress: Progress) -> ImportPlan:
        corrections = Corrections()
        plan = self._proposed(store, name, corrections, progress)
        if self._of_events and not any(file.kind in ("events", "orders") for file in plan.files):
            if len(self.files) > 1:
                raise AppError(
                    "--at, --event and --event-name belong to events, and none of these files is taken for some. "
                    'Nothing was changed; say which one is, with "as": "events" in a mapping, or import it by itself.'
                )
            self._mapping = _of_files(self._mapping, self.files, {"kind": "events"})
            plan = self._proposed(store, name, corrections, progress)
        if self._forget:
            corrections.forget(plan.files)
        if self._timezone not in (None, plan.timezone):
            complain(
                f"Note: the zone of “{name}” is {plan.timezone}, from its first file on; --timezone {self._timezone} "
                "was passed over."
            )
        repeated = [doubt.text for doubt in plan.unanswered if doubt.code == "known"]
        if repeated:
            raise AppError(
                f"{' '.join(repeated)} Nothing was changed; say what is meant with --on-duplicate replace, append, "
                "skip or again."
            )
        return joined_as_said(plan, self._joins, self._mapping.joins, unrelated=self._unrelated)


def _say_plan(plan: ImportPlan | None) -> None:
    """What each file was taken for, and how they were joined."""
    for place, file in enumerate(plan.files if plan else ()):
        if plan is not None and plan.is_skipped(place):
            say(f"{file.name}: skipped. It says what {plan.repeated[place]} said.")
            continue
        how_else = " With --forget it is guessed." if file.is_remembered else ""
        others = ", ".join(f"“{sheet}”" for sheet in file.sheets if sheet != file.sheet)
        sheets = f" Of its sheets “{file.sheet}” was read, not {others} (--sheet)." if others else ""
        say(f"{file.name}: {file.kind}. {file.why}{sheets}{how_else}")


def _say(imported: Imported) -> None:
    """What became of every file, for the user."""
    rows = [
        (shown(a.file), a.role, *(number(n) for n in (a.read, a.imported, a.repaired, a.rejected)))
        for a in imported.accounts
    ]
    if rows:
        say_table(("File", "As", "Read", "Imported", "Repaired", "Rejected"), rows)
    _say_notes(imported.accounts)
    for account in imported.accounts:
        for remark in account.remarks:
            say(f"  {shown(account.file)}: {remark}")
    if any(sentence.endswith(KEPT) for sentence in imported.changed):
        say("  To take what the files say, import them once more with --on-duplicate replace.")
    for pool in imported.pools:
        say(pool.sentence())
    data = imported.dataset
    customers = counted(data.customer_count, "customer", "customers")
    counts = f"{customers} and {counted(data.event_count, 'event', 'events')}"
    say(f"Dataset '{data.name}' now has {counts}{''.join(_pool_words(data))}.")


def _pool_words(data: Dataset) -> Iterator[str]:
    if len(data.products):
        yield f", {counted(len(data.products), 'product', 'products')}"
    for name, count in data.schema().pools.items():
        yield f", {counted(count, 'code', 'codes')} in the pool '{name}'"


def _document(plan: ImportPlan | None, imported: Imported) -> dict[str, object]:
    """The same for a program."""
    return {
        "dataset": imported.dataset.name,
        "files": [_account_document(account) for account in imported.accounts],
        "taken_for": [
            {
                "file": file.name,
                "as": file.kind,
                "why": file.why,
                "keys": [key.column for key in plan.keys_of(place)],
                "remembered": file.is_remembered,
                "skipped": plan.is_skipped(place),
            }
            for place, file in enumerate(plan.files if plan else ())
            if plan is not None
        ],
        "joins": [
            {"sentence": join.sentence(), "met": join.met, "of": join.of} for join in (plan.compared if plan else ())
        ],
        "merges": [asdict(merge) for merge in imported.merges],
        "pools": [asdict(pool) for pool in imported.pools],
        "changed": list(imported.changed),
    }


def _overridden(
    mapping: MappingDocument, files: Sequence[Path], kind: Kind | None, columns: dict[str, str | None]
) -> MappingDocument:
    """The mapping with what was said by options."""
    named: dict[str, Any] = {name: column for name, column in columns.items() if column is not None}
    stray = sorted(set(named) - {"key"})
    if stray and kind not in (None, "events", "orders"):
        raise AppError(f"--at, --event and --event-name belong to events; {kind} only have a --key.")
    if kind is not None:
        said: dict[str, Any] = {"kind": kind}
        if kind == "products" and "key" in named:
            said["keys"] = (KeyMapping(column=named["key"], identifies="product"),)
        mapping = _of_files(mapping, files, said)
    if not named or kind == "products":
        return mapping
    parts: dict[str, Any] = {}
    if kind in (None, "events", "orders"):
        replaced = {"name": None, "name_constant": None} if {"name", "name_constant"} & set(named) else {}
        parts["events"] = (mapping.events or EventsMapping()).model_copy(update={**replaced, **named})
    if kind in (None, "customers", "list") and "key" in named:
        parts["customers"] = (mapping.customers or CustomersMapping()).model_copy(update={"key": named["key"]})
    return mapping.model_copy(update=parts)


def _of_sheet(mapping: MappingDocument, files: Sequence[Path], sheet: str | None) -> MappingDocument:
    """The mapping with the sheet that is to be read of each workbook."""
    if sheet is None:
        return mapping
    workbooks = [path for path in files if path.suffix.lower() in WORKBOOK.suffixes]
    if not workbooks:
        raise AppError(f"None of the files is a workbook: there is no sheet “{sheet}” to read.")
    return _of_files(mapping, workbooks, {"sheet": sheet})


def _in_cents(mapping: MappingDocument, files: Sequence[Path], cents: bool | None) -> MappingDocument:
    """The mapping with whether money stands in hundredths, as far as an option says so."""
    return mapping if cents is None else _of_files(mapping, files, {"cents": cents})


def _of_files(mapping: MappingDocument, files: Sequence[Path], said: dict[str, Any]) -> MappingDocument:
    """The mapping with something more said of these files."""
    named = [mapping.of_file(path).model_copy(update={**said, "file": str(path)}) for path in files]
    return mapping.model_copy(update={"files": (*named, *mapping.files)})


def _first(dayfirst: bool | None, yearfirst: bool) -> DayFirst | None:
    if yearfirst and dayfirst is not None:
        raise typer.BadParameter("--yearfirst says another order than --dayfirst and --no-dayfirst.")
    return "year" if yearfirst else dayfirst


def _written(mapping: MappingDocument, ways: Mapping[str, str | bool | None]) -> MappingDocument:
    """The mapping with how numbers and dates are written, as far as options say so."""
    said = {name: way for name, way in ways.items() if way is not None}
    if not said:
        return mapping
    parts = {"customers": mapping.customers or CustomersMapping(), "events": mapping.events or EventsMapping()}
    return mapping.model_copy(update={name: part.model_copy(update=said) for name, part in parts.items()})


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
        say(f"  {shown(note.file)}, line {note.line}: {note.outcome}: {note.reason}")
    if len(notes) > MOST_NOTES_SHOWN:
        say(f"  … and {number(len(notes) - MOST_NOTES_SHOWN)} more; --json lists them all.")
