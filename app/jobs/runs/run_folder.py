"""A run as a folder: its tables, its summary, the scenarios it was made with, and perhaps a forecast."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from app.data.dataset import Dataset
from app.errors import AppError, refuse_full_memory
from app.files.reading import name_of, open_file, read_document
from app.files.writing import told_in_words
from app.jobs.runs.checking import refuse_problems
from app.progress import Progress, silent
from app.runtime.forecast.ranges import Forecast
from app.runtime.output import SUMMARY_NAME, TABLE_NAMES, RunWriter, TableFormat
from app.runtime.rehearse import Played, Run, RunOptions, rehearse_in_parts
from app.runtime.summary import Summary
from app.scenario.combined import joined
from app.scenario.files import dump_scenario, parse_scenario
from app.scenario.graph import Scenario

SCENARIO_NAME = "scenario.json"
FORECAST_NAME = "forecast.json"
_FURTHER = re.compile(r"scenario-\d+\.json")
_CSV_TYPES = {
    **dict.fromkeys(("customer_id", "node", "port", "outcome", "goal"), pa.string()),
    "instance": pa.int64(),
    **dict.fromkeys(("arrived_at", "entered_at", "at"), pa.timestamp("us", "UTC")),
    "observed": pa.bool_(),
}


def rehearse_into_folder(
    scenarios: Sequence[Scenario],
    dataset: Dataset,
    folder: Path,
    table_format: TableFormat,
    options: RunOptions = RunOptions(),
    progress: Progress = silent,
    forecast: Forecast | None = None,
) -> Summary:
    """Run, and write the tables part by part as they come: they are never in memory as a whole.

    Beside one file per table stand summary.json, scenario.json (scenario-2.json …), and forecast.json if there is one.
    Whatever stops the run, the folder stays as it was. AppError names all problems of the scenarios.
    """
    refuse_problems(scenarios, dataset.schema())

    def step() -> None:
        progress(0, 0, "Writing the tables")

    with RunWriter(folder, table_format, step) as writer:
        summary = rehearse_in_parts(scenarios, dataset, writer.take, options, progress)
        writer.finish(summary, _documents(scenarios, forecast))
    _forget_others(folder, table_format, scenarios, forecast)
    return summary


def write_run_folder(
    scenarios: Sequence[Scenario],
    run: Run | Played,
    folder: Path,
    table_format: TableFormat,
    forecast: Forecast | None = None,
) -> None:
    """Write a run that is at hand as `rehearse_into_folder` does."""
    with RunWriter(folder, table_format) as writer:
        for tables in run.in_parts():
            writer.take(tables)
        writer.finish(run.summary, _documents(scenarios, forecast))
    _forget_others(folder, table_format, scenarios, forecast)


def _documents(scenarios: Sequence[Scenario], forecast: Forecast | None) -> dict[str, str]:
    documents = {_scenario_name(number): dump_scenario(scenario) for number, scenario in enumerate(scenarios, 1)}
    return documents if forecast is None else {**documents, FORECAST_NAME: forecast.to_json()}


def _scenario_name(number: int) -> str:
    return SCENARIO_NAME if number == 1 else f"scenario-{number}.json"


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Make sure of a folder for a run, before anything is computed: one that is new, empty, or an earlier run's.

    AppError if it holds files of somebody's own under names that a run takes. A folder that was made for nothing is
    removed again.
    """
    is_new = not folder.exists()
    with told_in_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
    _refuse_foreign_files(folder)
    try:
        yield
    finally:
        if is_new and not any(folder.iterdir()):
            folder.rmdir()


def _refuse_foreign_files(folder: Path) -> None:
    """A folder without the summary of a run must have none of the files that a run writes."""
    if (folder / SUMMARY_NAME).exists():
        return
    found = [path.name for path in _files_of_a_run(folder) if path.exists()]
    if found:
        raise AppError(
            f"{folder} already holds {', '.join(sorted(found))}, and no run wrote that. Nothing was changed; "
            "choose another folder for the tables."
        )


def _files_of_a_run(folder: Path) -> list[Path]:
    tables = [folder / f"{table}.{suffix}" for table in TABLE_NAMES for suffix in ("parquet", "csv")]
    further = [path for path in folder.glob("scenario-*.json") if _FURTHER.fullmatch(path.name)]
    return [*tables, *further, folder / SCENARIO_NAME, folder / FORECAST_NAME]


def _forget_others(
    folder: Path, table_format: TableFormat, scenarios: Sequence[Scenario], forecast: Forecast | None
) -> None:
    """Remove what an earlier run left in the folder and this one did not write."""
    kept = {f"{table}.{table_format}" for table in TABLE_NAMES} | set(_documents(scenarios, forecast))
    for path in _files_of_a_run(folder):
        if path.name not in kept:
            path.unlink(missing_ok=True)


def read_run_folder(folder: Path) -> tuple[Scenario, Run]:
    """The scenario (several as one) and the run that `write_run_folder` wrote; AppError says what is missing."""
    try:
        scenarios = [parse_scenario(read_document(path), name_of(path)) for path in _scenario_files(folder)]
        summary = Summary.from_json(read_document(folder / SUMMARY_NAME).decode())
        tables = {path.stem: _table(path) for path in folder.iterdir() if path.suffix in (".parquet", ".csv")}
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        refuse_full_memory(error)
        raise AppError(
            f"{folder} is not the folder of a run ({error}).", command="Make one with: rehearse run … --out DIR"
        ) from error
    if "visits" not in tables:
        raise AppError(
            f"{folder} lacks the table of visits.", command="Make the folder again with: rehearse run … --out DIR"
        )
    return joined(scenarios), Run(tables, summary)


def read_forecast(folder: Path) -> Forecast | None:
    """The forecast that stands beside a run, if it is one; AppError says what is wrong with it."""
    path = folder / FORECAST_NAME
    if not path.exists():
        return None
    try:
        return Forecast.from_json(read_document(path).decode())
    except (OSError, ValueError) as error:
        raise AppError(
            f"{path} is not the forecast of a run.", command="Make one with: rehearse run … --mode forecast"
        ) from error


def _scenario_files(folder: Path) -> Iterator[Path]:
    """The files of the scenarios that ran, in their order; the first has to be there."""
    yield folder / _scenario_name(1)
    number = 2
    while (path := folder / _scenario_name(number)).exists():
        yield path
        number += 1


def _table(path: Path) -> pa.Table:
    with open_file(path) as stream:
        if path.suffix == ".parquet":
            return pq.read_table(stream)
        return pyarrow.csv.read_csv(stream, convert_options=pyarrow.csv.ConvertOptions(column_types=_CSV_TYPES))
