"""Forecasts: a run repeated with modelled reactions, and what its figures come to; scenario.md, section 9."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.nodes.response import Response
from app.numbers import exact
from app.progress import Progress, silent
from app.runtime.compiler.compiler import Circumstances, Program, compile_program
from app.runtime.engine import Engine
from app.runtime.forecast.ranges import Figure, Forecast
from app.runtime.forecast.spreads import spread_of
from app.runtime.prepared import Prepared
from app.runtime.program.opcodes import INSTANCE_LIMIT, REACTION_LIMIT
from app.runtime.rehearse import RunOptions, count, refuse_problems, summary_of
from app.runtime.run.counting import Tally
from app.runtime.run.execute import execute, execute_replications
from app.runtime.run.vouchers import Settled, settle_vouchers
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
    prepared: Prepared | None = field(default=None, compare=False)

    def replay(self) -> RunOptions:
        """How what was recorded is run alone."""
        return RunOptions(
            until=self.until, seed=self.seed, compiled=self.compiled, engine=self.engine, prepared=self.prepared
        )


def forecast(
    scenarios: Scenario | Sequence[Scenario],
    dataset: Dataset,
    options: ForecastOptions = ForecastOptions(),
    progress: Progress = silent,
) -> Forecast:
    """Replay scenarios once, then forecast them; of each replication only its figures are kept.

    AppError lists everything that forbids the run.
    """
    together = (scenarios,) if isinstance(scenarios, Scenario) else tuple(scenarios)
    refuse_problems(together, dataset)
    started = perf_counter()
    plain = options.replay()
    replay = count(together, dataset, plain, progress)
    circumstances = Circumstances(options.seed, options.until, 1, options.responses, prepared=options.prepared)
    program = compile_program(together, dataset, circumstances, progress)
    observed = _figures(replay)
    columns = {path: np.zeros(options.replications) for path in observed}
    left_out = _LeftOut()
    for place, (settled, tally) in enumerate(_played(program, dataset, options, progress)):
        left_out.add(tally)
        for path, value in _figures(summary_of(together, dataset, plain, settled, tally, {})).items():
            if path not in columns:
                columns[path] = np.zeros(options.replications)
            columns[path][place] = value
    over = {path: _over(values, observed.get(path, 0.0)) for path, values in columns.items()}
    warnings = (*program.warnings, *left_out.warnings())
    return Forecast(options.replications, perf_counter() - started, warnings, over, replay, dict(options.responses))


class _LeftOut:
    """What replications could not play to the end, counted over all of them."""

    def __init__(self) -> None:
        self._refused: list[int] = []
        self._unmodelled: list[int] = []

    def add(self, tally: Tally) -> None:
        """Take note of the next replication."""
        self._refused.append(tally.refused)
        self._unmodelled.append(tally.unmodelled)

    def warnings(self) -> Iterator[str]:
        """In how many replications it happened, and how often at most."""
        if any(self._unmodelled):
            yield (
                f"In {_how_many(self._unmodelled)}, up to {exact(max(self._unmodelled))} modelled reactions were left "
                f"out, because a customer reacts at most {exact(REACTION_LIMIT)} times; does a reaction let customers "
                "in again?"
            )
        if any(self._refused):
            most = max(self._refused)
            who = "1 customer" if most == 1 else f"{exact(most)} customers"
            yield (
                f"In {_how_many(self._refused)}, up to {who} entered a scenario {exact(INSTANCE_LIMIT)} times, and "
                "later entries were refused; does the scenario let customers in again and again?"
            )


def _how_many(counts: Sequence[int]) -> str:
    return f"{exact(sum(map(bool, counts)))} of {exact(len(counts))} replications"


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

    for replication in replications:
        settings = replace(program.tables["settings"][0], replication=replication)
        own = replace(program, tables={**program.tables, "settings": [settings]})
        yield _settled(own, dataset, engine, progress)


def _settled(program: Program, dataset: Dataset, engine: Engine, progress: Progress) -> tuple[Settled, Tally]:
    """A replication whose vouchers are settled; what was played last is what is settled, so its counts are at hand."""
    played: list[Tally] = []

    def play(program: Program) -> Tally:
        played.append(execute(program, progress, engine))
        return played[-1]

    settled = settle_vouchers(program, dataset, play)
    return settled, played[-1]


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
    return Figure(float(observed), float(values.mean()), median, low_80, high_80, low_95, high_95, spread_of(values))
