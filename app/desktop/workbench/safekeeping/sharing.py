"""A copy of the workspace to give away: what becomes of the customers in it, and where it goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QRadioButton, QWidget

from app.desktop.open_workspace import Desk
from app.desktop.shell.dialogs import ask_save
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row
from app.workspace.sharing import People

KINDS = "Rehearse workspaces (*.rehearse)"
WIDTH = 60 * STEP
INDENT = 3 * STEP
_CHOICES = {
    People.PSEUDONYMS: (
        "With &other people",
        "Ids, names, addresses and phones become others, and everybody's dates move by whole weeks. Texts that fewer "
        "than five customers share become codes. Runs and lists of rejected rows stay behind. Look through your own "
        "texts: a first or last name alone in a note is not found.",
    ),
    People.NONE: (
        "With&out people",
        "Scenarios, segments and settings, with other names in place of customers'; datasets and runs stay behind.",
    ),
    People.ALL: ("&Complete", "Everything as it is, with all customers and all runs."),
}


class SharingDialog(QDialog):
    """Asks what becomes of the customers."""

    chosen = Signal(object)  # People

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sharing_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Copy to give away")
        self.setFixedWidth(WIDTH)
        self._choices: dict[People, QRadioButton] = {}
        lines = column(self, margin=3 * STEP, gap=STEP)
        for people, (title, words) in _CHOICES.items():
            choice = QRadioButton(title)
            choice.setObjectName(f"sharing_{people.value}")
            self._choices[people] = choice
            lines.addWidget(choice)
            explained = label(words, "quiet", wraps=True)
            explained.setContentsMargins(INDENT, 0, 0, STEP)
            explained.setFixedWidth(WIDTH - 6 * STEP)
            explained.setFixedHeight(explained.heightForWidth(WIDTH - 6 * STEP))  # as much as it needs, and no more
            lines.addWidget(explained)
        self._choices[People.PSEUDONYMS].setChecked(True)
        answers = row(gap=STEP)
        answers.addStretch(1)
        answers.addWidget(button("Cancel", name="sharing_cancel", on_click=self.reject))
        answers.addWidget(button("Choose a place…", "primary", name="sharing_go_on", on_click=self._accept))
        lines.addLayout(answers)

    def _accept(self) -> None:
        people = next(people for people, choice in self._choices.items() if choice.isChecked())
        self.accept()
        self.chosen.emit(people)


class SharingCommand(QObject):
    """Writes the copy; the user goes on in the workspace that is open."""

    said = Signal(str)

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window

    def ask(self) -> None:
        """Ask what becomes of the customers, then where to."""
        if self._desk.workspace is not None:
            dialog = SharingDialog(self._window)
            dialog.chosen.connect(self._ask_where)
            dialog.open()

    def _ask_where(self, people: People) -> None:
        workspace = self._desk.workspace
        if workspace is None:
            return

        def write(path: Path) -> None:
            self._desk.works.start(
                "Copying to give away", lambda progress: workspace.copy_to(path, progress, people), self._tell
            )

        suggested = workspace.path.with_name(f"{workspace.path.stem} to give away.rehearse")
        ask_save(self._window, "Copy to give away", KINDS, suggested, write)

    def _tell(self, path: Path) -> None:
        self.said.emit(f"The copy is {path}.")
