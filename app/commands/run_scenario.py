"""`rehearse run`: one scenario over a dataset, from a workspace or from files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.commands.choosing import dataset_named, instant_us, scenario_named
from app.commands.run_words import say_run
from app.commands.terminal import complain, progress_bar, say
from app.data.importing import Source, import_files
from app.data.mapping import read_mapping
from app.data.progress import Progress
from app.errors import AppError
from app.jobs.checking import all_remarks
from app.jobs.rehearsing import rehearse_checked, rehearse_stored
from app.jobs.run_folder import write_run_folder
from app.runtime.rehearse import Run, RunOptions
from app.scenario.graph import Scenario
from app.workspace.store import Workspace


class TableFormat(StrEnum):
    """How tables are written."""

    PARQUET = "parquet"
    CSV = "csv"


def run(
    scenario: Annotated[str, typer.Argument(help="A scenario file (.json), or a scenario's id in the workspace.")],
    workspace: Annotated[Path | None, typer.Option(help="The workspace; the run is stored in it.")] = None,
    dataset: Annotated[str | None, typer.Option(help="The dataset of the workspace.")] = None,
    customers: Annotated[Path | None, typer.Option(help="A file of customers, instead of a workspace.")] = None,
    events: Annotated[Path | None, typer.Option(help="A file of events, instead of a workspace.")] = None,
    mapping: Annotated[Path | None, typer.Option(help="JSON file that says what the files' columns mean.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of every draw.")] = 0,
    until: Annotated[str | None, typer.Option(help="Stop at this instant, included.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the tables and summary.json.")] = None,
    table_format: Annotated[
        TableFormat, typer.Option("--format", help="How tables are written.")
    ] = TableFormat.PARQUET,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Rehearse a scenario over recorded events and say what happened at each node."""
    from_files = customers is not None or events is not None
    if from_files == (workspace is not None):
        raise AppError("Say where the data is: either --workspace (and --dataset), or --customers and --events files.")
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)  # before anything is computed or stored
    options = RunOptions(until=instant_us(until, "--until"), seed=seed)
    with progress_bar() as progress:
        if workspace is not None:
            played, done, run_id = _over_workspace(workspace, dataset, scenario, options, progress)
        else:
            played, done = _over_files(customers, events, mapping, scenario, options, progress)
            run_id = None
    for remark in all_remarks(played, None):
        complain(f"Remark: {remark}")
    if out is not None:
        write_run_folder(played, done, out, table_format.value)
    if as_json:
        say(done.summary.to_json())
        return
    say_run(played, done.summary)
    for warning in done.summary.warnings:
        complain(f"Note: {warning}")
    if run_id is not None:
        say(f"Stored in {workspace} as run {run_id}.")
    if out is not None:
        say(f"Tables and summary.json are in {out}.")


def _over_workspace(
    path: Path, dataset: str | None, name: str, options: RunOptions, progress: Progress
) -> tuple[Scenario, Run, int]:
    with Workspace.open(path) as store:
        scenario = scenario_named(store, name)
        info = rehearse_stored(store, scenario, dataset_named(store, dataset), options, progress)
        stored = store.runs.load(info.id)
        return scenario, Run({name: stored.tables[name] for name in stored.tables}, stored.summary), info.id


def _over_files(
    customers: Path | None,
    events: Path | None,
    mapping: Path | None,
    name: str,
    options: RunOptions,
    progress: Progress,
) -> tuple[Scenario, Run]:
    scenario = scenario_named(None, name)
    sources = [Source(customers, "customers")] if customers else []
    sources += [Source(events, "events")] if events else []
    imported = import_files("files", sources, read_mapping(mapping) if mapping else None, progress=progress)
    return scenario, rehearse_checked(scenario, imported.dataset, options, progress)
