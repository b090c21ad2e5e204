"""What an earlier session could not save any more is offered when its workspace is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from app.desktop.open_workspace import Desk
from app.desktop.scenario.editor import Editor
from app.desktop.shell.failures import say
from app.numbers import clock, counted, moment
from app.scenario.edits import Several
from app.ui.message_box import Tone, message_box
from app.workspace.recovery.journals import Journal, change_count, journals_left, remove_journal
from app.workspace.recovery.replaying import FoundBase, Replay, find_base, replay
from app.workspace.store import Workspace

Role = QMessageBox.ButtonRole
Then = Callable[[], object]

_TITLE = "Unsaved changes"
_RESTORE = "Restore puts this into the scenario, as one step that can be undone; nothing is saved yet."
_KEEP_BOTH = "Keep both leaves the scenario as it is and adds one with this in it."
_SAVED_SINCE = "The scenario was saved after that, so this can only be kept as a scenario of its own."
_NO_BASE = (
    "This belongs to a state of the scenario that this file does not hold any more, so it cannot be put into it. "
    "A backup of the file may hold it."
)


@dataclass(frozen=True, slots=True)
class Left:
    """A journal with the state its edits belong to, and what they make of it; both None where that state is gone."""

    journal: Journal
    base: FoundBase | None
    made: Replay | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be lost with it."""
        return (
            self.base is not None
            and self.made is not None
            and not self.made.trouble
            and self.made.scenario == self.base.newest
        )

    def in_words(self, now: datetime) -> str:
        """`Rehearse ended before 7 changes to “Abandoned cart” were saved. The last was made at 2:20 PM.`"""
        count, name = change_count(self.journal.edits), " ".join(self.journal.base.name.split())
        at = datetime.fromtimestamp(self.journal.at_us / 1e6)
        when = f"at {clock(at)}" if at.date() == now.date() else f"on {moment(at)}"
        if not count:
            return f"Rehearse ended before “{name}” was saved for the first time. It was last changed {when}."
        what = f"{counted(count, 'change', 'changes')} to “{name}” {'was' if count == 1 else 'were'}"
        return f"Rehearse ended before {what} saved. {'It' if count == 1 else 'The last'} was made {when}."


Answer = Callable[[Left, Then], object]
"""Does what the user chose, and goes on once that is safe."""


def left_in(workspace: Workspace) -> list[Left]:
    """What earlier sessions left unsaved in this workspace, oldest first; what holds nothing is removed."""
    found = []
    for journal in journals_left(workspace.path, workspace.identity):
        base = find_base(workspace.scenarios, journal.base)
        left = Left(journal, base, replay(base.scenario, journal.edits) if base else None)
        if left.is_empty:
            remove_journal(journal)
        else:
            found.append(left)
    return found


class RecoveryOffer(QObject):
    """Asks about one journal after another; nothing is removed but by an answer."""

    restored = Signal()

    def __init__(self, desk: Desk, editor: Editor, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._editor = editor
        self._window = window

    def look(self) -> None:
        """Look in the background for what was left, and ask."""
        workspace = self._desk.workspace
        if workspace is not None:
            self._desk.reads.start("Looking for unsaved changes", lambda _: left_in(workspace), self._ask_about)

    def _ask_about(self, lefts: list[Left]) -> None:
        if not lefts:
            return
        left, *others = lefts
        text = left.in_words(datetime.now())
        box = message_box(self._window, "recovery", _TITLE, text, _details(left), Tone.QUESTION)

        def offer(words: str, name: str, role: QMessageBox.ButtonRole, do: Answer) -> None:
            made = box.addButton(words, role)
            made.setObjectName(name)
            made.clicked.connect(lambda: self._do(do, left, others))

        if left.made is not None and left.base is not None:
            if left.base.is_newest:
                offer("Restore", "recovery_restore", Role.AcceptRole, self._restore)
            if not left.journal.base.document:
                offer("Keep both", "recovery_both", Role.AcceptRole, self._keep_both)
        offer("Discard", "recovery_discard", Role.DestructiveRole, lambda _, done: done())
        later = box.addButton("Not now", Role.RejectRole)
        later.setObjectName("recovery_later")
        box.setEscapeButton(later)
        box.rejected.connect(lambda: self._ask_about(others))
        box.open()

    def _do(self, do: Answer, left: Left, others: list[Left]) -> None:
        def done() -> None:
            remove_journal(left.journal)
            self._ask_about(others)

        self._editor.when_left(lambda: do(left, done))

    def _restore(self, left: Left, done: Then) -> None:
        base, made = left.base, left.made
        if base is None or made is None:
            return

        def change() -> None:
            session = self._editor.session
            if session is None or session.scenario != base.scenario:
                return  # it was saved meanwhile; what was left stays
            if made.applied:
                count = counted(change_count(made.applied), "change", "changes")
                session.perform(Several(made.applied, f"Restore {count}"))
            self._tell(made)
            done()

        if left.journal.base.document:
            self._editor.take(base.scenario)
            change()
        else:
            self._editor.open(left.journal.base.scenario_id, change)

    def _keep_both(self, left: Left, done: Then) -> None:
        if left.made is None:
            return
        self._editor.take(left.made.scenario)
        self._tell(left.made)
        if self._desk.workspace is None or self._desk.workspace.read_only:
            done()
        else:
            self._editor.save("Restored after a crash", done)

    def _tell(self, made: Replay) -> None:
        self.restored.emit()
        if made.trouble:
            say(self._window, _TITLE, made.trouble)


def _details(left: Left) -> str:
    if left.base is None or left.made is None:
        return _NO_BASE
    kept = "" if left.journal.base.document else _KEEP_BOTH
    words = (_RESTORE if left.base.is_newest else _SAVED_SINCE, kept if left.base.is_newest else "", left.made.trouble)
    return " ".join(filter(None, words))
