"""Edits: the only way a scenario changes. Each is frozen, and applying it yields the edit that takes it back."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Protocol, TypeVar

from app.errors import AppError
from app.nodes.catalogue import KINDS
from app.nodes.document import Document
from app.scenario.graph import Edge, Node, NodeId, Note, Scenario
from app.scenario.settings import Settings
from app.scenario.wiring import misfit, port_names

T = TypeVar("T")


class Edit(Protocol):
    """A change of a scenario."""

    @property
    def title(self) -> str:
        """What it does, for the undo list: "Add wait"."""

    def apply(self, scenario: Scenario) -> tuple[Scenario, Edit]:
        """The changed scenario and the edit that restores this one exactly, its order included.

        AppError if the edit does not fit this scenario.
        """


@dataclass(frozen=True, slots=True)
class AddNode:
    """Put a node at `index` of the document's order, at its end without one."""

    node: Node
    index: int | None = None

    @property
    def title(self) -> str:
        """For the undo list."""
        return f"Add {KINDS[self.node.type].title}"

    def apply(self, scenario: Scenario) -> tuple[Scenario, Edit]:
        """The scenario with the node."""
        if any(node.id == self.node.id for node in scenario.nodes):
            raise _taken(self.node)
        nodes = _inserted(scenario.nodes, self.node, self.index)
        return replace(scenario, nodes=nodes), RemoveNodes((self.node.id,))


@dataclass(frozen=True, slots=True)
class RemoveNodes:
    """Take nodes away, with all edges at them."""

    ids: tuple[NodeId, ...]

    @property
    def title(self) -> str:
        """For the undo list."""
        return "Delete node" if len(self.ids) == 1 else f"Delete {len(self.ids)} nodes"

    def apply(self, scenario: Scenario) -> tuple[Scenario, Edit]:
        """The scenario without them."""
        gone = set(self.ids)
        _refuse_strangers(self.ids, {node.id for node in scenario.nodes})
        lost = [(i, edge) for i, edge in enumerate(scenario.edges) if gone & {edge.source, edge.target}]
        back: list[Edit] = [AddNode(node, i) for i, node in enumerate(scenario.nodes) if node.id in gone]
        back += [Connect(edge, i) for i, edge in lost]
        nodes = tuple(node for node in scenario.nodes if node.id not in gone)
        edges = tuple(edge for edge in scenario.edges if not gone & {edge.source, edge.target})
        return replace(scenario, nodes=nodes, edges=edges), Several(tuple(back), self.title)


@dataclass(frozen=True, slots=True)
class Connect:
    """Draw an edge, at `index` of the document's order, at its end without one."""

    edge: Edge
    index: int | None = None

    @property
    def title(self) -> str:
        """For the undo list."""
        return "Connect"

    def apply(self, scenario: Scenario) -> tuple[Scenario, Edit]:
        """The scenario with the edge."""
        _refuse_misfit(self.edge, {str(node.id): node for node in scenario.nodes}, scenario.edges)
        return replace(scenario, edges=_inserted(scenario.edges, self.edge, self.index)), Disconnect(self.edge)


@dataclass(frozen=True, slots=True)
class Disconnect:
    """Take an edge away."""

    edge: Edge

    @property
    def title(self) -> str:
        """For the undo list."""
        return "Disconnect"

    def apply(self, scenario: Scenario) -> tuple[Scenario, Edit]:
        """The scenario without the edge."""
        if self.edge not in scenario.edges:
            raise _unconnected(self.edge)
        index = scenario.edges.index(self.edge)
        edges = scenario.edges[:index] + scenario.edges[index + 1 :]
        return replace(scenario, edges=edges), Connect(self.edge, index)


@dataclass(frozen=True, slots=True)
class MoveNodes:
    """Put nodes at other places on the canvas."""

    places: Mapping[NodeId, tuple[float, float]]

    @property
    def title(self) -> str:
        """For the undo list."""
        return "Move node" if len(self.places) == 1 else f"Move {len(self.places)} nodes"

    def apply(self, scenario: Scenario) -> tuple[Scenario, Edit]:
        """The scenario with the nodes there."""
        stood = {node.id: node.at for node in scenario.nodes}
        _refuse_strangers(self.places, stood)
        nodes = tuple(
            replace(node, at=self.places[node.id]) if node.id in self.places else node for node in scenario.nodes
        )
        return replace(scenario, nodes=nodes), MoveNodes({node_id: stood[node_id] for node_id in self.places})


@dataclass(frozen=True, slots=True)
class SetParams:
    """Change what a node does; edges at ports that it then no longer has go with them."""

    id: NodeId
    params: Document

    @property
    def title(self) -> str:
        """For the undo list."""
        return "Change parameters"

    def apply(self, scenario: Scenario) -> tuple[Scenario, Edit]:
        """The scenario with the node changed."""
        index = _position(scenario.nodes, self.id)
        before = scenario.nodes[index]
        kind = KINDS[before.type]
        if not isinstance(self.params, kind.params):
            raise AppError(f"These parameters do not fit '{self.id}', which is of the kind {kind.title}.")
        after = replace(before, params=self.params)
        ports = port_names(after)
        lost = [(i, edge) for i, edge in enumerate(scenario.edges) if edge.source == self.id and edge.port not in ports]
        edges = tuple(edge for edge in scenario.edges if edge.source != self.id or edge.port in ports)
        nodes = (*scenario.nodes[:index], after, *scenario.nodes[index + 1 :])
        back: Edit = SetParams(self.id, before.params)
        if lost:
            back = Several((back, *(Connect(edge, i) for i, edge in lost)), self.title)
        return replace(scenario, nodes=nodes, edges=edges), back


@dataclass(frozen=True, slots=True)
class SetLabel:
    """Rename a node."""

    id: NodeId
    label: str

    @property
    def title(self) -> str:
        """For the undo list."""
        return "Rename node"

    def apply(self, scenario: Scenario) -> tuple[Scenario, Edit]:
        """The scenario with the node renamed."""
        index = _position(scenario.nodes, self.id)
        before = scenario.nodes[index]
        nodes = (*scenario.nodes[:index], replace(before, label=self.label), *scenario.nodes[index + 1 :])
        return replace(scenario, nodes=nodes), SetLabel(self.id, before.label)


@dataclass(frozen=True, slots=True)
class SetSettings:
    """Change the scenario's settings."""

    settings: Settings

    @property
    def title(self) -> str:
        """For the undo list."""
        return "Change settings"

    def apply(self, scenario: Scenario) -> tuple[Scenario, Edit]:
        """The scenario with other settings."""
        return replace(scenario, settings=self.settings), SetSettings(scenario.settings)


@dataclass(frozen=True, slots=True)
class SetDetails:
    """Change the scenario's name and description."""

    name: str
    description: str

    @property
    def title(self) -> str:
        """For the undo list."""
        return "Rename scenario"

    def apply(self, scenario: Scenario) -> tuple[Scenario, Edit]:
        """The scenario with another name and description."""
        back = SetDetails(scenario.name, scenario.description)
        return replace(scenario, name=self.name, description=self.description), back


@dataclass(frozen=True, slots=True)
class AddNote:
    """Put a note at `index` of the document's order, at its end without one."""

    note: Note
    index: int | None = None

    @property
    def title(self) -> str:
        """For the undo list."""
        return "Add note"

    def apply(self, scenario: Scenario) -> tuple[Scenario, Edit]:
        """The scenario with the note."""
        if any(note.id == self.note.id for note in scenario.notes):
            raise AppError(f"There is already a note '{self.note.id}'.")
        notes = _inserted(scenario.notes, self.note, self.index)
        return replace(scenario, notes=notes), RemoveNotes((self.note.id,))


@dataclass(frozen=True, slots=True)
class RemoveNotes:
    """Take notes away."""

    ids: tuple[str, ...]

    @property
    def title(self) -> str:
        """For the undo list."""
        return "Delete note" if len(self.ids) == 1 else f"Delete {len(self.ids)} notes"

    def apply(self, scenario: Scenario) -> tuple[Scenario, Edit]:
        """The scenario without them."""
        for note_id in self.ids:
            _position(scenario.notes, note_id)
        back = tuple(AddNote(note, i) for i, note in enumerate(scenario.notes) if note.id in self.ids)
        notes = tuple(note for note in scenario.notes if note.id not in self.ids)
        return replace(scenario, notes=notes), Several(back, self.title)


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """Put `note` in the place of the note with its id: moved, resized or rewritten."""

    note: Note

    @property
    def title(self) -> str:
        """For the undo list."""
        return "Change note"

    def apply(self, scenario: Scenario) -> tuple[Scenario, Edit]:
        """The scenario with the note changed."""
        index = _position(scenario.notes, self.note.id)
        notes = (*scenario.notes[:index], self.note, *scenario.notes[index + 1 :])
        return replace(scenario, notes=notes), ChangeNote(scenario.notes[index])


@dataclass(frozen=True, slots=True)
class Several:
    """Edits one after another, as one step; when one does not fit, none is applied."""

    edits: tuple[Edit, ...]
    title: str

    def apply(self, scenario: Scenario) -> tuple[Scenario, Edit]:
        """The scenario after the last of them."""
        back: list[Edit] = []
        for _, run in groupby(self.edits, type):
            scenario, inverses = _in_a_row(tuple(run), scenario)
            back += inverses
        return scenario, Several(tuple(reversed(back)), self.title)


def _in_a_row(run: tuple[Edit, ...], scenario: Scenario) -> tuple[Scenario, list[Edit]]:
    """The scenario after edits of one type, and their inverses; many of those that come in hundreds are one pass."""
    if len(run) > 1 and isinstance(run[0], AddNode):
        return _add_all([edit for edit in run if isinstance(edit, AddNode)], scenario)
    if len(run) > 1 and isinstance(run[0], Connect):
        return _connect_all([edit for edit in run if isinstance(edit, Connect)], scenario)
    if len(run) > 1 and isinstance(run[0], Disconnect):
        return _disconnect_all([edit for edit in run if isinstance(edit, Disconnect)], scenario)
    back: list[Edit] = []
    for edit in run:
        scenario, inverse = edit.apply(scenario)
        back.append(inverse)
    return scenario, back


def _add_all(edits: Sequence[AddNode], scenario: Scenario) -> tuple[Scenario, list[Edit]]:
    nodes, taken = list(scenario.nodes), {node.id for node in scenario.nodes}
    for edit in edits:
        if edit.node.id in taken:
            raise _taken(edit.node)
        taken.add(edit.node.id)
        nodes.insert(len(nodes) if edit.index is None else edit.index, edit.node)
    return replace(scenario, nodes=tuple(nodes)), [RemoveNodes(tuple(edit.node.id for edit in edits))]


def _connect_all(edits: Sequence[Connect], scenario: Scenario) -> tuple[Scenario, list[Edit]]:
    edges, there, nodes = list(scenario.edges), set(scenario.edges), {str(node.id): node for node in scenario.nodes}
    for edit in edits:
        _refuse_misfit(edit.edge, nodes, there)
        there.add(edit.edge)
        edges.insert(len(edges) if edit.index is None else edit.index, edit.edge)
    return replace(scenario, edges=tuple(edges)), [Disconnect(edit.edge) for edit in edits]


def _disconnect_all(edits: Sequence[Disconnect], scenario: Scenario) -> tuple[Scenario, list[Edit]]:
    """Each inverse has the place that its edge had when those before it were gone."""
    place_of = {edge: place for place, edge in enumerate(scenario.edges)}
    gone: list[int] = []
    back: list[Edit] = []
    for edit in edits:
        place = place_of.pop(edit.edge, None)
        if place is None:
            raise _unconnected(edit.edge)
        before = bisect_left(gone, place)
        back.append(Connect(edit.edge, place - before))
        gone.insert(before, place)
    return replace(scenario, edges=tuple(edge for edge in scenario.edges if edge in place_of)), back


def _position(items: Sequence[Node | Note], id_: str) -> int:
    for i, item in enumerate(items):
        if item.id == id_:
            return i
    raise _stranger(id_)


def _refuse_strangers(ids: Iterable[NodeId], known: Container[NodeId]) -> None:
    for id_ in ids:
        if id_ not in known:
            raise _stranger(id_)


def _refuse_misfit(edge: Edge, nodes: Mapping[str, Node], others: Collection[Edge]) -> None:
    found = misfit(edge, nodes, others)
    if found:
        raise AppError(f"These cannot be connected: {found.message}.", [found])


def _taken(node: Node) -> AppError:
    return AppError(f"There is already a node '{node.id}'.")


def _unconnected(edge: Edge) -> AppError:
    return AppError(f"'{edge.source}' and '{edge.target}' are not connected there.")


def _stranger(id_: str) -> AppError:
    return AppError(f"There is nothing with the id '{id_}' in this scenario.")


def _inserted(items: tuple[T, ...], item: T, index: int | None) -> tuple[T, ...]:
    """The items with one more at `index`, at their end without one."""
    place = len(items) if index is None else index
    return (*items[:place], item, *items[place:])
