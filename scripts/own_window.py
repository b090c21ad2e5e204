"""The real window over a home of its own, for pictures of it in the docs."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.shell.appearance import Appearance, Mode
from app.desktop.shell.preferences import Preferences
from app.desktop.shell.window import MainWindow
from app.desktop.workbench.assembly import Workbench
from scripts.pictures import own_home

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_S = 120.0


class OwnWindow:
    """A window of that size on a workspace; it is left when the workspace is no longer needed."""

    def __init__(self, home: Path, workspace: Path, size: tuple[int, int]) -> None:
        application = QApplication.instance() or QApplication([])
        assert isinstance(application, QApplication)
        preferences = Preferences(home / "window.json")
        preferences.put("appearance", Mode.LIGHT.value)
        self._appearance = Appearance(application, preferences)
        self.window = MainWindow(preferences, self._appearance.palette)
        self.bench = Workbench(self.window, self._appearance, preferences)
        self.window.resize(*size)
        self.window.show()
        self.bench.open(workspace)
        self.until(lambda: self.bench.desk.workspace is not None)

    def until(self, holds: Callable[[], bool] = lambda: True) -> None:
        """Wait until that holds and nothing runs any more."""
        end = time.monotonic() + PATIENCE_S
        while not holds() or not self.bench.desk.is_at_rest:
            assert time.monotonic() < end, "it took too long"
            QApplication.processEvents()

    def save(self, out: Path, name: str, holds: Callable[[], bool] = lambda: True, of: QWidget | None = None) -> None:
        """The window as it is, or a dialog of it, light and dark."""
        for mode in ("light", "dark"):
            self.until(holds)
            QApplication.processEvents()
            self.window.statusBar().clearMessage()
            (of or self.window).grab().save(str(out / f"{name}-{mode}.png"))
            self._appearance.toggle()

    def leave(self) -> None:
        """End what runs, and close."""
        self.bench.desk.shut_down()
        self.window.close_for_good()


def main(take: Callable[[Path, Path], None]) -> None:
    """Take pictures with a home of their own, without a display, into the folder that is named or into the docs."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with own_home() as home:
        out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
        out.mkdir(parents=True, exist_ok=True)
        take(home, out)
