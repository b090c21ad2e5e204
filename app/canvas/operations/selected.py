"""The commands of the canvas: each acts on the selection of the canvas, through edits."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF
from PySide6.QtGui import QCursor, QGuiApplication

from app.canvas.input.gestures.connect_keys import ConnectByKeys
from app.canvas.input.pointer_input import Hands
from app.canvas.operations.adding import Landing
from app.canvas.operations.clipboard import copied, pasted
from app.canvas.operations.removing import healed, removed
from app.errors import AppError
from app.scenario.edits import Edit
from app.scenario.layout import arrange
from app.scenario.wiring import port_names

ORIGIN_MIME = "application/x-rehearse-origin"
"""Beside the text: which scenario of which workspace it was copied from, since ids alone are those of strangers too."""


def delete(hands: Hands) -> None:
    """Take away what is selected."""
    _perform(hands, removed(hands.board.session.scenario, hands.board.session.selection))


def heal(hands: Hands) -> None:
    """Take away what is selected and close the gap in the wires."""
    _perform(hands, healed(hands.board.session.scenario, hands.board.session.selection))


def select_all(hands: Hands) -> None:
    """Select all nodes and notes."""
    scenario = hands.board.session.scenario
    hands.board.session.select((node.id for node in scenario.nodes), (), (note.id for note in scenario.notes))


def copy(hands: Hands) -> None:
    """Put the selection on the clipboard, as the text of a scenario file."""
    text = copied(hands.board.session.scenario, hands.board.session.selection)
    if text:
        data = QMimeData()
        data.setText(text)
        data.setData(ORIGIN_MIME, hands.board.session.origin.encode())
        QGuiApplication.clipboard().setMimeData(data)


def cut(hands: Hands) -> None:
    """Copy, then delete."""
    copy(hands)
    delete(hands)


def paste(hands: Hands) -> None:
    """Bring in what is on the clipboard: under the pointer if it is over the canvas, else beside the original."""
    spot = hands.board.viewport.mapFromGlobal(QCursor.pos())
    is_over = hands.board.viewport.underMouse() and hands.board.viewport.rect().contains(spot)
    at = hands.board.camera.scene_place(QPointF(spot)) if is_over else None
    data = QGuiApplication.clipboard().mimeData()
    is_own = (
        data.data(ORIGIN_MIME).data() == hands.board.session.origin.encode() if data.hasFormat(ORIGIN_MIME) else None
    )
    _bring_in(hands, data.text(), at, is_own)


def duplicate(hands: Hands) -> None:
    """Copy and paste beside the original; the clipboard stays as it is."""
    text = copied(hands.board.session.scenario, hands.board.session.selection)
    if text:
        _bring_in(hands, text, None, is_own=True)


def quick_add(hands: Hands) -> None:
    """Choose a node that follows the selected one."""
    nodes, edges = hands.board.session.selection.nodes, hands.board.session.selection.edges
    if len(edges) == 1 and not nodes:
        hands.board.prompts.ask_for_node(Landing(wire=next(iter(edges))))
    else:
        hands.board.prompts.ask_for_node(Landing(source=next(iter(nodes)) if len(nodes) == 1 else None))


def rename(hands: Hands) -> None:
    """Write another label for the selected node."""
    if len(hands.board.session.selection.nodes) == 1:
        hands.board.prompts.rename(next(iter(hands.board.session.selection.nodes)))


def connect(hands: Hands) -> None:
    """Draw a wire from the selected node by keys."""
    nodes = hands.board.session.selection.nodes
    if len(nodes) != 1:
        hands.board.hint.say("Select one node first; then C connects it with another.")
    elif not port_names(hands.board.session.scenario.node(source := next(iter(nodes)))):
        hands.board.hint.say("This node ends the journey: nothing follows it.")
    else:
        hands.begin(ConnectByKeys(hands.board, source))


def tidy_up(hands: Hands) -> None:
    """Arrange all nodes from left to right."""
    edit = arrange(hands.board.session.scenario)
    if any(hands.board.session.scenario.node(node_id).at != at for node_id, at in edit.places.items()):
        hands.board.session.perform(edit)
    hands.board.camera.fit()


def _perform(hands: Hands, edit: Edit | None) -> None:
    if edit is not None:
        hands.board.session.perform(edit)


def _bring_in(hands: Hands, text: str, at: tuple[float, float] | None, is_own: bool | None) -> None:
    try:
        edit, selection = pasted(hands.board.session.scenario, text, at, is_own)
    except AppError as error:
        hands.board.hint.say(error.message)
        return
    hands.board.session.perform(edit)
    hands.board.session.select(selection.nodes, selection.edges, selection.notes)
