"""A run at any instant is what a run up to that instant yields; and who is on which wire while it is played back."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from app.runtime.playback.timeline import Counts, Timeline, tables_until
from app.runtime.rehearse import Run, rehearse
from app.runtime.summary import NodeCounts, Summary
from app.scenario.combined import joined
from app.scenario.graph import Scenario
from tests.builders.datasets import from_rows
from tests.builders.scenarios import MESSAGE, scenario
from tests.reference.state import Json
from tests.runtime.played_cases import dataset_of, options_of, parsed
from tests.runtime.random_cases import CaseMaker

CASES = 6
INSTANTS = 10
DAY_US = 86_400_000_000
START = 1_714_557_600_000_000  # 2024-05-01 10:00 UTC


def random_case(seed: int) -> Json:
    return CaseMaker(Random(seed).randrange).case()


def plain(counts: NodeCounts) -> tuple[Any, ...]:
    left = {port: count for port, count in counts.left.items() if count}
    return counts.arrived, left, counts.waiting, counts.ended, counts.sent, dict(counts.skipped)


def told(of: Counts | Summary) -> tuple[Any, ...]:
    nodes = {node: plain(counts) for node, counts in of.nodes.items()}
    return nodes, dict(of.edges)


@pytest.mark.parametrize("seed", range(CASES))
def test_that_counts_at_any_instant_are_those_of_a_run_up_to_it(seed: int) -> None:
    case = random_case(seed)
    dataset, scenarios = dataset_of(case), parsed(case)
    options = options_of(case, compiled=False)
    run = rehearse(scenarios, dataset, options)
    timeline = Timeline(joined(scenarios), run.tables)
    random = Random(seed)
    last = timeline.end if options.until is None else min(timeline.end, options.until)
    instants = [random.randint(timeline.begin - 10, last + 10) for _ in range(INSTANTS - 2)]
    before = None
    for at in (*instants, timeline.begin, timeline.end):
        until = at if options.until is None else min(at, options.until)
        short = rehearse(scenarios, dataset, replace(options, until=until))
        assert told(timeline.counts(at)) == told(short.summary), at
        assert timeline.counts(at).entered == short.summary.instances
        before = timeline.counts(at, before)  # what has not changed since is taken over
        assert told(before) == told(short.summary), at
        cut = tables_until(run.tables, at)
        for name in ("instances", "visits"):
            assert cut[name].to_pylist() == short.tables[name].to_pylist(), name


def shop(events: list[Json]) -> tuple[Scenario, Run]:
    """Customers who enter, pass a filter and a message at once, wait a day, and leave."""
    journey = scenario(
        {
            "start": ("entry_event", {"event": "buy"}),
            "mail": ("email", MESSAGE),
            "pause": ("wait", {"for": "P1D"}),
            "end": ("exit", {}),
        },
        "start>mail mail>pause pause>end",
        reentry={"mode": "concurrent"},
    )
    customers = [{"id": each["id"]} for each in events]
    distinct = list({each["id"]: each for each in customers}.values())
    return journey, rehearse(journey, from_rows(distinct, events))


def bought(customer: str, at: str) -> Json:
    return {"id": customer, "event": "buy", "at": at}


def test_that_a_token_runs_along_its_wires_one_after_another_and_then_waits() -> None:
    journey, run = shop([bought("ann", "2024-05-01T10:00:00Z")])
    timeline = Timeline(journey, run.tables)
    hop = 3_600_000_000
    seen = []
    for quarter in range(16):
        now = timeline.travels.under_way(START + quarter * hop // 4, hop, 2_000)
        assert (now.each_for, now.journeys) == (1, len(now.wires))
        seen.append([(timeline.edges[wire][0], share) for wire, share in zip(now.wires, now.shares, strict=True)])
    wires = [[wire for wire, _ in dots] for dots in seen]
    assert wires[:8] == [["start"]] * 4 + [["mail"]] * 4
    assert not any(wires[8:])
    shares = [dots[0][1] for dots in seen[:4]]
    assert shares == sorted(shares)
    assert shares[0] == 0
    (share,) = timeline.travels.under_way(START + DAY_US + hop - 1, hop, 2_000).shares
    assert share > 0.9


def test_that_dots_are_a_plain_count_of_tokens_and_beyond_the_most_one_for_many() -> None:
    random = Random(5)
    when = [f"2024-05-{1 + random.randrange(9):02}T10:{random.randrange(60):02}:00Z" for _ in range(300)]
    events = [bought(f"c{n}", at) for n, at in enumerate(when)]
    journey, run = shop(events)
    timeline = Timeline(journey, run.tables)
    hop = 7_200_000_000
    visits = run.tables["visits"].to_pylist()
    for at in (START + 2 * hop // 3, START + DAY_US + hop // 2, START + 3 * DAY_US + 3 * hop // 2):
        expected = 0
        for row in visits:
            if row["left_at"] is not None:
                before = 1 if row["node"] == "mail" else 0
                out = int(row["left_at"].timestamp() * 1e6) + before * hop
                expected += out <= at < out + hop
        every = timeline.travels.under_way(at, hop, 2_000)
        assert (every.journeys, len(every.wires), every.each_for) == (expected, expected, 1)
        few = timeline.travels.under_way(at, hop, 10)
        assert few.journeys == expected
        assert few.each_for == 1 or few.each_for // 2 * 10 < expected <= few.each_for * 10
        assert abs(len(few.wires) * few.each_for - expected) <= few.each_for * 3


def test_that_the_next_event_of_a_node_is_the_first_arrival_or_leaving_after() -> None:
    journey, run = shop([bought("ann", "2024-05-01T10:00:00Z"), bought("bob", "2024-05-01T12:00:00Z")])
    timeline = Timeline(journey, run.tables)
    hours = [START, START + DAY_US // 12, START + DAY_US, START + DAY_US + DAY_US // 12]
    found, at = [], START - 1
    while (later := timeline.next_at("pause", at)) is not None:
        found.append(at := later)
    assert found == hours
    assert timeline.next_at("pause", hours[-1]) is None
    assert timeline.next_at("nowhere", 0) is None
    assert timeline.entries([START, START + DAY_US // 24, START + DAY_US]) == [1, 1]


def test_that_nobody_is_anywhere_in_a_run_that_nobody_entered() -> None:
    journey, run = shop([{"id": "ann", "event": "look", "at": "2024-05-01T10:00:00Z"}])
    timeline = Timeline(journey, run.tables)
    counts = timeline.counts(START)
    assert (counts.inside, timeline.journeys, timeline.begin, timeline.end) == (0, 0, 0, 0)
    assert not len(timeline.travels.under_way(START, DAY_US, 2_000).wires)


def test_that_columns_in_parts_with_words_of_their_own_are_read_alike() -> None:
    journey, run = shop([bought(f"c{n}", f"2024-05-0{1 + n % 3}T10:00:00Z") for n in range(9)])
    halves = {name: [table.slice(0, 7), table.slice(7)] for name, table in run.tables.items()}
    parted = {}
    for name, parts in halves.items():
        plain_texts = pa.schema(
            [(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type) for f in parts[0].schema]
        )
        parted[name] = pa.concat_tables([part.cast(plain_texts) for part in parts])
    whole, in_parts = Timeline(journey, run.tables), Timeline(journey, parted)
    for at in range(START - DAY_US, START + 5 * DAY_US, DAY_US // 2):
        assert told(whole.counts(at)) == told(in_parts.counts(at))
    dots = [each.travels.under_way(START, DAY_US, 50).shares for each in (whole, in_parts)]
    assert len(dots[0])
    assert np.array_equal(dots[0], dots[1])
