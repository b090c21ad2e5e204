"""What the benchmark of copying measures, each step in a process of its own (`apart`)."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.bench.job import EVENTS_EACH, synthetic_dataset
from app.bench.latency import longest_silence, longest_stop
from app.bench.memory import forget_peak, peak_bytes
from app.data.assembling.fingerprint import signed
from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset, Roles
from app.data.importing.mapping import MappingDocument
from app.data.importing.read import Imported
from app.progress import Progress
from app.workspace.sharing import People
from app.workspace.store import Workspace
from tests.benchmarks.apart import Figures, answers
from tests.builders.workspaces import workspace_at

MODULE = __name__ if __name__ != "__main__" else "tests.benchmarks.copy_steps"
_ONE_IN = 10  # of all events orders, each with a number of its own
_ROLES = Roles(
    {"timezone": "tz", "email": "email", "phone": "phone", "first_name": "first", "last_name": "last"},
    {},
    {"order_id": "order"},
)


def store_people(workspace: str, events: str) -> Figures:
    """A workspace with so many events of customers who have addresses, phones and names, and orders with numbers."""
    dataset = signed(people_of(int(events) // EVENTS_EACH))
    workspace_at(Path(workspace), datasets=[Imported(dataset, MappingDocument(), ())])
    return {"events": dataset.event_count}


def people_of(customers: int) -> Dataset:
    """The synthetic dataset with what names people in it: nearly every text is somebody's alone."""
    made = synthetic_dataset(customers)
    rng = np.random.default_rng(1)
    orders = np.full(made.event_count, -1, np.int32)
    orders[::_ONE_IN] = np.arange(len(orders[::_ONE_IN]))
    people = np.arange(customers, dtype=np.int32)
    return replace(
        made,
        attributes={
            "tz": made.attributes["tz"],
            "email": _column(people, "", "@example.org"),
            "phone": _column(people, "+4207", ""),
            "first": _column(rng.integers(0, 2_000, customers), "Anna", ""),
            "last": _column(rng.integers(0, 50_000, customers), "Novak", ""),
        },
        properties={**made.properties, "order": _column(orders, "ORD-", "")},
        roles=_ROLES,
    )


def _column(codes: np.ndarray[tuple[int, ...], np.dtype[np.integer]], before: str, after: str) -> Column:
    numbers = pc.utf8_lpad(pa.array(np.arange(int(codes.max()) + 1)).cast(pa.string()), 8, "0")
    words: Any = pc.binary_join_element_wise(before, numbers, after, "")  # type: ignore[call-overload]  # texts beside arrays
    return Column(ColumnType.TEXT, codes.astype(np.int32), words)


def copy_people(workspace: str, target: str, people: str) -> Figures:
    """Copy the workspace, with what becomes of its customers."""
    with Workspace.open(Path(workspace), read_only=True) as store:

        def work(progress: Progress) -> None:
            store.copy_to(Path(target), progress, People(people))

        forget_peak()
        busy = process_time()
        silence, seconds = longest_silence(work)
        return {"seconds": seconds, "busy": process_time() - busy, "silence": silence, "peak": peak_bytes()}


def stop_copying(workspace: str, target: str, people: str, seconds: str) -> Figures:
    """Stop such a copy at several moments."""
    with Workspace.open(Path(workspace), read_only=True) as store:
        return {
            "stop": longest_stop(
                lambda progress: store.copy_to(Path(target), progress, People(people)), float(seconds)
            ),
            "left": len([*Path(target).parent.glob(f"*{Path(target).name}*")]),
        }


if __name__ == "__main__":
    answers(sys.argv[1:], (store_people, copy_people, stop_copying))
