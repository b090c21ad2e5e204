"""A line of the checklist answered by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from app.guides.plan.changing import STATES, answer_of
from app.guides.plan.texts import LineText
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row
from app.workspace.settings.plan import Answer

_JUDGED = "By what the workspace holds"


class AnswerDialog(QDialog):
    """Tells `then` the answer, None for a line that is judged by the workspace again."""

    def __init__(
        self, parent: QWidget, text: LineText, answer: Answer | None, then: Callable[[Answer | None], object]
    ) -> None:
        super().__init__(parent)
        self.setObjectName("answer_dialog")
        self.setWindowTitle(text.title)
        self.setMinimumWidth(60 * STEP)
        self._then = then
        self._state = ComboBox()
        self._state.setObjectName("answer_state")
        self._state.setAccessibleName("How far this is")
        self._state.addItems([_JUDGED, *STATES.values()])
        self._note = QPlainTextEdit(answer.note if answer else "")
        self._note.setObjectName("answer_note")
        self._note.setAccessibleName("Note")
        self._note.setPlaceholderText("Why, who said so, where it stands")
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(12 * STEP)
        if answer is not None:
            self._state.setCurrentText(STATES[answer.state])
        accept = button("OK", "primary", name="answer_ok", on_click=self.accept)
        accept.setDefault(True)
        lines = column(self, margin=3 * STEP, gap=STEP)
        lines.addWidget(label(text.asks, wraps=True))
        lines.addWidget(self._state)
        lines.addWidget(self._note)
        lines.addSpacing(STEP)
        answers = row()
        answers.addStretch(1)
        answers.addWidget(button("Cancel", name="answer_cancel", on_click=self.reject))
        answers.addWidget(accept)
        lines.addLayout(answers)
        self.accepted.connect(self._tell)
        self.finished.connect(self.deleteLater)

    def _tell(self) -> None:
        chosen = next((state for state, words in STATES.items() if words == self._state.currentText()), None)
        self._then(None if chosen is None else answer_of(chosen, self._note.toPlainText().strip(), date.today()))
