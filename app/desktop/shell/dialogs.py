"""Questions to the user; each returns at once and calls back with the answer."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QMessageBox, QWidget

from app.ui.message_box import Tone, message_box
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row

Then = Callable[[], object]


def ask_open(
    parent: QWidget,
    title: str,
    kinds: str,
    folder: Path,
    then: Callable[[list[Path]], object],
    *,
    many: bool = False,
) -> QFileDialog:
    """Ask for files that are there; `kinds` like "Workspaces (*.rehearse)"."""
    dialog = _file_dialog(parent, title, kinds, folder)
    dialog.setObjectName("open_dialog")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if many else QFileDialog.FileMode.ExistingFile)
    dialog.filesSelected.connect(lambda paths: then([Path(path) for path in paths]))
    dialog.open()
    return dialog


def ask_folder(parent: QWidget, title: str, folder: Path, then: Callable[[Path], object]) -> QFileDialog:
    """Ask for a folder that is there."""
    dialog = _file_dialog(parent, title, "", folder)
    dialog.setObjectName("folder_dialog")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    dialog.filesSelected.connect(lambda paths: then(Path(paths[0])))
    dialog.open()
    return dialog


def ask_save(parent: QWidget, title: str, kinds: str, suggested: Path, then: Callable[[Path], object]) -> QFileDialog:
    """Ask where to write; the kind is that of the suggestion, and the name's suffix follows when another is chosen."""
    folder = suggested.parent if os.access(suggested.parent, os.W_OK) else Path.home()
    dialog = _file_dialog(parent, title, kinds, folder)
    dialog.setObjectName("save_dialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suggested.suffix.lstrip("."))
    dialog.selectFile(suggested.name)
    for kind in dialog.nameFilters():
        if suggested.suffix and suggested.suffix in _suffixes(kind):
            dialog.selectNameFilter(kind)
            break
    dialog.filterSelected.connect(partial(_name_by_kind, dialog))
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def _name_by_kind(dialog: QFileDialog, kind: str) -> None:
    """Let the name end as files of that kind do."""
    suffixes, (path, *_) = _suffixes(kind), dialog.selectedFiles() or [""]
    if suffixes and path and not Path(path).is_dir():
        dialog.setDefaultSuffix(suffixes[0].lstrip("."))
        known = {suffix for each in dialog.nameFilters() for suffix in _suffixes(each)}
        named = Path(path)
        if named.suffix in known and named.suffix not in suffixes:
            dialog.selectFile(named.with_suffix(suffixes[0]).name)


def _suffixes(kind: str) -> list[str]:
    """`.html` and `.htm` of "HTML document (*.html *.htm)"."""
    return re.findall(r"\*(\.[\w.]+)", kind)


def ask_text(parent: QWidget, title: str, question: str, then: Callable[[str], object]) -> QDialog:
    """Ask for one line of text."""
    dialog = QDialog(parent)
    dialog.setObjectName("text_dialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.setMinimumWidth(52 * STEP)
    field = QLineEdit()
    field.setObjectName("text_answer")
    field.setAccessibleName(question)
    accept = button("OK", "primary", name="text_ok", on_click=dialog.accept)
    accept.setDefault(True)
    lines = column(dialog, margin=3 * STEP, gap=STEP)
    lines.addWidget(label(question, wraps=True))
    lines.addWidget(field)
    lines.addSpacing(STEP)
    answers = row()
    answers.addStretch(1)
    answers.addWidget(button("Cancel", on_click=dialog.reject))
    answers.addWidget(accept)
    lines.addLayout(answers)

    accept.setEnabled(False)
    field.textChanged.connect(lambda now: accept.setEnabled(bool(now.strip())))
    dialog.accepted.connect(lambda: then(field.text().strip()))
    dialog.open()
    return dialog


def ask_about_changes(parent: QWidget, name: str, save: Then, leave: Then) -> QMessageBox:
    """Ask what to do with unsaved changes: `save` them, `leave` them behind, or stay."""
    text, details = f"Save the changes to “{name}”?", "What was saved before stays as it is either way."
    box = message_box(parent, "unsaved", "Unsaved changes", text, details, Tone.QUESTION)
    standard = QMessageBox.StandardButton
    box.setStandardButtons(standard.Save | standard.Discard | standard.Cancel)
    box.setDefaultButton(standard.Save)
    box.button(standard.Save).clicked.connect(lambda: save())
    box.button(standard.Discard).clicked.connect(lambda: leave())
    box.open()
    return box


def ask_yes(parent: QWidget, title: str, text: str, details: str, yes: str, then: Then) -> QMessageBox:
    """Ask before something that cannot be taken back; `yes` is the button's own word."""
    box = message_box(parent, "confirm", title, text, details, Tone.QUESTION)
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    agree.setObjectName("confirm_yes")
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    agree.clicked.connect(lambda: then())
    box.open()
    return box


def _file_dialog(parent: QWidget, title: str, kinds: str, folder: Path) -> QFileDialog:
    there = folder if folder.is_dir() else Path.home()  # a folder that is gone would be taken for the name of a file
    dialog = QFileDialog(parent, title, str(there), kinds)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
