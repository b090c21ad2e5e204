"""The player: the steps of a lesson beside whatever place is in sight."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QScrollArea, QWidget

from app.desktop.learn.step_view import StepView
from app.guides.lessons.judging import JudgedStep
from app.guides.lessons.lesson import Lesson
from app.look.palette import Palette
from app.ui.elided import ElidedLabel
from app.ui.icons import icon
from app.ui.theme import STEP
from app.ui.widgets import button, column, frame, label, row, scrolling, tool_button

WIDEST, NARROWEST = 320, 228


class LessonPlayer(QFrame):
    """Shows one step at a time, with where one is and the way on."""

    closed = Signal()
    turned = Signal(int)  # to the step of that number
    answered = Signal(str, str)
    scenario_wanted = Signal()
    scenario_taken = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("lesson_player")
        self.setProperty("role", "panel")
        self.setAccessibleName("Lesson")
        self._palette = palette
        self._lesson: Lesson | None = None
        self._at = 0
        self._title = ElidedLabel("", "strong", name="lesson_title")
        self._close = tool_button(
            "Leave the lesson; it goes on where it was", name="lesson_close", on_click=self.closed.emit
        )
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Steps that are done")
        self._place = label("", "small", name="lesson_place")
        self._page: QScrollArea = scrolling(QWidget(), "lesson_page")
        self.view: StepView | None = None
        self._back = button("Back", "quiet", name="lesson_back", on_click=lambda: self.turned.emit(self._at - 1))
        self._next = button("Skip", name="lesson_next", on_click=self._go_on)
        self._lay_out()
        self.show_palette(palette)

    def show_lesson(self, lesson: Lesson, at: int, answers: dict[str, str], done: Collection[str]) -> None:
        """This step of the lesson."""
        self._lesson, self._at = lesson, at
        step = lesson.steps[at]
        self._title.setText(lesson.title)
        self.view = StepView(step, answers, self._palette)
        self.view.answered.connect(self.answered)
        self.view.scenario_wanted.connect(self.scenario_wanted)
        self.view.scenario_taken.connect(self.scenario_taken)
        self._page.setWidget(self.view)
        self._back.setEnabled(at > 0)
        has_focus = self._next.hasFocus() or self._back.hasFocus()
        self.show_done(done)
        if has_focus and not (self._next.hasFocus() or self._back.hasFocus()):
            self._page.setFocus()  # what cannot be pressed any more hands the keyboard to whatever comes next

    def show_judged(self, judged: JudgedStep, done: Collection[str], own: str = "", there: str = "") -> None:
        """Ticks, and answers to wrong turns; `own` is the lesson's scenario, `there` the one that is open instead."""
        if self.view is not None:
            self.view.elsewhere.say(own, there)
            self.view.show_judged(judged)
        self.show_done(done)

    def show_done(self, done: Collection[str]) -> None:
        """How far one is."""
        if self._lesson is None:
            return
        steps = self._lesson.steps
        many = sum(step.id in done for step in steps)
        self._bar.setRange(0, len(steps))
        self._bar.setValue(many)
        self._place.setText(f"Step {self._at + 1} of {len(steps)}  ·  {many} done")
        is_done, is_last = steps[self._at].id in done, self._at == len(steps) - 1
        self._next.setText("Finish" if is_last else "Go on" if is_done else "Skip")
        self._next.setEnabled(is_done or not is_last)
        kind = "primary" if is_done else ""
        if self._next.property("kind") != kind:
            self._next.setProperty("kind", kind)
            self._next.style().unpolish(self._next)
            self._next.style().polish(self._next)

    def show_palette(self, palette: Palette) -> None:
        """Icons in other colours."""
        self._palette = palette
        self._close.setIcon(icon("close", palette.text_quiet))
        if self.view is not None:
            self.view.show_palette(palette)

    def _go_on(self) -> None:
        assert self._lesson is not None
        if self._at + 1 < len(self._lesson.steps):
            self.turned.emit(self._at + 1)
        else:
            self.closed.emit()

    def _lay_out(self) -> None:
        sides = row(self, gap=0)
        sides.addWidget(frame("divider-vertical"))
        lines = column(gap=0)
        sides.addLayout(lines, 1)
        bar = frame("bar")
        over = column(bar, gap=0)
        head = row(gap=STEP)
        head.setContentsMargins(2 * STEP, STEP, STEP, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        over.addLayout(head)
        progress = column(gap=STEP // 2)
        progress.setContentsMargins(2 * STEP, STEP // 2, 2 * STEP, STEP)
        progress.addWidget(self._bar)
        progress.addWidget(self._place)
        over.addLayout(progress)
        lines.addWidget(bar)
        self._page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        lines.addWidget(self._page, 1)
        under = frame("foot")
        foot = row(under, gap=STEP)
        foot.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self._next)
        lines.addWidget(under)
