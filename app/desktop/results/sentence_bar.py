"""A definition as a sentence in the window: its parts are buttons that open what they can become."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.desktop.shell.dialogs import ask_text
from app.reports.sentence import Part, Sentence
from app.ui.flow_layout import FlowLayout
from app.ui.widgets import button, label

_MOST_CHOICES = 60
_QUESTIONS = {
    "days": "How many days?",
    "day": "Which day? Write it like 2024-05-31.",
    "formula": "Which formula? Write it like A/B or (A-B)*100.",
}


class SentenceBar(QWidget):
    """Says the sentence; tells which part shall become what."""

    changed = Signal(str, str)  # field, value

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._words = FlowLayout(self)

    def say(self, sentence: Sentence) -> None:
        """Show this sentence in place of the one before."""
        while (item := self._words.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for each in sentence:
            self._words.addWidget(label(each, "quiet") if isinstance(each, str) else self._button(each))
        self.updateGeometry()

    def _button(self, part: Part) -> QPushButton:
        made = button(_literal(part.words), "quiet", name=f"{self.objectName()}_{part.field.replace(' ', '_')}")
        made.setAccessibleName(f"{part.words}, change")
        menu = QMenu(made)
        for choice in part.choices[:_MOST_CHOICES]:
            menu.addAction(_literal(choice.words), partial(self.changed.emit, part.field, choice.value))
        if len(part.choices) > _MOST_CHOICES or part.typed:
            menu.addSeparator()
            menu.addAction("Other…", partial(self._ask, part)).setObjectName(f"{made.objectName()}_other")
        made.setMenu(menu)
        return made

    def _ask(self, part: Part) -> None:
        question = _QUESTIONS.get(part.typed, "Which one?")
        ask_text(self.window(), "Change", question, partial(self.changed.emit, part.field))


def _literal(words: str) -> str:
    """Words in which no letter is taken for a key of the menu."""
    return words.replace("&", "&&")
