"""The reports over what was chosen, each counted once it is asked for, and anew when its definition changes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from app.desktop.background import Job, Work
from app.desktop.open_workspace import Desk
from app.desktop.results.answers import Answers
from app.desktop.results.counting import Found, found_in_data, found_in_run
from app.desktop.results.entries import Chosen, Entry
from app.jobs.reports.run_reports import RunReports
from app.reports.report import Definition
from app.reports.segments import NO_SEGMENTS, Segments

Changes = tuple[tuple[str, str], ...]


class Wanted(NamedTuple):
    """A definition, and the parts by which it differs from the proposed one, as (field, value), in that order."""

    definition: Definition | None
    changes: Changes


_BROKEN = Found(trouble="It could not be counted.")
GIVEN_UP = Found(
    trouble="It was given up before it was counted. Choose another report and then this one again to have it counted."
)


class Findings(QObject):
    """What has been found so far, by the key of the gallery's entry."""

    found = Signal(str)  # key
    given_up = Signal(str)  # key of what was cancelled and is as it was before, which is told next
    begun = Signal(object)  # the Job of figures that somebody waits for
    hurried = Signal()  # somebody waits for figures, so that what nobody waits for is put off

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._chosen: Chosen | None = None
        self._entries: dict[str, Entry] = {}
        self._found: dict[str, Found] = {}
        self._jobs: dict[str, Job] = {}
        self._unhurried: set[str] = set()  # those of them that nobody waits for
        self._answers = Answers()
        self._wanted: dict[str, Wanted] = {}  # by whom it is counted otherwise than proposed
        self._said: dict[str, Wanted | None] = {}  # of those, by what was said last
        self.run: RunReports | None = None
        self._segments = NO_SEGMENTS

    def begin(self, chosen: Chosen | None, entries: Sequence[Entry]) -> None:
        """Something else was chosen, or has changed: what was found no longer counts, what is counted is given up."""
        for job in self._jobs.values():
            job.cancel()
        workspace, datasets = self._desk.workspace, self._desk.datasets
        if chosen != self._chosen:
            self._wanted = {}
        self._chosen, self._found, self._said, self._jobs, self.run = chosen, {}, {}, {}, None
        self._answers.forget()
        self._entries = {entry.key: entry for entry in entries}
        self._segments = Segments(self._desk.listing.segments)
        if chosen is not None and chosen.run is not None and workspace is not None and datasets is not None:
            self.run = RunReports(workspace, chosen.run, datasets.get)

    def offer(self, entries: Sequence[Entry]) -> None:
        """Other entries over the same; what was found for those that stay still counts."""
        before, self._entries = self._entries, {entry.key: entry for entry in entries}
        for key in [key for key, entry in before.items() if self._entries.get(key) != entry]:
            self._found.pop(key, None)
            self._wanted.pop(key, None)
            if (job := self._jobs.pop(key, None)) is not None:
                job.cancel()

    def get(self, key: str) -> Found | None:
        """What was found; None while it is not known."""
        return self._found.get(key)

    def is_counting(self, key: str) -> bool:
        """Whether it is being counted."""
        return key in self._jobs

    def want(self, key: str, *, soon: bool = False) -> None:
        """Count it, unless that has been done or is being done; `soon` in place of what nobody waits for."""
        if soon:
            self._unhurried.discard(key)
            self._put_off()
            if self._found.get(key) is GIVEN_UP:
                del self._found[key]
        if key not in self._found and key not in self._jobs:
            self._count(key, soon=soon)

    def wanted(self, key: str) -> Wanted:
        """The definition that it is counted by, or is being counted by."""
        found, entry = self._found.get(key), self._entries.get(key)
        proposed = Wanted(found.definition if found is not None else None, entry.changes if entry is not None else ())
        return self._wanted.get(key, proposed)

    def change(self, key: str, wanted: Wanted) -> None:
        """Count it by another definition; what it overtakes is given up, and the old figures stay until then."""
        if (overtaken := self._jobs.pop(key, None)) is not None:
            overtaken.cancel()
        self._wanted[key] = wanted
        self._put_off()
        if key in self._found:
            self._answers.keep(key, self._found[key])  # others may have been asked for since; it may be taken back to
        known = self._answers.get(key, wanted.definition)
        if known is None:
            self._count(key, soon=True)
        else:
            self._say(key, known)

    def _put_off(self) -> None:
        """Give up what nobody waits for; it can be wanted again."""
        for key in self._unhurried & self._jobs.keys():
            self._jobs.pop(key).cancel()
        self._unhurried.clear()
        self.hurried.emit()

    def _count(self, key: str, *, soon: bool) -> None:
        work = self._work(key)
        if work is None:
            return
        workers = self._desk.reads if soon else self._desk.pictures
        job = workers.start("Counting", work, lambda found: self._take(key, job, found))
        self._jobs[key] = job
        if soon:
            self.begun.emit(job)
        else:
            self._unhurried.add(key)
        job.stopped.connect(lambda: self._give_up(key, job))
        job.ended.connect(lambda: self._take(key, job, _BROKEN))  # after whatever it gave, which was taken already

    def _work(self, key: str) -> Work | None:
        entry, chosen, datasets = self._entries.get(key), self._chosen, self._desk.datasets
        if entry is None or chosen is None or datasets is None:
            return None
        wanted = self._wanted.get(key)
        if chosen.run is None:
            return partial(
                found_in_data, entry, datasets, chosen.dataset, self._segments, wanted.definition if wanted else None
            )
        return (
            None
            if self.run is None
            else partial(found_in_run, self.run, entry, wanted.changes if wanted else entry.changes)
        )

    def _take(self, key: str, job: Job, found: Found) -> None:
        if job.is_stopping:  # it had come to its end just before
            self._give_up(key, job)
        elif self._jobs.get(key) is job:
            self._let_go(key)
            self._answers.keep(key, found)
            self._say(key, found)

    def _give_up(self, key: str, job: Job) -> None:
        """What was said before still counts, by the definition that it was counted by."""
        if self._jobs.get(key) is not job:
            return
        self._let_go(key)
        before = self._found.get(key)
        if before is None:
            self._say(key, GIVEN_UP)
            return
        if (wanted := self._said[key]) is None:
            self._wanted.pop(key, None)
        else:
            self._wanted[key] = wanted
        self.given_up.emit(key)
        self._say(key, before)

    def _let_go(self, key: str) -> None:
        del self._jobs[key]
        self._unhurried.discard(key)

    def _say(self, key: str, found: Found) -> None:
        self._found[key], self._said[key] = found, self._wanted.get(key)
        self.found.emit(key)
