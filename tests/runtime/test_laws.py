"""What holds for every scenario: conservation, and the same result however it is worked out."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bench.job import abandoned_cart, synthetic_dataset
from app.progress import silent
from app.runtime.compiler.compiler import Circumstances, compile_program
from app.runtime.forecast.forecast import ForecastOptions, forecast
from app.runtime.forecast.ranges import Forecast
from app.runtime.output import write_run
from app.runtime.rehearse import Run, RunOptions, count, rehearse
from app.runtime.run.execute import execute
from app.runtime.run.local_engine import LocalEngine, Memory
from app.runtime.run.tables import Words, run_tables
from app.runtime.run.vouchers import settle_vouchers
from app.runtime.summary import Summary
from tests.builders.scenarios import document
from tests.reference.cases import Rows, play_case
from tests.reference.play import TooLongError
from tests.reference.state import Json
from tests.runtime.played_cases import dataset_of, machine_plays, options_of, parsed, rows_of
from tests.runtime.random_cases import CaseMaker, cases
from tests.runtime.test_against_reference import UNHURRIED, expected_of

ROOT = Path(__file__).resolve().parents[2]
SOME = settings(UNHURRIED, max_examples=max(settings().max_examples // 6, 15))
SINCE = {
    "instances": 3,
    "visits": 4,
    "messages": 5,
    "conversions": 3,
    "scores": 1,
    "tasks": 4,
    "webhooks": 4,
    "vouchers": 4,
    "audiences": 4,
    "recommendations": 4,
}
"""The column of each table that says when its rows were written."""
NEUTRAL: Json = document(
    {
        "n0": ("entry_event", {"event": "cart"}),
        "n1": ("wait", {"for": "P1D"}),
        "n2": ("wait_for", {"event": "visit", "timeout": "PT12H"}),
        "n3": ("webhook", {"name": "crm", "payload": ""}),
    },
    "n0>n1 n0>n2 n1>n3 n2.timed_out>n3",
    id="beside",
    settings={
        "timezone": "Asia/Kolkata",
        "reentry": {"mode": "concurrent"},
        "quiet_hours": [{"from": "09:00", "to": "21:00"}],
        "exit_rules": [{"id": "bought", "event": "purchase"}],
        "exit_timing": "on_leaving_wait",
        "frequency_caps": [{"channel": "any", "max": 0, "per": "P1W"}],
        "control_group": 0.5,
        "goals": [{"id": "signs", "event": "signup"}],
    },
)
"""A scenario that leaves nothing behind which another could see."""


def _assert_same(one: Run, other: Run) -> None:
    for name, table in one.tables.items():
        assert table.combine_chunks().equals(other.tables[name].combine_chunks()), name
    assert _untimed(one.summary) == _untimed(other.summary)


def _untimed(summary: Summary) -> str:
    return summary.to_json().partition('"timings"')[0] + summary.to_json().partition('"visits"')[2]


# --- conservation -----------------------------------------------------------------------------------------------------


@SOME
@given(cases())
def test_that_nobody_gets_lost_at_a_node_or_on_an_edge(case: Json) -> None:
    expected_of(case)
    run = machine_plays(case, compiled=True)
    entered = Counter(run.tables["instances"].column("entry_node").to_pylist())
    sent = Counter[str]()
    for (_, _, target), tokens in run.summary.edges.items():
        sent[target] += tokens
    for node, counts in run.summary.nodes.items():
        assert counts.arrived == sum(counts.left.values()) + counts.waiting + counts.ended, node
        assert min(counts.waiting, counts.ended, *counts.left.values(), 0) == 0
        if node in entered:
            assert counts.arrived == counts.left["out"] == entered[node]
        elif _is_without_fan_out(run):
            assert counts.arrived == sent[node]
        else:  # tokens of a fan-out that have not started die with their instance
            assert counts.arrived <= sent[node]
    assert run.summary.visits == sum(counts.arrived for counts in run.summary.nodes.values())


def _is_without_fan_out(run: Run) -> bool:
    ways = Counter((source, port) for source, port, _ in run.summary.edges)
    reasons = run.tables["instances"].column("end_reason").to_pylist()
    return max(ways.values(), default=1) == 1 and "step_limit" not in reasons


@SOME
@given(cases())
def test_that_instances_and_visits_are_numbered_and_in_order_of_time(case: Json) -> None:
    expected_of(case)
    rows = rows_of(machine_plays(case, compiled=True))
    for _, own in groupby(rows["instances"], key=lambda row: row[0]):
        numbers = [row[1] for row in own]
        assert numbers == list(range(1, len(numbers) + 1))
    last = Counter[tuple[str, int]]()
    arrived: dict[str, int] = {}
    for customer, instance, visit, _, arrived_at, left_at, port in rows["visits"]:
        last[customer, instance] += 1
        assert visit == last[customer, instance]
        assert arrived_at >= arrived.get(customer, arrived_at)
        arrived[customer] = arrived_at
        assert (left_at is None) == (port is None)
        assert left_at is None or left_at >= arrived_at
    waiting = {(row[0], row[1]) for row in rows["visits"] if row[5] is None}
    for customer, instance, _, _, ended_at, reason, *_ in rows["instances"]:
        assert (ended_at is None) == (reason == "waiting")
        assert (customer, instance) in waiting or reason != "waiting"


@SOME
@given(cases())
def test_that_vouchers_go_out_by_instant_then_customer_each_once(case: Json) -> None:
    expected_of(case)
    claims = sorted(rows_of(machine_plays(case, compiled=True))["vouchers"], key=lambda row: (row[4], row[0]))
    for pool, codes in case["pools"].items():
        given_out = [row[6] for row in claims if row[5] == pool]
        assert given_out == [*codes, *[None] * len(given_out)][: len(given_out)]


@SOME
@given(cases(), st.integers(0, 12 * 24))
def test_that_a_run_that_is_cut_short_is_the_beginning_of_the_whole(case: Json, hours: int) -> None:
    expected_of(case)
    start = min((row[3] for row in rows_of(machine_plays(case, compiled=True))["instances"]), default=0)
    until = min(start + hours * 3_600_000_000, options_of(case).until or 2**62)
    whole, part = machine_plays(case, compiled=True), _played_until(case, until)
    assert part == _up_to(rows_of(whole), until)


def _played_until(case: Json, until: int) -> Rows:
    run = rehearse(parsed(case), dataset_of(case), replace(options_of(case, compiled=True), until=until))
    return rows_of(run)


def _up_to(rows: Rows, until: int) -> Rows:
    """What of a run's rows was known at an instant."""
    known = {table: [list(row) for row in listed if row[SINCE[table]] <= until] for table, listed in rows.items()}
    for row in known["instances"]:
        if row[4] is not None and row[4] > until:
            row[4:7] = [None, "waiting", None]
    for row in known["visits"]:
        if row[5] is not None and row[5] > until:
            row[5:7] = [None, None]
    for row in known["messages"]:
        row[7:12] = [at if at is not None and at <= until else None for at in row[7:12]]
    return known


# --- the same, however it is worked out ------------------------------------------------------------------------------


@SOME
@given(cases())
def test_that_partitions_change_nothing(case: Json) -> None:
    expected_of(case)
    whole = machine_plays(case, compiled=True, partitions=1)
    for partitions in (2, 7):
        _assert_same(whole, machine_plays(case, compiled=True, partitions=partitions))


@SOME
@given(cases())
def test_that_counting_alone_comes_to_the_same(case: Json) -> None:
    expected_of(case)
    counted = count(parsed(case), dataset_of(case), options_of(case, compiled=True))
    assert _untimed(counted) == _untimed(machine_plays(case, compiled=True).summary)


@SOME
@given(cases(), st.booleans())
def test_that_memory_that_runs_short_changes_nothing(case: Json, compiled: bool) -> None:
    expected_of(case)
    scenarios, dataset, options = parsed(case), dataset_of(case), options_of(case)
    circumstances = Circumstances(options.seed, options.until, options.replication, options.responses)
    program = compile_program(scenarios, dataset, circumstances, silent)
    scarce = LocalEngine(compiled, Memory(size=1, chunk_rows=2))
    settled = settle_vouchers(program, dataset, lambda one: execute(one, silent, scarce))
    words = Words(settled.program.names, dataset, settled.codes)
    parts: list[Any] = []
    execute(settled.program, silent, scarce, take=lambda chunk: parts.append(words.tables(chunk)))
    tables = run_tables(parts)
    for name, table in machine_plays(case, compiled=True).tables.items():
        assert table.combine_chunks().equals(tables[name].combine_chunks()), name


@pytest.mark.parametrize("table_format", ["parquet", "csv"])
def test_that_files_are_the_same_byte_for_byte_for_any_number_of_partitions(tmp_path: Path, table_format: Any) -> None:
    dataset = synthetic_dataset(5_000)
    for partitions in (1, 2, 7):
        run = rehearse(abandoned_cart(), dataset, RunOptions(partitions=partitions, compiled=True))
        write_run(run, tmp_path / str(partitions), table_format)
    assert run.summary.visits > 50_000
    for path in sorted((tmp_path / "1").glob(f"*.{table_format}")):
        assert path.read_bytes() == (tmp_path / "2" / path.name).read_bytes(), path.name
        assert path.read_bytes() == (tmp_path / "7" / path.name).read_bytes(), path.name


_PLAY = """
import json, sys
from pathlib import Path
from app.runtime.output import write_run
from tests.runtime.played_cases import machine_plays
folder = Path(sys.argv[1])
for number, case in enumerate(json.loads(sys.stdin.read())):
    write_run(machine_plays(case, compiled=False), folder / str(number))
"""


def test_that_files_are_the_same_byte_for_byte_in_any_process(tmp_path: Path) -> None:
    played = [case for seed in range(40) if (case := _random_case(seed)) and _is_eventful(case)]
    assert len(played) > 5
    for hash_seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        command = [sys.executable, "-c", _PLAY, str(tmp_path / hash_seed)]
        subprocess.run(command, input=json.dumps(played), text=True, check=True, env=environment, cwd=ROOT)
    files = sorted((tmp_path / "1").rglob("*.parquet"))
    assert len(files) == len(played) * len(SINCE)
    for path in files:
        assert path.read_bytes() == (tmp_path / "2" / path.relative_to(tmp_path / "1")).read_bytes(), path


def _random_case(seed: int) -> Json:
    return CaseMaker(Random(seed).randrange).case()


def _is_eventful(case: Json) -> bool:
    try:
        return len(play_case(case, 2_000)["messages"]) > 2
    except TooLongError:
        return False


# --- scenarios beside one another ------------------------------------------------------------------------------------


def _of_scenario(rows: Rows, prefix: str) -> Rows:
    """The rows of one scenario as if it had run alone: no prefix, its instances numbered on their own."""
    numbers: dict[tuple[str, int], int] = {}
    found: Rows = {table: [] for table in rows}
    entered = Counter[str]()
    for row in rows["instances"]:
        if row[2].startswith(prefix):
            entered[row[0]] += 1
            numbers[row[0], row[1]] = entered[row[0]]
    for table, listed in rows.items():
        for row in listed:
            if table == "scores":
                found[table].append(row)
            elif (row[0], row[1]) in numbers:
                plain = [cell.removeprefix(prefix) if isinstance(cell, str) else cell for cell in row[2:]]
                found[table].append([row[0], numbers[row[0], row[1]], *plain])
    return found


@SOME
@given(cases(), st.booleans())
def test_that_a_scenario_is_the_same_beside_one_that_shares_nothing_with_it(case: Json, first: bool) -> None:
    case["scenarios"] = [{**case["scenarios"][0], "id": "random"}]
    expected_of(case)
    together = copy.deepcopy(case)
    together["scenarios"].insert(0 if first else 1, NEUTRAL)
    alone = rows_of(_plays_if_valid(case))
    beside = rows_of(_plays_if_valid(together))
    assert _of_scenario(beside, "random/") == alone


def _plays_if_valid(case: Json) -> Run:
    """One of several scenarios may speak of attributes that only another writes; then the dataset gets them."""
    types = {**case["mapping"]["customers"]["types"], "level": "number", "note": "text", "agreed": "boolean",
             "met": "instant", "since": "date", "code": "text"}  # fmt: skip
    customers = {**case["mapping"]["customers"], "types": types}
    return machine_plays({**case, "mapping": {**case["mapping"], "customers": customers}}, compiled=True)


# --- forecasts -------------------------------------------------------------------------------------------------------


def _forecast(case: Json, replications: int) -> Forecast:
    plain = options_of(case)
    options = ForecastOptions(replications, plain.until, plain.seed, plain.responses, compiled=True)
    return forecast(parsed(case), dataset_of(case), options)


@SOME
@given(cases())
def test_that_a_forecast_is_its_replications(case: Json) -> None:
    for replication in range(4):
        expected_of({**case, "replication": replication})
    found = _forecast(case, 3)
    summaries = [machine_plays({**case, "replication": n}, compiled=True).summary for n in range(4)]
    sums = {"visits": [s.visits for s in summaries], "beyond_data": [s.beyond_data for s in summaries]}
    for node in summaries[0].nodes:
        sums[f"nodes.{node}.arrived"] = [s.nodes[node].arrived for s in summaries]
        sums[f"nodes.{node}.sent"] = [s.nodes[node].sent for s in summaries]
        for reaction in {reaction for s in summaries for reaction in s.nodes[node].reactions}:
            sums[f"nodes.{node}.reactions.{reaction}"] = [s.nodes[node].reactions.get(reaction, 0) for s in summaries]
    for path, (observed, *modelled) in sums.items():
        figure = found.figures[path]
        assert figure.observed == observed
        assert figure.mean == pytest.approx(sum(modelled) / 3)
        assert figure.median == sorted(modelled)[1]
        assert figure.low_95 <= figure.low_80 <= figure.median <= figure.high_80 <= figure.high_95
