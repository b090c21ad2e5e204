"""The ideal customer and the service: what is chosen and written down, and what was counted for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from app.desktop.home.plan.keeping import PlanKeeping
from app.desktop.home.plan.section import Section, Shown
from app.guides.plan.changing import with_profile, with_service
from app.guides.plan.texts import PartText
from app.numbers import Rate, counted
from app.ui.elided import Chooser
from app.ui.theme import STEP
from app.ui.widgets import button, label, row

_NOTE_PX = 9 * STEP
_CHOOSER_PX = 40 * STEP
_NOBODY = "Choose a segment…"


class NoteField(QPlainTextEdit):
    """A note of a few lines; `left` tells that it was changed and left."""

    left = Signal(str)

    def __init__(self, name: str, asks: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(asks)
        self.setPlaceholderText(asks)
        self.setTabChangesFocus(True)
        self.setFixedHeight(_NOTE_PX)
        self._shown = ""
        self.installEventFilter(self)

    def show_text(self, text: str) -> None:
        """Show what is kept, unless the user is writing something else."""
        if not self.hasFocus() or self.toPlainText() == self._shown:
            self._shown = text
            if self.toPlainText() != text:
                self.setPlainText(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self.toPlainText() != self._shown:
            self._shown = self.toPlainText()
            self.left.emit(self._shown)
        return super().eventFilter(watched, event)


class Profile(Section):
    """A segment, how many it holds, and a note."""

    segments_wanted = Signal(str)  # the name of the dataset that they are counted over

    def __init__(self, text: PartText, keeping: PlanKeeping) -> None:
        super().__init__(text.key, text.title, text.asks, text.empty)
        self._keeping = keeping
        self._segment = Chooser("plan_segment", "Segment of the ideal customer", _CHOOSER_PX)
        self._count = label("", "strong", wraps=True, name="plan_profile_count")
        self._note = NoteField("plan_profile_note", "Who they are, what they need, where they are met")
        self._make = button("Segments in Data", "quiet", name="plan_segments", on_click=self._tell_wanted)
        line = row(gap=2 * STEP)
        line.addWidget(self._segment)
        line.addWidget(self._count, 1)
        line.addWidget(self._make)
        self.lines.addLayout(line)
        self.lines.addWidget(self._note)
        self._segment.activated.connect(lambda _at: self._tell())
        self._note.left.connect(lambda _text: self._tell())

    def show_plan(self, shown: Shown) -> None:
        """The segment with its count, and what is written of it."""
        plan, ground, may_write = shown.plan, shown.ground, shown.may_write
        self.say_empty(is_empty=not plan.profile)
        names = [*ground.segments, *([plan.profile] if plan.profile and plan.profile not in ground.segments else [])]
        with QSignalBlocker(self._segment):
            self._segment.clear()
            self._segment.addItem(_NOBODY, "")
            for name in names:
                self._segment.addItem(name, name)
            self._segment.setCurrentIndex(max(self._segment.findData(plan.profile), 0))
        said = f"{ground.profile.in_words()} of the customers" if ground.profile else ground.why_no_profile
        self._count.setText(said if plan.profile else "")
        self._note.show_text(plan.profile_note)
        for field in (self._segment, self._note):
            field.setEnabled(may_write)

    def _tell_wanted(self) -> None:
        ground = self._keeping.ground
        if ground is not None:
            self.segments_wanted.emit(ground.dataset)

    def _tell(self) -> None:
        segment, note = self._segment.currentData(), self._note.toPlainText().strip()
        self._keeping.change("the ideal customer", lambda plan: with_profile(plan, segment, note))


class Service(Section):
    """Who answers, a note, and what is ready to be sent."""

    def __init__(self, text: PartText, keeping: PlanKeeping) -> None:
        super().__init__(text.key, text.title, text.asks, text.empty)
        self._keeping = keeping
        self._who = QLineEdit()
        self._who.setObjectName("plan_answers_to")
        self._who.setAccessibleName("Who answers")
        self._who.setPlaceholderText("Who answers: a person, a team, an address")
        self._who.setMaxLength(200)
        self._ready = label("", wraps=True, name="plan_service_ready")
        self._note = NoteField("plan_service_note", "When they answer, what they may promise, where texts are kept")
        for made in (self._who, self._ready, self._note):
            self.lines.addWidget(made)
        self._who.editingFinished.connect(self._tell)
        self._note.left.connect(lambda _text: self._tell())

    def show_plan(self, shown: Shown) -> None:
        """Who answers, what is ready, and what is written of it."""
        plan, ground, may_write = shown.plan, shown.ground, shown.may_write
        self.say_empty(is_empty=not plan.answers_to)
        if self._who.text() != plan.answers_to:
            self._who.setText(plan.answers_to)
        messages, ready = sum(each.messages for each in ground.whole), sum(each.ready for each in ground.whole)
        texts = (
            f"{Rate(ready, messages).in_words()} of the messages have nothing to mend" if messages else "No message yet"
        )
        brand = "a brand of your own" if ground.has_brand else "no brand of your own yet"
        self._ready.setText(f"{texts}  ·  {counted(ground.snippets, 'block', 'blocks')} kept  ·  {brand}")
        self._note.show_text(plan.service_note)
        for field in (self._who, self._note):
            field.setEnabled(may_write)

    def _tell(self) -> None:
        who, note = self._who.text(), self._note.toPlainText().strip()
        self._keeping.change("who answers", lambda plan: with_service(plan, who, note))
