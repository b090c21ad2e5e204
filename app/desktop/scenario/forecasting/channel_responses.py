"""How people react to the channels' messages, as the open workspace has it: changed by steps that can be undone."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.desktop.open_workspace import Desk
from app.nodes.response import Response
from app.progress import Progress
from app.scenario.reading import dump_document
from app.workspace.settings.measured_responses import Evidence, Measured

GUESS = "a guess"
MEASURABLE = ("deliver", "open", "click", "unsubscribe", "open_after", "click_after")
_MERGING = 2
_AT_ONCE = 2  # one that is being stored, and one that waits and then stores the latest


class ChannelResponses(QObject):
    """The default of each channel that has one; what is changed is stored at once, in the background."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._now: Mapping[str, Response] = {}
        self._measured: Evidence = {}
        self._serial = 0
        self.undo_stack = QUndoStack(self)
        desk.workspace_changed.connect(self._read)
        self._read()

    @property
    def now(self) -> Mapping[str, Response]:
        """As they are at the moment."""
        return self._now

    @property
    def guessed(self) -> frozenset[str]:
        """The channels of whose rates one at least is a guess."""
        return frozenset(key for key in self._now if any(each == GUESS for each in self.marks(key).values()))

    def marks(self, channel: str) -> dict[str, str]:
        """Of each value that is given, how sure it is where it was measured, or that it is a guess."""
        given = self._now.get(channel)
        values, known = dump_document(given) if given is not None else {}, self._measured.get(channel, {})
        return {
            key: known[key].words if key in known and known[key].value == values[key] else GUESS
            for key in values
            if key in MEASURABLE
        }

    def measure(self, channel: str, response: Response, words: Mapping[str, str]) -> None:
        """Take what was measured: one step; it counts as measured for as long as nobody changes it."""
        workspace, values = self._desk.workspace, dump_document(response)
        if workspace is None or not self.may_change:
            return
        found = {key: Measured(values[key], said) for key, said in words.items()}
        evidence = self._measured = {**self._measured, channel: found}
        self._desk.saving.start("Storing what was measured", lambda _: workspace.measured_responses.put(evidence))
        self.settle()
        self.change(channel, response, "Measure how people react")
        self.settle()
        self.changed.emit()

    @property
    def may_change(self) -> bool:
        """Whether a workspace is open that can keep them."""
        workspace = self._desk.workspace
        return workspace is not None and not workspace.read_only

    def change(self, channel: str, response: Response | None, title: str, merge: str = "") -> None:
        """Let a channel's messages have this response, or none; changes in a row with the same `merge` are one step."""
        after = {key: each for key, each in self._now.items() if key != channel}
        if response is not None:
            after[channel] = response
        if after != self._now and self.may_change:
            self.undo_stack.push(_Change(self, self._now, after, title, f"{self._serial}:{merge}" if merge else ""))

    def settle(self) -> None:
        """Let the next change be a step of its own."""
        self._serial += 1

    def take(self, responses: Mapping[str, Response]) -> None:
        """Have these from now on, and store them."""
        self._now = dict(responses)
        self.changed.emit()
        self._store()

    def _store(self) -> None:
        workspace, now = self._desk.workspace, self._now
        if workspace is None or self._desk.saving.count >= _AT_ONCE:
            return

        def store(_progress: Progress) -> None:
            workspace.responses.put(now)

        self._desk.saving.start("Storing how people react", store, lambda _: self._store_latest(now))

    def _store_latest(self, stored: Mapping[str, Response]) -> None:
        """What was changed while it was being stored is stored as well."""
        if stored is not self._now:
            self._store()

    def _read(self) -> None:
        """Another workspace is open."""
        self.undo_stack.clear()
        self._now, self._measured = self._desk.listing.responses, self._desk.listing.measured
        self.changed.emit()


class _Change(QUndoCommand):
    """One step."""

    def __init__(
        self,
        responses: ChannelResponses,
        before: Mapping[str, Response],
        after: Mapping[str, Response],
        title: str,
        merge: str,
    ) -> None:
        super().__init__(title)
        self._responses, self._before, self._after, self._merge = responses, before, after, merge

    def id(self) -> int:
        return _MERGING if self._merge else -1

    def redo(self) -> None:
        self._responses.take(self._after)

    def undo(self) -> None:
        self._responses.take(self._before)

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Change) or other._merge != self._merge:
            return False
        self._after = other._after
        return True
