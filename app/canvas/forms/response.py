"""The editor of how people react to a message: rates, delays, what a click leads to, exceptions, fatigue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.canvas.forms.conditions.builder import ConditionEditor
from app.canvas.forms.conditions.clauses import narrow
from app.canvas.forms.delay_curve import SIGMA, DelayEditor, lognormal
from app.canvas.forms.editors.choosing import NameEditor
from app.canvas.forms.editors.durations import DurationEditor
from app.canvas.forms.editors.editor import Editor, Json, Manner
from app.canvas.forms.editors.lines import number_line, percent_line
from app.canvas.forms.editors.listing import ListEditor
from app.canvas.forms.editors.sentence import Part, SentenceEditor, Values
from app.canvas.forms.editors.shapes import Shape, ShapeEditor
from app.canvas.forms.offers import Ask
from app.canvas.forms.record import Form, RecordEditor
from app.nodes.channel import CHANNELS
from app.nodes.kind import Control, Field
from app.nodes.response import Response
from app.nodes.words.response import response_in_words
from app.numbers import exact_percent
from app.ui.folding import Fold
from app.ui.plain_text import label
from app.ui.widgets import button

Row = tuple[Field, Editor]

_GAP = 8
_CONVERT: Values = {"event": "", "rate": 0.05, "after": {"median": "PT1H", "sigma": SIGMA}}
_FATIGUE: Values = {"per_message": 0.9, "window": "P7D"}


class ResponseForm(Form):
    """The rows of a response; where one is empty, it says what holds instead."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(_rows(ask), gap=_GAP)

    def show_usual(self, usual: Response | None, words: str) -> None:
        """What holds where nothing is given here, and in whose words: `as the channel`."""
        for name, row in self.rows.items():
            held = getattr(usual, name) if usual is not None else None
            if isinstance(row.editor, RateEditor):
                share = exact_percent(held) if held is not None else ""
                row.editor.show_usual(share or "as usual", f"{share} {words}" if share else "as usual")
            elif isinstance(row.editor, DelayEditor):
                row.editor.show_usual(held)

    def mark(self, marks: Mapping[str, str]) -> None:
        """Say of rates and delays where they come from: `a guess`."""
        for name, row in self.rows.items():
            if isinstance(row.editor, RateEditor | DelayEditor):
                row.editor.mark(marks.get(name, ""))


class ResponseEditor(Editor):
    """Folded away where nothing is said; a response in which nothing is said is left out, and is as the channel's."""

    def __init__(self, title: str, ask: Ask) -> None:
        super().__init__()
        self._values: dict[str, Any] | None = None
        self._ask = ask
        self._form = ResponseForm(ask)
        self._held = label(name="responseHeld")
        self._held.setProperty("role", "faint")
        self._as_channel = button("As the channel", "quiet", on_click=self._give_up)
        self._as_channel.setToolTip("Leave all of it to what the workspace says of the channel")
        inside = QWidget()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(_GAP)
        lines.addWidget(self._held)
        lines.addWidget(self._as_channel, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self._form)
        self._fold = Fold(title, inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._fold)
        self.setFocusProxy(self._fold.head)
        self._form.edited.connect(self._tell)

    def name(self, name: str, title: str) -> None:
        super().name(name, title)
        self._fold.head.setObjectName(f"{name}.fold")
        self._as_channel.setObjectName(f"{name}.as_channel")
        self._held.setObjectName(f"{name}.held")
        self._form.name(name)

    def show_value(self, value: Json) -> None:
        if self._values is None and value:
            self._fold.open()
        self._values = dict(value or {})
        self._show_held()
        self._form.show_values(self._values)

    def _show_held(self) -> None:
        """What the channel has people do, and whether this message has them do otherwise."""
        offers = self._ask()
        usual = offers.responses.get(offers.channel)
        own = bool(self._values)
        self._form.show_usual(usual, "as the channel")
        whose = "Its own where given, else as the channel" if own else "As the channel"
        said = response_in_words(usual) if usual is not None else "nobody reacts yet"
        self._held.setText(f"{whose}: {said}.")
        self._held.setVisible(offers.channel in CHANNELS)
        self._as_channel.setVisible(own)

    def _give_up(self) -> None:
        self.show_value(None)
        self.edited.emit(None, Manner.CHOSEN)

    def _tell(self, name: str, value: Json, manner: Manner) -> None:
        values = {**(self._values or {}), name: value}
        self._values = {key: part for key, part in values.items() if part is not None and part != []}
        self._show_held()
        self.edited.emit(dict(self._values) or None, manner)


class RateEditor(Editor):
    """A share in per cent, at the end of a line that says of what; left out, it is as usual."""

    def __init__(self, title: str, optional: bool = True) -> None:
        super().__init__()
        self._line = percent_line(optional)
        self._line.line.setPlaceholderText("as usual" if optional else "")
        self._line.setFixedWidth(80)
        self.setFocusProxy(self._line)
        words = label(title)
        words.setBuddy(self._line.line)
        self._mark = label()
        self._mark.setProperty("role", "faint")
        self._mark.hide()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        layout = QHBoxLayout()
        lines.addLayout(layout)
        lines.addWidget(self._mark)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        layout.addWidget(words, 1)
        layout.addWidget(self._line, 0, Qt.AlignmentFlag.AlignTop)
        self._line.edited.connect(self.edited)
        self._line.refused.connect(self.refused)
        self._title = title

    def show_usual(self, share: str, words: str) -> None:
        """What holds where nothing is written, in the empty field, and whose it is in its tooltip."""
        self._line.line.setPlaceholderText(share)
        self._line.line.setToolTip(words)

    def mark(self, words: str) -> None:
        """Say where the share comes from; empty for nothing."""
        self._mark.setText(words)
        self._mark.setVisible(bool(words))

    def name(self, name: str, title: str) -> None:
        self.setObjectName(name)
        self.setAccessibleName(title or self._title)
        self._mark.setObjectName(f"{name}.mark")
        self._line.name(f"{name}.rate", title or self._title)

    def show_value(self, value: Json) -> None:
        self._line.show_value(value)


def _rows(ask: Ask) -> list[Row]:
    """A row for each key, in the order in which things happen."""
    deliver, opened, click, unsubscribe = _rates()
    return [
        deliver,
        opened,
        _row("open_after", DelayEditor("after about")),
        click,
        _row("click_after", DelayEditor("after about")),
        unsubscribe,
        _row("convert", _conversion(ask), "Whoever clicks"),
        _row("when", _exceptions(ask), "Some react otherwise"),
        _row("fatigue", _fatigue(), "Many messages"),
    ]


def _rates() -> tuple[Row, Row, Row, Row]:
    return (
        _row("deliver", RateEditor("Delivered")),
        _row("open", RateEditor("Opened, if delivered")),
        _row("click", RateEditor("Clicked, if opened")),
        _row("unsubscribe", RateEditor("Unsubscribed, if opened")),
    )


def _row(name: str, editor: Editor, title: str = "") -> Row:
    return Field(name, title, Control.TEXT, optional=True), editor


def _lognormal(word: str, median: Editor) -> Editor:
    """A median and the sigma of its logarithm; without a median there is neither."""
    sigma = narrow(number_line(optional=True))
    sigma.setToolTip("How far they lie apart: 0 is all the same, 1 is usual.")

    parts = (word, Part("median", "median", median), "spread", Part("sigma", "spread", sigma))
    return SentenceEditor(parts, out=lognormal)


def _conversion(ask: Ask) -> Editor:
    def make() -> Editor:
        return RecordEditor(
            (
                _row("event", NameEditor(lambda: ask().events, placeholder="event")),
                _row("rate", RateEditor("How many of them", optional=False)),
                _row("after", DelayEditor("after about", optional=False)),
                _row("property", NameEditor(lambda: ask().properties, optional=True, placeholder="property"), "Worth"),
                _row("value", _lognormal("of about", narrow(number_line(optional=True)))),
            ),
            gap=_GAP,
        )

    shapes = (Shape("none", "does nothing more", None), Shape("event", "may do something", _CONVERT, make))
    return ShapeEditor(shapes, lambda value: "event" if value else "none")


def _exceptions(ask: Ask) -> Editor:
    def make(_item: Json) -> Editor:
        return RecordEditor((_row("condition", ConditionEditor(ask)), *_rates()), gap=_GAP)

    def fresh(_items: list[Json]) -> Values:
        return {"condition": {"all": []}}

    return ListEditor(make, (("Exception", fresh),), ordered=True, heading=lambda _item: "Those for whom")


def _fatigue() -> Editor:
    def make() -> Editor:
        return SentenceEditor(
            (
                "Each of the last",
                Part("window", "window", DurationEditor()),
                "leaves",
                Part("per_message", "share that is left", narrow(percent_line())),
                "of the openings.",
            )
        )

    shapes = (Shape("none", "tire nobody", None), Shape("tire", "are opened less", _FATIGUE, make))
    return ShapeEditor(shapes, lambda value: "tire" if value else "none")
