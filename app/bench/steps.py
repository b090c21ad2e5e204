"""What is measured, step by step; each step makes its own data and is meant for a process of its own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter

from app.bench.job import abandoned_cart, mail_response, synthetic_dataset
from app.bench.latency import longest_silence, longest_stop
from app.bench.memory import forget_peak, peak_bytes
from app.data.dataset import Dataset
from app.progress import Progress, silent
from app.runtime.forecast.forecast import ForecastOptions, forecast
from app.runtime.output import RunWriter
from app.runtime.rehearse import RunOptions, count, rehearse_in_parts
from app.runtime.warming import make_ready

Figures = dict[str, float]

_RUNS = 3
_WARM_UP = 100
_WAITS = ("PT2H", "PT3H", "PT4H", "PT5H", "PT6H")


def first_compilation() -> Figures:
    """Compile the machine, into a folder that is empty."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NUMBA_CACHE_DIR"] = folder
        started = perf_counter()
        make_ready()
        return {"seconds": perf_counter() - started}


def cores(customers: int, runs: int = _RUNS) -> Figures:
    """Counting a hundredth, a tenth and all of the customers on one core, and all of them on two."""
    _warm_up()
    fewer = [_quickest(customers // part, 1, runs)["seconds"] for part in (100, 10)]
    one, two = (_quickest(customers, partitions, runs) for partitions in (1, 2))
    return {
        "hundredth": fewer[0],
        "tenth": fewer[1],
        "all": one["seconds"],
        "visits": one["visits"],
        "kernel": one["kernel"],
        "kernel_on_two": two["kernel"],
    }


def uncompiled(customers: int) -> Figures:
    """The same function as plain Python."""
    summary = count(abandoned_cart(), synthetic_dataset(customers), RunOptions(compiled=False))
    return {"seconds": summary.timings["kernel"], "visits": summary.visits}


def simpy(customers: int) -> Figures:
    """The same scenario in SimPy."""
    from app.bench.simpy_model import simulate

    counts, seconds = simulate(synthetic_dataset(customers))
    return {"seconds": seconds, "visits": counts.visits.total()}


def to_counts(customers: int, runs: int = _RUNS) -> Figures:
    """From click to summary, with its parts and the peak of memory."""
    _warm_up()
    return _quickest(customers, None, runs)


def to_files(customers: int) -> Figures:
    """From click to tables in files, and the peak of memory."""
    _warm_up()
    dataset = synthetic_dataset(customers)
    forget_peak()
    before = peak_bytes()
    with tempfile.TemporaryDirectory() as folder:
        started = perf_counter()
        _write(dataset, Path(folder))
        seconds = perf_counter() - started
        written = sum(path.stat().st_size for path in Path(folder).iterdir())
    memory = {"peak": peak_bytes(), "before": before, "dataset": dataset.nbytes}
    return {"seconds": seconds, "bytes": written, **memory}


def change(customers: int) -> Figures:
    """Run again after one parameter has changed: the middle of some times."""
    _warm_up()
    dataset = synthetic_dataset(customers)
    count(abandoned_cart(), dataset)
    times = []
    for wait in _WAITS:
        changed = abandoned_cart(wait)
        started = perf_counter()
        count(changed, dataset)
        times.append(perf_counter() - started)
    return {"seconds": median(times)}


def forecasting(customers: int, replications: int) -> Figures:
    """A forecast in which people open, click and buy, and the peak of memory."""
    _warm_up()
    options = ForecastOptions(replications, responses={"email": mail_response()})
    scenario, dataset = abandoned_cart(), synthetic_dataset(customers)
    forget_peak()
    started = perf_counter()
    forecast(scenario, dataset, options)
    return {"seconds": perf_counter() - started, "peak": peak_bytes()}


def cancelling(customers: int) -> Figures:
    """The longest silence of a run to files, and the longest that one took to stop once it was asked to."""
    dataset = synthetic_dataset(customers)
    make_ready()

    def work(progress: Progress) -> None:
        with tempfile.TemporaryDirectory() as folder:
            _write(dataset, Path(folder), progress)

    silence, seconds = longest_silence(work)
    return {"silence": silence, "stop": longest_stop(work, seconds)}


def _write(dataset: Dataset, folder: Path, progress: Progress = silent) -> None:
    with RunWriter(folder, step=lambda: progress(0, 0, "Writing the tables")) as writer:
        writer.finish(rehearse_in_parts(abandoned_cart(), dataset, writer.take, progress=progress))


def _warm_up() -> None:
    """Load the compiled machine, or compile it."""
    make_ready()
    count(abandoned_cart(), synthetic_dataset(_WARM_UP), RunOptions(compiled=True))


def _quickest(customers: int, partitions: int | None, runs: int) -> Figures:
    """The quickest of some runs to counts, and the peak of memory of all of them."""
    options = RunOptions(partitions=partitions, compiled=True)
    scenario, dataset = abandoned_cart(), synthetic_dataset(customers)
    forget_peak()
    before = peak_bytes()
    best: Figures = {}
    for _ in range(runs):
        started = perf_counter()
        summary = count(scenario, dataset, options)
        seconds = perf_counter() - started
        if not best or seconds < best["seconds"]:
            parts = {part: summary.timings[part] for part in ("compile", "kernel")}
            rest = seconds - sum(parts.values())
            best = {"seconds": seconds, **parts, "counts": rest, "visits": summary.visits}
    return {**best, "peak": peak_bytes(), "before": before, "dataset": dataset.nbytes}


STEPS: Mapping[str, Callable[..., Figures]] = {
    step.__name__: step
    for step in (first_compilation, cores, uncompiled, simpy, to_counts, to_files, forecasting, change, cancelling)
}
