"""The whole benchmark: which steps are taken, and the lines that come of them. Budgets are the architecture's."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Protocol

from app.bench.figures import Line, cores
from app.numbers import number

STATED_CUSTOMERS = 1_000_000
STATED_CHANGED = 100_000
STATED_FORECAST = (100_000, 100)
NO_SIMPY = "SimPy is not installed; it comes with the development dependencies"

_MB = 1e6
_FEWER = 10
_LINEAR = 1.5
_TWO_CORES = 1.7
_TIMES_THE_DATASET = 2.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of each is measured; a budget for a stated size is left out where less than that is measured."""

    customers: int = STATED_CUSTOMERS
    plain: int = 5_000
    """Customers of what is slow; SimPy is at its best with few."""
    changed: int = STATED_CHANGED
    forecast: tuple[int, int] = STATED_FORECAST
    """Customers, and replications."""
    runs: int = 3
    compiles: bool = True


QUICK = Sizes(customers=20_000, plain=500, changed=5_000, forecast=(2_000, 10), runs=1, compiles=False)


class Take(Protocol):
    """Takes a step of `app.bench.steps` and returns its figures."""

    def __call__(self, step: str, /, **arguments: int) -> dict[str, float]:
        """Take it with these arguments."""


def lines(sizes: Sizes, take: Take) -> Iterator[Line]:
    """All lines, as they are measured."""
    on_cores = take("cores", customers=sizes.customers, runs=sizes.runs)
    yield from _speed(sizes, take, on_cores["visits"] / on_cores["kernel"])
    yield from _click(sizes, take)
    yield from _scaling(sizes, on_cores)
    yield from _forecast(sizes, take)
    yield from _change(sizes, take)
    yield from _patience(sizes, take)
    if sizes.compiles:
        yield Line("first compilation of the machine, in the background", take("first_compilation")["seconds"], "s")


def _speed(sizes: Sizes, take: Take, kernel: float) -> Iterator[Line]:
    """The kernel on one core, against SimPy and against itself as plain Python."""
    is_stated = sizes.customers >= STATED_CUSTOMERS
    plain = _rate(take("uncompiled", customers=sizes.plain))
    yield Line("kernel, one core", kernel / 1e6, "M visits/s", 15.0 if is_stated else None, more_is_better=True)
    yield Line("the same uncompiled", plain / 1e6, "M visits/s")
    yield Line("kernel : uncompiled", kernel / plain, "×")
    if find_spec("simpy") is None:
        yield Line("kernel : SimPy", None, "×", remark=NO_SIMPY)
        return
    simpy, few = _rate(take("simpy", customers=sizes.plain)), number(sizes.plain)
    yield Line("the same in SimPy", simpy / 1e6, "M visits/s", remark=f"{few} customers; fewer with more")
    yield Line("kernel : SimPy", kernel / simpy, "×", 100.0 if is_stated else None, more_is_better=True)


def _click(sizes: Sizes, take: Take) -> Iterator[Line]:
    """From click to counts and to files, with what they take of memory."""
    is_stated = sizes.customers >= STATED_CUSTOMERS
    size = f"{number(sizes.customers)} customers"
    counts = take("to_counts", customers=sizes.customers, runs=sizes.runs)
    files = take("to_files", customers=sizes.customers)
    yield Line(f"{size}, click to counts", counts["seconds"], "s", 2.0 if is_stated else None)
    for part in ("compile", "kernel", "counts"):
        yield Line(f"    of it {part}", counts[part], "s")
    yield Line(f"{size}, click to tables in files", files["seconds"], "s", remark=_megabytes(files["bytes"]))
    for name, figures in (("counts", counts), ("tables in files", files)):
        more = (figures["peak"] - figures["before"]) / figures["dataset"]
        remark = f"peak {_megabytes(figures['peak'])}, dataset {_megabytes(figures['dataset'])}"
        budget = _TIMES_THE_DATASET if is_stated else None
        yield Line(f"memory to {name}, beyond the dataset", _known(more), "× dataset", budget, remark=remark)


def _scaling(sizes: Sizes, on_cores: dict[str, float]) -> Iterator[Line]:
    """The time for each customer with more of them, and the gain of a second core."""
    for part, name in ((100, "hundredth"), (10, "tenth"), (1, "all")):
        yield Line(f"{number(sizes.customers // part)} customers on one core", on_cores[name], "s")
    growth = on_cores["all"] / (on_cores["hundredth"] * 100)
    yield Line("time for each customer, all : a hundredth of them", growth, "×", _LINEAR)
    budget = _TWO_CORES if sizes.customers >= STATED_CUSTOMERS and cores() > 1 else None
    gain = on_cores["kernel"] / on_cores["kernel_on_two"]
    yield Line("kernel on two cores : on one", gain, "×", budget, more_is_better=True)


def _forecast(sizes: Sizes, take: Take) -> Iterator[Line]:
    customers, replications = sizes.forecast
    few = take("forecasting", customers=customers, replications=max(1, replications // _FEWER))
    many = take("forecasting", customers=customers, replications=replications)
    budget = 5.0 if sizes.forecast >= STATED_FORECAST else None
    yield Line(f"forecast, {replications} replications of {number(customers)} customers", many["seconds"], "s", budget)
    remark = f"peak {_megabytes(many['peak'])}"
    yield Line("memory of ten times the replications", _known(many["peak"] / few["peak"]), "×", 1.1, remark=remark)


def _change(sizes: Sizes, take: Take) -> Iterator[Line]:
    budget = 0.3 if sizes.changed >= STATED_CHANGED else None
    seconds = take("change", customers=sizes.changed)["seconds"]
    yield Line(f"{number(sizes.changed)} customers again after one change", seconds, "s", budget)


def _patience(sizes: Sizes, take: Take) -> Iterator[Line]:
    figures = take("cancelling", customers=sizes.customers)
    yield Line("longest silence of a run to files", figures["silence"], "s", 0.2)
    yield Line("longest from cancel to stop", figures["stop"], "s", 0.2)


def _rate(figures: dict[str, float]) -> float:
    """Visits per second."""
    return figures["visits"] / figures["seconds"]


def _megabytes(size: float) -> str:
    return f"{number(round(size / _MB))} MB"


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
