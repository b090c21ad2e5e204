"""The strip at the foot of the window while a job runs: what it does, how far it is, and Cancel."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QProgressBar

from app.desktop.background import Job, Step
from app.numbers import number
from app.ui.elided import ElidedLabel
from app.ui.theme import STEP
from app.ui.widgets import SinglePressButton, button, label, row

KNOWN_AFTER_S = 2.0
SLOW_MS = 1_000


class JobStrip(QFrame):
    """Shows the newest job that runs; hidden when there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        self.setObjectName("job_strip")
        self.setFixedHeight(6 * STEP)
        self._title = ElidedLabel("", "strong", name="job_title")
        self._what = ElidedLabel("", "quiet", name="job_step")
        self._bar = QProgressBar()
        self._bar.setObjectName("job_progress")
        self._bar.setAccessibleName("Progress")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(30 * STEP)
        self._left = label("", "small", name="job_time_left")
        self._left.setMinimumWidth(12 * STEP)
        self._cancel = button("Cancel", name="job_cancel", on_click=self._stop, of=SinglePressButton)
        line = row(self, gap=2 * STEP)
        line.setContentsMargins(3 * STEP, 0, 2 * STEP, 0)
        line.addWidget(self._title)
        line.addWidget(self._what, 1)
        line.addWidget(self._left, 0, Qt.AlignmentFlag.AlignRight)
        line.addWidget(self._bar)
        line.addWidget(self._cancel)
        self._jobs: list[Job] = []
        self._since = 0.0
        self._step = ""
        self.hide()

    def watch(self, job: Job) -> None:
        """Show this job until it ends, and then one that was shown before and still runs."""
        self._jobs.append(job)
        job.progressed.connect(lambda step: self._show(step) if job is self._jobs[-1] else None)
        job.ended.connect(lambda: self._forget(job))
        self._begin(job)
        self.show()

    def watch_if_slow(self, job: Job) -> None:
        """Show this job if it has not ended within a second."""
        QTimer.singleShot(SLOW_MS, job, lambda: None if job.look() else self.watch(job))

    def _begin(self, job: Job) -> None:
        self._title.setText(job.title)
        self._what.setText("")
        self._left.setText("")
        self._step = ""
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(not job.is_stopping)
        self._cancel.setText("Stopping…" if job.is_stopping else "Cancel")

    def _show(self, step: Step) -> None:
        if step.what != self._step:
            self._step, self._since = step.what, time.monotonic()
        self._what.setText(step.what)
        self._bar.setRange(0, max(step.total, 0) and 1000)
        if step.total:
            self._bar.setValue(min(1000, step.done * 1000 // step.total))
        self._left.setText(time_left(step, time.monotonic() - self._since))

    def _stop(self) -> None:
        if self._jobs:
            self._jobs[-1].cancel()
            self._cancel.setEnabled(False)
            self._cancel.setText("Stopping…")

    def _forget(self, job: Job) -> None:
        was_shown = job is self._jobs[-1]
        self._jobs.remove(job)
        if not self._jobs:
            self.hide()
        elif was_shown:
            self._begin(self._jobs[-1])


def time_left(step: Step, spent_s: float) -> str:
    """Words for the time a step still needs; empty while nobody can know."""
    if not step.total or not step.done or spent_s < KNOWN_AFTER_S:
        return ""
    left_s = spent_s * (step.total - step.done) / step.done
    return f"about {number(round(left_s / 60))} min left" if left_s >= 90 else f"{number(round(left_s))} s left"
