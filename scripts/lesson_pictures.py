"""Pictures of a lesson beside the canvas, light and dark, for the docs: the tour, with a wrong turn and a hint.

python scripts/lesson_pictures.py [OUT]
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts.pictures import own_home

ROOT = Path(__file__).resolve().parents[1]
SIZE = (1280, 800)
PATIENCE_S = 120.0


def take(home: Path, out: Path) -> None:
    """The pictures, into this folder."""
    from PySide6.QtWidgets import QApplication

    from app.desktop.shell.appearance import Appearance, Mode
    from app.desktop.shell.assembly import Workbench
    from app.desktop.shell.preferences import Preferences
    from app.desktop.shell.side_bar import PlaceName
    from app.desktop.shell.window import MainWindow
    from app.workspace.store import Workspace

    qt = QApplication([])
    Workspace.create(home / "class.rehearse").close()
    preferences = Preferences(home / "window.json")
    preferences.put("appearance", Mode.LIGHT.value)
    appearance = Appearance(qt, preferences)
    window = MainWindow(preferences, appearance.palette)
    bench = Workbench(window, appearance, preferences)
    window.resize(*SIZE)
    window.show()

    def until(holds: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not holds() or not bench.desk.is_at_rest:
            assert time.monotonic() < end, "it took too long"
            qt.processEvents()

    def shown(name: str) -> None:
        for mode in ("light", "dark"):
            until(lambda: True)
            qt.processEvents()
            window.grab().save(str(out / f"{name}-{mode}.png"))
            appearance.toggle()

    bench.open(home / "class.rehearse")
    until(lambda: bench.desk.workspace is not None)
    bench.learn.show_lesson("drop_off")
    window.show_place(PlaceName.LEARN)
    shown("learn")
    bench.lessons.begin("tour")
    until(lambda: bench.lessons.lesson is not None and bench.scenario.area is not None)
    bench.lessons.player.turned.emit(1)
    _shorten(bench)
    player = bench.lessons.player
    until(lambda: player.view is not None and player.view.is_answered)
    assert player.view is not None
    player.view.hint.click()
    shown("lesson")
    bench.desk.shut_down()


def _shorten(bench: Any) -> None:
    """The wrong turn: ten minutes in place of an hour."""
    from app.nodes.durations import Duration
    from app.scenario.edits import SetParams

    session = bench.scenario.editor.session
    hour = session.scenario.node("hour")
    session.perform(SetParams(hour.id, hour.params.model_copy(update={"for_": Duration.parse("PT10M")})))


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with own_home() as folder:
        take(folder, Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
