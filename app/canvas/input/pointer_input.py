"""What the user does with pointer, wheel and drops on the canvas, told to the gesture it begins or goes on with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QToolTip

from app.canvas.canvas_context import CanvasContext
from app.canvas.geometry import Box
from app.canvas.input.doors import number_at
from app.canvas.input.edge_scrolling import EdgeScrolling
from app.canvas.input.gestures.connect import Connect, Held
from app.canvas.input.gestures.drop_kind import KIND_MIME, DropKind
from app.canvas.input.gestures.gesture import Gesture, Pointer
from app.canvas.input.gestures.move import Move
from app.canvas.input.gestures.open_door import OpenDoor
from app.canvas.input.gestures.pan import Pan
from app.canvas.input.gestures.push_aside import PushAside
from app.canvas.input.gestures.resize_note import ResizeNote
from app.canvas.input.gestures.rubber_band import RubberBand
from app.canvas.input.hovering import Hovering
from app.canvas.item_scene import INPUT, PortSpot
from app.canvas.items.node_item import NodeItem
from app.canvas.operations.adding import Landing
from app.nodes.catalogue import KINDS
from app.scenario.graph import Edge, NodeId
from app.ui.plain_text import tooltip

_ZOOM_PER_NOTCH = 1.2
_NOTCH = 120.0
_END_REACH = 28.0
_PUSHES = (Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier)
_ADDS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class PointerInput(QObject):
    """Holds the gesture under way, if there is one."""

    def __init__(self, context: CanvasContext) -> None:
        super().__init__(context.viewport)
        self.context = context
        self.gesture: Gesture | None = None
        self._is_space_held = False
        self._hovering = Hovering(context)
        self._edge = EdgeScrolling(context, lambda pointer: self.gesture.move(pointer) if self.gesture else None)
        kind = QEvent.Type
        self._takers: dict[QEvent.Type, Callable[[Any], bool]] = {
            kind.MouseButtonPress: self._press,
            kind.MouseMove: self._move,
            kind.MouseButtonRelease: self._release,
            kind.MouseButtonDblClick: self._double_click,
            kind.Wheel: self._wheel,
            kind.NativeGesture: self._pinch,
            kind.DragEnter: self._drag_enter,
            kind.DragMove: self._drag_move,
            kind.DragLeave: self._drag_leave,
            kind.Drop: self._drop,
            kind.ToolTip: self._tip,
            kind.Leave: self._leave,
        }

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Deal with an event of the viewport; False leaves it to Qt."""
        taker = self._takers.get(event.type())
        return taker(event) if taker is not None else False

    def begin(self, gesture: Gesture) -> None:
        """A gesture begins; one under way is called off."""
        self.cancel()
        self._hovering.clear()
        self.gesture = gesture

    def cancel(self) -> bool:
        """Call the gesture off; True if there was one."""
        gesture, self.gesture = self.gesture, None
        self._edge.stop()
        if gesture is not None:
            gesture.cancel()
        self._show_cursor()
        return gesture is not None

    def hold_space(self, held: bool) -> None:
        """While space is held the left button pans."""
        self._is_space_held = held
        self._show_cursor()

    def _pointer(self, event: Any) -> Pointer:
        spot = event.position()
        return Pointer(self.context.camera.scene_place(spot), QPointF(spot), event.modifiers())

    def _press(self, event: Any) -> bool:
        context, pointer = self.context, self._pointer(event)
        context.viewport.setFocus(Qt.FocusReason.MouseFocusReason)
        if self.gesture is not None:
            self.cancel()
        elif event.button() == Qt.MouseButton.MiddleButton or (
            event.button() == Qt.MouseButton.LeftButton and self._is_space_held
        ):
            self.begin(Pan(context, pointer))
            context.viewport.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._press_left(pointer)
        elif event.button() == Qt.MouseButton.RightButton:
            self._select_under(pointer)
            return False
        return True

    def _press_left(self, pointer: Pointer) -> None:
        """What is under the pointer decides: a port, a card, a note, a wire, or nothing."""
        canvas, scale = self.context.canvas, self.context.camera.scale
        spot = canvas.port_at(*pointer.at, scale)
        item = canvas.node_at(*pointer.at, scale)
        wire = None if item is not None else canvas.edge_at(*pointer.at, scale)
        note = canvas.note_at(*pointer.at)
        figure = number_at(canvas, pointer.at, scale)
        if figure is not None and not pointer.modifiers & _ADDS:
            self.begin(OpenDoor(self.context, pointer, figure, partial(self._grasped, pointer, figure.card)))
        elif item is None and note is None and all(map(pointer.holds, _PUSHES)):
            self.begin(PushAside(self.context, pointer))
        elif spot is not None and (held := self._held_by(spot)):
            self.begin(Connect(self.context, pointer, held))
        elif item is not None:
            self._grasp(pointer, item.box, node=item.node.id)
        elif wire is not None:
            self._press_wire(pointer, wire.edge)
        elif note is not None and note.is_corner(*pointer.at, scale):
            self.begin(ResizeNote(self.context, note.note.id))
        elif note is not None:
            self._grasp(pointer, note.box, note=note.note.id)
        else:
            self.begin(RubberBand(self.context, pointer))

    def _held_by(self, spot: PortSpot) -> Held | None:
        """At an output a new wire begins; at an input the wire that ends there is taken off, if there is one."""
        node_id = spot.item.node.id
        if spot.index != INPUT:
            return Held(node_id, spot.name)
        session = self.context.session
        coming = [edge for edge in session.scenario.edges if edge.target == node_id]
        chosen = [edge for edge in coming if edge in session.selection.edges] or coming[-1:]
        return Held(chosen[0].source, chosen[0].port, chosen[0]) if chosen else Held(node_id, None)

    def _press_wire(self, pointer: Pointer, edge: Edge) -> None:
        """A selected wire is held near its beginning to plug that end elsewhere; else it is selected."""
        start = self.context.canvas.edges[edge].line[0]
        is_near = abs(start[0] - pointer.at[0]) + abs(start[1] - pointer.at[1]) < _END_REACH
        if edge in self.context.session.selection.edges and is_near:
            self.begin(Connect(self.context, pointer, Held(edge.target, None, edge)))
            return
        selection = self.context.session.selection
        if pointer.modifiers & _ADDS:
            self.context.session.select(selection.nodes, selection.edges ^ {edge}, selection.notes)
        else:
            self.context.session.select(edges=[edge])

    def _grasp(self, pointer: Pointer, box: Box, node: NodeId | None = None, note: str | None = None) -> None:
        """Select what is grasped, unless it is already, and be ready to move all that is selected."""
        session = self.context.session
        before = session.selection
        nodes = frozenset({node} if node is not None else ())
        notes = frozenset({note} if note is not None else ())
        if pointer.modifiers & _ADDS:
            session.select(before.nodes ^ nodes, before.edges, before.notes ^ notes)
            return
        if not (nodes <= before.nodes and notes <= before.notes):
            session.select(nodes, (), notes)
        self.begin(Move(self.context, pointer, box, (nodes, notes)))

    def _grasped(self, pointer: Pointer, card: NodeItem | None) -> Gesture | None:
        """What a drag of a number is: one of its card, which is selected then unless it is already."""
        if card is None:
            return None
        node, session = frozenset({card.node.id}), self.context.session
        if not node <= session.selection.nodes:
            session.select(node)
        return Move(self.context, pointer, card.box, (node, frozenset()))

    def _select_under(self, pointer: Pointer) -> None:
        """A menu acts on what it is opened over."""
        canvas, session = self.context.canvas, self.context.session
        item = canvas.node_at(*pointer.at, self.context.camera.scale)
        wire = canvas.edge_at(*pointer.at, self.context.camera.scale)
        if item is not None and item.node.id not in session.selection.nodes:
            session.select([item.node.id])
        elif item is None and wire is not None and wire.edge not in session.selection.edges:
            session.select(edges=[wire.edge])

    def _move(self, event: Any) -> bool:
        pointer = self._pointer(event)
        if self.gesture is not None:
            self._go_on(self.gesture, pointer)
        else:
            self._hovering.follow(pointer)
        return True

    def _go_on(self, gesture: Gesture, pointer: Pointer) -> None:
        gesture.move(pointer)
        if not isinstance(gesture, Pan):
            self._edge.follow(pointer)

    def _release(self, event: Any) -> bool:
        gesture, self.gesture = self.gesture, None
        self._edge.stop()
        if gesture is not None:
            gesture.release(self._pointer(event))
        self._show_cursor()
        return True

    def _double_click(self, event: Any) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        pointer = self._pointer(event)
        canvas, scale = self.context.canvas, self.context.camera.scale
        wire = canvas.edge_at(*pointer.at, scale)
        if canvas.node_at(*pointer.at, scale) is not None:
            self.context.edit()
        elif wire is not None:
            self.context.prompts.ask_for_node(Landing(wire=wire.edge))
        elif (note := canvas.note_at(*pointer.at)) is not None:
            self.context.prompts.write_note(note.note.id)
        else:
            self.context.prompts.ask_for_node(Landing(at=(pointer.at[0] - 32, pointer.at[1] - 32)))
        return True

    def _wheel(self, event: Any) -> bool:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.context.camera.zoom(_ZOOM_PER_NOTCH ** (event.angleDelta().y() / _NOTCH), event.position())
            return True
        by: QPoint = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() * 0.5
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and by.x() == 0:
            by = QPoint(by.y(), 0)
        self.context.camera.scroll_by(-by.x(), -by.y())
        return True

    def _pinch(self, event: Any) -> bool:
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self.context.camera.zoom(1 + event.value(), event.position())
        return True

    def _drag_enter(self, event: Any) -> bool:
        type_ = bytes(event.mimeData().data(KIND_MIME).data()).decode() if event.mimeData().hasFormat(KIND_MIME) else ""
        if type_ not in KINDS:
            event.ignore()  # files are for the window; a scene without items that take drops would keep them
            return True
        self.begin(DropKind(self.context, self._pointer(event), type_))
        event.acceptProposedAction()
        return True

    def _drag_move(self, event: Any) -> bool:
        if self.gesture is None:
            return False
        self._go_on(self.gesture, self._pointer(event))
        event.acceptProposedAction()
        return True

    def _drag_leave(self, _event: Any) -> bool:
        return self.cancel()

    def _drop(self, event: Any) -> bool:
        if self.gesture is None:
            return False
        event.acceptProposedAction()
        self._release(event)
        self.context.viewport.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _tip(self, event: Any) -> bool:
        text = self._hovering.tip
        if text and self.gesture is None:
            QToolTip.showText(event.globalPos(), tooltip(text), self.context.viewport)
        else:
            QToolTip.hideText()
        return True

    def _leave(self, _event: Any) -> bool:
        self._hovering.clear()
        return False

    def _show_cursor(self) -> None:
        if self._is_space_held:
            self.context.viewport.setCursor(QCursor(Qt.CursorShape.OpenHandCursor))
        else:
            self.context.viewport.unsetCursor()
