"""Long work away from the window: one thread, progress in batches, cancel, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import AppError, Cancelled, told_of_memory
from app.progress import Progress

LOOK_EVERY_MS = 5  # two jobs follow one another until a changed report is painted

Work = Callable[[Progress], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """How far a job is: `done` of `total` units (`total` 0: not known) of the step `what`."""

    done: int
    total: int
    what: str


class Job(QObject):
    """One piece of work. Exactly one of `done`, `failed`, `stopped` and `broken` is emitted, and then `ended`."""

    progressed = Signal(object)  # Step
    done = Signal(object)  # what the work returned
    failed = Signal(object)  # AppError
    stopped = Signal()
    broken = Signal(object)  # any other exception: a bug
    ended = Signal()

    def __init__(self, title: str, executor: ThreadPoolExecutor, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self._asked_to_stop = Event()
        self._latest: Step | None = None
        self._shown: Step | None = None
        self._future: Future[Any] | None = executor.submit(self._run, work)

    def cancel(self) -> None:
        """Ask the work to stop at its next report of progress."""
        self._asked_to_stop.set()

    @property
    def is_stopping(self) -> bool:
        """Whether it has been asked to stop."""
        return self._asked_to_stop.is_set()

    def look(self) -> bool:
        """Tell what is new since the last look; True when the work has ended. Called by the window's clock."""
        if self._latest is not self._shown:
            self._shown = self._latest
            self.progressed.emit(self._shown)
        return self._future is None or self._future.done()

    def tell_end(self) -> None:
        """Tell how the work ended, and let go of what it gave: the job itself may stay until the next sweep."""
        future, self._future = self._future, None
        if future is None:
            return
        error = CancelledError() if future.cancelled() else future.exception()
        if error is None:
            self.done.emit(future.result())
        elif isinstance(error, (Cancelled, CancelledError)):
            self.stopped.emit()
        elif isinstance(error, AppError) or (told := told_of_memory(error)) is not None:
            self.failed.emit(error if isinstance(error, AppError) else told)
        else:
            self.broken.emit(error)
        self.ended.emit()

    def _run(self, work: Work) -> Any:
        self._report(0, 0, "")
        return work(self._report)

    def _report(self, done: int, total: int, what: str) -> None:
        if self._asked_to_stop.is_set():
            raise Cancelled
        self._latest = Step(done, total, what)


class Workers(QObject):
    """Runs jobs one after another in a thread of its own; signals come from the window's thread only."""

    started = Signal(object)  # Job
    failed = Signal(object)  # AppError of any job
    broken = Signal(object)  # bug in any job
    ended = Signal()  # any job, however

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
        self._jobs: list[Job] = []
        self._is_open = True
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_EVERY_MS)
        self._clock.timeout.connect(self._look)

    @property
    def is_open(self) -> bool:
        """Whether jobs can still be started."""
        return self._is_open

    @property
    def is_busy(self) -> bool:
        """Whether a job runs or waits."""
        return bool(self._jobs)

    @property
    def count(self) -> int:
        """How many jobs run or wait."""
        return len(self._jobs)

    def start(self, title: str, work: Work, on_done: Callable[[Any], None] | None = None) -> Job:
        """Run `work(progress)` in the thread; `on_done` gets its result in the window's."""
        job = Job(title, self._executor, work, self)
        if on_done is not None:
            job.done.connect(on_done)
        job.failed.connect(self.failed)
        job.broken.connect(self.broken)
        self._jobs.append(job)
        self._clock.start()
        self.started.emit(job)
        return job

    def cancel(self) -> None:
        """Ask everything that runs or waits to stop."""
        for job in self._jobs:
            job.cancel()

    def forget(self) -> None:
        """Ask everything to stop, wait for nothing, and tell nobody how it ends."""
        self._clock.stop()
        self.cancel()
        for job in self._jobs:
            job.deleteLater()
        self._jobs.clear()

    def close(self) -> None:
        """Stop everything and wait until the thread has ended; nothing is told any more."""
        self._is_open = False
        self.forget()
        self._executor.shutdown()

    def _look(self) -> None:
        ended = [job for job in self._jobs if job.look()]
        for job in ended:
            self._jobs.remove(job)
        if not self._jobs:
            self._clock.stop()
        for job in ended:
            job.tell_end()
            self.ended.emit()
            job.deleteLater()
