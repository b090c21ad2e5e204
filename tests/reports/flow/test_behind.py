"""Whose visits a flow counts, against a plain recount of the run's own tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from matplotlib.path import Path

from app.reports.flow.behind import ARRIVED, ENDED, LEFT_OPEN, PASSED, WAITING
from app.reports.flow.figures import FlowFigures, flow
from app.reports.flow.layout import Band
from app.reports.flow.ways import onwards
from app.runtime.rehearse import Run, RunOptions, rehearse
from app.scenario.graph import Scenario
from tests.builders.datasets import people
from tests.builders.scenarios import MESSAGE, kind, scenario

JOURNEY = scenario(
    [
        kind("start", "entry_event", event="cart") | {"label": "Cart"},
        kind("adult", "filter", condition={"attribute": "age", "op": "ge", "value": 18}) | {"label": "Adult"},
        kind("hold", "wait_for", event="buy", timeout="P20D") | {"label": "Wait"},
        kind("mail", "email", **MESSAGE) | {"label": "Reminder"},
    ],
    "start>adult adult.pass>hold hold.timed_out>mail start>mail",
    exit_rules=[{"id": "gone", "event": "leave"}],
)
UNTIL_US = int(datetime(2024, 5, 25, tzinfo=UTC).timestamp()) * 1_000_000


@pytest.fixture(name="run", scope="module")
def _run() -> Run:
    events: list[Any] = []
    for at in range(30):
        who = f"c{at:02}"
        events += [(who, f"05-{1 + at % 9:02} 10:00", "cart"), (who, f"05-{12 + at % 9:02} 10:00", "cart")]
        if at % 3 == 0:
            events.append((who, f"05-{13 + at % 9:02} 10:00", "buy"))
        if at % 5 == 0:
            events.append((who, f"05-{14 + at % 9:02} 10:00", "leave"))
    customers = [{"customer_id": f"c{at:02}", "email": f"c{at}@example.com", "age": str(14 + at)} for at in range(30)]
    return rehearse(JOURNEY, people(customers, events), RunOptions(until=UNTIL_US, compiled=False))


def figures_of(run: Run, of: Scenario = JOURNEY) -> FlowFigures:
    return flow(of, run.summary, run.tables)


def recounted(run: Run) -> dict[tuple[str, int], tuple[int, set[str]]]:
    """By node and column of the table: how many visits, and whose."""
    ended = {(row["customer_id"], row["instance"]): row["end_reason"] for row in run.tables["instances"].to_pylist()}
    wired = {(edge.source, edge.port) for edge in JOURNEY.edges}
    found: dict[tuple[str, int], tuple[int, set[str]]] = {}
    for row in run.tables["visits"].to_pylist():
        if row["port"] is not None:
            state = PASSED if (row["node"], row["port"]) in wired else LEFT_OPEN
        else:
            state = WAITING if ended[row["customer_id"], row["instance"]] == "waiting" else ENDED
        for column in (ARRIVED, state):
            count, whose = found.get((row["node"], column), (0, set()))
            found[row["node"], column] = (count + 1, whose | {row["customer_id"]})
    return found


def test_that_behind_each_count_of_a_node_are_the_customers_of_its_visits(run: Run) -> None:
    figures, expected = figures_of(run), recounted(run)
    assert {state for _, state in expected} == {ARRIVED, PASSED, LEFT_OPEN, WAITING, ENDED}
    _, rows = figures.table()
    for at, node in enumerate(figures.nodes):
        for column in (ARRIVED, PASSED, LEFT_OPEN, WAITING, ENDED):
            count, whose = expected.get((node.id, column), (0, set()))
            ids = figures.people(at, column)
            assert ids is not None
            assert (rows[at][column], set(ids.to_pylist()), len(ids)) == (str(count), whose, len(whose))
            assert rows[at][column].note == (f"by {len(whose)} customer{'s' * (len(whose) != 1)}" if whose else "")


def test_that_behind_each_way_are_those_who_took_it(run: Run) -> None:
    figures = figures_of(run)
    _, rows = figures.table()
    visits = run.tables["visits"].to_pylist()
    for at, edge in enumerate(figures.edges, len(figures.nodes)):
        whose = {row["customer_id"] for row in visits if (row["node"], row["port"]) == (edge.source, edge.port)}
        ids = figures.people(at, ARRIVED)
        assert ids is not None
        assert set(ids.to_pylist()) == whose
        assert rows[at][ARRIVED].note.endswith(f"by {len(whose)} customers")
    assert rows[len(figures.nodes) + 2][0] == "Wait, Timed out → Reminder"


def test_that_a_run_without_its_visits_names_nobody(run: Run) -> None:
    bare = flow(JOURNEY, run.summary, {})
    assert bare.people(0, ARRIVED) is None
    assert {cell.note for row in bare.table()[1][: len(bare.nodes)] for cell in row} == {""}


def test_that_the_outline_of_a_band_lies_around_its_way() -> None:
    way = onwards((100.0, 300.0), (700.0, 100.0), [], 20.0)
    band = Band(None, way, 20.0)  # type: ignore[arg-type]  # whose edge does not matter
    outline = Path(band.outline(20.0).vertices, closed=False)
    for share in np.linspace(0.05, 0.95, 10):
        x, y = band.point(float(share))
        assert outline.contains_point((x, y))
        assert not outline.contains_point((x, y + 60))
