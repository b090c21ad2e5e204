"""The nine lines of the checklist: how far each is, why, what to do next, and an answer by hand."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.desktop.home.plan.answer_dialog import AnswerDialog
from app.desktop.home.plan.keeping import PlanKeeping
from app.desktop.home.plan.section import Section, Shown
from app.guides.plan.changing import STATES, answered
from app.guides.plan.judging import JudgedLine, Verdict, judged_lines
from app.guides.plan.tables import VERDICTS
from app.guides.plan.texts import LineText, plan_texts
from app.look.palette import Palette
from app.numbers import Rate, day
from app.ui.icons import icon
from app.ui.theme import STEP
from app.ui.widgets import button, column, frame, label, row

_PX = 20
_ASKS = "Judged by what this workspace holds; you can answer each line by hand."
_ICONS: dict[Verdict, str] = {"ready": "check-circle-outline", "partly": "progress-clock", "missing": "circle-outline"}


class Checklist(Section):
    """`part_wanted` tells the part of the page where a line's work is done."""

    part_wanted = Signal(str)

    def __init__(self, keeping: PlanKeeping, palette: Palette) -> None:
        super().__init__(
            "checklist", "Checklist", "Judged by what this workspace holds; you can answer each line by hand."
        )
        self._keeping = keeping
        self._ready = label("", "strong", name="plan_ready")
        self.head.addWidget(self._ready, 0, Qt.AlignmentFlag.AlignTop)
        self._rows: dict[str, _Line] = {}
        for at, text in enumerate(plan_texts().lines):
            if at:
                self.lines.addWidget(frame("divider"))
            made = _Line(text, palette)
            made.next.clicked.connect(partial(self.part_wanted.emit, text.part))
            made.answer.clicked.connect(partial(self._ask, text))
            self._rows[text.key] = made
            self.lines.addWidget(made)

    def show_plan(self, shown: Shown) -> None:
        plan, ground, may_write = shown.plan, shown.ground, shown.may_write
        lines = judged_lines(plan, ground)
        ready = Rate(sum(line.verdict == "ready" for line in lines), len(lines))
        self._ready.setText(f"{ready.fraction()} ready")
        for line in lines:
            self._rows[line.text.key].show_line(line, may_write=may_write)

    def show_palette(self, palette: Palette) -> None:
        for made in self._rows.values():
            made.show_palette(palette)

    def _ask(self, text: LineText) -> None:
        words = f"the answer to “{text.title}”"
        AnswerDialog(
            self.window(),
            text,
            self._keeping.plan.answers.get(text.key),
            lambda answer: self._keeping.change(words, lambda plan: answered(plan, text.key, answer)),
        ).open()


class _Line(QWidget):
    """One line; its widgets stay, their words change."""

    def __init__(self, text: LineText, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._verdict: Verdict = "missing"
        self.setObjectName(f"plan_line_{text.key}")
        self._title = text.title
        self._tick = QLabel()
        self._tick.setFixedSize(_PX, _PX)
        self._words = label("", "quiet", wraps=True, name=f"plan_words_{text.key}")
        self._by_hand = label("", "small", wraps=True, name=f"plan_hand_{text.key}")
        self.next = button("", "part", name=f"plan_next_{text.key}")
        self.answer = button("Answer…", "quiet", name=f"plan_answer_{text.key}")
        self.answer.setAccessibleName(f"Answer “{text.title}” by hand")
        line = row(self, gap=2 * STEP)
        line.addWidget(self._tick, 0, Qt.AlignmentFlag.AlignTop)
        texts = column(gap=STEP // 2)
        title = label(text.title, "strong")
        title.setToolTip(text.asks)
        for made in (title, self._words, self._by_hand):
            texts.addWidget(made)
        self.next.setProperty("place", "flush")
        texts.addWidget(self.next, 0, Qt.AlignmentFlag.AlignLeft)
        line.addLayout(texts, 1)
        line.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignTop)
        self.show_palette(palette)

    def show_line(self, line: JudgedLine, *, may_write: bool) -> None:
        """What is so now."""
        self._verdict = line.verdict
        self._words.setText(line.judged.words)
        self.next.setText(line.next)
        self.next.setVisible(bool(line.next))
        answer = line.answer
        self._by_hand.setVisible(answer is not None)
        if answer is not None:
            note = f": {answer.note}" if answer.note else ""
            self._by_hand.setText(f"By hand: {STATES[answer.state]}, {day(answer.on)}{note}")
        self.answer.setEnabled(may_write)
        self.setAccessibleName(f"{self._title}: {VERDICTS[line.verdict]}. {line.judged.words}")
        self.show_palette(self._palette)

    def show_palette(self, palette: Palette) -> None:
        """The mark in other colours."""
        self._palette = palette
        colours = {"ready": palette.good, "partly": palette.warning, "missing": palette.text_faint}
        picture = icon(_ICONS[self._verdict], colours[self._verdict]).pixmap(_PX, _PX)
        self._tick.setPixmap(picture)
        self._tick.setToolTip(VERDICTS[self._verdict])
