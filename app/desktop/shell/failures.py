"""How the window says that something went wrong: in words, plain text, and the session goes on."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from itertools import accumulate
from pathlib import Path
from types import TracebackType

import PySide6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.errors import AppError, told_of_memory
from app.files.writing import write_whole
from app.ui.message_box import Tone, message_box
from app.version import product_version

LINE_SIGNS = 40  # what a line costs beside its own signs
MOST_SIGNS = 600  # of a list, so that the box stands on a small screen
REPORT_NAME = "rehearse-report.txt"
HAPPENED = "Rehearse met an error it did not expect. What you have saved is safe, and you can go on working."
ADVICE = "Please save the report and send it to whoever looks after Rehearse for you."


def say(parent: QWidget, title: str, text: str, details: str = "", tone: Tone = Tone.WARNING) -> QMessageBox:
    """Show a message and return at once."""
    box = message_box(parent, "message", title, text, details, tone)
    box.open()
    return box


def say_error(parent: QWidget, error: AppError) -> QMessageBox:
    """Show an error as it is, with its first problems as a list, and all of them where that is not enough."""
    lines = [f"• {problem}" for problem in error.problems]
    shown = _few_enough(lines)
    rest = [f"… and {len(lines) - len(shown)} more"] if len(lines) > len(shown) else []
    box = message_box(parent, "message", "Rehearse", error.message, "\n".join(shown + rest), Tone.WARNING)
    if rest:
        box.setDetailedText("\n".join(lines))
    box.open()
    return box


def _few_enough(lines: list[str]) -> list[str]:
    ends = accumulate(len(line) + LINE_SIGNS for line in lines)
    return [line for at, (line, end) in enumerate(zip(lines, ends, strict=True)) if end <= MOST_SIGNS or at == 0]


def report_text(error: BaseException) -> str:
    """What the user can send on: versions, the place in the program, the error's own words."""
    names = (f"Rehearse {product_version()}", f"Python {platform.python_version()}", f"PySide6 {PySide6.__version__}")
    return ", ".join((*names, platform.platform())) + "\n\n" + "".join(traceback.format_exception(error))


class Surprises(QObject):
    """Shows each unexpected error once, with a report that can be saved."""

    happened = Signal(str)  # the report

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._seen: set[str] = set()

    def catch_all(self) -> None:
        """Take over from Python's own hook, which prints to a terminal nobody sees."""
        sys.excepthook = self._hook

    def show(self, error: BaseException) -> QMessageBox | None:
        """Show the error; None if the very same was shown before."""
        report = report_text(error)
        if report in self._seen:
            return None
        self._seen.add(report)
        self.happened.emit(report)
        box = message_box(self._window, "surprise", "Something unexpected happened", HAPPENED, ADVICE, Tone.FAULT)
        box.setDetailedText(report)
        save = box.addButton("Save report…", QMessageBox.ButtonRole.ActionRole)
        box.addButton(QMessageBox.StandardButton.Close)
        save.setObjectName("save_report")
        box.setDefaultButton(save)
        save.clicked.connect(lambda: self._save(report))
        box.open()
        return box

    def _save(self, report: str) -> None:
        dialog = QFileDialog(self._window, "Save the report", REPORT_NAME)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda path: self._write(Path(path), report))
        dialog.open()

    def _write(self, path: Path, report: str) -> None:
        try:
            write_whole(path, report)
        except AppError as error:
            say_error(self._window, error)

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        if not isinstance(error, Exception) or threading.current_thread() is not threading.main_thread():
            return
        if told := told_of_memory(error):
            say_error(self._window, told)
        else:
            self.show(error)
