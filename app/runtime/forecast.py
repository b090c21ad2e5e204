"""Forecasts: a run repeated with modelled reactions, and what its figures come to; scenario.md, section 9."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from app.data.dataset import Dataset
from app.nodes.response import Response
from app.progress import Progress, silent
from app.runtime.compiler.compiler import Circumstances, Program, compile_program
from app.runtime.engine import Engine
from app.runtime.rehearse import RunOptions, count, refuse_problems, summary_of
from app.runtime.run.counting import Tally
from app.runtime.run.execute import execute, execute_replications
from app.runtime.run.vouchers import Settled, settle_vouchers
from app.runtime.stored import STRICT, Count, read, written
from app.runtime.summary import Summary
from app.scenario.graph import Scenario

_QUANTILES = (0.025, 0.1, 0.5, 0.9, 0.975)


@dataclass(frozen=True, slots=True)
class ForecastOptions:
    """How to forecast: as `RunOptions`, with replications 1 to `replications`."""

    replications: int = 100
    until: int | None = None
    seed: int = 0
    responses: Mapping[str, Response] = field(default_factory=dict)
    compiled: bool | None = None
    engine: Engine | None = None

    def replay(self) -> RunOptions:
        """How what was recorded is run alone."""
        return RunOptions(until=self.until, seed=self.seed, compiled=self.compiled, engine=self.engine)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the summary: what was observed in the replay, and what it came to over the replications.

    Four fifths of the replications lie between `low_80` and `high_80`, 95 % between `low_95` and `high_95`.
    """

    __pydantic_config__ = STRICT

    observed: float
    mean: float
    median: float
    low_80: float
    high_80: float
    low_95: float
    high_95: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """Figures by their path in the summary, like `nodes.mail1.sent` or `goals.order.modelled_value`.

    `replay` is the summary of what was recorded alone.
    """

    __pydantic_config__ = STRICT

    replications: Count
    seconds: float
    warnings: tuple[str, ...]
    figures: Mapping[str, Figure]
    replay: Summary

    def to_json(self) -> str:
        """The text of `forecast.json`."""
        return written(_FORECAST, self)

    @classmethod
    def from_json(cls, text: str) -> Forecast:
        """The forecast that `to_json` wrote; a ValueError says what is wrong with another text."""
        return read(_FORECAST, text)


_FORECAST = TypeAdapter(Forecast)


def forecast(
    scenarios: Scenario | Sequence[Scenario],
    dataset: Dataset,
    options: ForecastOptions = ForecastOptions(),
    progress: Progress = silent,
) -> Forecast:
    """Replay scenarios once, then forecast them; memory does not grow with the number of replications.

    AppError lists everything that forbids the run.
    """
    together = (scenarios,) if isinstance(scenarios, Scenario) else tuple(scenarios)
    refuse_problems(together, dataset)
    started = perf_counter()
    plain = options.replay()
    replay = count(together, dataset, plain, progress)
    circumstances = Circumstances(options.seed, options.until, 1, options.responses)
    program = compile_program(together, dataset, circumstances, progress)
    rows = [
        _figures(summary_of(together, dataset, plain, settled, tally, {}))
        for settled, tally in _played(program, dataset, options, progress)
    ]
    observed = _figures(replay)
    paths = dict.fromkeys(path for figures in (observed, *rows) for path in figures)
    over = {
        path: _over(np.array([figures.get(path, 0.0) for figures in rows]), observed.get(path, 0.0)) for path in paths
    }
    return Forecast(len(rows), perf_counter() - started, program.warnings, over, replay)


def _played(
    program: Program, dataset: Dataset, options: ForecastOptions, progress: Progress
) -> Iterator[tuple[Settled, Tally]]:
    """The counts of each replication; with vouchers each has to find out on its own who gets them."""
    replications, engine = range(1, options.replications + 1), options.replay().playing()
    if not program.names.pools:
        unsettled = settle_vouchers(program, dataset, lambda _: Tally())
        for tally in execute_replications(program, replications, progress, engine):
            yield unsettled, tally
        return

    def play(program: Program) -> Tally:
        return execute(program, progress, engine)

    for replication in replications:
        settings = replace(program.tables["settings"][0], replication=replication)
        own = replace(program, tables={**program.tables, "settings": [settings]})
        settled = settle_vouchers(own, dataset, play)
        yield settled, play(settled.program)


def _figures(summary: Summary) -> dict[str, float]:
    """Every number of a summary that a replication may change, by its path."""
    figures: dict[str, float] = {
        "visits": summary.visits,
        "customers": summary.customers,
        "instances": summary.instances,
        "beyond_data": summary.beyond_data,
    }
    for node, counts in summary.nodes.items():
        figures[f"nodes.{node}.arrived"] = counts.arrived
        figures |= {f"nodes.{node}.left.{port}": n for port, n in counts.left.items()}
        figures[f"nodes.{node}.waiting"] = counts.waiting
        figures[f"nodes.{node}.ended"] = counts.ended
        figures[f"nodes.{node}.sent"] = counts.sent
        figures |= {f"nodes.{node}.skipped.{reason}": n for reason, n in counts.skipped.items()}
        figures |= {f"nodes.{node}.reactions.{reaction}": n for reaction, n in counts.reactions.items()}
    for goal, reached in summary.goals.items():
        figures |= {f"goals.{goal}.{name}": value for name, value in asdict(reached).items()}
    return figures


def _over(values: NDArray[np.float64], observed: float) -> Figure:
    """A figure over its values in the replications, (replications,)."""
    low_95, low_80, median, high_80, high_95 = np.quantile(values, _QUANTILES).tolist()
    return Figure(float(observed), float(values.mean()), median, low_80, high_80, low_95, high_95)
