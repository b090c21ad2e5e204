"""The inspector: the form of the selected node or, with nothing selected, of the scenario itself."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.canvas.forms.offers import Offers, offers_of
from app.canvas.items.drawing_tools import DrawingTools
from app.canvas.panels.keeping_place import change_in_place
from app.canvas.panels.node_page import NodePage
from app.canvas.panels.scenario_page import ScenarioPage
from app.canvas.session import ScenarioSession
from app.errors import Problem
from app.look.palette import Palette
from app.scenario.graph import Edge
from app.ui.plain_text import label

Page = NodePage | ScenarioPage
_LOOK_AGAIN_MS = 40


class Inspector(QFrame):
    """Holds one page at a time; a change made elsewhere shows at once."""

    opened_changed = Signal(object)  # set[str], the groups of settings that are unfolded

    def __init__(
        self,
        session: ScenarioSession,
        palette: Palette,
        parent: QWidget | None = None,
        opened: Iterable[str] = (),
    ) -> None:
        super().__init__(parent)
        self._opened = set(opened)
        self._scrolled: dict[object, int] = {}  # how far down each page was left
        self.setObjectName("inspector")
        self.setProperty("role", "panel")
        self.setAccessibleName("Inspector")
        self._session = session
        self._tools = DrawingTools(palette)
        self._page: Page | None = None
        self._shown: object = None
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard is in its fields, where one sees it
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        self._held = QTimer(self, interval=_LOOK_AGAIN_MS, singleShot=True)
        self._held.timeout.connect(self._show_problems)
        session.selection_changed.connect(self._turn)
        session.changed.connect(self._refresh)
        session.problems_changed.connect(self._show_problems)
        session.summary_changed.connect(self._refresh)
        session.beside_changed.connect(self._refresh)
        session.editing_wanted.connect(self._take_focus)
        session.mending_wanted.connect(self._take_focus)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._settle)
        self._turn()

    def show_palette(self, palette: Palette) -> None:
        """Show everything in other colours."""
        self._tools = DrawingTools(palette)
        if isinstance(self._page, NodePage):
            self._page.show_tools(self._tools)

    def _turn(self) -> None:
        """Show the page for what is selected now; the page that is right already stays."""
        selection = self._session.selection
        wanted: object = "scenario"
        if len(selection.nodes) == 1 and not selection.edges:
            wanted = next(iter(selection.nodes))
        elif selection:
            wanted = selection
        if wanted == self._shown:
            return
        self._scrolled[self._shown] = self._scroll.verticalScrollBar().value()
        self._shown = wanted
        self._page = None
        if wanted == "scenario":
            self._page = ScenarioPage(self._session, self._offers, frozenset(self._opened))
            self._page.turned.connect(self._note_group)
            self._put(self._page)
        elif len(selection.nodes) == 1 and not selection.edges:
            self._page = NodePage(self._session, next(iter(selection.nodes)), self._offers, self._tools)
            self._put(self._page)
        else:
            self._put(self._words())
        if self._page is not None:
            self._page.show_problems()

    def _put(self, page: QWidget) -> None:
        page.setProperty("role", "panel")
        left = self._scroll.widget()
        if left is not None:
            left.hide()  # a field that is being written in ends that while its page is still whole
        self._scroll.setWidget(page)
        page.adjustSize()  # before the next event, so that the page can be where it was left
        self._scroll.verticalScrollBar().setValue(self._scrolled.get(self._shown, 0))

    def _note_group(self, group: str, is_open: bool) -> None:
        self._opened = self._opened | {group} if is_open else self._opened - {group}
        self.opened_changed.emit(set(self._opened))

    def _words(self) -> QWidget:
        """What is said where there is nothing to fill in."""
        selection = self._session.selection
        page = QFrame()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        if len(selection.edges) == 1 and not selection.nodes:
            title, words = "Wire", self._wire_words(next(iter(selection.edges)))
        elif len(selection.notes) == 1 and not selection.nodes and not selection.edges:
            title = "Note"
            words = "F2 or a double-click writes its text. What lies in it moves along; its corner makes it larger."
        else:
            title = f"{len(selection.nodes) + len(selection.edges) + len(selection.notes)} selected"
            words = "Drag to move them together. Edit has what else can be done with them, and the keys for it."
        heading = label(title, name="inspectorTitle")
        heading.setProperty("role", "heading")
        layout.addWidget(heading)
        quiet = label(words)
        quiet.setProperty("role", "quiet")
        layout.addWidget(quiet)
        layout.addStretch(1)
        return page

    def _wire_words(self, edge: Edge) -> str:
        scenario = self._session.scenario
        source, target = scenario.node(edge.source), scenario.node(edge.target)
        ends = f"From “{source.label}” ({edge.port}) to “{target.label}”."
        return f"{ends} Drag its end to plug it elsewhere; Edit has the keys that delete it."

    def _refresh(self) -> None:
        if isinstance(self._page, NodePage) and not any(
            node.id == self._page.node_id for node in self._session.scenario.nodes
        ):
            return
        if self._page is not None:
            change_in_place(self._scroll, self._page.refresh)

    def _show_problems(self) -> None:
        """Say what was found wrong; not while the mouse is held down: a button would move away from under it."""
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._held.start()
        elif self._page is not None:
            change_in_place(self._scroll, self._page.show_problems)

    def _take_focus(self, problem: Problem | None = None) -> None:
        """Let the keyboard be in the form, at the field of a problem; what is in the field is selected."""
        if self._page is not None:
            field = self._page.field_of(problem) if problem is not None else None
            (field or self._page).setFocus(Qt.FocusReason.TabFocusReason)

    def _settle(self) -> None:
        """Going to another field ends what was one step."""
        self._session.settle()

    def _offers(self) -> Offers:
        return offers_of(self._session.scenario, self._session.schema, self._session.beside)
