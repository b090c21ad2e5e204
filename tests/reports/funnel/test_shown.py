"""A funnel by groups, by how long it takes, and by when people began; its sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.data.dataset import Dataset
from app.errors import AppError
from app.look.palette import LIGHT
from app.nodes.conditions import AttributeTest, PropertyTest, Step
from app.nodes.durations import Duration
from app.reports.definition.sentence import Part
from app.reports.funnel.breakdown import breakdown
from app.reports.funnel.by_entry import by_entry
from app.reports.funnel.changes import changed
from app.reports.funnel.counting import counted_funnel
from app.reports.funnel.definition import Breakdown, Exclusion, FunnelDefinition
from app.reports.funnel.following.customers import followed
from app.reports.funnel.report import FunnelReport
from app.reports.funnel.sentence import sentence
from app.reports.funnel.steps import funnel
from app.reports.funnel.time_to_convert import time_to_convert
from app.reports.report import Figures
from app.reports.words import Leading
from tests.builders.datasets import people

DatasetOf = Callable[..., Dataset]
STEPS = (Step(event="visit"), Step(event="buy"))
BASE = FunnelDefinition(STEPS, Duration.parse("P7D"))


@pytest.fixture(name="shop")
def _shop() -> Dataset:
    """Four from a search, two by mail, one from nowhere; who buys does so after as many hours as their number."""
    customers = [{"customer_id": f"c{k}", "country": "CZ" if k % 2 else "DE"} for k in range(7)]
    sources = ["search"] * 4 + ["mail"] * 2
    visits = [
        (f"c{k}", f"05-0{k + 1} 10:00", "visit", {"cart": sources[k]} if k < len(sources) else {}) for k in range(7)
    ]
    buys = [(f"c{k}", f"05-0{k + 1} 1{k}:00", "buy", {"cart": "other"}) for k in (1, 2, 5)]
    return people(customers, [*visits, *buys], {"country": "country"})


def test_that_people_are_followed_once_for_all_ways_of_showing_it(shop: Dataset) -> None:
    once = followed(shop, BASE)
    assert followed(shop, replace(BASE, show="trend", period="day", by=Breakdown("country"))) is once
    assert followed(shop, replace(BASE, window=Duration.parse("P1D"))) is not once


def test_that_groups_of_the_first_step_stand_side_by_side_with_their_ranges(shop: Dataset) -> None:
    figures = breakdown(shop, BASE, Breakdown("cart", 1))
    assert [(group.name, group.counts) for group in figures.groups] == [
        ("search", (4, 2)),
        ("mail", (2, 1)),
        ("(not known)", (1, 0)),
    ]
    assert figures.everybody.counts == (7, 3)
    document = figures.to_document()["groups"]
    assert document[0]["range"] == pytest.approx([0.1500, 0.8500], abs=5e-5)
    assert document[1]["against"] == "search"
    assert document[1]["difference"] == 0
    assert figures.groups[0].median_s == 1.5 * 3600


def test_that_groups_can_be_told_by_any_step_and_by_attributes(shop: Dataset) -> None:
    by_last = breakdown(shop, BASE, Breakdown("cart", 2))
    assert [(group.name, group.counts) for group in by_last.groups] == [("other", (3, 3)), ("(not known)", (4, 0))]
    by_country = breakdown(shop, BASE, Breakdown("country"))
    assert [(group.name, group.counts) for group in by_country.groups] == [("DE", (4, 1)), ("CZ", (3, 2))]


def test_that_the_people_behind_a_group_are_named(shop: Dataset) -> None:
    figures = breakdown(shop, BASE, Breakdown("cart", 1))
    named = [figures.people(row, column) for row, column in ((0, 1), (0, 2), (0, 3), (1, 2), (3, 2))]
    assert [ids.to_pylist() for ids in named if ids is not None] == [
        ["c0", "c1", "c2", "c3"],
        ["c1", "c2"],
        ["c1", "c2"],
        ["c5"],
        ["c1", "c2", "c5"],
    ]
    assert figures.people(0, 4) is None


def test_that_many_small_groups_are_one(dataset_of: DatasetOf) -> None:
    customers = [{"customer_id": f"c{k:03}", "country": f"land {k:03}"} for k in range(60)]
    dataset = people(customers, [(f"c{k:03}", "05-01 10:00", "visit") for k in range(60)], {"country": "country"})
    groups = breakdown(dataset, replace(BASE, steps=STEPS[:1]), Breakdown("country")).groups
    assert len(groups) == 41
    assert (groups[-1].name, groups[-1].counts) == ("(20 others)", (20,))


def test_that_times_run_from_the_first_step_to_the_last(shop: Dataset) -> None:
    figures = time_to_convert(funnel(shop, BASE))
    assert (figures.converted, figures.entered) == (3, 7)
    assert (figures.mean_s, figures.median_s) == pytest.approx((8 / 3 * 3600, 2 * 3600))
    assert figures.width_s == 15 * 60
    assert {bar: int(count) for bar, count in enumerate(figures.bars) if count} == {4: 1, 8: 1, 20: 1}
    ids = figures.people(8, 1)
    assert ids is not None
    assert ids.to_pylist() == ["c2"]


def test_that_few_very_long_times_stand_in_a_bar_without_an_end(dataset_of: DatasetOf) -> None:
    quick = {f"c{k:03}": [(0, "visit"), (k % 20, "buy")] for k in range(200)}
    slow = {"slow": [(0, "visit"), (500_000, "buy")]}
    figures = time_to_convert(funnel(dataset_of(quick | slow), BASE))
    assert figures.is_open
    assert figures.table()[1][-2][:2] == ("20\N{NO-BREAK SPACE}s and longer", "1")
    assert figures.to_document()["bars"][-1]["to_s"] is None


def test_that_conversion_is_told_by_when_people_began(shop: Dataset) -> None:
    figures = by_entry(shop, replace(BASE, window=Duration.parse("P2D"), period="day"))
    assert list(zip(figures.entered.tolist(), figures.converted.tolist(), strict=True)) == [
        (1, 0), (1, 1), (1, 1), (1, 0), (1, 0), (1, 1), (1, 0),
    ]  # fmt: skip
    assert figures.complete.tolist() == [True] * 4 + [False] * 3
    assert (figures.overall().count, figures.overall().of) == (2, 4)
    assert figures.table()[1][5][3] == "1 so far"
    ids = figures.people(5, 2)
    assert ids is not None
    assert ids.to_pylist() == ["c5"]


@pytest.mark.parametrize("shown", [{}, {"by": Breakdown("cart", 1)}, {"show": "time"}, {"show": "trend"}])
def test_that_whatever_is_shown_is_drawn_with_its_people_told_and_kept(shop: Dataset, shown: dict[str, object]) -> None:
    definition = replace(BASE, **shown)  # type: ignore[arg-type]  # each of its own type
    figures: Figures = counted_funnel(shop, definition)
    chart = FunnelReport().draw(figures, LIGHT, with_definition=True)
    chart.lay_out(900, 400)
    rows = figures.table()[1]
    assert chart.hits
    assert all(figures.people(hit.row, hit.column) is not None for hit in chart.hits)
    assert all(hit.row < len(rows) for hit in chart.hits)
    assert len(list(FunnelReport().words(figures))) > 1
    assert isinstance(figures, Leading)
    assert re.search(r"\d", figures.leading())
    assert figures.to_document()["definition"]["words"] == definition.in_words()
    assert all(len(row) == len(figures.records()[0]) for row in figures.records()[1])


def parts(dataset: Dataset, definition: FunnelDefinition) -> dict[str, Part]:
    return {part.field: part for part in sentence(dataset, definition) if isinstance(part, Part)}


def test_that_each_part_of_a_sentence_can_become_what_it_offers(shop: Dataset) -> None:
    full = replace(BASE, exclude=(Exclusion(Step(event="visit")),), step_windows=(Duration.parse("P1D"),), show="trend")
    for base in (BASE, full):
        for field, part in parts(shop, base).items():
            for choice in part.choices:
                after = changed(base, field, choice.value)
                assert counted_funnel(shop, after).definition == after


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("window", "PT1H", {"window": Duration.parse("PT1H")}),
        ("window", "12 days", {"window": Duration.parse("P12D")}),
        ("step_windows", "3", {"step_windows": (Duration.parse("P3D"),)}),
        ("exclude", "visit", {"exclude": (Exclusion(Step(event="visit")),)}),
        ("hold", "cart", {"hold": "cart"}),
        ("since", "2024-05-02", {"since": date(2024, 5, 2)}),
        ("until", "any time", {"until": None}),
        ("by", "customer country", {"by": Breakdown("country")}),
        ("by", "step 2 cart", {"by": Breakdown("cart", 2)}),
        ("show", "time", {"show": "time"}),
        ("order", "any", {"order": "any"}),
    ],
)
def test_that_a_part_changes_what_it_says(field: str, value: str, expected: dict[str, object]) -> None:
    assert changed(BASE, field, value) == replace(BASE, **expected)  # type: ignore[arg-type]  # each of its own type


def test_that_a_step_an_exclusion_and_a_customer_take_conditions() -> None:
    above = '[{"property": "amount", "op": "gt", "value": 20}, {"property": "", "op": "eq", "value": ""}]'
    tests = (PropertyTest(property="amount", op="gt", value=20),)
    asked = changed(BASE, "where step 1", above)
    assert asked.steps == (Step(event="visit"), Step(event="buy", where=tests))
    assert changed(asked, "where step 1", "[]") == BASE
    excluding = changed(changed(BASE, "exclude", "refund"), "where exclude 0", above)
    assert excluding.exclude == (Exclusion(Step(event="refund", where=tests)),)
    who = changed(BASE, "condition", '[{"attribute": "country", "op": "eq", "value": "DE"}]')
    assert who.steps[2:] == (AttributeTest(attribute="country", op="eq", value="DE"),)


def test_that_each_way_from_step_to_step_takes_a_window_of_its_own(shop: Dataset) -> None:
    three = replace(BASE, steps=(*STEPS, Step(event="visit")), step_windows=(Duration.parse("P1D"),))
    own = changed(three, "step_windows", "\x01")
    assert [window.text for window in own.step_windows] == ["P1D", "P1D"]
    own = changed(own, "gap 1", "3")
    assert [window.text for window in own.step_windows] == ["P1D", "P3D"]
    fields = [part.field for part in sentence(shop, own) if isinstance(part, Part)]
    assert {"gap 0", "gap 1"} <= set(fields)
    assert "step_windows" not in fields
    assert [window.text for window in changed(own, "gap 1", "\x00").step_windows] == ["P3D"]


@pytest.mark.parametrize("field", ["where step 0", "condition"])
def test_that_conditions_that_are_none_are_refused(field: str) -> None:
    with pytest.raises(AppError, match="could not be read"):
        changed(BASE, field, '[{"weight": 3}]')


def test_that_a_removed_step_takes_along_what_spoke_of_it() -> None:
    steps = (*STEPS, Step(event="visit"))
    definition = replace(BASE, steps=steps, by=Breakdown("cart", 3), exclude=(Exclusion(Step(event="buy"), 2),))
    after = changed(definition, "step 2", "\x00")
    assert (after.steps, after.by, after.exclude) == (STEPS, Breakdown("cart", 2), (Exclusion(Step(event="buy")),))


@pytest.mark.parametrize(("field", "value"), [("since", "soon"), ("window", "long"), ("step_windows", "0")])
def test_that_what_cannot_be_read_is_refused(field: str, value: str) -> None:
    with pytest.raises(AppError, match="Nothing was changed"):
        changed(BASE, field, value)
