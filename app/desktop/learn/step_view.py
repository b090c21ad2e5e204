"""One step of a lesson: what is said, what is to be reached, checks that tick, questions, and hints when asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.guides.lessons.checks import Check, QuestionCheck
from app.guides.lessons.judging import Judged, JudgedStep
from app.guides.lessons.lesson import Step
from app.look.palette import Palette
from app.ui.fields import ComboBox
from app.ui.icons import icon
from app.ui.theme import STEP
from app.ui.widgets import button, column, frame, label, row

_TICK_PX = 18
_CHOOSE = "Choose…"
_HINTS = ("Where should I look?", "What should I do?")


class StepView(QWidget):
    """Made anew for each step; `show_judged` ticks without touching what the user is writing."""

    answered = Signal(str, str)  # the question's id, what was written
    scenario_wanted = Signal()  # the lesson's own is to be opened
    scenario_taken = Signal()  # the one that is open is the lesson's from now on

    def __init__(self, step: Step, answers: dict[str, str], palette: Palette) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self._step = step
        self._hints_shown = 0
        self._lines = column(self, margin=2 * STEP, gap=STEP)
        self._lines.addWidget(label(step.title, "heading", wraps=True, name="lesson_step_title"))
        for paragraph in step.text.split("\n\n"):
            self._lines.addWidget(label(paragraph, "quiet", wraps=True))
        if step.aim:
            self._lines.addSpacing(STEP)
            self._lines.addWidget(label(step.aim, "strong", wraps=True, name="lesson_aim"))
        self._rows = [_CheckRow(check, at, palette) for at, check in enumerate(step.checks)]
        for at, each in enumerate(self._rows):
            self._lines.addWidget(each)
            check = step.checks[at]
            if isinstance(check, QuestionCheck):
                self._lines.addWidget(self._field(check, answers.get(check.id, "")))
        self.elsewhere = _Elsewhere(self.scenario_wanted.emit, self.scenario_taken.emit)
        self._lines.addWidget(self.elsewhere)
        self._said = _Said()
        self._lines.addWidget(self._said)
        self._hints = column(gap=STEP)
        self._lines.addLayout(self._hints)
        self.hint = button("", "quiet", name="lesson_hint", on_click=self._show_hint)
        self._lines.addWidget(self.hint, 0, Qt.AlignmentFlag.AlignLeft)
        self._lines.addStretch(1)
        self._show_hint_button()

    @property
    def is_answered(self) -> bool:
        """Whether a wrong turn is being answered."""
        return not self._said.isHidden()

    def show_judged(self, judged: JudgedStep) -> None:
        """Tick what holds, and answer a wrong turn."""
        for each, found in zip(self._rows, judged.checks, strict=True):
            each.show_judged(found)
        self._said.say(judged.answers)
        self.elsewhere.setVisible(judged.is_elsewhere)
        self.hint.setVisible(not judged.is_done and self._hints_shown < len(self._step.hints))

    def show_palette(self, palette: Palette) -> None:
        """Ticks in other colours."""
        for each in self._rows:
            each.show_palette(palette)

    def _field(self, check: QuestionCheck, given: str) -> QWidget:
        name = f"answer_{check.id}"
        if check.options:
            box = ComboBox()
            box.addItems([_CHOOSE, *(option.words for option in check.options)])
            box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            longest = max(box.fontMetrics().horizontalAdvance(option.words) for option in check.options)
            box.view().setMinimumWidth(longest + 6 * STEP)  # the list shows them whole
            box.setCurrentText(given or _CHOOSE)
            box.activated.connect(lambda at: self.answered.emit(check.id, box.itemText(at) if at else ""))
            return _named(box, name, check.question)
        field = QLineEdit(given)
        field.setPlaceholderText("A number")
        field.editingFinished.connect(lambda: self.answered.emit(check.id, field.text()))
        return _named(field, name, check.question)

    def _show_hint(self) -> None:
        hint = self._step.hints[self._hints_shown]
        self._hints_shown += 1
        self._hints.addWidget(_card(hint, f"lesson_hint_{self._hints_shown}"))
        self._show_hint_button()

    def _show_hint_button(self) -> None:
        has_more = self._hints_shown < len(self._step.hints)
        self.hint.setVisible(has_more)
        if has_more:
            self.hint.setText(_HINTS[min(self._hints_shown, len(_HINTS) - 1)])


class _CheckRow(QWidget):
    """A tick, what is checked, and what was found where it does not hold."""

    def __init__(self, check: Check, at: int, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._judged: Judged | None = None
        self._tick = QLabel()
        self._tick.setFixedSize(_TICK_PX, _TICK_PX)
        self._tick.setObjectName(f"lesson_tick_{at}")
        words = check.question if isinstance(check, QuestionCheck) else check.say
        self._words = words
        self._found = label("", "small", wraps=True, name=f"lesson_found_{at}")
        self._found.hide()
        line = row(self, gap=STEP)
        line.addWidget(self._tick, 0, Qt.AlignmentFlag.AlignTop)
        texts: QVBoxLayout = column(gap=0)
        texts.addWidget(label(words, wraps=True))
        texts.addWidget(self._found)
        line.addLayout(texts, 1)
        self._show()

    def show_judged(self, judged: Judged) -> None:
        """Whether it holds."""
        self._judged = judged
        found = "" if judged.holds or judged.is_elsewhere else judged.found
        self._found.setText(found)
        self._found.setVisible(bool(found))
        self._show()

    def show_palette(self, palette: Palette) -> None:
        """The tick in other colours."""
        self._palette = palette
        self._show()

    def _show(self) -> None:
        holds = self._judged is not None and self._judged.holds
        self._tick.setAccessibleName(f"{'Done' if holds else 'Open'}: {self._words}")
        name, colour = (
            ("check-circle-outline", self._palette.good) if holds else ("circle-outline", self._palette.line_strong)
        )
        self._tick.setPixmap(icon(name, colour).pixmap(_TICK_PX, _TICK_PX))


class _Said(QFrame):
    """What a wrong turn leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName("lesson_wrong_turn")
        self._text = label("", "warning", wraps=True, name="lesson_wrong_turn_text")
        column(self, margin=STEP + STEP // 2).addWidget(self._text)
        self.hide()

    def say(self, answers: tuple[str, ...]) -> None:
        """These sentences, or nothing."""
        self._text.setText("\n\n".join(answers))
        self.setVisible(bool(answers))


class _Elsewhere(QFrame):
    """Another scenario is open than the lesson is about: the way there, or that it shall be this one."""

    def __init__(self, open_own: Callable[[], None], take_this: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName("lesson_elsewhere")
        lines = column(self, margin=STEP + STEP // 2, gap=STEP)
        self._text = label("", wraps=True, name="lesson_elsewhere_text")
        lines.addWidget(self._text)
        self._take = button("Go on with this one", "quiet", name="lesson_take_scenario", on_click=take_this)
        for each in (button("Open it", name="lesson_open_scenario", on_click=open_own), self._take):
            lines.addWidget(each, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def say(self, own: str, there: str) -> None:
        """`own` is what the lesson is about, `there` what is open instead; empty for none."""
        is_open = f" “{there}” is open, and not looked at." if there else ""
        self._text.setText(f"This step is about the scenario “{own}”.{is_open}")
        self._take.setVisible(bool(there))


def _card(text: str, name: str) -> QFrame:
    made = frame("card")
    column(made, margin=STEP + STEP // 2).addWidget(label(text, wraps=True, name=name))
    return made


def _named(field: QWidget, name: str, question: str) -> QWidget:
    field.setObjectName(name)
    field.setAccessibleName(question)
    return field
