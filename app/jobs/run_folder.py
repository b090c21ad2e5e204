"""A run as a folder: its tables, its summary, and the scenario it was made with."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from app.errors import AppError
from app.jobs.files import write_whole
from app.runtime.output import write_run
from app.runtime.rehearse import Run
from app.runtime.summary import Summary
from app.scenario.files import dump_scenario, parse_scenario
from app.scenario.graph import Scenario

SCENARIO_NAME = "scenario.json"
SUMMARY_NAME = "summary.json"
_CSV_TYPES = {
    **dict.fromkeys(("customer_id", "node", "port"), pa.string()),
    "instance": pa.int64(),
    "arrived_at": pa.timestamp("us", "UTC"),
}


def write_run_folder(scenario: Scenario, run: Run, folder: Path, table_format: Literal["parquet", "csv"]) -> None:
    """Write one file per table, summary.json and scenario.json."""
    write_run(run, folder, table_format)
    for name in run.tables:  # of an earlier run in the other format
        (folder / f"{name}.{'csv' if table_format == 'parquet' else 'parquet'}").unlink(missing_ok=True)
    write_whole(folder / SCENARIO_NAME, dump_scenario(scenario).encode())


def read_run_folder(folder: Path) -> tuple[Scenario, Run]:
    """What `write_run_folder` wrote; AppError says what is missing."""
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
