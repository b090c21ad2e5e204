"""How people react to each channel's messages in a forecast: beside the canvas, so that one sees what a change does."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QFrame

from app.canvas.forms.editors.editor import Json, Manner
from app.canvas.forms.offers import Ask
from app.canvas.forms.response import ResponseForm
from app.desktop.scenario.forecasting.channel_responses import ChannelResponses
from app.jobs.messages.calibrating import Asked
from app.look.palette import Palette
from app.nodes.channel import CHANNELS, Channel
from app.nodes.checking.response import response_problems
from app.nodes.conditions import Condition
from app.nodes.kind import Surroundings
from app.nodes.problems import stopping
from app.nodes.response import Response
from app.scenario.reading import dump_document, read_document
from app.ui.icons import icon
from app.ui.theme import STEP
from app.ui.turns import Turns
from app.ui.widgets import button, column, frame, label, row, scrolling, tool_button

_TIPS = (
    "Measure also how the customers of each segment of the workspace react",
    "Measure what each message that a customer got in the 7 days before leaves of the openings",
    "Leave out openings within 10 seconds of the sending: nobody can have read it",
)

Standard = QKeySequence.StandardKey
_INTRO = (
    "In a forecast people react to messages so, unless a message says otherwise in its own form. What nobody has "
    "measured is a guess."
)


class ResponsesPanel(QFrame):
    """One section for each channel; what is changed is stored at once, and can be undone here."""

    left = Signal()
    measure_wanted = Signal()

    def __init__(self, responses: ChannelResponses, ask: Ask, palette: Palette, turns: Turns) -> None:
        super().__init__()
        self.setObjectName("responses_panel")
        self.setProperty("role", "card")
        self.setAccessibleName("How people react")
        self._responses = responses
        stack = responses.undo_stack
        self._undo = tool_button("Undo here (Ctrl+Z)", name="responses_undo", on_click=stack.undo)
        self._redo = tool_button("Redo here (Ctrl+Y)", name="responses_redo", on_click=stack.redo)
        self._measure = button("Measure in the data", name="responses_measure", on_click=self.measure_wanted.emit)
        self._measure.setToolTip("Rates and delays of e-mails as they were recorded, in place of guesses")
        self._apart = [
            QCheckBox("Each segment apart", self),
            QCheckBox("By messages of the last 7 days", self),
            QCheckBox("Without openings by machines", self),
        ]
        for box, name, tip in zip(self._apart, ("segments", "load", "machines"), _TIPS, strict=True):
            box.setObjectName(f"responses_measure_{name}")
            box.setToolTip(tip)
        self._found = label("", "small", wraps=True, name="responses_found")
        self._found.hide()
        self._sections: list[_Section] = []
        self._lines = column(gap=2 * STEP)
        self._is_keyboard_wanted = False
        self._lay_out()
        turns.do(*(partial(self._add_section, channel, ask) for channel in CHANNELS.values()))
        self.show_palette(palette)
        responses.changed.connect(self.refresh)
        stack.canUndoChanged.connect(self._undo.setEnabled)
        stack.canRedoChanged.connect(self._redo.setEnabled)
        self.refresh()

    def refresh(self) -> None:
        """Show them as they are now."""
        stack = self._responses.undo_stack
        self._undo.setEnabled(stack.canUndo())
        self._redo.setEnabled(stack.canRedo())
        for widget in (self._measure, *self._apart):
            widget.setEnabled(self._responses.may_change)
        for section in self._sections:
            section.refresh()

    def asked(self, segments: Mapping[str, Condition]) -> Asked:
        """What is to be measured besides, of these segments."""
        by_segment, by_load, without_machines = (box.isChecked() for box in self._apart)
        return Asked(segments if by_segment else {}, by_load, without_machines)

    def say(self, words: str) -> None:
        """Say what came of measuring."""
        self._found.setText(words)
        self._found.setVisible(bool(words))

    def take_keyboard(self) -> None:
        """The keyboard goes to the first field, as soon as it is there."""
        self._is_keyboard_wanted = not self._sections
        if self._sections:
            self._sections[0].setFocus()

    def show_palette(self, palette: Palette) -> None:
        """Icons in other colours."""
        self._undo.setIcon(icon("undo", palette.text_quiet))
        self._redo.setIcon(icon("redo", palette.text_quiet))

    def event(self, event: QEvent) -> bool:
        """Here undo and redo are those of this panel, and not of the canvas."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _step_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _step_of(event)
        if step:
            (self._responses.undo_stack.undo if step == "undo" else self._responses.undo_stack.redo)()
        else:
            super().keyPressEvent(event)

    def _add_section(self, channel: Channel, ask: Ask) -> None:
        section = _Section(self._responses, channel, ask)
        section.refresh()
        self._sections.append(section)
        self._lines.addWidget(section)
        if self._is_keyboard_wanted:
            self.take_keyboard()

    def _lay_out(self) -> None:
        head = row(gap=STEP)
        head.addWidget(label("How people react", "heading"), 1)
        head.addWidget(self._undo)
        head.addWidget(self._redo)
        head.addWidget(button("Close", "quiet", name="responses_close", on_click=self.left.emit))
        inside = frame("panel")
        lines = column(inside, gap=2 * STEP)
        lines.setContentsMargins(0, 0, STEP, 2 * STEP)
        lines.addWidget(label(_INTRO, "quiet", wraps=True, name="responses_intro"))
        measuring = row(gap=STEP)
        measuring.addWidget(self._measure)
        measuring.addStretch(1)
        lines.addLayout(measuring)
        for box in self._apart:
            lines.addWidget(box)
        lines.addWidget(self._found)
        lines.addLayout(self._lines)
        lines.addStretch(1)
        whole = column(self, margin=2 * STEP, gap=STEP)
        whole.addLayout(head)
        whole.addWidget(scrolling(inside, "responses_scroll"), 1)
        inside.setProperty("role", "panel")  # on a card


class _Section(QFrame):
    """One channel: its rates and delays, or that nobody reacts."""

    def __init__(self, responses: ChannelResponses, channel: Channel, ask: Ask) -> None:
        super().__init__()
        self._responses, self._channel = responses, channel
        name = f"responses.{channel.key}"
        self.setObjectName(name)
        self._said = label("", "small", wraps=True, name=f"{name}.said")
        self._begin = button("Begin with usual figures", name=f"{name}.begin", on_click=self._take_usual)
        self._begin.setToolTip("Rates and delays as they often are: guesses, until somebody measures.")
        self._give_up = button("Nobody reacts", "quiet", name=f"{name}.nobody", on_click=partial(self._put, None))
        self._give_up.setToolTip("Model no reactions to this channel's messages")
        self._form = ResponseForm(ask)
        self._form.name(name)
        self._form.edited.connect(self._edit)
        choices = row(gap=STEP)
        choices.addWidget(self._begin)
        choices.addWidget(self._give_up)
        choices.addStretch(1)
        lines = column(self, gap=STEP)
        lines.addWidget(frame("divider"))
        title = label(channel.words[0].upper() + channel.words[1:], "section", name=f"{name}.title")
        for widget in (title, self._said):
            lines.addWidget(widget)
        lines.addLayout(choices)
        lines.addWidget(self._form)
        self.setFocusProxy(self._form.rows["deliver"].editor)

    def refresh(self) -> None:
        """Show the channel's response as it is now."""
        given = self._responses.now.get(self._channel.key)
        values: dict[str, Any] = dump_document(given) if given is not None else {}
        self._said.setText("Nobody reacts to them in a forecast yet." if given is None else "")
        self._said.setVisible(given is None)
        self._begin.setVisible(given is None and self._channel.usual is not None)
        self._give_up.setVisible(given is not None)
        self._form.show_usual(self._channel.draws, "unless said")
        self._form.mark(self._responses.marks(self._channel.key))
        self._form.show_values(values)
        self.setEnabled(self._responses.may_change)

    def _take_usual(self) -> None:
        self._put(self._channel.usual)

    def _put(self, response: Response | None, merge: str = "") -> None:
        title = f"Change how people react to {self._channel.words}"
        self._responses.change(self._channel.key, response, title, merge)

    def _edit(self, name: str, value: Json, how: Manner) -> None:
        """What cannot be applied is said at its field and changes nothing."""
        given = self._responses.now.get(self._channel.key)
        values = {key: each for key, each in (dump_document(given) if given is not None else {}).items() if key != name}
        if value is not None and value != []:
            values[name] = value
        response, problems = read_document(Response, values)
        if response is not None:
            problems = list(stopping(response_problems(response, Surroundings(), "")))
        refused = "; ".join(problem.message for problem in problems)
        self._form.rows[name].refuse(f"Not applied: {refused}" if refused else "")
        if refused:
            return
        if how in (Manner.CHOSEN, Manner.TAKEN_HOLD):
            self._responses.settle()
        self._put(response if values else None, f"{self._channel.key}.{name}")
        if how in (Manner.CHOSEN, Manner.WORD_ENDED):
            self._responses.settle()


def _step_of(event: QKeyEvent) -> str:
    """`undo` or `redo`, if those are the keys; else nothing."""
    if event.matches(Standard.Undo):
        return "undo"
    keys = QKeySequence(event.keyCombination()).toString()
    return "redo" if event.matches(Standard.Redo) or keys in ("Ctrl+Y", "Ctrl+Shift+Z") else ""
