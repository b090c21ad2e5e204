"""The lines of the checklist: how far each is, why, what to do next, an answer by hand; and lines of one's own."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.desktop.home.plan.answer_dialog import AnswerDialog
from app.desktop.home.plan.keeping import PlanKeeping
from app.desktop.home.plan.section import Section, Shown
from app.desktop.shell.dialogs import ask_open, ask_text
from app.desktop.shell.failures import say_error
from app.errors import AppError
from app.guides.plan.changing import STATES, answered, with_own_line, without_own_line
from app.guides.plan.judging import JudgedLine, Verdict, judged_lines
from app.guides.plan.own_checklists import checklist_of, own_folder, with_checklist
from app.guides.plan.tables import VERDICTS
from app.guides.plan.texts import LineText, plan_texts
from app.look.palette import Palette
from app.numbers import Rate, day
from app.ui.icons import icon
from app.ui.theme import STEP
from app.ui.widgets import button, column, frame, label, row
from app.workspace.settings.plan import MOST_LINES

_PX = 20
_ASKS = "Judged by what this workspace holds; you can answer each line by hand."
_ICONS: dict[Verdict, str] = {"ready": "check-circle-outline", "partly": "progress-clock", "missing": "circle-outline"}


class Checklist(Section):
    """`part_wanted` tells the part of the page where a line's work is done."""

    part_wanted = Signal(str)

    def __init__(self, keeping: PlanKeeping, palette: Palette) -> None:
        super().__init__("checklist", "Checklist", _ASKS)
        self._keeping, self._palette = keeping, palette
        self._ready = label("", "strong", name="plan_ready")
        self._add = button("Add a line…", name="plan_add_line", on_click=self._ask_line)
        self.head.addWidget(self._ready, 0, Qt.AlignmentFlag.AlignVCenter)
        self.head.addSpacing(STEP)
        self._take = button("Add a checklist…", name="plan_add_checklist", on_click=self._ask_checklist)
        for made in (self._add, self._take):
            self.head.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        self._rows: dict[str, _Line] = {}
        for text in plan_texts().lines:
            self._add_row(text)

    def show_plan(self, shown: Shown) -> None:
        """Show each line with what the workspace or an answer says of it; a line that is no longer there goes."""
        plan, ground, may_write = shown.plan, shown.ground, shown.may_write
        lines = judged_lines(plan, ground)
        ready = Rate(sum(line.verdict == "ready" for line in lines), len(lines))
        self._ready.setText(f"{ready.fraction()} ready")
        for made in (self._add, self._take):
            made.setEnabled(may_write and len(plan.own_lines) < MOST_LINES)
        there = {line.text.key: line.text.title for line in lines}
        for key in [key for key, kept in self._rows.items() if there.get(key) != kept.title]:
            gone = self._rows.pop(key)
            self.lines.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for line in lines:
            if line.text.key not in self._rows:
                self._add_row(line.text)
            self._rows[line.text.key].show_line(line, may_write=may_write)

    def show_palette(self, palette: Palette) -> None:
        self._palette = palette
        for made in self._rows.values():
            made.show_palette(palette)

    def _add_row(self, text: LineText) -> None:
        made = _Line(text, self._palette, is_first=not self._rows)
        ask = partial(self._ask, text)
        made.next.clicked.connect(partial(self.part_wanted.emit, text.part) if text.part else ask)
        made.answer.clicked.connect(ask)
        made.remove.clicked.connect(partial(self._remove, text))
        self._rows[text.key] = made
        self.lines.addWidget(made)

    def _ask_line(self) -> None:
        def then(words: str) -> None:
            self._keeping.change("the lines of the checklist", lambda plan: with_own_line(plan, words))

        ask_text(self.window(), "Add a line", "What has to be so before the work is ready?", then)

    def _ask_checklist(self) -> None:
        """Of a text file, first where one's own are."""
        folder = own_folder() if own_folder().is_dir() else Path.home()
        ask_open(self.window(), "Add a checklist", "Checklists (*.txt)", folder, self._take_checklist)

    def _take_checklist(self, paths: list[Path]) -> None:
        try:
            lines = checklist_of(paths[0])
        except AppError as error:
            say_error(self.window(), error)
        else:
            self._keeping.change("the lines of the checklist", lambda plan: with_checklist(plan, lines))

    def _remove(self, text: LineText) -> None:
        self._keeping.change("the lines of the checklist", lambda plan: without_own_line(plan, text.key))

    def _ask(self, text: LineText) -> None:
        words = f"the answer to “{text.title}”"
        AnswerDialog(
            self.window(),
            text,
            self._keeping.plan.answers.get(text.key),
            lambda answer: self._keeping.change(words, lambda plan: answered(plan, text.key, answer)),
        ).open()


class _Line(QWidget):
    """One line; its widgets stay, their words change. Only one's own can be removed."""

    def __init__(self, text: LineText, palette: Palette, *, is_first: bool) -> None:
        super().__init__()
        self._palette = palette
        self._verdict: Verdict = "missing"
        self.setObjectName(f"plan_line_{text.key}")
        self.title = text.title
        self._tick = QLabel()
        self._tick.setFixedSize(_PX, _PX)
        self._words = label("", "quiet", wraps=True, name=f"plan_words_{text.key}")
        self._by_hand = label("", "small", wraps=True, name=f"plan_hand_{text.key}")
        self.next = button("", "part", name=f"plan_next_{text.key}")
        self.answer = button("Answer…", "quiet", name=f"plan_answer_{text.key}")
        self.answer.setAccessibleName(f"Answer “{text.title}” by hand")
        self.remove = button("Remove", "quiet", name=f"plan_remove_{text.key}")
        self.remove.setAccessibleName(f"Remove the line “{text.title}”")
        if text.part:
            self.remove.hide()
        whole = column(self, gap=STEP)
        if not is_first:
            whole.addWidget(frame("divider"))
        line = row(gap=2 * STEP)
        whole.addLayout(line)
        line.addWidget(self._tick, 0, Qt.AlignmentFlag.AlignTop)
        texts = column(gap=STEP // 2)
        title = label(text.title, "strong", wraps=True)
        title.setToolTip(text.asks)
        for made in (title, self._words, self._by_hand):
            texts.addWidget(made)
        self.next.setProperty("place", "flush")
        texts.addWidget(self.next, 0, Qt.AlignmentFlag.AlignLeft)
        line.addLayout(texts, 1)
        for beside in (self.answer, self.remove):
            line.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop)
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
        for made in (self.answer, self.remove):
            made.setEnabled(may_write)
        self.setAccessibleName(f"{self.title}: {VERDICTS[line.verdict]}. {line.judged.words}")
        self.show_palette(self._palette)

    def show_palette(self, palette: Palette) -> None:
        """The mark in other colours."""
        self._palette = palette
        colours = {"ready": palette.good, "partly": palette.warning, "missing": palette.text_faint}
        picture = icon(_ICONS[self._verdict], colours[self._verdict]).pixmap(_PX, _PX)
        self._tick.setPixmap(picture)
        self._tick.setToolTip(VERDICTS[self._verdict])
