"""The editor of how people react to a message: rates, delays, what a click leads to, exceptions, fatigue."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.canvas.forms.choosing import NameEditor
from app.canvas.forms.clauses import narrow
from app.canvas.forms.condition import ConditionEditor
from app.canvas.forms.durations import DurationEditor
from app.canvas.forms.editor import Editor, Json, Manner
from app.canvas.forms.lines import number_line, percent_line
from app.canvas.forms.listing import ListEditor
from app.canvas.forms.offers import Ask
from app.canvas.forms.record import Form, RecordEditor
from app.canvas.forms.sentence import Part, SentenceEditor, Values
from app.canvas.forms.shapes import Shape, ShapeEditor
from app.nodes.kind import Control, Field
from app.ui.folding import Fold
from app.ui.plain_text import label

Row = tuple[Field, Editor]

_GAP = 8
_SIGMA = 1.0
_CONVERT: Values = {"event": "", "rate": 0.05, "after": {"median": "PT1H", "sigma": _SIGMA}}
_FATIGUE: Values = {"per_message": 0.9, "window": "P7D"}


class ResponseEditor(Editor):
    """Folded away where nothing is said; a response in which nothing is said is left out."""

    def __init__(self, title: str, ask: Ask) -> None:
        super().__init__()
        self._values: dict[str, Any] | None = None
        self._form = Form(_rows(ask), gap=_GAP)
        self._fold = Fold(title, self._form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._fold)
        self.setFocusProxy(self._fold.head)
        self._form.edited.connect(self._tell)

    def name(self, name: str, title: str) -> None:
        super().name(name, title)
        self._fold.head.setObjectName(f"{name}.fold")
        self._form.name(name)

    def show_value(self, value: Json) -> None:
        if self._values is None and value:
            self._fold.open()
        self._values = dict(value or {})
        self._form.show_values(self._values)

    def _tell(self, name: str, value: Json, manner: Manner) -> None:
        values = {**(self._values or {}), name: value}
        self._values = {key: part for key, part in values.items() if part is not None and part != []}
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
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        layout.addWidget(words, 1)
        layout.addWidget(self._line, 0, Qt.AlignmentFlag.AlignTop)
        self._line.edited.connect(self.edited)
        self._line.refused.connect(self.refused)
        self._title = title

    def name(self, name: str, title: str) -> None:
        self.setObjectName(name)
        self.setAccessibleName(title or self._title)
        self._line.name(f"{name}.rate", title or self._title)

    def show_value(self, value: Json) -> None:
        self._line.show_value(value)


def _rows(ask: Ask) -> list[Row]:
    """A row for each key, in the order in which things happen."""
    deliver, opened, click, unsubscribe = _rates()
    return [
        deliver,
        opened,
        _row("open_after", _delay("after about")),
        click,
        _row("click_after", _delay("after about")),
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


def _delay(word: str, optional: bool = True) -> Editor:
    return _lognormal(word, DurationEditor(optional))


def _lognormal(word: str, median: Editor) -> Editor:
    """A median and the sigma of its logarithm; without a median there is neither."""
    sigma = narrow(number_line(optional=True))
    sigma.setToolTip("How far they lie apart: 0 is all the same, 1 is usual.")

    def out(values: Values) -> Json:
        return {"sigma": _SIGMA, **values} if "median" in values else None

    parts = (word, Part("median", "median", median), "spread", Part("sigma", "spread", sigma))
    return SentenceEditor(parts, out=out)


def _conversion(ask: Ask) -> Editor:
    def make() -> Editor:
        return RecordEditor(
            (
                _row("event", NameEditor(lambda: ask().events, placeholder="event")),
                _row("rate", RateEditor("How many of them", optional=False)),
                _row("after", _delay("after about", optional=False)),
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
