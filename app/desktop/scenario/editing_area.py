"""What one edits with: palette, canvas, inspector and problems of one session."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from app.canvas.panels.inspector import Inspector
from app.canvas.panels.outline_panel import OutlinePanel
from app.canvas.panels.palette_panel import PalettePanel
from app.canvas.panels.problem_list import ProblemList
from app.canvas.routing.routes import Routes
from app.canvas.session import ScenarioSession
from app.canvas.view import CanvasView
from app.look.palette import Palette
from app.ui.theme import STEP
from app.ui.widgets import column

PALETTE_WIDTH = 25 * STEP
OUTLINE_WIDTH = 30 * STEP
INSPECTOR_WIDTH = 39 * STEP
PROBLEMS_HEIGHT = 17 * STEP
STEPS_AT_ONCE = 300  # of filling the canvas: some 10 ms


class EditingArea(QWidget):
    """Made anew for each session, so that nothing of another one lingers.

    With `routes` the canvas is filled between the window's other work, unless that takes no time: see `filled`.
    """

    filled = Signal()

    def __init__(self, session: ScenarioSession, palette: Palette, routes: Routes | None = None) -> None:
        super().__init__()
        self.session = session
        self._palette_was_shown = True
        self.view = CanvasView(session, palette, routes=routes)
        self.is_filled = self.view.fill(STEPS_AT_ONCE)
        self._filling = QTimer(self)
        self._filling.timeout.connect(self._fill)
        if not self.is_filled:
            self._filling.start(0)
        self.palette_panel = PalettePanel(session, palette)
        self.inspector = Inspector(session, palette)
        self.problems = ProblemList(session, palette)
        self.outline = OutlinePanel(session, palette, self.view.actions())
        self.outline.hide()
        middle = QSplitter(Qt.Orientation.Vertical)
        middle.addWidget(self.view)
        middle.addWidget(self.problems)
        middle.setStretchFactor(0, 1)
        middle.setSizes([1000, PROBLEMS_HEIGHT])
        middle.setChildrenCollapsible(False)
        whole = QSplitter()
        for widget in (self.palette_panel, self.outline, middle, self.inspector):
            whole.addWidget(widget)
            whole.setStretchFactor(whole.count() - 1, int(widget is middle))
        whole.setSizes([PALETTE_WIDTH, OUTLINE_WIDTH, 1000, INSPECTOR_WIDTH])
        whole.setChildrenCollapsible(False)
        column(self, gap=0).addWidget(whole)
        self.problems.setVisible(bool(session.problems))
        session.problems_changed.connect(lambda: self.problems.setVisible(bool(session.problems)))

    def _fill(self) -> None:
        if self.view.fill(STEPS_AT_ONCE):
            self._filling.stop()
            self.is_filled = True
            self.filled.emit()

    def show_whole(self) -> None:
        """Show the whole graph."""
        self.view.camera.fit()

    @property
    def regions(self) -> list[QWidget]:
        """The parts that the keyboard goes around, those in sight and those not."""
        return [self.palette_panel, self.outline, self.view, self.problems, self.inspector]

    def show_outline(self, *, is_shown: bool) -> None:
        """Show the outline in the place of the palette, with the keyboard on it; or the palette again."""
        if is_shown == self.outline.isVisible():
            return
        if is_shown:
            self._palette_was_shown = self.palette_panel.isVisible()
        self.outline.setVisible(is_shown)
        self.palette_panel.setVisible(self._palette_was_shown and not is_shown)
        (self.outline if is_shown else self.view).setFocus()

    def show_palette(self, palette: Palette) -> None:
        """Show everything in other colours."""
        for part in (self.view, self.palette_panel, self.outline, self.inspector, self.problems):
            part.show_palette(palette)
