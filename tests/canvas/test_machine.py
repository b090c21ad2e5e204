"""A person who does anything in any order: the scene mirrors the scenario, and undo takes all of it back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from app.canvas.geometry import Box
from app.canvas.operations.adding import Landing, can_splice, fresh_id, landed, splicing
from app.canvas.operations.clipboard import copied, pasted
from app.canvas.operations.connecting import connected, why_not
from app.canvas.operations.noting import held_by
from app.canvas.operations.placing import pushed
from app.canvas.operations.removing import healed, removed
from app.canvas.operations.reordering import moved_earlier, moved_later
from app.canvas.session import ScenarioSession
from app.canvas.view import CanvasView
from app.look.palette import LIGHT
from app.nodes.catalogue import KINDS
from app.scenario.edits import AddNote, ChangeNote, MoveNodes, RemoveNotes, Several
from app.scenario.files import dump_scenario, parse_scenario
from app.scenario.graph import Edge, Note, Scenario
from app.scenario.wiring import port_names
from tests.builders.scenarios import placed

TYPES = st.sampled_from(list(KINDS))
PICK = st.integers(0, 1_000)


class Person(RuleBasedStateMachine):
    """Creates, connects, moves, frames, pushes aside, deletes, undoes, copies, pastes, reorders, saves and loads."""

    def __init__(self) -> None:
        super().__init__()
        self.app = QApplication.instance() or QApplication([])
        self.session = ScenarioSession(placed({}), check=lambda *_: ())
        self.view = CanvasView(self.session, LIGHT)
        self.text = ""

    def teardown(self) -> None:
        while self.session.undo_stack.canUndo():
            self.session.undo_stack.undo()
        assert self.session.scenario == placed({})
        self.view.deleteLater()
        self.session.deleteLater()

    @property
    def scenario(self) -> Scenario:
        return self.session.scenario

    def pick(self, number: int, items: Any) -> Any:
        return list(items)[number % len(items)]

    @rule(type_=TYPES, number=PICK, wired=st.booleans())
    def create(self, type_: str, number: int, wired: bool) -> None:
        source = self.pick(number, self.scenario.nodes).id if wired and self.scenario.nodes else None
        edit, node_id = landed(self.scenario, type_, Landing(source=source))
        self.session.perform(edit)
        self.session.select([node_id])

    @precondition(lambda self: self.scenario.edges)
    @rule(type_=st.sampled_from(["wait", "email", "filter"]), number=PICK)
    def splice(self, type_: str, number: int) -> None:
        self.session.perform(landed(self.scenario, type_, Landing(wire=self.pick(number, self.scenario.edges)))[0])

    @precondition(lambda self: self.scenario.nodes)
    @rule(first=PICK, second=PICK, port=PICK)
    def connect(self, first: int, second: int, port: int) -> None:
        source, target = self.pick(first, self.scenario.nodes), self.pick(second, self.scenario.nodes)
        ports = port_names(source)
        edge = Edge(source.id, self.pick(port, ports) if ports else "", target.id)
        if not why_not(self.scenario, edge):
            self.session.perform(connected(edge))

    @precondition(lambda self: self.scenario.nodes)
    @rule(number=PICK, x=st.integers(-50, 50), y=st.integers(-50, 50))
    def move(self, number: int, x: int, y: int) -> None:
        node = self.pick(number, self.scenario.nodes)
        self.session.perform(MoveNodes({node.id: (x * 8.0, y * 8.0)}))

    @precondition(lambda self: self.scenario.nodes)
    @rule(number=PICK, heals=st.booleans())
    def delete(self, number: int, heals: bool) -> None:
        self.session.select([self.pick(number, self.scenario.nodes).id])
        edit = (healed if heals else removed)(self.scenario, self.session.selection)
        assert edit is not None
        self.session.perform(edit)

    @precondition(lambda self: self.scenario.nodes)
    @rule(first=PICK, second=PICK)
    def copy(self, first: int, second: int) -> None:
        nodes = self.scenario.nodes
        notes = [self.pick(second, self.scenario.notes).id] if self.scenario.notes and first % 2 else []
        self.session.select({self.pick(first, nodes).id, self.pick(second, nodes).id}, (), notes)
        self.text = copied(self.scenario, self.session.selection)

    @precondition(lambda self: self.text)
    @rule()
    def paste(self) -> None:
        edit, selection = pasted(self.scenario, self.text)
        self.session.perform(edit)
        self.session.select(selection.nodes, (), selection.notes)
        assert selection.nodes | selection.notes

    @precondition(lambda self: self.scenario.nodes)
    @rule(number=PICK, later=st.booleans())
    def reorder(self, number: int, later: bool) -> None:
        node_id = self.pick(number, self.scenario.nodes).id
        edit = (moved_later if later else moved_earlier)(self.scenario, node_id)
        if edit is not None:
            self.session.perform(edit)

    @precondition(lambda self: self.scenario.nodes and self.scenario.edges)
    @rule(node=PICK, wire=PICK)
    def splice_what_is_there(self, node: int, wire: int) -> None:
        loose = [each for each in self.scenario.nodes if can_splice(self.scenario, each)]
        if loose:
            edits = splicing(self.scenario, self.pick(node, loose), self.pick(wire, self.scenario.edges))
            self.session.perform(Several(edits, "Splice"))

    @rule(number=PICK, text=st.sampled_from(["", "A note", "Two\nlines"]))
    def write_a_note(self, number: int, text: str) -> None:
        at = (number % 40 * 8.0, number % 7 * 8.0)
        if self.scenario.notes and number % 2:
            self.session.perform(ChangeNote(replace(self.pick(number, self.scenario.notes), at=at, text=text)))
        else:
            taken = {note.id for note in self.scenario.notes}
            self.session.perform(AddNote(Note(fresh_id(taken, "note_"), at, (160.0, 80.0), text)))

    @precondition(lambda self: self.scenario.nodes)
    @rule(number=PICK)
    def frame(self, number: int) -> None:
        node = self.pick(number, self.scenario.nodes)
        taken = {note.id for note in self.scenario.notes}
        frame = Note(fresh_id(taken, "note_"), (node.at[0] - 16, node.at[1] - 16), (320.0, 160.0), "A frame")
        self.session.perform(AddNote(frame))
        nodes, _ = held_by(self.scenario, {frame.id})
        assert node.id in nodes

    @precondition(lambda self: self.scenario.notes)
    @rule(number=PICK, across=st.booleans())
    def move_a_frame_with_what_lies_in_it(self, number: int, across: bool) -> None:
        frame = self.pick(number, self.scenario.notes)
        nodes, notes = held_by(self.scenario, {frame.id})
        dx, dy = (64.0, 0.0) if across else (0.0, 64.0)
        places = {node.id: (node.at[0] + dx, node.at[1] + dy) for node in self.scenario.nodes if node.id in nodes}
        edits = [
            ChangeNote(replace(n, at=(n.at[0] + dx, n.at[1] + dy)))
            for n in self.scenario.notes
            if n.id in notes | {frame.id}
        ]
        self.session.perform(Several((*([MoveNodes(places)] if places else []), *edits), "Move"))

    @precondition(lambda self: self.scenario.nodes)
    @rule(number=PICK, across=st.booleans(), back=st.booleans())
    def push_aside(self, number: int, across: bool, back: bool) -> None:
        at = self.pick(number, self.scenario.nodes).at
        edit = pushed(self.scenario, at[0] if across else at[1], -96.0 if back else 96.0, across=across)
        if edit is not None:
            self.session.perform(edit)

    @precondition(lambda self: self.scenario.notes)
    @rule(number=PICK)
    def remove_a_note(self, number: int) -> None:
        self.session.perform(RemoveNotes((self.pick(number, self.scenario.notes).id,)))

    @rule()
    def load_what_was_saved(self) -> None:
        other = ScenarioSession(parse_scenario(dump_scenario(self.scenario)), check=lambda *_: ())
        view = CanvasView(other, LIGHT)
        assert {node_id: item.pos() for node_id, item in view.canvas.nodes.items()} == {
            node_id: item.pos() for node_id, item in self.view.canvas.nodes.items()
        }
        assert set(view.canvas.edges) == set(self.view.canvas.edges)
        assert set(view.canvas.notes) == set(self.view.canvas.notes)
        view.deleteLater()
        other.deleteLater()

    @rule()
    def undo(self) -> None:
        self.session.undo_stack.undo()

    @rule()
    def redo(self) -> None:
        self.session.undo_stack.redo()

    @rule()
    def save_and_load(self) -> None:
        assert parse_scenario(dump_scenario(self.scenario)) == self.scenario

    @invariant()
    def the_scene_mirrors_the_scenario(self) -> None:
        canvas = self.view.canvas
        assert set(canvas.nodes) == {node.id for node in self.scenario.nodes}
        assert set(canvas.edges) == set(self.scenario.edges)
        for node in self.scenario.nodes:
            item = canvas.nodes[node.id]
            assert item.node is node
            assert item.pos().toTuple() == node.at
            assert item.state.selected == (node.id in self.session.selection.nodes)

    @invariant()
    def notes_are_where_the_scenario_has_them(self) -> None:
        shown = {note_id: (item.note, item.pos().toTuple()) for note_id, item in self.view.canvas.notes.items()}
        assert shown == {note.id: (note, note.at) for note in self.scenario.notes}

    @invariant()
    def screen_readers_find_every_node_once(self) -> None:
        tree = QAccessible.queryAccessibleInterface(self.view)
        names = [tree.child(at).text(QAccessible.Text.Name) for at in range(tree.childCount())]
        assert sorted(names) == sorted(item.spoken for item in self.view.canvas.nodes.values())

    @invariant()
    def every_wire_runs_from_its_output_to_its_input(self) -> None:
        canvas = self.view.canvas
        for edge, item in canvas.edges.items():
            source, target = canvas.nodes[edge.source], canvas.nodes[edge.target]
            assert item.line[0] == source.port_place(source.port_index(edge.port))
            assert item.line[-1] == target.port_place(-1)

    @invariant()
    def the_selection_is_part_of_the_scenario(self) -> None:
        assert self.session.selection.nodes <= {node.id for node in self.scenario.nodes}
        assert self.session.selection.edges <= set(self.scenario.edges)

    @invariant()
    def obstacles_are_where_the_cards_are(self) -> None:
        canvas = self.view.canvas
        boxes: dict[str, Box | None] = {name: canvas.router.obstacles.get(name) for name in canvas.router.obstacles}
        assert boxes == {str(node_id): item.box for node_id, item in canvas.nodes.items()}


Person.TestCase.settings = settings(
    max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestPerson = Person.TestCase
