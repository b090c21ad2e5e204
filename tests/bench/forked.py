"""A step of a benchmark in a process of its own that has nothing left to import, which is most of what it takes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

Figures = Mapping[str, float]


def forked(step: Callable[..., Figures], *arguments: object, **named: object) -> Figures:
    """What the step says of itself."""
    context = get_context("spawn" if sys.platform == "win32" else "forkserver")
    context.set_forkserver_preload(["app.bench.steps", "tests.benchmarks.import_steps"])
    with ProcessPoolExecutor(1, context) as pool:
        return pool.submit(step, *arguments, **named).result()
