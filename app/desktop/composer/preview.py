"""The pages of a report as they will be on paper, drawn in the background; old ones stay until the new are there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from app.desktop.background import Job, Workers
from app.jobs.reports.composing import page_pictures
from app.progress import Progress
from app.reports.documents.composing.composed import ComposedReport
from app.ui.theme import STEP
from app.ui.widgets import clear, column, label, scrolling

PAGE_WIDTH = 560  # pixels of the page, where there is so much room
_NARROWEST = 38 * STEP
_BESIDE = 7 * STEP  # margins, and what the pages scroll by
_A4_POINTS = 595
Compose = Callable[[Progress], ComposedReport]


class _Page(QLabel):
    """A page as wide as it is told to be."""

    def fit(self, width: int) -> None:
        """Be so wide, and as high as goes with it."""
        size = self.pixmap().deviceIndependentSize()
        self.setFixedSize(width, round(width * size.height() / size.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.rect(), self.pixmap())


class Preview(QWidget):
    """Shows what is wanted last; in a narrow window pages are smaller."""

    def __init__(self, workers: Workers) -> None:
        super().__init__()
        self._workers = workers
        self._job: Job | None = None
        self.pages: list[_Page] = []
        inside = QWidget()
        self._lines = column(inside, margin=2 * STEP, gap=2 * STEP)
        self._area = scrolling(inside, "composer_preview")
        self._area.setMinimumWidth(_NARROWEST + _BESIDE)
        self._area.installEventFilter(self)
        self._said = label("Drawing the pages …", "faint", name="composer_drawing")
        lines = column(self, gap=STEP // 2)
        lines.addWidget(self._said)
        lines.addWidget(self._area, 1)

    @property
    def is_drawn(self) -> bool:
        """Whether what was wanted last is in sight."""
        return self._job is None and bool(self.pages)

    @property
    def _page_width(self) -> int:
        return max(min(PAGE_WIDTH, self._area.width() - _BESIDE), _NARROWEST)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pages follow the room there is."""
        if event.type() == QEvent.Type.Resize:
            for page in self.pages:
                page.fit(self._page_width)
        return super().eventFilter(watched, event)

    def show_report(self, compose: Compose) -> None:
        """Draw the report that this makes, in place of any that is being drawn."""
        self.leave()
        self._said.setText("Drawing the pages …")
        scale = PAGE_WIDTH / _A4_POINTS * self.devicePixelRatioF()
        job = self._job = self._workers.start("Drawing the pages", lambda progress: _pages(compose, scale, progress))
        job.done.connect(lambda images: self._show(job, images))
        job.ended.connect(lambda: self._end(job))

    def say(self, words: str) -> None:
        """Say something above the pages until others are drawn."""
        self._said.setText(words)

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
            page = _Page()
            page.setObjectName(f"composer_page_{number}")
            page.setAccessibleName(f"Page {number} of {len(images)}")
            page.setPixmap(picture)
            page.fit(self._page_width)
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
    return [QImage.fromData(png) for png in page_pictures(compose(progress), scale, progress)]
