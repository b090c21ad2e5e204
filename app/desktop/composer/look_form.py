"""What stands over the whole report: title, text, light or dark, a client's colour and logo."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QLineEdit, QWidget

from app.desktop.shell.dialogs import ask_open
from app.reports.documents.composing.composition import Composition, Theme
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row

_THEMES: tuple[tuple[Theme, str], ...] = (
    ("reader", "Light or dark, as the reader’s device"),
    ("light", "Light"),
    ("dark", "Dark"),
)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class LookForm(QWidget):
    """Says which field is to be changed, and to what."""

    edited = Signal(str, str)  # field, value
    logo_wanted = Signal(object)  # Path

    def __init__(self) -> None:
        super().__init__()
        self._now = Composition()
        self._title = self._line("composer_title", "Title")
        self._text = self._line("composer_text", "Text under the title")
        self._theme = ComboBox()
        self._theme.setObjectName("composer_theme")
        self._theme.setAccessibleName("Light or dark")
        self._theme.addItems([words for _, words in _THEMES])
        self._theme.activated.connect(lambda at: self.edited.emit("theme", _THEMES[at][0]))
        self._colour = self._line("composer_colour", "Client’s colour")
        self._colour.setPlaceholderText("our own, or #d9480f")
        self._pick = button("Pick…", "quiet", name="composer_pick", on_click=self._ask_colour)
        self._choose = button("Choose logo…", "quiet", name="composer_logo", on_click=self._ask_logo)
        self._remove = button("No logo", "quiet", name="composer_no_logo", on_click=self._drop_logo)
        self._lay_out()

    def show_composition(self, composition: Composition, title: str, text: str) -> None:
        """As it stands; the report's own title and text where it has no other."""
        self._now = composition
        self._title.setText(composition.title)
        self._title.setPlaceholderText(" ".join(title.split()))
        self._text.setText(composition.text)
        self._text.setPlaceholderText(" ".join(text.split()) or "None")
        self._theme.setCurrentIndex([theme for theme, _ in _THEMES].index(composition.theme))
        self._colour.setText(composition.colour)
        self._remove.setEnabled(bool(composition.logo))

    def tell_now(self) -> None:
        """Whatever was typed and not told yet."""
        for field, line in (("title", self._title), ("text", self._text)):
            if line.text().strip() != getattr(self._now, field):
                self.edited.emit(field, line.text().strip())
        self._tell_colour()

    def _line(self, name: str, words: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setMaxLength(500)
        made.editingFinished.connect(self.tell_now)
        return made

    def _lay_out(self) -> None:
        lines = column(self, gap=STEP // 2)
        for words, field in (("Title", self._title), ("Text", self._text), ("Colours", self._theme)):
            lines.addWidget(label(words, "small"))
            lines.addWidget(field)
        colours = row(gap=STEP)
        colours.addWidget(self._colour, 1)
        colours.addWidget(self._pick)
        lines.addLayout(colours)
        logos = row(gap=STEP)
        logos.addWidget(self._choose)
        logos.addWidget(self._remove)
        logos.addStretch(1)
        lines.addLayout(logos)

    def _tell_colour(self) -> None:
        wanted = self._colour.text().strip().lower()
        if wanted and not _COLOUR.fullmatch(wanted):
            self._colour.setText(self._now.colour)
        elif wanted != self._now.colour:
            self.edited.emit("colour", wanted)

    def _ask_colour(self) -> None:
        dialog = QColorDialog(QColor(self._now.colour or "#5457d6"), self.window())
        dialog.setObjectName("colour_dialog")
        dialog.colorSelected.connect(lambda colour: self.edited.emit("colour", colour.name()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_logo(self) -> None:
        kinds = "Pictures (*.png *.jpg *.jpeg)"
        ask_open(self.window(), "Choose logo", kinds, Path.home(), lambda paths: self.logo_wanted.emit(paths[0]))

    def _drop_logo(self) -> None:
        self.edited.emit("logo", "")
