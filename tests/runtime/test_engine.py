"""Another engine, added from outside, plays a run: its tables, counts and forecast are those of this machine."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pyarrow as pa
import pytest

from app.bench.job import abandoned_cart, synthetic_dataset
from app.data.dataset import Dataset
from app.progress import Progress, silent
from app.runtime.compiler.compiler import Program
from app.runtime.engine import Engine, Part, Played
from app.runtime.forecast.forecast import ForecastOptions, forecast
from app.runtime.rehearse import Run, RunOptions, rehearse
from app.runtime.run.local_engine import LocalEngine
from tests.builders.scenarios import scenario

CUSTOMERS = 300


@dataclass
class Foreman:
    """Cuts each part into pieces, and has them done by two others in turn."""

    pieces: int
    crew: tuple[Engine, Engine] = (LocalEngine(compiled=True), LocalEngine(compiled=False))
    given: list[Part] = field(default_factory=list)

    def play(
        self, program: Program, parts: Sequence[Part], progress: Progress, *, keeps_rows: bool
    ) -> Generator[Played, None, None]:
        """See `Engine`."""
        self.given += parts
        total = sum(part.end - part.first for part in parts)
        done = 0
        for part in parts:
            pieces = list(self._cut(part))
            whole = self._done_by(0, program, pieces[0], keeps_rows)
            for number, piece in enumerate(pieces[1:], start=1):
                whole = whole.joined(self._done_by(number, program, piece, keeps_rows))
            done += part.end - part.first
            progress(done, total, "Others play customers")
            yield whole

    def _cut(self, part: Part) -> Generator[Part, None, None]:
        size = part.end - part.first
        cuts = [part.first + size * number // self.pieces for number in range(self.pieces + 1)]
        for first, end in pairwise(cuts):
            yield replace(part, first=first, end=end)

    def _done_by(self, number: int, program: Program, piece: Part, keeps_rows: bool) -> Played:
        (played,) = self.crew[number % 2].play(program, [piece], silent, keeps_rows=keeps_rows)
        return played


def _dataset() -> Dataset:
    return synthetic_dataset(CUSTOMERS)


def _played_by(engine: Engine | None) -> Run:
    return rehearse(abandoned_cart(), _dataset(), RunOptions(engine=engine, compiled=True))


@pytest.mark.parametrize("pieces", [1, 4])
def test_that_a_run_by_another_engine_has_the_same_tables_and_summary(pieces: int) -> None:
    foreman = Foreman(pieces)
    ours, theirs = _played_by(None), _played_by(foreman)
    assert sum(part.end - part.first for part in foreman.given) == CUSTOMERS
    assert ours.summary.visits > 1_000
    assert replace(theirs.summary, timings={}) == replace(ours.summary, timings={})
    for name, table in ours.tables.items():
        assert theirs.tables[name].combine_chunks().equals(table.combine_chunks()), name


def test_that_a_forecast_by_another_engine_has_the_same_figures() -> None:
    foreman = Foreman(3)
    options = ForecastOptions(replications=4, compiled=True)
    ours = forecast(abandoned_cart(), _dataset(), options)
    theirs = forecast(abandoned_cart(), _dataset(), replace(options, engine=foreman))
    assert theirs.figures == ours.figures
    assert {(part.replication, part.replications) for part in foreman.given} == {(0, 1), (1, 4)}


def test_that_a_replication_with_vouchers_enough_is_played_once() -> None:
    voucher = ("voucher", {"pool": "gift", "into": "code"})
    journey = scenario({"in": ("entry_audience", {"at": "2024-02-01T00:00:00Z"}), "gift": voucher}, "in>gift")
    dataset = replace(synthetic_dataset(5), pools={"gift": pa.array([f"g{n}" for n in range(9)], pa.string())})
    foreman = Foreman(1)
    found = forecast(journey, dataset, ForecastOptions(replications=3, compiled=True, engine=foreman))
    assert found.figures["nodes.gift.left.out"].mean == 5
    assert [part.replication for part in foreman.given] == [0, 0, 1, 2, 3]
