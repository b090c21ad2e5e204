"""What the canvas asks the user in place: which node to add, what to call one, what to find, where to go back to."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QGraphicsView

from app.canvas.camera import Camera
from app.canvas.items.card import TEXT_LEFT, TEXT_WIDTH
from app.canvas.operations.adding import Landing, fits, landed, next_place
from app.canvas.operations.connecting import connected, possible_wires
from app.canvas.prompts.find_bar import FindBar
from app.canvas.prompts.history_panel import HistoryPanel
from app.canvas.prompts.note_field import NoteField
from app.canvas.prompts.quick_add import QuickAdd
from app.canvas.prompts.rename import RenameField
from app.canvas.prompts.target_list import TargetList
from app.canvas.scene import CanvasScene
from app.canvas.session import ScenarioSession
from app.nodes.catalogue import KINDS
from app.scenario.edits import ChangeNote, SetLabel
from app.scenario.graph import Edge, NodeId

_LEAST_FIELD = QSize(160, 64)  # of the text of a note


class Prompts:
    """Owns the quick-add menu, the field for renaming, the line for finding and the history."""

    def __init__(self, view: QGraphicsView, session: ScenarioSession, canvas: CanvasScene, camera: Camera) -> None:
        self._view = view
        self._session = session
        self._canvas = canvas
        self._camera = camera
        self._quick_add = QuickAdd(view)
        self._rename_field = RenameField(view)
        self._note_field = NoteField(view)
        self._target_list = TargetList(view)
        self.find_bar = FindBar(view, session, canvas, camera)
        self.history = HistoryPanel(view, session.undo_stack)

    def ask_for_node(self, landing: Landing) -> None:
        """Open the quick-add menu; what is chosen lands there."""
        kinds = [kind for kind in KINDS.values() if fits(kind.type, landing)]
        if landing.source is not None:
            kinds.sort(key=lambda kind: kind.is_entry)
        spot = self._view.mapFromScene(*next_place(self._session.scenario, landing))
        area = self._view.viewport().rect()
        if not area.contains(spot):
            spot = QPoint(min(max(spot.x(), 0), area.width()), min(max(spot.y(), 0), area.height()))
        self._quick_add.ask(spot, kinds, self._canvas.tools.palette, lambda type_: self._add(type_, landing))

    def ask_for_target(self, source: NodeId) -> None:
        """Open the list of nodes that a wire can lead to; what is chosen is connected."""
        spot = self._view.mapFromScene(self._canvas.nodes[source].box.right, self._canvas.nodes[source].box.top)
        self._target_list.ask(spot, possible_wires(self._session.scenario, source), self._connect)

    def _connect(self, edge: Edge) -> None:
        self._session.perform(connected(edge))
        self._session.select([edge.target])
        self._camera.reveal([edge.target])

    def rename(self, node_id: NodeId) -> None:
        """Let the user write another label on the card."""
        self._camera.reveal([node_id])
        item, scale = self._canvas.nodes[node_id], self._camera.scale
        at = self._view.mapFromScene(item.x() + TEXT_LEFT - 8, item.y() + 8)
        place = QRect(at.x(), at.y(), max(128, round((TEXT_WIDTH + 16) * scale)), 32)
        self._rename_field.ask(place, item.node.label, lambda label: self._relabel(node_id, label))

    def write_note(self, note_id: str) -> None:
        """Let the user write on a note where it lies; one whose text stands out of sight is brought into it."""
        box, view = self._canvas.notes[note_id].box, self._view
        if not view.viewport().rect().contains(QRect(view.mapFromScene(box.left, box.top), _LEAST_FIELD)):
            view.ensureVisible(box.left, box.top, box.right - box.left, box.bottom - box.top)
        corner, end = view.mapFromScene(box.left, box.top), view.mapFromScene(box.right, box.bottom)
        place = QRect(corner, end).intersected(view.viewport().rect())
        place.setSize(place.size().expandedTo(_LEAST_FIELD))
        self._note_field.ask(place, self._canvas.notes[note_id].note.text, lambda text: self._rewrite(note_id, text))

    def _rewrite(self, note_id: str, text: str) -> None:
        note = next((note for note in self._session.scenario.notes if note.id == note_id), None)
        if note is not None and text != note.text:
            self._session.perform(ChangeNote(replace(note, text=text)))

    def _add(self, type_: str, landing: Landing) -> None:
        edit, node_id = landed(self._session.scenario, type_, landing)
        self._session.perform(edit)
        self._session.select([node_id])
        self._camera.reveal([node_id])

    def _relabel(self, node_id: NodeId, label: str) -> None:
        if label != self._session.scenario.node(node_id).label:
            self._session.perform(SetLabel(node_id, label))
