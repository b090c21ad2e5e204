"""Replications played side by side count, each of them, what a run of that replication alone counts."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from app.bench.job import abandoned_cart, mail_response, synthetic_dataset
from app.data.dataset import Dataset
from app.nodes.response import Response
from app.progress import silent
from app.runtime.compiler.compiler import Circumstances, compile_program
from app.runtime.rehearse import RunOptions, count, summary_of
from app.runtime.run.execute import execute_replications
from app.runtime.run.local_engine import LocalEngine, Memory
from app.runtime.run.vouchers import settle_vouchers
from app.runtime.summary import Summary
from app.scenario.graph import Scenario
from tests.builders.scenarios import MESSAGE, Json, scenario
from tests.runtime.played_cases import dataset_of, options_of, parsed
from tests.runtime.random_cases import CaseMaker

ENTRY = ("entry_audience", {"at": "2024-02-01T00:00:00Z"})
TIGHT = Memory(2, 2)
AMPLE = Memory(64, 1 << 12)
UNTIL = "2024-04-20T00:00:00Z"  # so that cases that go round do not go on for long
RESPONSE: Json = {
    "deliver": 0.8, "open": 0.5, "click": 0.4, "unsubscribe": 0.1,
    "open_after": {"median": "PT3H", "sigma": 1.2}, "click_after": {"median": "PT2M", "sigma": 1.0},
    "convert": {"event": "purchase", "rate": 0.5, "after": {"median": "PT1H", "sigma": 1.0},
                "property": "amount", "value": {"median": 45, "sigma": 0.6}},
    "fatigue": {"per_message": 0.5, "window": "P7D"},
}  # fmt: skip
MAIL = ("email", {**MESSAGE, "response": RESPONSE})
WEBHOOK: Json = {"name": "crm", "payload": ""}
GOAL: Json = {"id": "order", "event": "purchase", "value": "amount"}


def assert_each_is_as_alone(
    scenarios: tuple[Scenario, ...], dataset: Dataset, options: RunOptions, replications: int, **played: Any
) -> list[Summary]:
    """Play replications side by side and each alone; the summaries."""
    program = compile_program(scenarios, dataset, Circumstances(options.seed, options.until, 1, options.responses))
    if program.names.pools:  # whose claims are settled for each replication on its own
        return []
    engine = LocalEngine(options.compiled, played.pop("memory", AMPLE))
    settled = settle_vouchers(program, dataset, lambda _: pytest.fail("there are no vouchers"))
    tallies = execute_replications(program, range(1, replications + 1), silent, engine, **played)
    found = []
    for replication, tally in enumerate(tallies, start=1):
        own = replace(options, replication=replication)
        alone = count(scenarios, dataset, own)
        assert summary_of(scenarios, dataset, own, settled, tally, alone.timings) == alone, replication
        found.append(alone)
    assert len(found) == replications
    return found


@pytest.mark.parametrize(
    ("partitions", "compiled", "cases"),
    [(1, True, 40), (2, True, 40), (7, True, 40), (2, False, 24)],
    ids=["1", "2", "7", "plain"],
)
def test_that_random_scenarios_count_the_same_side_by_side(partitions: int, compiled: bool, cases: int) -> None:
    summaries: list[Summary] = []
    for seed in range(1_000 * partitions, 1_000 * partitions + cases):
        case = CaseMaker(Random(seed).randrange).case()
        if not case.get("replication"):
            continue
        case.setdefault("until", UNTIL)
        memory = TIGHT if seed % 2 else AMPLE
        options = options_of(case, compiled=compiled)
        summaries += assert_each_is_as_alone(
            parsed(case), dataset_of(case), options, 4, partitions=partitions, memory=memory
        )
    assert sum(summary.visits for summary in summaries) > 100
    assert any(node.reactions for summary in summaries for node in summary.nodes.values())


@pytest.mark.parametrize("partitions", [1, 2, 7])
def test_that_the_abandoned_cart_counts_the_same_side_by_side(partitions: int) -> None:
    options = RunOptions(compiled=True, responses={"email": mail_response()})
    summaries = assert_each_is_as_alone(
        (abandoned_cart(),), synthetic_dataset(3_000), options, 9, partitions=partitions
    )
    assert len({summary.goals["order"].value for summary in summaries}) == 9
    assert len({summary.visits for summary in summaries}) > 1


def _play(nodes: dict[str, tuple[str, Json]], edges: str, until: int | None = None, **settings: Any) -> list[Summary]:
    journey = scenario({"in": ENTRY, **nodes}, edges, **settings)
    options = RunOptions(compiled=True, until=until, responses={"sms": Response.model_validate({"deliver": 0.5})})
    return assert_each_is_as_alone((journey,), synthetic_dataset(500), options, 12)


def test_that_each_replication_has_the_fatigue_of_its_own_messages() -> None:
    nodes = {f"m{n}": ("sms" if n == 2 else "email", MAIL[1] if n != 2 else {"text": "Hello"}) for n in range(5)}
    summaries = _play(nodes, "in>m0 m0>m1 m1>m2 m2>m3 m3>m4", goals=[GOAL])
    opened = [summary.nodes["m4"].reactions["opened"] for summary in summaries]
    assert len(set(opened)) > 3
    assert max(opened) < 500 * 0.8 * 0.5 * 0.5


def test_that_a_message_as_old_as_the_window_no_longer_tires() -> None:
    summaries = _play({"m1": MAIL, "w": ("wait", {"for": "P7D"}), "m2": MAIL}, "in>m1 m1>w w>m2")
    opened = sum(summary.nodes["m2"].reactions["opened"] for summary in summaries)
    sent = sum(summary.nodes["m2"].sent for summary in summaries)
    assert abs(opened / sent - 0.8 * 0.5) < 0.03


def test_that_a_journey_that_begins_with_a_bounce_parts_the_replications() -> None:
    nodes: dict[str, tuple[str, Json]] = {
        "mail": MAIL,
        "back": ("entry_event", {"event": "message_bounced"}),
        "call": ("webhook", WEBHOOK),
    }
    summaries = _play(nodes, "in>mail back>call", reentry={"mode": "concurrent"})
    assert len({summary.nodes["call"].arrived for summary in summaries}) > 3


def test_that_a_split_for_each_visit_parts_the_replications() -> None:
    variants = [{"port": port, "label": port, "weight": weight} for port, weight in (("a", 1), ("b", 5), ("c", 2))]
    split = ("split", {"variants": variants, "sticky": "instance"})
    summaries = _play({"s": split, "mail": MAIL, "sms": MAIL, "end": ("exit", {})}, "in>s s.a>mail s.b>sms s.c>end")
    assert len({summary.nodes["mail"].arrived for summary in summaries}) > 3


def test_that_a_scenario_that_asks_who_has_opened_parts_the_replications() -> None:
    wait = ("wait_for", {"message": "mail", "state": "opened", "timeout": "P1D"})
    summaries = _play({"mail": MAIL, "w": wait, "next": MAIL}, "in>mail mail>w w.happened>next", goals=[GOAL])
    assert len({summary.nodes["w"].left["happened"] for summary in summaries}) > 3


def test_that_a_run_that_is_cut_short_counts_the_reactions_until_then() -> None:
    two_hours_later = 1_706_745_600_000_000 + 2 * 3_600_000_000
    cut = _play({"mail": MAIL}, "in>mail", until=two_hours_later)
    whole = _play({"mail": MAIL}, "in>mail")
    for one, other in zip(cut, whole, strict=True):
        assert 0 < one.nodes["mail"].reactions["opened"] < other.nodes["mail"].reactions["opened"]


def test_that_many_replications_are_played_in_batches_and_told_of_as_one() -> None:
    program = compile_program((abandoned_cart(),), synthetic_dataset(20), Circumstances(replication=1))
    told: list[tuple[int, int]] = []
    engine = LocalEngine(compiled=True)
    many = execute_replications(program, range(1, 701), lambda done, total, _: told.append((done, total)), engine)
    assert len(list(many)) == 700
    assert {total for _, total in told} == {14_000}
    assert told == sorted(told)
    assert told[-1] == (14_000, 14_000)
