"""What to save of a run that is played back: from when to when, how long, how large."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QWidget

from app.desktop.scenario.playback.film_maker import FilmPlan
from app.desktop.scenario.playback.scrubber import Span
from app.desktop.shell.dialogs import ask_save
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row

KINDS = "Animated picture (*.gif);;Still picture of this moment (*.png)"
_SECONDS = (10, 20, 30, 60)
_USUAL_SECONDS = 30
_WIDTHS = ((640, "small, 640 pixels wide"), (960, "medium, 960 pixels wide"), (1_280, "large, 1280 pixels wide"))
_USUAL_WIDTH = 960


def ask_film(
    parent: QWidget, span: Span, at: int, name: str, folder: Path | None, then: Callable[[FilmPlan], object]
) -> QDialog:
    """Ask what to save, then where to; a still shows the instant `at`."""
    dialog = FilmDialog(parent, span)

    def ask_where() -> None:
        begin, end = dialog.range
        seconds, width = dialog.seconds, dialog.picture_width  # the dialog is gone when the place is known
        suggested = (folder or Path.home()) / f"{name}-playback.gif"

        def plan(path: Path) -> None:
            is_still = path.suffix.lower() == ".png"
            target = path if is_still or path.suffix.lower() == ".gif" else path.with_name(f"{path.name}.gif")
            then(FilmPlan(target, at if is_still else begin, end, seconds, width))

        ask_save(parent, "Save playback", KINDS, suggested, plan)

    dialog.accepted.connect(ask_where)
    dialog.open()
    return dialog


class FilmDialog(QDialog):
    """The whole run in half a minute, unless something else is wanted."""

    def __init__(self, parent: QWidget, span: Span) -> None:
        super().__init__(parent)
        self.setObjectName("film_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Save playback as a picture")
        self.setMinimumWidth(52 * STEP)
        self._span = span
        self._from = _field("film_from", "From", span.at(span.begin).date())
        self._to = _field("film_to", "To", span.at(span.end).date())
        self._seconds = _choice("film_seconds", "Length", [(n, f"{n} seconds") for n in _SECONDS], _USUAL_SECONDS)
        self._width = _choice("film_width", "Size", _WIDTHS, _USUAL_WIDTH)
        self._wrong = label("", "problem", wraps=True, name="film_wrong")
        self._accept = button("Save…", "primary", name="film_save", on_click=self.accept)
        self._accept.setDefault(True)
        for field in (self._from, self._to):
            field.textChanged.connect(self._check)
        self._lay_out()
        self._check()

    @property
    def range(self) -> tuple[int, int]:
        """The first and the last instant: both days are part of it."""
        begin, end = (date.fromisoformat(field.text().strip()) for field in (self._from, self._to))
        span = self._span
        first, last = span.midnight(begin), span.midnight(end + timedelta(days=1)) - 1
        return min(max(first, span.begin), span.end), max(min(last, span.end), span.begin)

    @property
    def seconds(self) -> float:
        """How long it takes."""
        return float(self._seconds.currentData())

    @property
    def picture_width(self) -> int:
        """In pixels."""
        return int(self._width.currentData())

    def _lay_out(self) -> None:
        form = QFormLayout()
        for title, field in (("From", self._from), ("To", self._to), ("Length", self._seconds), ("Size", self._width)):
            form.addRow(label(title, "quiet"), field)
        answers = row()
        answers.addStretch(1)
        answers.addWidget(button("Cancel", name="film_cancel", on_click=self.reject))
        answers.addWidget(self._accept)
        lines = column(self, margin=3 * STEP, gap=STEP)
        lines.addWidget(label("As an animated GIF, or as a still picture of this moment.", wraps=True))
        lines.addLayout(form)
        lines.addWidget(self._wrong)
        lines.addLayout(answers)

    def _check(self) -> None:
        try:
            begin, end = self.range
            wrong = "" if begin < end else "The last day comes before the first."
        except ValueError:
            wrong = "Dates are written like 2024-05-06."
        self._wrong.setText(wrong)
        self._accept.setEnabled(not wrong)


def _field(name: str, title: str, on: date) -> QLineEdit:
    made = QLineEdit(on.isoformat())
    made.setObjectName(name)
    made.setAccessibleName(title)
    return made


def _choice(name: str, title: str, choices: Sequence[tuple[int, str]], usual: int) -> ComboBox:
    made = ComboBox()
    made.setObjectName(name)
    made.setAccessibleName(title)
    for value, words in choices:
        made.addItem(words, value)
    made.setCurrentIndex(made.findData(usual))
    return made
