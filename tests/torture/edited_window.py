"""A window that changes a scenario and says so, to be killed.

python -m tests.torture.edited_window PATH KIND COUNT
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.desktop.shell.appearance import Appearance
from app.desktop.shell.preferences import Preferences
from app.desktop.shell.window import MainWindow
from app.desktop.workbench.assembly import Workbench
from app.scenario.edits import MoveNodes


def main(path: Path, kind: str, count: int) -> int:
    """Open the workspace, change the stored scenario or a `new` one, or have all of it `undone`; then wait."""
    app = QApplication([])
    preferences = Preferences()
    appearance = Appearance(app, preferences)
    window = MainWindow(preferences, appearance.palette)
    with appearance.undressed():
        bench = Workbench(window, appearance, preferences)
    bench.open(path)
    editor = bench.scenario.editor

    def change() -> None:
        if editor.is_opening or editor.session is None:
            QTimer.singleShot(10, change)
            return
        if kind == "new":
            editor.new("welcome")
        session = editor.session
        for number in range(count):
            node = session.scenario.nodes[number % 2]
            session.perform(MoveNodes({node.id: (number, number)}))
        if kind == "undone":
            while session.undo_stack.canUndo():
                session.undo_stack.undo()
        print("changed", flush=True)  # noqa: T201

    QTimer.singleShot(0, change)
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
