"""A definition as a sentence in the window: its parts are buttons that open what they can become."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget

from app.desktop.results.report.conditions_dialog import ask_conditions
from app.desktop.shell.dialogs import ask_text
from app.reports.definition.sentence import Part, Sentence
from app.ui.flow_layout import BREAKS, FlowLayout
from app.ui.widgets import button, label

_MOST_CHOICES = 60
_QUESTIONS = {
    "days": "How many days?",
    "day": "Which day? Write it like 2024-05-31.",
    "zone": "Which time zone? Write it like Europe/Berlin.",
    "amount": "How much?",
    "sizes": "How large should the groups be to one another? Write it like 90, 10.",
    "formula": "Which formula? Write it like A/B or (A-B)*100.",
}


class SentenceBar(QWidget):
    """Says the sentence; tells which part shall become what."""

    changed = Signal(str, str)  # field, value

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._words = FlowLayout(self)
        self._fields: list[str | None] = []
        self._widgets: list[QWidget] = []
        self._awaited: Sentence | None = None  # what is to be said once no menu is open

    def say(self, sentence: Sentence) -> None:
        """Show this sentence in place of the one before; the keyboard stays at the part where it is.

        While somebody looks at what a part can become, the sentence stays as it is.
        """
        if any(menu.isVisible() for menu in self.findChildren(QMenu)):
            self._awaited = sentence
            return
        self._awaited = None
        if not self._fits(sentence):
            self._make_anew(sentence)
        for widget, each in zip(self._widgets, sentence, strict=True):
            if isinstance(widget, QPushButton) and isinstance(each, Part):
                self._fill(widget, each)
            elif isinstance(widget, QLabel) and isinstance(each, str):
                widget.setText(each)
        self.updateGeometry()

    def height_of_rows(self, width: int, most: int) -> int:
        """How high so many of its rows are."""
        return self._words.height_of_rows(width, most)

    def _fits(self, sentence: Sentence) -> bool:
        """Whether it has the parts of the one before, so that each button can stay where it is."""
        return [_field(each) for each in sentence] == self._fields

    def _make_anew(self, sentence: Sentence) -> None:
        at = self.focusWidget()
        held = at.objectName() if at is not None and at.hasFocus() else ""
        self._words.let_go()
        for widget in self._widgets:
            widget.setObjectName("")
            widget.hide()
            widget.deleteLater()
        self._fields = [_field(each) for each in sentence]
        self._widgets = [_words() if isinstance(each, str) else self._button(each) for each in sentence]
        for widget in self._widgets:
            self._words.addWidget(widget)
        if held and (part := self.findChild(QPushButton, held)) is not None:
            part.setFocus()

    def _button(self, part: Part) -> QPushButton:
        made = button("", "part", name=f"{self.objectName()}_{part.field.replace(' ', '_')}")
        menu = QMenu(made)
        menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self, self._say_awaited))
        made.setMenu(menu)
        return made

    def _fill(self, made: QPushButton, part: Part) -> None:
        made.setText(_literal(part.words))
        made.setAccessibleName(f"{part.words}, change")
        menu = made.menu()
        assert isinstance(menu, QMenu)  # every part has one
        menu.clear()
        for choice in part.choices[:_MOST_CHOICES]:
            menu.addAction(_literal(choice.words), partial(self.changed.emit, part.field, choice.value))
        if part.clauses is not None:
            menu.addAction("Conditions…", partial(self._ask_conditions, part)).setObjectName(f"{made.objectName()}_ask")
        if len(part.choices) > _MOST_CHOICES or part.typed:
            menu.addSeparator()
            menu.addAction("Other…", partial(self._ask, part)).setObjectName(f"{made.objectName()}_other")

    def _say_awaited(self) -> None:
        if self._awaited is not None:
            self.say(self._awaited)

    def _ask(self, part: Part) -> None:
        question = _QUESTIONS.get(part.typed, "Which one?")
        ask_text(self.window(), "Change", question, partial(self.changed.emit, part.field))

    def _ask_conditions(self, part: Part) -> None:
        assert part.clauses is not None  # such a part alone asks
        ask_conditions(self.window(), part.clauses, partial(self.changed.emit, part.field))


def _literal(words: str) -> str:
    """Words in which no letter is taken for a key of the menu."""
    return words.replace("&", "&&")


def _words() -> QLabel:
    """What stands between the parts."""
    made = label("", "quiet", wraps=True)
    made.setProperty(BREAKS, True)
    return made


def _field(each: str | Part) -> str | None:
    """None for words that stay."""
    return None if isinstance(each, str) else each.field
