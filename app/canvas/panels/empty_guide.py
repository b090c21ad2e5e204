"""An empty canvas asks what starts the journey."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.canvas.kind_tiles import kind_icon
from app.canvas.operations.adding import Landing, landed
from app.canvas.session import ScenarioSession
from app.look.palette import Palette
from app.nodes.catalogue import KINDS
from app.ui.plain_text import label, tooltip

_ICON, _WIDTH = 24, 440


class EmptyGuide(QFrame):
    """The entries and the templates as buttons in the middle of a canvas on which nothing stands."""

    template_wanted = Signal(str)
    gallery_wanted = Signal()

    def __init__(
        self, canvas: QWidget, session: ScenarioSession, palette: Palette, templates: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(canvas)
        self.setObjectName("emptyGuide")
        self.setProperty("role", "card")
        self._session = session
        self._entries = {type_: QPushButton(kind.title, self) for type_, kind in KINDS.items() if kind.is_entry}
        for type_, made in self._entries.items():
            made.setObjectName(f"begin_with_{type_}")
            made.setToolTip(tooltip(KINDS[type_].summary))
            made.setIconSize(QSize(_ICON, _ICON))
            made.clicked.connect(partial(self._begin, type_))
        self._lay_out(templates)
        self.show_palette(palette)
        session.changed.connect(self.stay)
        self.stay()

    def stay(self) -> None:
        """Stand in the middle of the canvas while nothing else stands there."""
        canvas = self.parentWidget()
        self.setVisible(not self._session.scenario.nodes and not self._session.scenario.notes)
        if canvas is not None and self.isVisibleTo(canvas):
            size = QSize(min(_WIDTH, canvas.width()), self.heightForWidth(_WIDTH))
            self.resize(size.expandedTo(self.minimumSizeHint()))
            self.move((canvas.width() - self.width()) // 2, max(0, (canvas.height() - self.height()) // 2))

    def show_palette(self, palette: Palette) -> None:
        """Show the tiles in other colours."""
        for type_, made in self._entries.items():
            made.setIcon(kind_icon(KINDS[type_], palette))

    def _lay_out(self, templates: Sequence[tuple[str, str]]) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(16)
        layout.addWidget(_words("What starts the journey?", "heading"))
        layout.addLayout(_in_two(list(self._entries.values())))
        layout.addWidget(_words("Or begin with a template, and change what you like.", "quiet"))
        offered = []
        for template_id, title in templates:
            made = QPushButton(title, self)
            made.setObjectName(f"begin_with_template_{template_id}")
            made.clicked.connect(partial(self.template_wanted.emit, template_id))
            offered.append(made)
        gallery = QPushButton("All templates…", self)
        gallery.setObjectName("begin_with_gallery")
        gallery.clicked.connect(self.gallery_wanted)
        offered.append(gallery)
        layout.addLayout(_in_two(offered))
        layout.addWidget(_words("Or drag a node from the palette, or double-click anywhere.", "faint"))

    def _begin(self, type_: str, _checked: bool = False) -> None:
        edit, node_id = landed(self._session.scenario, type_, Landing())
        self._session.perform(edit)
        self._session.select([node_id])
        self._session.node_wanted.emit(node_id)
        self._session.editing_wanted.emit()


def _words(text: str, role: str) -> QWidget:
    made = label(text)
    made.setProperty("role", role)
    made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return made


def _in_two(buttons: Sequence[QPushButton]) -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(8)
    for index, made in enumerate(buttons):
        grid.addWidget(made, index // 2, index % 2)
    return grid
