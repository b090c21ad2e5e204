"""What to recommend over a million customers: the model, a run with it beside one without, and the back-test.

    python -m tests.benchmarks.bench_recommending [CUSTOMERS]

Ten events each over two years, 10,000 products of which few sell much.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import perf_counter, process_time

import numpy as np
import pyarrow as pa

from app.bench.job import synthetic_dataset
from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.data.products import Products
from app.numbers import exact
from app.reports.recommendations.definition import RecommendationsDefinition, recommendations
from app.runtime.recommending import Wanted, model_of
from app.runtime.rehearse import RunOptions, count, rehearse_in_parts
from app.scenario.graph import Scenario
from tests.builders import scenarios

PRODUCTS = 10_000
TURNS = 3
YEARS_US = 730 * 86_400_000_000


def shop(customers: int) -> Dataset:
    """The customers of `rehearse bench`, whose events are purchases of products in orders of two."""
    made = synthetic_dataset(customers)
    rng = np.random.default_rng(1)
    at = np.sort(made.at.min() + rng.integers(0, YEARS_US, made.event_count).reshape(customers, -1), axis=1).ravel()
    likely = 1 / (np.arange(PRODUCTS) + 20)
    product = rng.choice(PRODUCTS, made.event_count, p=likely / likely.sum()).astype(np.int32)
    ids = pa.array([f"p{number:05}" for number in range(PRODUCTS)], pa.string())
    numbers = np.arange(made.event_count, dtype=np.float64) // 2
    stock = Column(ColumnType.NUMBER, rng.integers(0, 5_000, PRODUCTS).astype(np.float64), pa.array([], pa.string()))
    properties = {
        **made.properties,
        "sku": Column(ColumnType.TEXT, product, ids),
        "order": Column(ColumnType.NUMBER, numbers, pa.array([], pa.string())),
    }
    roles = replace(made.roles, events={"purchase": "purchase"}, properties={"product": "sku", "order_id": "order"})
    names = Column(ColumnType.TEXT, np.zeros(made.event_count, np.int32), pa.array(["purchase"], pa.string()))
    products = Products(ids, {"stock": stock}, {"stock": "stock"})
    return replace(made, at=at, names=names, properties=properties, roles=roles, products=products)


def main(arguments: list[str]) -> None:
    """Measure, and say so."""
    customers = int(arguments[0]) if arguments else 1_000_000
    dataset = shop(customers)
    model_of(shop(1_000), Wanted("purchase"))  # what is compiled is loaded
    say(f"{exact(customers)} customers, {exact(dataset.event_count)} events; peak so far {peak_mb()} MB")
    runs(dataset)
    back_test(dataset)
    for wanted in (
        Wanted("purchase", count=2),
        Wanted("purchase", overstock=0.5),
        Wanted("purchase", basis="together"),
        Wanted("purchase", basis="popular"),
    ):
        began, clock = process_time(), perf_counter()
        model = model_of(dataset, wanted)
        spent, took = process_time() - began, perf_counter() - clock
        say(
            f"{wanted.basis}, overstock {wanted.overstock}: {spent:.1f} s of processor time, {took:.1f} s "
            f"by the clock, {len(model.products):,} rows, {model.nbytes / 1e6:.0f} MB kept, peak {peak_mb()} MB"
        )


def runs(dataset: Dataset) -> None:
    """Each purchase enters, waits an hour and gets an e-mail: with a recommendation in it and without, in turn."""
    options = RunOptions(compiled=True)
    without, with_one = journey(), journey("recommend")
    began = process_time()
    count(with_one, dataset, options)
    say(f"first run with recommend, with its model: {process_time() - began:.1f} s of processor time")
    kinds: dict[str, Callable[[Scenario], object]] = {
        "counts": lambda scenario: count(scenario, dataset, options),
        "tables": lambda scenario: rehearse_in_parts(scenario, dataset, lambda _: None, options),
    }
    for what, play in kinds.items():
        plain, recommending = zip(*(timed(play, (without, with_one)) for _ in range(TURNS)), strict=True)
        (spent, took), (more_spent, took_longer) = map(least, (plain, recommending))
        say(
            f"{what}: {spent:.2f} s of processor time without, {more_spent:.2f} s with "
            f"({more_spent / spent:.2f} times); {took:.2f} and {took_longer:.2f} s by the clock "
            f"({took_longer / took:.2f} times)"
        )


def journey(*kinds: str) -> Scenario:
    """Each purchase enters and waits an hour; then nodes of these kinds, then an e-mail."""
    mail = {"subject": "Hello", "body": "Hello"}
    steps = [("entry_event", {"event": "purchase"}), ("wait", {"for": "PT1H"}), *((kind, {}) for kind in kinds)]
    nodes = {f"n{number}": step for number, step in enumerate([*steps, ("email", mail)])}
    return scenarios.scenario(nodes, [(f"n{number}", "out", f"n{number + 1}") for number in range(len(nodes) - 1)])


def timed(play: Callable[[Scenario], object], journeys: Sequence[Scenario]) -> list[tuple[float, float]]:
    """Processor time, and time by the clock, of each."""
    figures = []
    for scenario in journeys:
        began, clock = process_time(), perf_counter()
        play(scenario)
        figures.append((process_time() - began, perf_counter() - clock))
    return figures


def least(figures: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The least of several turns."""
    return min(spent for spent, _ in figures), min(took for _, took in figures)


def back_test(dataset: Dataset) -> None:
    """The report over the same purchases, once its models are counted and with them."""
    for what in ("with its models", "again"):
        began, clock = process_time(), perf_counter()
        recommendations(dataset, RecommendationsDefinition("purchase"))
        say(f"back-test {what}: {process_time() - began:.1f} s of processor time, {perf_counter() - clock:.1f} s")


def peak_mb() -> int:
    """The most memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def say(line: str) -> None:
    """To whoever measures."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
