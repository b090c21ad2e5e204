"""Two runs side by side, against what their rows say one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data.dataset import Dataset
from app.look.palette import LIGHT
from app.reports.comparison.chart import draw_comparison
from app.reports.comparison.figures import (
    DIFFERENCE,
    FEWER,
    MORE,
    OTHER,
    THIS,
    ComparisonFigures,
    PathFigures,
    comparison,
)
from app.reports.comparison.report import ComparisonReport
from app.reports.counting.intervals import mean_interval, sample_of
from app.reports.report import Subject
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.graph import Scenario
from tests.builders.datasets import people
from tests.builders.scenarios import MESSAGE, kind, scenario

NAMES = tuple(f"c{k:02}" for k in range(12))


def data() -> Dataset:
    """Everybody puts something into the cart at ten; c00 to c05 buy at noon, c06 at eight in the evening."""
    rows: list[Any] = [(who, "05-01 10:00", "cart") for who in NAMES]
    rows += [(who, "05-01 12:00", "buy", {"amount": "10"}) for who in NAMES[:6]]
    rows += [(NAMES[6], "05-01 20:00", "buy", {"amount": "70"})]
    return people([{"customer_id": who, "email": f"{who}@example.com"} for who in NAMES], rows)


def reminder(wait: str, **more: Any) -> Scenario:
    nodes = [
        kind("start", "entry_event", event="cart") | {"label": "Cart"},
        kind("hold", "wait", for_=wait) | {"label": "Wait"},
        kind("mail", "email", **MESSAGE) | {"label": "Reminder"},
    ]
    goals = [{"id": "order", "event": "buy", "value": "amount"}]
    return scenario(nodes, "start>hold hold>mail", goals=goals, exit_rules=[{"id": "bought", "event": "buy"}], **more)


def ran(of: Scenario, over: Dataset, **more: Any) -> Subject:
    run = rehearse(of, over, RunOptions(compiled=False, **more))
    return Subject(of, run.summary, run.tables, over)


@pytest.fixture(name="both", scope="module")
def _both() -> tuple[ComparisonFigures, PathFigures]:
    """Reminded after eight hours, against after one."""
    over = data()
    return comparison(ran(reminder("PT8H"), over), ran(reminder("PT1H"), over))


def test_that_each_figure_is_that_of_its_run(both: tuple[ComparisonFigures, PathFigures]) -> None:
    figures, _ = both
    rows = {each.name: (*each.totals, each.difference) for each in figures.rows}
    assert rows["Messages sent"] == rows["Sent: Reminder"] == (6, 12, -6)
    assert rows["Goal “order”: conversions"] == (7, 7, 0)
    assert rows["Goal “order”: revenue"] == (130, 130, 0)
    assert rows["Journeys"] == (12, 12, 0)


def test_that_the_interval_is_over_the_differences_of_each_customer(
    both: tuple[ComparisonFigures, PathFigures],
) -> None:
    figures, _ = both
    sent = next(each for each in figures.rows if each.name == "Messages sent")
    differences = np.array([-1.0] * 6 + [0.0] * 6)
    plain = mean_interval(sample_of(differences))
    assert plain is not None
    assert sent.interval == pytest.approx((12 * plain.low, 12 * plain.high))
    same = next(each for each in figures.rows if each.name == "Journeys")
    assert same.interval == (0.0, 0.0)


def test_that_who_went_another_way_is_named_with_both_ends(both: tuple[ComparisonFigures, PathFigures]) -> None:
    _, paths = both
    assert [(each.before, each.now, each.journeys) for each in paths.changes] == [
        ("Reminder", "Wait (exit rule “bought”)", 6)
    ]
    assert paths.same == 6
    ids = paths.people(0, 2)
    assert ids is not None
    assert ids.to_pylist() == list(NAMES[:6])


def test_that_the_people_of_a_cell_are_as_many_as_it_counts(both: tuple[ComparisonFigures, PathFigures]) -> None:
    figures, _ = both
    row = next(at for at, each in enumerate(figures.rows) if each.name == "Messages sent")
    people = {column: figures.people(row, column) for column in (THIS, OTHER, DIFFERENCE, MORE, FEWER)}
    counts = {column: len(ids) for column, ids in people.items() if ids is not None}
    assert counts == {THIS: 6, OTHER: 12, DIFFERENCE: 6, MORE: 0, FEWER: 6}
    assert figures.people(row, 5 + 2) is None


def test_that_a_run_against_itself_differs_in_nothing() -> None:
    subject = ran(reminder("PT1H"), data())
    figures, paths = comparison(subject, subject)
    assert all(each.difference == 0 and each.interval == (0, 0) for each in figures.rows)
    assert paths.changes == ()
    assert figures.definition.cautions == ()
    assert figures.leading() == "no difference"


def test_that_who_entered_in_one_run_alone_is_paired_with_not_entering() -> None:
    over = data()
    later = reminder("PT1H", start="2025-01-01T00:00:00Z")
    _, paths = comparison(ran(reminder("PT1H"), over), ran(later, over))
    assert [(each.before, each.journeys) for each in paths.changes] == [("did not enter", 12)]


def test_that_other_luck_and_other_data_are_told() -> None:
    over = data()
    cautions = comparison(ran(reminder("PT1H"), over), ran(reminder("PT1H"), over, seed=7))[0].definition.cautions
    assert len(cautions) == 1
    assert "luck" in cautions[0]
    subject = ran(reminder("PT1H"), over)
    elsewhere = replace(subject, summary=replace(subject.summary, fingerprint="another", known_until_us=1))
    told = " ".join(comparison(subject, elsewhere)[0].definition.cautions)
    assert "different data" in told
    assert "stopped earlier" in told


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=8), st.sampled_from(["PT1H", "PT2H", "PT3H"]))
def test_that_paths_change_as_a_walk_through_the_rows_says(bought: list[int], wait: str) -> None:
    rows: list[Any] = [(f"c{k}", "05-01 10:00", "cart") for k in range(len(bought))]
    rows += [(f"c{k}", f"05-01 {10 + hours}:30", "buy") for k, hours in enumerate(bought)]
    over = people([], rows)
    first, second = ran(reminder(wait), over), ran(reminder("PT2H"), over)
    _, paths = comparison(first, second)

    def walks(subject: Subject) -> dict[str, tuple[tuple[str, str | None], ...]]:
        found: dict[str, list[tuple[str, str | None]]] = {}
        for row in subject.tables["visits"].to_pylist():
            found.setdefault(row["customer_id"], []).append((row["node"], row["port"]))
        return {who: tuple(steps) for who, steps in found.items()}

    mine, theirs = walks(first), walks(second)
    differ = [who for who in mine if mine[who] != theirs[who]]
    assert paths.changed.count == len(differ)
    assert Counter(each.journeys for each in paths.changes).total() == len(
        {(mine[w][-1], theirs[w][-1]) for w in differ}
    )


def test_that_without_another_run_there_is_nothing_and_nobody_is_a_sentence() -> None:
    subject = ran(reminder("PT1H"), people([], [("z", "05-01 10:00", "view")]))
    assert list(ComparisonReport().measure(subject)) == []
    figures, paths = comparison(subject, subject)
    assert figures.rows == ()
    assert "nan" not in str(figures.to_document()).lower()
    for each in (figures, paths):
        chart = draw_comparison(each, LIGHT)
        chart.lay_out(600, 400)
        assert chart.hits == ()


@pytest.mark.parametrize("width", [480, 900])
def test_that_the_charts_say_where_they_draw_what(both: tuple[ComparisonFigures, PathFigures], width: int) -> None:
    for figures in both:
        chart = draw_comparison(figures, LIGHT)
        chart.lay_out(width, 420)
        boxes = [hit.path.get_extents() for hit in chart.hits]
        assert boxes
        assert all(0 <= each.x0 < each.x1 <= width and 0 <= each.y0 < each.y1 <= 420 for each in boxes)
