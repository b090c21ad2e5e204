"""What can be said of the chosen section: its heading, its words, whether it shows chart, table or both."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.reports.documents.composing.composed import heading_of
from app.reports.documents.composing.composition import Face, PartSection, ReportSection, Section, TextSection
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.widgets import column, label

_FACES: tuple[tuple[str, tuple[Face, ...]], ...] = (
    ("Chart and table", ("chart", "table")),
    ("Chart alone", ("chart",)),
    ("Table alone", ("table",)),
)
_TEXT_HIGH = 96


class _Words(QPlainTextEdit):
    """Says that it was changed when one leaves it."""

    left = Signal()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]  # QFocusEvent, as Qt gives it
        self.left.emit()


class SectionForm(QWidget):
    """Edits one section at a time."""

    edited = Signal(object)  # Section

    def __init__(self) -> None:
        super().__init__()
        self._section: Section | None = None
        self._heading_label = label("Heading", "small")
        self._heading = QLineEdit()
        self._heading.setObjectName("composer_heading")
        self._heading.setAccessibleName("Heading of the section")
        self._heading.editingFinished.connect(self._tell)
        self._words = _Words()
        self._words.setObjectName("composer_words")
        self._words.setAccessibleName("Text of the section; an empty line begins a paragraph")
        self._words.setFixedHeight(_TEXT_HIGH)
        self._words.setTabChangesFocus(True)
        self._words.left.connect(self._tell)
        self._faces = ComboBox()
        self._faces.setObjectName("composer_faces")
        self._faces.setAccessibleName("What the section shows")
        self._faces.addItems([words for words, _ in _FACES])
        self._faces.activated.connect(self._tell)
        lines = column(self, gap=STEP // 2)
        for each in (self._heading_label, self._heading, self._words, self._faces):
            lines.addWidget(each)
        self.show_section(None)

    def show_section(self, section: Section | None) -> None:
        """Edit this one; None for none."""
        self._section = section
        has_heading = isinstance(section, ReportSection | TextSection)
        self._heading_label.setVisible(has_heading)
        self._heading.setVisible(has_heading)
        self._words.setVisible(isinstance(section, TextSection))
        self._faces.setVisible(isinstance(section, ReportSection))
        if section is None or isinstance(section, PartSection):
            return
        self._heading.setText(section.heading)
        if isinstance(section, TextSection):
            self._heading.setPlaceholderText("No heading")
            if self._words.toPlainText() != section.text:
                self._words.setPlainText(section.text)
        else:
            self._heading.setPlaceholderText(heading_of(section.model_copy(update={"heading": ""})))
            self._faces.setCurrentIndex(
                next(at for at, (_, faces) in enumerate(_FACES) if set(faces) == set(section.show))
            )

    def begin_writing(self) -> None:
        """The keyboard to the words of a text."""
        self._words.setFocus()

    def tell_now(self) -> None:
        """Whatever was typed and not told yet."""
        self._tell()

    def _tell(self) -> None:
        section = self._section
        heading = self._heading.text().strip()
        if isinstance(section, TextSection):
            edited: Section = section.model_copy(update={"heading": heading, "text": self._words.toPlainText()})
        elif isinstance(section, ReportSection):
            faces = _FACES[self._faces.currentIndex()][1]
            shown = section.show if set(faces) == set(section.show) else faces
            edited = section.model_copy(update={"heading": heading, "show": shown})
        else:
            return
        if edited != section:
            self._section = edited
            self.edited.emit(edited)
