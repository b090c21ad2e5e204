"""What screen readers can do with a node: the same commands that keys call."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAccessibleActionInterface

from app.canvas.commands import selected as operations
from app.canvas.input.pointer_input import PointerInput
from app.scenario.graph import NodeId


def node_actions(pointer_input: PointerInput, node_id: NodeId) -> Mapping[str, Callable[[], None]]:
    """The actions by their names; each selects the node first."""
    context = pointer_input.context

    def on_it(act: Callable[[PointerInput], object]) -> Callable[[], None]:
        def do() -> None:
            context.session.select([node_id])
            context.camera.reveal([node_id])
            context.viewport.setFocus()
            act(pointer_input)

        return do

    return {
        QAccessibleActionInterface.setFocusAction(): on_it(lambda _: None),
        QAccessibleActionInterface.pressAction(): on_it(lambda _: context.edit()),
        "Add after": on_it(operations.quick_add),
        "Connect to": on_it(operations.connect_to),
        "Rename": on_it(operations.rename),
        "Delete": on_it(operations.delete),
    }
