"""What the benchmarks of importing and opening measure, each step in a process of its own (`apart`)."""

from __future__ import annotations

import gc
import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from app.bench.job import EVENTS_EACH, synthetic_dataset
from app.bench.latency import longest_silence
from app.bench.memory import forget_peak, peak_bytes
from app.data.assembling.fingerprint import signed
from app.data.importing.mapping import MappingDocument
from app.data.importing.read import Imported
from app.jobs.datasets.importing import import_planned, proposed_for
from app.progress import Progress
from app.workspace.store import Workspace
from tests.benchmarks.apart import Figures, answers
from tests.builders.workspaces import workspace_at

MODULE = __name__ if __name__ != "__main__" else "tests.benchmarks.import_steps"
TIMES = 3
_AT_ONCE = 1_000_000
_DAYS, _DAY_S = 90, 86_400
_START_S = 1_704_067_200  # 2024-01-01
_EVENTS = np.array(["cart_update", "page_view", "purchase", "signup"])
_CODED = ("customer_id", "event")
_SHARES = [0.3, 0.5, 0.15, 0.05]


def write_events(path: Path, events: int) -> None:
    """Events of customers with ten each, in order of time, as a shop's export has them."""
    rng = np.random.default_rng(0)
    with path.open("wb") as file:
        for first in range(0, events, _AT_ONCE):
            many = min(_AT_ONCE, events - first)
            begin, end = (int(share / events * _DAYS * _DAY_S) for share in (first, first + many))
            at = _START_S + np.sort(rng.integers(begin, end + 1, many))
            customers = rng.integers(0, max(1, events // EVENTS_EACH), many)
            table = pa.table(
                {
                    "customer_id": pc.utf8_replace_slice(_digits(customers), 0, 1, "c"),
                    "timestamp": pc.strftime(pa.array(at, pa.timestamp("s")), "%Y-%m-%d %H:%M:%S"),
                    "event": pa.array(_EVENTS[rng.choice(len(_EVENTS), many, p=_SHARES)]),
                    "amount": pa.array(np.round(rng.lognormal(3.5, 0.7, many), 2)).cast(pa.string()),
                }
            )
            if first == 0:
                file.write(f"{','.join(table.column_names)}\n".encode())
            pa_csv.write_csv(table, file, pa_csv.WriteOptions(include_header=False, quoting_style="none"))


def _digits(numbers: NDArray[np.int64]) -> pa.StringArray:
    return cast(pa.StringArray, pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 8, "0"))


def write_wide(path: Path, columns: int, rows: int) -> None:
    """Customers with many attributes: numbers, words, days, yes and no."""
    rng = np.random.default_rng(0)
    kinds = (
        lambda: [f"{value:.2f}" for value in rng.lognormal(3, 1, rows)],
        lambda: [("red", "green", "blue", "")[value] for value in rng.integers(0, 4, rows)],
        lambda: [f"2024-{value % 12 + 1:02}-{value % 28 + 1:02}" for value in rng.integers(0, 336, rows)],
        lambda: [("yes", "no")[value] for value in rng.integers(0, 2, rows)],
    )
    table = {"customer_id": [f"c{row}" for row in range(rows)]}
    table |= {f"attribute_{number}": kinds[number % len(kinds)]() for number in range(columns - 1)}
    lines = [",".join(table), *map(",".join, zip(*table.values(), strict=True))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_as_strings(file: str) -> Figures:
    """What pyarrow takes to read the file as strings: the first time in its process, and the quickest of some times."""
    with Path(file).open(encoding="utf-8") as lines:
        header = lines.readline().rstrip("\n").split(",")
    options = pa_csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()))
    first, first_busy = _quickest(lambda: pa_csv.read_csv(file, convert_options=options), 1)
    seconds, busy = _quickest(lambda: pa_csv.read_csv(file, convert_options=options))
    return {"seconds": seconds, "busy": busy, "first": first, "first busy": first_busy}


def pack_events(file: str) -> Figures:
    """What pyarrow and numpy take for no more than must be done with events: read, typed, sorted, packed, proven.

    Nothing is recognised, no row is accounted for, and nothing can be wrong with a value.
    """
    busy = process_time()
    text = Path(file).read_bytes()
    hashlib.sha256(text).hexdigest()
    table = pa_csv.read_csv(cast(Any, pa.BufferReader(text)), convert_options=_as_events())
    in_one = {name: cast(Any, table.column(name).combine_chunks()) for name in table.column_names}
    codes = {name: values.indices if name in _CODED else values for name, values in in_one.items()}
    order = np.argsort(codes["customer_id"].to_numpy(), kind="stable")
    columns = {name: values.to_numpy()[order] for name, values in codes.items()}
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, compression="zstd", write_statistics=False)
    hashlib.sha256(buffer.getbuffer()).hexdigest()
    return {"busy": process_time() - busy}


def _as_events() -> pa_csv.ConvertOptions:
    """The types of the columns that `write_events` writes."""
    coded = dict.fromkeys(_CODED, pa.dictionary(pa.int32(), pa.string()))
    return pa_csv.ConvertOptions(column_types={**coded, "timestamp": pa.timestamp("us"), "amount": pa.float64()})


def import_file(file: str, workspace: str) -> Figures:
    """Import the file into a new workspace."""
    with Workspace.open(workspace_at(Path(workspace))) as store:

        def work(progress: Progress) -> None:
            plan = proposed_for(store, [Path(file)], "shop", progress=progress)
            import_planned(store, plan, "shop", progress=progress)

        gc.freeze()  # as the window and the command do once they are loaded
        forget_peak()
        before = peak_bytes()
        busy = process_time()
        silence, seconds = longest_silence(work)
        busy = process_time() - busy
        return {
            "seconds": seconds,
            "busy": busy,
            "silence": silence,
            "peak": peak_bytes(),
            "beyond": peak_bytes() - before,
        }


def command(file: str, workspace: str) -> Figures:
    """Import the file by a whole command, from its start to its end."""
    started = perf_counter()
    words = [sys.executable, "-m", "app", "import", workspace, file]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    ended = os.times()
    return {"seconds": perf_counter() - started, "busy": ended.children_user + ended.children_system}


def store_dataset(workspace: str, parquet: str, events: str) -> Figures:
    """A workspace with a dataset of so many events, and the same columns as plain Parquet beside it."""
    dataset = signed(synthetic_dataset(int(events) // EVENTS_EACH))
    workspace_at(Path(workspace), datasets=[Imported(dataset, MappingDocument(), ())])
    columns = {"at": dataset.at, "name": dataset.names.values, "amount": dataset.properties["amount"].values}
    pq.write_table(pa.table(columns), parquet)
    return {"events": dataset.event_count}


def read_parquet(file: str) -> Figures:
    """What pyarrow takes to read that Parquet file."""
    return {"seconds": _quickest(lambda: pq.read_table(file))[0]}


def open_dataset(workspace: str) -> Figures:
    """Open the workspace and load its dataset, as the first run after a start does."""
    started = perf_counter()
    with Workspace.open(Path(workspace)) as store:
        dataset = store.datasets.load("synthetic")
        return {"seconds": perf_counter() - started, "events": dataset.event_count, "bytes": dataset.nbytes}


def _quickest(work: Callable[[], object], repeats: int = TIMES) -> tuple[float, float]:
    """The least seconds by the clock, and the least of processor time."""
    times, busy = [], []
    for _ in range(repeats):
        started, busy_before = perf_counter(), process_time()
        work()
        times.append(perf_counter() - started)
        busy.append(process_time() - busy_before)
    return min(times), min(busy)


if __name__ == "__main__":
    answers(
        sys.argv[1:], (read_as_strings, pack_events, import_file, command, store_dataset, read_parquet, open_dataset)
    )
