"""The flow of events against a naive walk, and its law: each step adds up to everybody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.dataset import Dataset
from app.errors import AppError
from app.look.palette import DARK, LIGHT
from app.nodes.conditions import Step
from app.reports.documents.figures.pictures import picture
from app.reports.event_flow.chart import draw_event_flow
from app.reports.event_flow.definition import Direction, EventFlowDefinition, event_flow, proposed_flow
from app.reports.event_flow.figures import ENDED, OTHER, EventFlowFigures
from app.reports.event_flow.report import EventFlowReport
from tests.builders.datasets import histories, people

HISTORIES = st.dictionaries(
    st.sampled_from(["ann", "bob", "cyd", "dan"]), st.lists(st.sampled_from("abcd"), max_size=9), min_size=1
)


def data_of(named: dict[str, list[str]]) -> Dataset:
    return histories({who: list(enumerate(events)) for who, events in named.items()}, names=tuple("abcd"))


def walked(events: list[str], definition: EventFlowDefinition) -> list[str | None] | None:
    """Where one customer is at each step: a plain reference."""
    if definition.direction == "before":
        events = events[::-1]
    start = definition.start.event if definition.start else None
    if not events or (start is not None and start not in events):
        return None
    at = events.index(start) if start else 0
    steps = [events[at]]
    for before, event in zip(events[at:], events[at + 1 :], strict=False):
        if definition.repeats or event != before:
            steps.append(event)
    return [*steps, *[None] * definition.steps][: definition.steps + 1]


@given(
    named=HISTORIES,
    start=st.sampled_from([None, "a", "b"]),
    direction=st.sampled_from(["after", "before"]),
    steps=st.integers(1, 5),
    top=st.integers(1, 4),
    repeats=st.booleans(),
)
def test_that_a_flow_is_what_a_naive_walk_finds_and_adds_up_to_everybody(
    named: dict[str, list[str]], start: str | None, direction: Direction, steps: int, top: int, repeats: bool
) -> None:
    definition = EventFlowDefinition(Step(event=start) if start else None, direction, steps, top, repeats)
    figures = event_flow(data_of(named), definition)
    walks = {who: walk for who, events in sorted(named.items()) if (walk := walked(events, definition)) is not None}
    assert figures.customer_ids.take(figures.customers).to_pylist() == list(walks)
    assert len(figures.columns) == steps + 1
    for step, column in enumerate(figures.columns):
        assert column.counts().sum() == len(walks)
        for (who, walk), place in zip(walks.items(), column.place.tolist(), strict=True):
            name, event = column.names[place], walk[step]
            assert name == (ENDED if event is None else event if event in column.names else OTHER), who
        ways = figures.ways(step) if step else None
        if ways is not None:
            assert ways.sum(axis=0).tolist() == column.counts().tolist()
            assert ways.sum(axis=1).tolist() == figures.columns[step - 1].counts().tolist()


@pytest.fixture(name="figures")
def _figures() -> EventFlowFigures:
    named = {"ann": list("abc"), "bob": list("aabd"), "cyd": list("ac"), "dan": ["a"], "eve": list("b")}
    return event_flow(data_of(named), EventFlowDefinition(Step(event="a"), steps=2, top=1))


def test_that_the_most_frequent_stand_first_and_the_rest_is_kept(figures: EventFlowFigures) -> None:
    assert [(column.names, column.counts().tolist()) for column in figures.columns] == [
        (("a",), [4]),
        (("b", OTHER, ENDED), [2, 1, 1]),
        (("c", OTHER, ENDED), [1, 1, 2]),
    ]


def test_that_the_people_of_each_row_are_as_many_as_it_counts(figures: EventFlowFigures) -> None:
    for at, row in enumerate(figures.rows()):
        ids = figures.people(at, 3)
        assert ids is not None
        assert len(ids) == row.people
    table = figures.table()[1]
    (via,) = (at for at, cells in enumerate(table) if tuple(map(str, cells[:3])) == ("Step 2", "b", "c"))
    chosen = figures.people(via, 3)
    assert chosen is not None
    assert chosen.to_pylist() == ["ann"]
    assert (str(table[via][5]), table[via][5].note) == ("50%", "1 of 2")


def test_that_what_led_to_an_event_is_told_back_in_time() -> None:
    named = {"ann": list("xay"), "bob": list("xxa"), "cyd": list("a")}
    data = histories({who: list(enumerate(events)) for who, events in named.items()})
    figures = event_flow(data, EventFlowDefinition(Step(event="a"), "before", steps=2))
    assert [dict(zip(column.names, column.counts().tolist(), strict=True)) for column in figures.columns] == [
        {"a": 3}, {"x": 2, OTHER: 0, ENDED: 1}, {OTHER: 0, ENDED: 3},
    ]  # fmt: skip
    chart = draw_event_flow(figures, LIGHT)
    chart.lay_out(800, 400)
    bars = {hit.row: hit.path.get_extents().x0 for hit in chart.hits}
    rows = figures.rows()
    places = [next(x for row, x in bars.items() if rows[row][:2] == (step, None)) for step in range(3)]
    assert places == sorted(places, reverse=True)  # time runs from left to right


def test_that_nobody_at_all_is_said_in_a_sentence() -> None:
    data = data_of({"ann": ["b"]})
    figures = event_flow(data, EventFlowDefinition(Step(event="a")))
    assert "Nobody did this event." in picture(figures, "svg", 700, 400).decode()
    assert figures.everybody == 0
    assert proposed_flow(people([{"customer_id": "ann"}], [])) is None


def test_that_everything_wrong_with_a_definition_is_named() -> None:
    with pytest.raises(AppError) as caught:
        event_flow(data_of({"ann": ["b"]}), EventFlowDefinition(Step(event="z"), steps=0, top=99))
    assert {problem.code for problem in caught.value.problems} >= {"flow-steps", "flow-top"}
    assert len(caught.value.problems) == 3


def test_that_every_choice_of_its_sentence_gives_figures() -> None:
    data, report = data_of({"ann": list("abca"), "bob": list("bd")}), EventFlowReport()
    begun = proposed_flow(data)
    assert begun is not None
    tried = 0
    for definition in (begun, report.changed(begun, "direction", "before")):
        for part in report.sentence(data, definition):
            for choice in () if isinstance(part, str) else part.choices:
                changed = report.changed(definition, part.field, choice.value)  # type: ignore[union-attr]
                assert report.count(data, changed).to_document()["definition"]["words"]
                tried += 1
    assert tried > 40


@pytest.mark.parametrize(("events", "customers"), [(1, 1), (3, 5), (30, 60), (300, 300)])
def test_that_bars_and_bands_stay_within_the_picture(events: int, customers: int) -> None:
    named = {
        f"c{who:03}": [(at, f"Donaudampfschifffahrtsereignis {(who * at) % events}") for at in range(who % 7 + 1)]
        for who in range(customers)
    }
    figures = event_flow(histories(named), replace(EventFlowDefinition(), top=30))
    chart = draw_event_flow(figures, DARK)
    chart.lay_out(900, 500)
    boxes = [hit.path.get_extents() for hit in chart.hits]
    assert all(0 <= box.x0 < box.x1 <= 900 and 0 <= box.y0 < box.y1 <= 500.5 for box in boxes)
    assert {hit.row for hit in chart.hits} == {at for at, row in enumerate(figures.rows()) if row.people}


def test_that_it_leads_with_what_most_did_next(figures: EventFlowFigures) -> None:
    assert figures.leading() == "50% b at step 1"
