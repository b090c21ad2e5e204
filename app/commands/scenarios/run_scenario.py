"""`rehearse run`: scenarios over a dataset, from a workspace or from files."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from app.commands.output.choosing import dataset_named, instant_us, scenario_named
from app.commands.output.data_files import DataFiles
from app.commands.output.explain_words import say_explanation, to_json
from app.commands.output.pool_files import Pools
from app.commands.output.run_words import say_forecast, say_run
from app.commands.output.terminal import complain, progress_bar, say, say_json, say_whole
from app.commands.output.workspaces import opened
from app.data.dataset import Dataset
from app.jobs.runs.checking import refuse_problems, run_remarks
from app.jobs.runs.keeping_runs import KeptAs, keep_run
from app.jobs.runs.rehearsing import count_checked, forecast_checked, play_checked
from app.jobs.runs.run_folder import claimed, rehearse_into_folder, write_run_folder
from app.progress import Progress
from app.runtime.explaining import explain
from app.runtime.forecast.ranges import Forecast
from app.runtime.output import TableFormat
from app.runtime.rehearse import RunOptions
from app.runtime.summary import Summary
from app.scenario.graph import Scenario
from app.workspace.contents.runs import Finished
from app.workspace.store import Workspace

Mode = Literal["replay", "forecast"]
"""Whether people only do what was recorded, or also react to messages."""
Names = Annotated[
    list[str], typer.Argument(help="Scenario files (.json), or ids of the workspace; several run together.")
]
Joins = Annotated[
    list[str] | None, typer.Option("--join", metavar="COLUMN=COLUMN", help="Join the files by these columns.")
]
Unrelated = Annotated[bool, typer.Option("--unrelated", help="Run though few customers of the files meet.")]
Format = Annotated[TableFormat, typer.Option("--format", help="How tables are written.")]
Customer = Annotated[
    str | None, typer.Option("--explain", metavar="CUSTOMER", help="Say why this customer went the way they did.")
]


@dataclass(frozen=True, slots=True)
class _Job:
    """What to run, over what."""

    scenarios: tuple[Scenario, ...]
    dataset: Dataset
    options: RunOptions


def run(
    scenario: Names,
    workspace: Annotated[Path | None, typer.Option(help="The workspace; the run is stored in it.")] = None,
    dataset: Annotated[str | None, typer.Option(help="The dataset of the workspace.")] = None,
    customers: Annotated[Path | None, typer.Option(help="A file of customers, instead of a workspace.")] = None,
    events: Annotated[Path | None, typer.Option(help="A file of events, instead of a workspace.")] = None,
    mapping: Annotated[Path | None, typer.Option(help="JSON file that says what the files' columns mean.")] = None,
    pool: Pools = None,
    join: Joins = None,
    unrelated: Unrelated = False,
    forget: Annotated[
        bool, typer.Option("--forget", help="Forget what was said of files with such a header before, and guess.")
    ] = False,
    mode: Annotated[Mode, typer.Option(help="Replay what was recorded, or forecast reactions too.")] = "replay",
    replications: Annotated[int, typer.Option(min=1, max=100_000, help="How often a forecast is repeated.")] = 100,
    seed: Annotated[int, typer.Option(min=0, max=2**64 - 1, help="Seed of every draw.")] = 0,
    until: Annotated[str | None, typer.Option(help="Stop at this instant, included.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the tables, summary.json and forecast.json.")] = None,
    table_format: Format = "parquet",
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary or the forecast as JSON.")] = False,
    customer: Customer = None,
) -> None:
    """Rehearse scenarios over recorded events and say what happened at each node."""
    files = DataFiles(customers, events, mapping, pool or (), join or (), unrelated, forget)
    _refuse_odd_options(files, workspace, dataset, customer, out)
    options = RunOptions(until=instant_us(until, "--until"), seed=seed)
    with ExitStack() as stack:
        if out is not None:
            stack.enter_context(claimed(out))
        store = stack.enter_context(opened(workspace, read_only=customer is not None)) if workspace else None
        name = dataset_named(store, dataset, may_choose=False) if store else ""
        job = _job(scenario, store, name, files, options)
        if customer is not None:
            _explain(job, customer, mode, as_json)
            return
        _tell_remarks(job)
        with progress_bar() as progress:
            figures = _forecast(job, replications, progress) if mode == "forecast" else None
            if figures is not None:
                job = replace(job, options=replace(job.options, replication=1))
            summary, stored = _play(job, figures, out, table_format, store, name, progress)
    _tell(job, summary, figures, as_json)
    if not as_json and stored is not None:
        say(_stored_words(stored, workspace))
    if not as_json and out is not None:
        say(f"Tables and summary.json are in {out}.")


def _job(
    names: Sequence[str], store: Workspace | None, dataset_name: str, files: DataFiles, options: RunOptions
) -> _Job:
    """Read data and scenarios; AppError with all that is wrong with those."""
    with progress_bar() as progress:
        data = store.datasets.load(dataset_name, progress) if store else files.dataset(progress)
    schema = data.schema()
    scenarios = tuple(scenario_named(store, name, schema) for name in names)
    responses = store.responses.get() if store else {}
    return _Job(scenarios, data, replace(options, responses=responses))


def _forecast(job: _Job, replications: int, progress: Progress) -> Forecast:
    return forecast_checked(job.scenarios, job.dataset, job.options, replications, progress)


def _refuse_odd_options(
    files: DataFiles, workspace: Path | None, dataset: str | None, customer: str | None, out: Path | None
) -> None:
    """Options that do not go together are mistakes in the use of the command."""
    if files.are_given == (workspace is not None):
        raise typer.BadParameter(
            "Say where the data is: either --workspace (and --dataset), or --customers and --events files."
        )
    said = files.mapping is not None or files.pools or files.joins or files.unrelated or files.forget
    if workspace is not None and said:
        raise typer.BadParameter(
            "--mapping and --pool belong to --customers and --events files, as do --join, --unrelated and --forget; "
            "a workspace's dataset has its own."
        )
    if workspace is None and dataset is not None:
        raise typer.BadParameter("--dataset names a dataset of a --workspace, and there is none.")
    if customer is not None and out is not None:
        raise typer.BadParameter("--explain prints the way of one customer; it writes no tables, so leave --out away.")


def _play(
    job: _Job,
    figures: Forecast | None,
    out: Path | None,
    table_format: TableFormat,
    store: Workspace | None,
    dataset_name: str,
    progress: Progress,
) -> tuple[Summary, KeptAs | None]:
    """Run, keep what is to be kept, and say as which run of the workspace; of a forecast, its first replication."""
    if store is not None:
        with play_checked(job.scenarios, job.dataset, job.options, progress) as run:
            if out is not None:  # first, so that a run whose tables find no room is not stored either
                write_run_folder(job.scenarios, run, out, table_format, figures)
            return run.summary, _keep(store, job, run, dataset_name, progress, figures)
    if out is None:
        return count_checked(job.scenarios, job.dataset, job.options, progress), None
    written = rehearse_into_folder(job.scenarios, job.dataset, out, table_format, job.options, progress, figures)
    return written, None


def _keep(
    store: Workspace, job: _Job, run: Finished, dataset_name: str, progress: Progress, figures: Forecast | None
) -> KeptAs:
    """One scenario's run under a name, and not twice; that of several under their names."""
    if len(job.scenarios) == 1:
        return keep_run(store, run, job.scenarios[0], dataset_name, progress, figures)
    text = figures.to_json() if figures else None
    return KeptAs(store.runs.save(run, job.scenarios, dataset_name, progress, text), "")


def _stored_words(stored: KeptAs, workspace: Path | None) -> str:
    called = f" “{stored.name}”" if stored.name else ""
    if stored.is_new:
        return f"Stored in {workspace} as run {stored.info.id}{called}."
    return f"This was run before: {workspace} has it as run {stored.info.id}{called}. Nothing new was stored."


def _explain(job: _Job, customer: str, mode: Mode, as_json: bool) -> None:
    refuse_problems(job.scenarios, job.dataset.schema())
    options = replace(job.options, replication=1 if mode == "forecast" else 0)
    found = explain(job.scenarios, job.dataset, customer, options)
    if as_json:
        say_json(to_json(found))
    else:
        say_explanation(found)


def _tell_remarks(job: _Job) -> None:
    for scenario in job.scenarios:
        of = f"{scenario.id}: " if len(job.scenarios) > 1 else ""
        for remark in run_remarks(scenario, job.dataset.schema()):
            complain(f"Remark: {of}{remark}")


def _tell(job: _Job, summary: Summary, figures: Forecast | None, as_json: bool) -> None:
    if as_json:
        say_whole(figures.to_json() if figures else summary.to_json())
        return
    if figures is not None:
        say_forecast(job.scenarios, figures)
    else:
        say_run(job.scenarios, summary)
    for warning in figures.warnings if figures else summary.warnings:
        complain(f"Note: {warning}")
