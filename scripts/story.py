"""Pictures of a story: two exports dropped on an empty window, joined, a template adapted to them, and run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl

from app.desktop.shell.appearance import Appearance, Mode
from app.desktop.shell.side_bar import PlaceName
from app.desktop.shell.window import MainWindow
from app.desktop.workbench.assembly import Workbench
from tests.person import hands

STEPS = ("drop", "look", "done", "template", "counts", "results")


class Story:
    """Plays the steps one after another; `rest` returns once nothing is at work and all is painted."""

    def __init__(self, bench: Workbench, appearance: Appearance, rest: Callable[[], None], out: Path) -> None:
        self._bench, self._appearance, self._rest, self._out = bench, appearance, rest, out
        self._window: MainWindow = bench.window

    def tell(self, exports: Sequence[Path]) -> None:
        """All of it, with a picture of each step, light and dark."""
        bench, window = self._bench, self._window
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in exports])
        self._rest()
        hands.drag_over(window, window.rect().center(), data, lets_go=False)
        self._take("drop")
        hands.drag_over(window, window.rect().center(), data)
        self._rest()
        self._take("look")
        bench.imports.page.import_wanted.emit()
        self._rest()
        self._take("done")
        bench.imports.done_page.template_wanted.emit("abandoned_cart", exports[0].stem)
        self._rest()
        self._take("template")
        bench.scenario.runner.run()
        self._rest()
        self._take("counts")
        bench.scenario.editor.save()
        window.show_place(PlaceName.RESULTS)
        self._rest()
        self._take("results")

    def _take(self, step: str) -> None:
        for mode in (Mode.LIGHT, Mode.DARK):
            self._appearance.choose(mode)
            self._rest()
            self._window.statusBar().clearMessage()
            number = STEPS.index(step) + 1
            self._window.grab().save(str(self._out / f"story-{number}-{step}-{mode.value}.png"))
