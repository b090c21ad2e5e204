"""The pages of a report as they will be on paper, drawn in the background; old ones stay until the new are there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from app.desktop.background import Job, Workers
from app.jobs.reports.composing import page_pictures
from app.progress import Progress
from app.reports.documents.composing.composed import ComposedReport
from app.ui.theme import STEP
from app.ui.widgets import clear, column, label, scrolling

PAGE_WIDTH = 560  # pixels of the page
_A4_POINTS = 595
Compose = Callable[[], ComposedReport]


class Preview(QWidget):
    """Shows what is wanted last."""

    def __init__(self, workers: Workers) -> None:
        super().__init__()
        self._workers = workers
        self._job: Job | None = None
        self.pages: list[QLabel] = []
        inside = QWidget()
        self._lines = column(inside, margin=2 * STEP, gap=2 * STEP)
        self._area = scrolling(inside, "composer_preview")
        self._area.setMinimumWidth(PAGE_WIDTH + 7 * STEP)
        self._said = label("Drawing the pages …", "faint", name="composer_drawing")
        lines = column(self, gap=STEP // 2)
        lines.addWidget(self._said)
        lines.addWidget(self._area, 1)

    @property
    def is_drawn(self) -> bool:
        """Whether what was wanted last is in sight."""
        return self._job is None and bool(self.pages)

    def show_report(self, compose: Compose) -> None:
        """Draw the report that this makes, in place of any that is being drawn."""
        self.leave()
        self._said.setText("Drawing the pages …")
        scale = PAGE_WIDTH / _A4_POINTS * self.devicePixelRatioF()
        job = self._job = self._workers.start("Drawing the pages", lambda progress: _pages(compose, scale, progress))
        job.done.connect(lambda images: self._show(job, images))
        job.ended.connect(lambda: self._end(job))

    def leave(self) -> None:
        """Nothing is wanted any more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _show(self, job: Job, images: list[QImage]) -> None:
        if job is not self._job:
            return
        where = self._area.verticalScrollBar().value()
        clear(self._lines)
        self.pages = []
        for number, image in enumerate(images, start=1):
            picture = QPixmap.fromImage(image)
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            page = QLabel()
            page.setObjectName(f"composer_page_{number}")
            page.setAccessibleName(f"Page {number} of {len(images)}")
            page.setPixmap(picture)
            self._lines.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
            self.pages.append(page)
        self._lines.addStretch(1)
        self._area.verticalScrollBar().setValue(where)

    def _end(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._said.setText(f"{len(self.pages)} pages of A4" if self.pages else "The pages could not be drawn.")


def _pages(compose: Compose, scale: float, progress: Progress) -> list[QImage]:
    """In the worker's thread, pictures decoded and all."""
    progress(0, 0, "Drawing the pages")
    return [QImage.fromData(png) for png in page_pictures(compose(), scale, progress)]
