"""What to recommend over a million customers: the model, and a run with it beside one without, processor time.

    python -m tests.benchmarks.bench_recommending [CUSTOMERS]

Ten events each over two years, 10,000 products of which few sell much.
"""

from __future__ import annotations

import resource
import sys
from dataclasses import replace
from time import perf_counter, process_time

import numpy as np
import pyarrow as pa

from app.bench.job import synthetic_dataset
from app.data.columns import Column, ColumnType
from app.data.dataset import Dataset
from app.data.products import Products
from app.numbers import exact
from app.runtime.recommending import Wanted, model_of

PRODUCTS = 10_000
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
    for wanted in (
        Wanted("purchase"),
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


def peak_mb() -> int:
    """The most memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def say(line: str) -> None:
    """To whoever measures."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
