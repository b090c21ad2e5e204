"""The commands of the canvas: each acts on the selection of the canvas, through edits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPointF
from PySide6.QtGui import QCursor, QGuiApplication

from app.canvas.figures import Door, NodePart
from app.canvas.input.doors import door_words
from app.canvas.input.gestures.connect_keys import ConnectByKeys
from app.canvas.input.pointer_input import PointerInput
from app.canvas.operations.adding import Landing
from app.canvas.operations.clipboard import copied, pasted
from app.canvas.operations.noting import frame_around, new_note
from app.canvas.operations.removing import healed, removed
from app.canvas.operations.reordering import moved_earlier, moved_later
from app.canvas.operations.saying import named
from app.errors import AppError
from app.scenario.edits import AddNote, Edit
from app.scenario.graph import NodeId, Scenario
from app.scenario.layout import arrange
from app.scenario.wiring import port_names
from app.ui.announcing import announce

ORIGIN_MIME = "application/x-rehearse-origin"
"""Beside the text: which scenario of which workspace it was copied from, since ids alone are those of strangers too."""


def delete(pointer_input: PointerInput) -> None:
    """Take away what is selected."""
    _perform(pointer_input, removed(pointer_input.context.session.scenario, pointer_input.context.session.selection))


def heal(pointer_input: PointerInput) -> None:
    """Take away what is selected and close the gap in the wires."""
    _perform(pointer_input, healed(pointer_input.context.session.scenario, pointer_input.context.session.selection))


def who_arrived(pointer_input: PointerInput) -> None:
    """List the customers who came to the selected node, once they are counted."""
    session, canvas = pointer_input.context.session, pointer_input.context.canvas
    if session.summary is not None and len(session.selection.nodes) == 1:
        (node_id,) = session.selection.nodes
        door = Door(node_id, NodePart.ARRIVED)
        session.people_wanted.emit(door, door_words(canvas.nodes[node_id], door))


def select_all(pointer_input: PointerInput) -> None:
    """Select all nodes and notes."""
    scenario = pointer_input.context.session.scenario
    pointer_input.context.session.select((node.id for node in scenario.nodes), (), (note.id for note in scenario.notes))


def copy(pointer_input: PointerInput) -> None:
    """Put the selection on the clipboard, as the text of a scenario file."""
    session = pointer_input.context.session
    if _take(pointer_input):
        announce(pointer_input.context.viewport, f"Copied {named(session.selection, session.scenario)}")


def cut(pointer_input: PointerInput) -> None:
    """Copy, then delete."""
    _take(pointer_input)
    delete(pointer_input)


def _take(pointer_input: PointerInput) -> bool:
    """Put the selection on the clipboard, if there is one."""
    session = pointer_input.context.session
    text = copied(session.scenario, session.selection)
    if text:
        data = QMimeData()
        data.setText(text)
        data.setData(ORIGIN_MIME, session.origin.encode())
        QGuiApplication.clipboard().setMimeData(data)
    return bool(text)


def paste(pointer_input: PointerInput) -> None:
    """Bring in what is on the clipboard: under the pointer if it is over the canvas, else beside the original."""
    spot = pointer_input.context.viewport.mapFromGlobal(QCursor.pos())
    is_over = pointer_input.context.viewport.underMouse() and pointer_input.context.viewport.rect().contains(spot)
    at = pointer_input.context.camera.scene_place(QPointF(spot)) if is_over else None
    data = QGuiApplication.clipboard().mimeData()
    is_own = (
        data.data(ORIGIN_MIME).data() == pointer_input.context.session.origin.encode()
        if data.hasFormat(ORIGIN_MIME)
        else None
    )
    _bring_in(pointer_input, data.text(), at, is_own)


def duplicate(pointer_input: PointerInput) -> None:
    """Copy and paste beside the original; the clipboard stays as it is."""
    text = copied(pointer_input.context.session.scenario, pointer_input.context.session.selection)
    if text:
        _bring_in(pointer_input, text, None, is_own=True)


def quick_add(pointer_input: PointerInput) -> None:
    """Choose a node that follows the selected one."""
    nodes, edges = pointer_input.context.session.selection.nodes, pointer_input.context.session.selection.edges
    if len(edges) == 1 and not nodes:
        pointer_input.context.prompts.ask_for_node(Landing(wire=next(iter(edges))))
    else:
        pointer_input.context.prompts.ask_for_node(Landing(source=next(iter(nodes)) if len(nodes) == 1 else None))


def rename(pointer_input: PointerInput) -> None:
    """Write another label for the selected node, or another text on the selected note."""
    selection, prompts = pointer_input.context.session.selection, pointer_input.context.prompts
    if len(selection.nodes) == 1:
        prompts.rename(next(iter(selection.nodes)))
    elif len(selection.notes) == 1 and not selection.nodes:
        prompts.write_note(next(iter(selection.notes)))


def write_note(pointer_input: PointerInput) -> None:
    """A frame around the selected nodes, else a note in the middle of what is seen; its text is written at once."""
    context = pointer_input.context
    session, nodes = context.session, context.session.selection.nodes
    middle = context.camera.shown().center()
    at = (middle.x(), middle.y())
    note = frame_around(session.scenario, nodes) if nodes else new_note(session.scenario, at)
    session.perform(AddNote(note))
    session.select(notes=[note.id])
    context.prompts.write_note(note.id)


def find(pointer_input: PointerInput) -> None:
    """Ask for a text and light the nodes that hold it."""
    pointer_input.context.prompts.find_bar.open()


def find_next(pointer_input: PointerInput) -> None:
    """Go to the next node that holds the text."""
    pointer_input.context.prompts.find_bar.next()


def find_previous(pointer_input: PointerInput) -> None:
    """Go to the one before."""
    pointer_input.context.prompts.find_bar.previous()


def show_history(pointer_input: PointerInput) -> None:
    """List the steps, to go to any of them."""
    pointer_input.context.prompts.history.open()


def connect(pointer_input: PointerInput) -> None:
    """Draw a wire from the selected node by keys."""
    nodes = pointer_input.context.session.selection.nodes
    if len(nodes) != 1:
        pointer_input.context.hint.say("Select one node first; then C connects it with another.")
    elif not port_names(pointer_input.context.session.scenario.node(source := next(iter(nodes)))):
        pointer_input.context.hint.say("This node ends the journey: nothing follows it.")
    else:
        pointer_input.begin(ConnectByKeys(pointer_input.context, source))


def connect_to(pointer_input: PointerInput) -> None:
    """Choose from a list where a wire from the selected node leads."""
    context = pointer_input.context
    nodes = context.session.selection.nodes
    if len(nodes) != 1:
        context.hint.say("Select one node first; then it can be connected with another.")
    elif not port_names(context.session.scenario.node(source := next(iter(nodes)))):
        context.hint.say("This node ends the journey: nothing follows it.")
    else:
        context.prompts.ask_for_target(source)


def move_earlier(pointer_input: PointerInput) -> None:
    """The selected node changes places with the one before it."""
    _reorder(pointer_input, moved_earlier, "Nothing before this node can change places with it.")


def move_later(pointer_input: PointerInput) -> None:
    """The selected node changes places with the one after it."""
    _reorder(pointer_input, moved_later, "Nothing after this node can change places with it.")


def _reorder(pointer_input: PointerInput, moved: Callable[[Scenario, NodeId], Edit | None], why_not: str) -> None:
    session = pointer_input.context.session
    nodes = session.selection.nodes
    edit = moved(session.scenario, next(iter(nodes))) if len(nodes) == 1 else None
    if edit is None:
        pointer_input.context.hint.say(why_not if len(nodes) == 1 else "Select one node first.")
    else:
        session.perform(edit)
        pointer_input.context.camera.reveal(nodes)


def tidy_up(pointer_input: PointerInput) -> None:
    """Arrange all nodes from left to right."""
    edit = arrange(pointer_input.context.session.scenario)
    if any(pointer_input.context.session.scenario.node(node_id).at != at for node_id, at in edit.places.items()):
        pointer_input.context.session.perform(edit)
    pointer_input.context.camera.fit()


def _perform(pointer_input: PointerInput, edit: Edit | None) -> None:
    if edit is not None:
        pointer_input.context.session.perform(edit)


def _bring_in(pointer_input: PointerInput, text: str, at: tuple[float, float] | None, is_own: bool | None) -> None:
    context = pointer_input.context
    is_first = not context.session.scenario.nodes
    try:
        edit, selection = pasted(context.session.scenario, text, at, is_own)
    except AppError as error:
        context.hint.say(error.message)
        return
    context.session.perform(edit)
    context.session.select(selection.nodes, selection.edges, selection.notes)
    if is_first:
        context.camera.fit()  # as when it is opened
    else:
        context.camera.reveal(selection.nodes)
