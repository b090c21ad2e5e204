"""Keeps the edits of the open scenario in a journal, so that no end of the process can lose them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from app.canvas.session import ScenarioSession
from app.scenario.edits import Edit
from app.scenario.files import dump_scenario
from app.workspace.recovery.journals import Base, JournalWriter
from app.workspace.sqlite.documents import sha256_of
from app.workspace.store import Workspace

_NOT_KEPT = "Unsaved changes cannot be kept for after a crash ({why}). Save often."


class Recovery(QObject):
    """At most one journal; it goes when the scenario is saved or left."""

    failed = Signal(str)  # a sentence for the status bar

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._writer: JournalWriter | None = None
        self._is_broken = False  # nothing can be added to the journal, which has what came before
        self._kept: JournalWriter | None = None
        self._edits: list[Edit] = []  # those of the journal
        self._first = 0  # how many came before them
        self._flusher = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")

    def watch(self, session: ScenarioSession, workspace: Workspace, seal: str) -> None:
        """Write down each edit of the session from now on.

        `seal` is the sha256 of the stored revision that is open, empty for a scenario that was never stored, which is
        written down at once unless it is empty.
        """
        self.end()
        scenario = session.scenario
        document = "" if seal else dump_scenario(scenario)
        sha256 = seal or sha256_of(document.encode(errors="replace"))
        base = Base(str(workspace.path), workspace.identity, scenario.id, scenario.name, sha256, document)
        self._begin(base)
        if not seal and scenario.nodes:
            self._try(JournalWriter.begin)
        session.edited.connect(self._write)

    def mark(self) -> int:
        """A place between the edits: those before it are being saved."""
        return self._first + len(self._edits)

    def saved(self, seal: str, mark: int) -> None:
        """The edits before `mark` are in the workspace; go on from the revision of this sha256 with those after it."""
        before = self._writer
        if before is None:
            return
        self._edits = self._edits[mark - self._first :]
        self._first = mark
        base = before.base
        self._begin(Base(base.workspace, base.identity, base.scenario_id, base.name, seal))
        for edit in self._edits:
            self._append(edit)
        before.end()

    def keep(self) -> Callable[[], None]:
        """Keep what is written down also when the scenario is left, until the answer is called: it is safe then."""
        self._kept = self._writer
        return self._kept.end if self._kept is not None else lambda: None

    def end(self) -> None:
        """The scenario was left, and nothing of it is to be offered again but what is to be kept."""
        if self._writer is not None and self._writer is not self._kept:
            self._writer.end()
        self._writer = None
        self._edits.clear()

    def _write(self, edit: Edit) -> None:
        self._edits.append(edit)
        self._append(edit)

    def _append(self, edit: Edit) -> None:
        self._try(lambda writer: writer.write(edit))

    def _begin(self, base: Base) -> None:
        self._writer, self._is_broken = JournalWriter(base), False

    def _try(self, write: Callable[[JournalWriter], None]) -> None:
        writer = self._writer
        if writer is None or self._is_broken:
            return
        try:
            write(writer)
        except OSError as error:
            self._is_broken = True
            self.failed.emit(_NOT_KEPT.format(why=error.strerror))
        else:
            self._flusher.submit(_flush, writer)


def _flush(writer: JournalWriter) -> None:
    with suppress(OSError):  # it was ended meanwhile, or the disk will say so at the next edit
        writer.flush()
