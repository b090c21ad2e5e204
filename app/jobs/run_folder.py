"""A run as a folder: its tables, its summary, the scenarios it was made with, and perhaps a forecast."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from app.errors import AppError
from app.jobs.files import write_whole
from app.runtime.forecast import Forecast
from app.runtime.output import SUMMARY_NAME, TableFormat, write_run
from app.runtime.rehearse import Run
from app.runtime.summary import Summary
from app.scenario.files import dump_scenario, parse_scenario
from app.scenario.graph import Scenario

SCENARIO_NAME = "scenario.json"
FORECAST_NAME = "forecast.json"
_FURTHER_NAME = "scenario-{}.json"
_CSV_TYPES = {
    **dict.fromkeys(("customer_id", "node", "port"), pa.string()),
    "instance": pa.int64(),
    "arrived_at": pa.timestamp("us", "UTC"),
}


def write_run_folder(
    scenarios: Sequence[Scenario],
    run: Run,
    folder: Path,
    table_format: TableFormat,
    forecast: Forecast | None = None,
) -> None:
    """Write one file per table, summary.json, scenario.json (scenario-2.json …), and forecast.json if there is one."""
    write_run(run, folder, table_format)
    for name in run.tables:
        _forget(folder / f"{name}.{'csv' if table_format == 'parquet' else 'parquet'}")
    for stale in folder.glob(_FURTHER_NAME.format("*")):
        _forget(stale)
    for number, scenario in enumerate(scenarios, 1):
        name = SCENARIO_NAME if number == 1 else _FURTHER_NAME.format(number)
        write_whole(folder / name, dump_scenario(scenario).encode())
    if forecast is None:
        _forget(folder / FORECAST_NAME)
    else:
        write_whole(folder / FORECAST_NAME, forecast.to_json().encode())


def _forget(path: Path) -> None:
    """Remove what an earlier run left in the folder."""
    path.unlink(missing_ok=True)


def read_run_folder(folder: Path) -> tuple[Scenario, Run]:
    """The first scenario and the run that `write_run_folder` wrote; AppError says what is missing."""
    try:
        scenario = parse_scenario((folder / SCENARIO_NAME).read_bytes(), str(folder / SCENARIO_NAME))
        summary = Summary.from_json((folder / SUMMARY_NAME).read_text(encoding="utf-8"))
        tables = {path.stem: _table(path) for path in folder.iterdir() if path.suffix in (".parquet", ".csv")}
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise AppError(
            f"{folder} is not the folder of a run ({error}). Make one with: rehearse run … --out DIR"
        ) from error
    if "visits" not in tables:
        raise AppError(f"{folder} lacks the table of visits. Make the folder again with: rehearse run … --out DIR")
    return scenario, Run(tables, summary)


def _table(path: Path) -> pa.Table:
    if path.suffix == ".parquet":
        return pq.read_table(path)
    return pyarrow.csv.read_csv(path, convert_options=pyarrow.csv.ConvertOptions(column_types=_CSV_TYPES))
