"""A run whose tables lie in files until they are kept elsewhere, so that they never are in memory as a whole."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from app.data.dataset import Dataset
from app.progress import Progress, silent
from app.runtime.rehearse import Run, RunOptions, rehearse_in_parts
from app.scenario.graph import Scenario


@contextmanager
def spooled_run(
    scenarios: Sequence[Scenario],
    dataset: Dataset,
    options: RunOptions = RunOptions(),
    progress: Progress = silent,
) -> Iterator[Run]:
    """A run with tables that are read from temporary files, as far as somebody looks; the files are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="rehearse-", ignore_cleanup_errors=True) as folder:
        files: dict[str, pa.RecordBatchFileWriter] = {}

        def take(tables: Mapping[str, pa.Table]) -> None:
            for name, table in tables.items():
                if name not in files:
                    files[name] = pa.ipc.new_file(str(Path(folder, name)), table.schema)
                files[name].write_table(table)

        try:
            summary = rehearse_in_parts(scenarios, dataset, take, options, progress)
        finally:
            for file in files.values():
                file.close()
        yield Run({name: _mapped(Path(folder, name)) for name in files}, summary)


def _mapped(path: Path) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
