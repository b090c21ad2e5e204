"""What one edits with: palette, canvas, inspector and problems of one session."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QLayout, QSplitter, QWidget

from app.canvas.panels.empty_guide import EmptyGuide
from app.canvas.panels.inspector import Inspector
from app.canvas.panels.outline_panel import OutlinePanel
from app.canvas.panels.palette_panel import PalettePanel
from app.canvas.panels.problem_list import ProblemList
from app.canvas.routing.routes import Routes
from app.canvas.session import ScenarioSession
from app.canvas.view import CanvasView
from app.desktop.scenario.stage_memory import StageMemory
from app.guides.templates import bundled_templates
from app.look.palette import Palette
from app.ui.theme import STEP, beside_words
from app.ui.widgets import column

PALETTE_WIDTH, INSPECTOR_WIDTH = 150, 274  # of a window 1,280 wide the canvas has 60 %
NARROW = 1000
"""In less than that the canvas would be hardly wider than the panels: the inspector gives way until it is asked for."""

LEAST_STAGE = 376
"""The canvas is never narrower for a second panel's sake: so wide, it shows eleven nodes with all their names."""
STAGE_BESIDE_LISTS = 280
"""Customers beside a lesson leave it that in the smallest window."""

OUTLINE_WIDTH = 30 * STEP
PROBLEMS_HEIGHT = 17 * STEP
STEPS_AT_ONCE = 300  # of filling the canvas: some 10 ms
SIGHT_AFTER_MS = 400  # without scrolling or zooming, where one is is remembered
_OFFERED_AT_FIRST = 5
_FOLDED = "The settings are folded away: Ctrl+], or the sign at the end of the bar, opens them."


class EditingArea(QWidget):
    """Made anew for each session, so that nothing of another one lingers.

    With `routes` the canvas is filled between the window's other work, unless that takes no time: see `filled`.
    """

    filled = Signal()
    folded_changed = Signal()
    said = Signal(str)  # for the status bar

    def __init__(
        self,
        session: ScenarioSession,
        palette: Palette,
        routes: Routes | None = None,
        memory: StageMemory | None = None,
    ) -> None:
        super().__init__()
        self.session = session
        self._memory = memory or StageMemory()
        self._is_presenting = self._is_narrow = self._has_folded_itself = self._has_said = False
        self._palette_was_shown = self._outline_was_shown = False
        self._is_place_lent, self._had_inspector = False, True
        self._gave_way: QWidget | None = None  # the panel that will be back once there is room for both
        self.view = CanvasView(session, palette, routes=routes)
        self.is_filled = self.view.fill(STEPS_AT_ONCE)
        self._filling = QTimer(self)
        self._filling.timeout.connect(self._fill)
        if not self.is_filled:
            self._filling.start(0)
        self._show_what_is_asked_for(session)
        self.palette_panel = PalettePanel(session, palette)
        self.inspector = Inspector(session, palette, opened=self._memory.opened_groups)
        self.inspector.opened_changed.connect(self._memory.remember_groups)
        self.problems = ProblemList(session, palette)
        self.outline = OutlinePanel(session, palette, self.view.actions())
        self.outline.hide()
        offered = [(template.id, template.title) for template in bundled_templates()[:_OFFERED_AT_FIRST]]
        self.guide = EmptyGuide(self.view.viewport(), session, palette, offered)
        self.view.camera.moved.connect(self.guide.stay)
        self._panels: dict[str, QWidget] = {"palette": self.palette_panel, "inspector": self.inspector}
        self._lay_out()
        for name, panel in self._panels.items():
            panel.setVisible(self._is_wanted(name))
        if self._memory.has_outline:
            self._palette_was_shown = self._memory.is_open("palette")
            self.palette_panel.hide()
            self.outline.show()
        self._show_problems()
        session.problems_changed.connect(self._show_problems)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SIGHT_AFTER_MS)
        self._settled.timeout.connect(self._remember_sight)

    def _show_what_is_asked_for(self, session: ScenarioSession) -> None:
        """By keys and double clicks at once, by a click on a card once it is no double one: that has to find it."""
        for wanted in (session.editing_wanted, session.mending_wanted):
            wanted.connect(lambda *_: self.show_panel("inspector", is_open=True))
        session.empty_clicked.connect(self._show_settings)
        once = QTimer(self)
        once.setSingleShot(True)
        once.setInterval(QApplication.doubleClickInterval())
        once.timeout.connect(self._show_form)
        session.node_clicked.connect(once.start)

    def is_open(self, panel: str) -> bool:
        """Whether the palette, or the inspector, is there to be seen."""
        return not self._panels[panel].isHidden()

    def show_panel(self, panel: str, *, is_open: bool) -> None:
        """Open the palette or the inspector, or fold it away; the canvas keeps its place on the screen."""
        if is_open == self.is_open(panel):
            return
        if not is_open and self._panels[panel].isAncestorOf(self.focusWidget() or self):
            self.view.setFocus()
        self._panels[panel].setVisible(is_open)
        places = {"palette": (self.palette_panel, self.outline), "inspector": (self.inspector,)}
        if self._gave_way in places[panel]:
            self._gave_way = None
        self._share_room(self._panels[panel])
        if panel == "inspector":
            self._has_folded_itself = self._has_said = False
        if not self._is_presenting and not self._is_narrow:
            self._memory.remember_panels([name for name in self._panels if not self._will_be_open(name)])
        self.folded_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the inspector folds away by itself, and is back in a wide one."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < beside_words(NARROW)
        if is_narrow is not self._is_narrow:
            self._is_narrow = True  # what folds and opens by itself is not remembered
            if not self._is_presenting:
                is_wanted = self._memory.is_open("inspector")
                if self.is_open("inspector") is not (is_wanted and not is_narrow):
                    self.view.camera.frame_beside()
                self.show_panel("inspector", is_open=is_wanted and not is_narrow)
                self._has_folded_itself = is_narrow and is_wanted
            self._is_narrow = is_narrow
        self._share_room(self.inspector)

    def minimumSizeHint(self) -> QSize:
        """Room for the canvas and one panel beside it: what stands beside the area leaves it that."""
        beside = 0 if self._is_presenting else INSPECTOR_WIDTH
        width = STAGE_BESIDE_LISTS if self._is_place_lent else LEAST_STAGE + beside
        return QSize(width, super().minimumSizeHint().height())

    def lend_place(self, *, is_lent: bool) -> None:
        """Others stand in the place of the inspector, or do so no more."""
        if is_lent:
            self._had_inspector = self.is_open("inspector") or self._gave_way is self.inspector
            self._gave_way = None if self._gave_way is self.inspector else self._gave_way
        self._is_place_lent = is_lent
        self.inspector.setVisible(self._had_inspector and not is_lent and not self._is_presenting)
        self.updateGeometry()
        self._share_room(self.inspector)

    def _share_room(self, wanted: QWidget) -> None:
        """What would leave the canvas less than it needs gives way to the wanted panel, or to who has its place.

        It is back as soon as there is room for it.
        """
        if self._is_presenting:
            return
        beside = [panel for panel in (self._left, self.inspector) if not panel.isHidden()]
        giving = [panel for panel in beside if panel is not wanted]
        if giving and (len(beside) > 1 or self._is_place_lent) and self._stage_beside(*beside) < LEAST_STAGE:
            self._gave_way = giving[0]
            beside.remove(giving[0])
            if giving[0].isAncestorOf(self.focusWidget() or self):
                self.view.setFocus()
            giving[0].hide()
            self.folded_changed.emit()
        elif self._gave_way is not None and self._stage_beside(*beside, self._gave_way) >= LEAST_STAGE:
            beside.append(self._gave_way)
            self._gave_way.show()
            self._gave_way = None
            self.folded_changed.emit()
        self._middle.setMinimumWidth(max(0, min(LEAST_STAGE, self._stage_beside(*beside))))

    @property
    def _left(self) -> QWidget:
        """Outline or palette, which have one place."""
        has_outline = not self.outline.isHidden() or self._gave_way is self.outline
        return self.outline if has_outline else self.palette_panel

    def _stage_beside(self, *panels: QWidget) -> int:
        """How wide the canvas would be beside these, as narrow as they get."""
        return self.width() - sum(_least_width(panel) + self._whole.handleWidth() for panel in panels)

    def _show_settings(self) -> None:
        """A click on the empty canvas asks for the settings; who folded them away by hand is told of the way, once."""
        if self._is_presenting or self._is_place_lent or self.is_open("inspector"):
            return
        if self._has_folded_itself:
            self.show_panel("inspector", is_open=True)
        elif not self._has_said:
            self._has_said = True
            self.said.emit(_FOLDED)

    def _show_form(self) -> None:
        """A click on a card asks for what is set on it, where the inspector has made room by itself."""
        is_busy = QApplication.mouseButtons() != Qt.MouseButton.NoButton  # it is carried meanwhile
        if self._has_folded_itself and not (self._is_presenting or self._is_place_lent or is_busy):
            self.show_panel("inspector", is_open=True)

    def _is_wanted(self, panel: str) -> bool:
        has_place = panel != "inspector" or not (self._is_narrow or self._is_place_lent)
        return self._memory.is_open(panel) and has_place

    def _will_be_open(self, panel: str) -> bool:
        """Whether it is to be seen once the outline has left the palette's place."""
        is_covered = panel == "palette" and not self.outline.isHidden()
        return self._palette_was_shown if is_covered else self.is_open(panel)

    def toggle_panel(self, panel: str) -> None:
        """Open what is folded, fold what is open."""
        self.show_panel(panel, is_open=not self.is_open(panel))

    def toggle_panels(self) -> None:
        """Fold both panels away or, where both are, open both."""
        is_open = not any(map(self.is_open, self._panels))
        for panel in self._panels:
            self.show_panel(panel, is_open=is_open)

    def present(self, *, is_on: bool) -> None:
        """The canvas alone, or with the panels that were there before."""
        if is_on:
            self._outline_was_shown = self.outline.isVisible()
        self._is_presenting = True  # what is folded and opened here is not remembered
        for panel in self._panels:
            self.show_panel(panel, is_open=not is_on and self._is_wanted(panel))
        self.show_outline(is_shown=self._outline_was_shown and not is_on)
        self._is_presenting = is_on
        self._show_problems()
        self.view.setFocus()

    @property
    def regions(self) -> list[QWidget]:
        """The parts that the keyboard goes around, those in sight and those not."""
        return [self.palette_panel, self.outline, self.view, self.problems, self.inspector]

    def show_outline(self, *, is_shown: bool) -> None:
        """Show the outline in the place of the palette, with the keyboard on it; or the palette again."""
        if is_shown == self.outline.isVisible():
            return
        if is_shown:
            self._palette_was_shown = self.palette_panel.isVisible() or self._gave_way is self.palette_panel
        if self._gave_way is self._left:
            self._gave_way = None
        self.outline.setVisible(is_shown)
        self.palette_panel.setVisible(self._palette_was_shown and not is_shown and not self._is_presenting)
        self._share_room(self._left)
        (self.outline if is_shown else self.view).setFocus()
        if not self._is_presenting:
            self._memory.remember_outline(is_shown=is_shown)
        self.folded_changed.emit()

    def show_first(self) -> None:
        """Show the whole graph, or what was seen of it last."""
        camera, sight = self.view.camera, self._memory.sight(self.session.origin)
        if sight is None:
            camera.fit()
        else:
            camera.look(sight)
        camera.moved.connect(self._settled.start)

    def show_palette(self, palette: Palette) -> None:
        """Show everything in other colours."""
        for part in (self.view, self.guide, self.palette_panel, self.outline, self.inspector, self.problems):
            part.show_palette(palette)

    def _lay_out(self) -> None:
        self._middle = middle = QSplitter(Qt.Orientation.Vertical)
        middle.addWidget(self.view)
        middle.addWidget(self.problems)
        middle.setStretchFactor(0, 1)
        middle.setSizes([1000, PROBLEMS_HEIGHT])
        middle.setChildrenCollapsible(False)
        self.view.camera.below = lambda: middle.height() - self.view.height()
        self._whole = whole = QSplitter()
        for widget in (self.palette_panel, self.outline, middle, self.inspector):
            whole.addWidget(widget)
            whole.setStretchFactor(whole.count() - 1, int(widget is middle))
        beside = beside_words(PALETTE_WIDTH), beside_words(INSPECTOR_WIDTH)
        self.palette_panel.setMinimumWidth(beside[0])
        self.inspector.setMinimumWidth(beside[1])
        whole.setSizes([beside[0], beside_words(OUTLINE_WIDTH), 1000, beside[1]])
        whole.setChildrenCollapsible(False)
        lines = column(self, gap=0)
        lines.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # panels give way instead
        lines.addWidget(whole)

    def _fill(self) -> None:
        if self.view.fill(STEPS_AT_ONCE):
            self._filling.stop()
            self.is_filled = True
            self.filled.emit()

    def _show_problems(self) -> None:
        is_shown = bool(self.session.problems) and not self._is_presenting
        if is_shown and not self.session.is_checked:
            self.view.camera.frame_beside()  # what it is opened with: all of it stays in sight
        self.problems.setVisible(is_shown)

    def _remember_sight(self) -> None:
        if not self._is_presenting:
            self._memory.remember_sight(self.session.origin, self.view.camera.sight)


def _least_width(panel: QWidget) -> int:
    return max(panel.minimumWidth(), panel.minimumSizeHint().width())
