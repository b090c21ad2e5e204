"""Edits: what each does, and that each can be taken back exactly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import AppError
from app.nodes.catalogue import KINDS
from app.scenario.edits import (
    AddNode,
    AddNote,
    ChangeNote,
    Connect,
    Disconnect,
    Edit,
    MoveNodes,
    RemoveNodes,
    RemoveNotes,
    SetDetails,
    SetLabel,
    SetParams,
    SetSettings,
    Several,
)
from app.scenario.files import dump_scenario, make_params, new_node, parse_scenario
from app.scenario.graph import Edge, NodeId, Note, Scenario
from tests.builders.scenarios import START, kind, scenario
from tests.nodes.strategies import PARAMS, Json, texts
from tests.scenario.strategies import node, places, possible_edges, scenarios, some_settings


def test_that_a_move_leaves_the_other_nodes_the_values_they_were() -> None:
    before = scenario([START, kind("hour", "wait", for_="PT1H")])
    after, _ = MoveNodes({NodeId("hour"): (8.0, 16.0)}).apply(before)
    assert after.nodes[0] is before.nodes[0]
    assert after.nodes[1].at == (8.0, 16.0)


def unused(ids: Iterable[str]) -> str:
    """An id that is none of them."""
    return next(name for name in map("new{}".format, count()) if name not in set(ids))


def notes(ids: st.SearchStrategy[str]) -> st.SearchStrategy[Note]:
    """A note of any of these ids."""
    return st.builds(Note, ids, places, places, texts)


@st.composite
def fitting_edits(draw: st.DrawFn, of: Scenario) -> Edit:
    """Any edit that fits the scenario."""
    node_ids = [placed.id for placed in of.nodes]
    free = [edge for edge in possible_edges(of.nodes) if edge not in of.edges]
    note_ids = [note.id for note in of.notes]
    some: list[st.SearchStrategy[Edit]] = [
        st.builds(AddNode, st.sampled_from(sorted(PARAMS)).flatmap(lambda type_: node(unused(node_ids), type_))),
        st.builds(SetSettings, some_settings),
        st.builds(SetDetails, texts, texts),
        st.builds(
            AddNote, st.builds(Note, st.just(unused(note_ids)), places, places, texts), st.integers(0, len(note_ids))
        ),
    ]
    if node_ids:
        some_ids = st.lists(st.sampled_from(node_ids), unique=True)
        some += [
            some_ids.map(lambda ids: RemoveNodes(tuple(ids))),
            some_ids.flatmap(lambda ids: st.fixed_dictionaries(dict.fromkeys(ids, places))).map(MoveNodes),
            st.builds(SetLabel, st.sampled_from(node_ids), texts),
            st.sampled_from(of.nodes).flatmap(
                lambda placed: PARAMS[placed.type].map(
                    lambda values: SetParams(placed.id, make_params(KINDS[placed.type], values))
                )
            ),
        ]
    if free:
        some.append(st.builds(Connect, st.sampled_from(free), st.integers(0, len(of.edges))))
    if of.edges:
        some.append(st.builds(Disconnect, st.sampled_from(of.edges)))
    if note_ids:
        some.append(st.lists(st.sampled_from(note_ids), unique=True).map(lambda ids: RemoveNotes(tuple(ids))))
        some.append(st.builds(ChangeNote, notes(st.sampled_from(note_ids))))
    return draw(st.one_of(some))


@given(st.data())
@settings(max_examples=max(settings().max_examples, 100))
def test_that_every_edit_is_taken_back_exactly_and_redone_exactly(data: st.DataObject) -> None:
    before = data.draw(scenarios())
    edit = data.draw(fitting_edits(before))
    after, back = edit.apply(before)
    restored, forth = back.apply(after)
    assert restored == before
    assert forth.apply(restored)[0] == after
    assert edit.title
    assert back.title


@given(st.data())
def test_that_a_chain_of_edits_is_one_step_and_leaves_a_scenario_that_can_be_saved(data: st.DataObject) -> None:
    before = data.draw(scenarios(largest=4))
    now, edits = before, []
    for _ in range(data.draw(st.integers(1, 5))):
        edit = data.draw(fitting_edits(now))
        try:
            now, _ = edit.apply(now)
        except AppError:  # a name that an earlier edit of the chain has taken
            continue
        edits.append(edit)
    after, back = Several(tuple(edits), "All").apply(before)
    assert after == now
    assert back.apply(after)[0] == before
    assert parse_scenario(dump_scenario(after)) == after


def journey() -> Scenario:
    nodes = [START, kind("w", "wait", for_="PT1H"), kind("f", "filter", condition={"all": []}), kind("x", "exit")]
    return scenario(nodes, [("start", "out", "w"), ("w", "out", "f"), ("f", "pass", "x"), ("f", "fail", "x")])


def one_by_one(edits: Iterable[Edit], before: Scenario) -> tuple[Scenario, Scenario]:
    """The scenario after each of the edits alone, and after all their inverses."""
    after, back = before, list[Edit]()
    for edit in edits:
        after, inverse = edit.apply(after)
        back.insert(0, inverse)
    undone = after
    for edit in back:
        undone, _ = edit.apply(undone)
    return after, undone


@given(st.data())
def test_that_many_edits_of_a_kind_at_once_do_what_they_do_one_by_one(data: st.DataObject) -> None:
    before = data.draw(scenarios())
    names = data.draw(st.lists(st.text("abc", min_size=1, max_size=3).map("x{}".format), unique=True, max_size=5))
    run = [AddNode(data.draw(node(name, "wait")), data.draw(st.none() | st.integers(0, 3))) for name in names]
    made, _ = one_by_one(run, before)
    free = [edge for edge in possible_edges(made.nodes) if edge not in made.edges]
    wires = data.draw(st.lists(st.sampled_from(free), unique=True, max_size=6)) if free else []
    cuts = data.draw(st.permutations([*made.edges, *wires]))[:4]
    edits: list[Edit] = [
        *run,
        *(Connect(edge, data.draw(st.none() | st.integers(0, len(made.edges)))) for edge in wires),
        *map(Disconnect, cuts),
    ]
    after, inverse = Several(tuple(edits), "All").apply(before)
    assert (after, before) == one_by_one(edits, before)
    back, forth = inverse.apply(after)
    assert back == before
    assert forth.apply(back)[0] == after


@pytest.mark.parametrize("again", [0, 1], ids=["nodes", "edges"])
def test_that_many_edits_at_once_refuse_what_one_would(again: int) -> None:
    before = scenario([START, kind("hour", "wait", for_="PT1H")])
    new = AddNode(new_node("wait", "w", "", (0.0, 0.0)))
    wire = Connect(Edge(NodeId("hour"), "out", NodeId("w")))
    with pytest.raises(AppError, match="already"):
        Several((new, new) if not again else (new, wire, wire), "All").apply(before)


def test_that_removing_a_node_takes_its_edges_and_bringing_it_back_keeps_their_order() -> None:
    before = journey()
    after, back = RemoveNodes((NodeId("w"), NodeId("f"))).apply(before)
    assert [placed.id for placed in after.nodes] == ["start", "x"]
    assert after.edges == ()
    assert back.apply(after)[0] == before


def test_that_an_edge_at_a_port_that_is_gone_goes_with_it() -> None:
    cases: list[Json] = [{"port": port, "condition": {"all": []}} for port in ("a", "b")]
    nodes = [START, kind("br", "branch", cases=cases), kind("x", "exit")]
    before = scenario(nodes, [("start", "out", "br"), ("br", "b", "x"), ("br", "a", "x"), ("br", "otherwise", "x")])
    fewer = make_params(KINDS["branch"], {"cases": cases[:1]})
    after, back = SetParams(NodeId("br"), fewer).apply(before)
    assert [edge.port for edge in after.edges] == ["out", "a", "otherwise"]
    assert back.apply(after)[0] == before


@pytest.mark.parametrize(
    "edit",
    [
        AddNode(new_node("exit", "x", "", (0, 0))),
        RemoveNodes((NodeId("nobody"),)),
        RemoveNodes((NodeId("w"), NodeId("nobody"))),
        Connect(Edge(NodeId("start"), "out", NodeId("w"))),
        Connect(Edge(NodeId("w"), "out", NodeId("start"))),
        Connect(Edge(NodeId("w"), "done", NodeId("x"))),
        Connect(Edge(NodeId("w"), "out", NodeId("nobody"))),
        Connect(Edge(NodeId("nobody"), "out", NodeId("x"))),
        Disconnect(Edge(NodeId("w"), "out", NodeId("x"))),
        MoveNodes({NodeId("nobody"): (0, 0)}),
        SetLabel(NodeId("nobody"), "x"),
        SetParams(NodeId("w"), make_params(KINDS["exit"], {})),
        SetParams(NodeId("nobody"), make_params(KINDS["exit"], {})),
        RemoveNotes(("nobody",)),
        ChangeNote(Note("nobody", (0, 0), (8, 8), "")),
        Several((SetLabel(NodeId("w"), "a"), SetLabel(NodeId("nobody"), "x")), "Both"),
    ],
)
def test_that_an_edit_that_does_not_fit_says_so(edit: Edit) -> None:
    with pytest.raises(AppError):
        edit.apply(journey())


def test_that_a_note_has_an_id_of_its_own() -> None:
    note = Note("n", (0, 0), (240, 80), "Mind the gap")
    after, _ = AddNote(note).apply(journey())
    assert after.notes == (note,)
    with pytest.raises(AppError, match="'n'"):
        AddNote(replace(note, text="Again")).apply(after)


def test_that_titles_say_what_a_person_did() -> None:
    assert AddNode(new_node("wait", "w", "", (0, 0))).title == "Add Wait"
    assert RemoveNodes((NodeId("a"),)).title == "Delete node"
    assert RemoveNodes((NodeId("a"), NodeId("b"))).title == "Delete 2 nodes"
    assert MoveNodes({NodeId("a"): (0, 0)}).title == "Move node"
