"""Saves a run that is played back as a picture that moves: painted bit by bit in the window, written behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, Queue

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter

from app.canvas.playback.picture import PlaybackPicture
from app.canvas.playback.speed import HOP_S
from app.canvas.routing.routes import Routes, plan_routes
from app.canvas.scene import CanvasScene
from app.canvas.session import ScenarioSession
from app.desktop.background import Job
from app.desktop.open_workspace import Desk
from app.desktop.scenario.playback.ready_run import ReadyRun
from app.errors import Problem
from app.files.writing import write_whole
from app.jobs.animated_picture import Frame, animated_gif
from app.look.palette import Palette
from app.progress import Progress
from app.scenario.graph import Scenario
from app.ui.theme import font

FRAMES_A_SECOND = 12.5
_WAITING = 8  # frames that are painted and not yet written, at the most
_FILLED_AT_ONCE = 200
_MARGIN, _BESIDE = 40.0, 120.0
_CAPTION, _LINE = 40, 4
_FLATTEST, _HIGHEST = 0.4, 0.75
_LOOK_S = 0.1
_ELIDED = Qt.TextElideMode.ElideRight
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class FilmPlan:
    """What to save where: the time from `begin` to `end` in so many seconds; a still of `begin` in a `.png`."""

    path: Path
    begin: int
    end: int
    seconds: float
    width: int

    @property
    def is_still(self) -> bool:
        """One picture alone."""
        return self.path.suffix.lower() == ".png"

    @property
    def instants(self) -> list[int]:
        """The instant of each frame."""
        count = 1 if self.is_still else max(2, round(self.seconds * FRAMES_A_SECOND))
        span = self.end - self.begin
        return [self.begin + span * number // max(count - 1, 1) for number in range(count)]

    @property
    def hop_us(self) -> int:
        """What a dot takes along a wire, in time of the run."""
        return max(round((self.end - self.begin) / max(self.seconds, 1.0) * HOP_S), 1)


class FilmMaker(QObject):
    """Makes one film at a time, on a canvas of its own, so that the one in sight goes on as it is."""

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shots: _Shots | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a film is being made."""
        return self._shots is not None

    def make(self, plan: FilmPlan, scenario: Scenario, run: ReadyRun, palette: Palette) -> None:
        """Begin; what has come of it is said."""
        if self._shots is not None:
            self.said.emit("A picture is being saved already.")
            return
        frames: Queue[Frame] = Queue(_WAITING)
        shots = self._shots = _Shots(self, plan, frames, run)
        title = f"Saving {plan.path.name}"

        def work(progress: Progress) -> int:
            progress(0, len(plan.instants), title)
            return _written(plan, frames, progress)

        def set_up(routes: Routes) -> None:
            shots.begin(scenario, palette, routes)

        self._desk.pictures.start("Laying out the picture", lambda _: plan_routes(scenario), set_up)
        job = self._desk.storing.start(title, work)
        job.done.connect(lambda _: self.said.emit(f"Saved {plan.path}."))
        job.stopped.connect(lambda: self.said.emit("The picture was not saved."))
        job.ended.connect(self._end)
        shots.stop_by(job)

    def _end(self) -> None:
        if self._shots is not None:
            self._shots.end()
            self._shots = None


class _Shots(QObject):
    """Paints one frame after another, as long as there is room for them."""

    def __init__(self, parent: QObject, plan: FilmPlan, frames: Queue[Frame], run: ReadyRun) -> None:
        super().__init__(parent)
        self._plan, self._frames, self._run = plan, frames, run
        self._left = list(reversed(plan.instants))
        self._canvas: CanvasScene | None = None
        self._picture: PlaybackPicture | None = None
        self._job: Job | None = None
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._turn)

    def stop_by(self, job: Job) -> None:
        """Paint only as long as that job is wanted."""
        self._job = job

    def begin(self, scenario: Scenario, palette: Palette, routes: Routes) -> None:
        """Set up the canvas."""
        session = ScenarioSession(scenario, check=_unchecked, parent=self)
        self._canvas = CanvasScene(session, palette, self, routes)
        self._clock.start(1)

    def end(self) -> None:
        """Nothing more is wanted."""
        self._clock.stop()
        self.deleteLater()

    def _turn(self) -> None:
        canvas = self._canvas
        if canvas is None or (self._job is not None and self._job.is_stopping):
            return
        if self._picture is None:
            if canvas.fill(_FILLED_AT_ONCE):
                self._picture = PlaybackPicture(canvas, self._run.timeline)
            return
        if not self._left:
            self._clock.stop()
        elif not self._frames.full():
            self._frames.put(self._paint(canvas, self._picture, self._left.pop()))

    def _paint(self, canvas: CanvasScene, picture: PlaybackPicture, at: int) -> Frame:
        picture.show_counts(self._run.timeline.counts(at), self._run.expected(at))
        picture.show_dots(at, self._plan.hop_us)
        area = canvas.content_rect().adjusted(-_MARGIN, -_MARGIN, _BESIDE, _MARGIN)
        width = self._plan.width
        high = min(max(area.height() / area.width(), _FLATTEST), _HIGHEST)
        height = round(width * high / 2) * 2
        area = _centred(area, height / width)
        image = QImage(width, height + _CAPTION, QImage.Format.Format_RGB888)
        image.fill(canvas.tools.canvas.color())
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        canvas.render(painter, QRectF(0, 0, width, height), area)
        self._paint_caption(painter, canvas, QRectF(0, height, width, _CAPTION), at)
        painter.end()
        line, size = image.bytesPerLine(), 3 * width
        raw = bytes(image.constBits())
        rows = raw if line == size else b"".join(raw[n * line : n * line + size] for n in range(image.height()))
        return Frame(width, image.height(), rows)

    def _paint_caption(self, painter: QPainter, canvas: CanvasScene, room: QRectF, at: int) -> None:
        """The scenario's name, the moment, and a line of how far the run has come."""
        plan, palette = self._plan, canvas.tools.palette
        painter.resetTransform()
        painter.setClipping(False)
        painter.fillRect(room, QColor(palette.surface))
        painter.fillRect(QRectF(0, room.top(), room.width(), _LINE), QColor(palette.line))
        gone = (at - plan.begin) / max(plan.end - plan.begin, 1)
        painter.fillRect(QRectF(0, room.top(), room.width() * gone, _LINE), QColor(palette.accent))
        words = room.adjusted(12, _LINE, -12, 0)
        painter.setPen(QColor(palette.text))
        painter.setFont(font(13))
        moment = self._run.span.words(at)
        taken = painter.fontMetrics().horizontalAdvance(moment) + 24
        name = painter.fontMetrics().elidedText(
            " ".join(canvas.session.scenario.name.split()), _ELIDED, round(words.width() - taken)
        )
        painter.drawText(words, _LEFT, name)
        painter.drawText(words, _RIGHT, moment)


def _written(plan: FilmPlan, frames: Queue[Frame], progress: Progress) -> int:
    """Take the frames as they come and write them into the file; how many there were."""
    count = len(plan.instants)
    coming = _coming(frames, count, partial(progress, what=f"Saving {plan.path.name}"))
    write_whole(plan.path, next(coming).png() if plan.is_still else animated_gif(coming, FRAMES_A_SECOND))
    return count


def _coming(frames: Queue[Frame], count: int, tell: partial[None]) -> Iterator[Frame]:
    for number in range(count):
        while True:
            tell(number, count)
            try:
                frame = frames.get(timeout=_LOOK_S)
            except Empty:
                continue
            break
        yield frame


def _unchecked(*_: object) -> tuple[Problem, ...]:
    """Nobody edits here."""
    return ()


def _centred(area: QRectF, high: float) -> QRectF:
    """The area with as much room around it as a picture of that height by its width needs: it stands in the middle."""
    across = max(0.0, area.height() / high - area.width()) / 2
    down = max(0.0, area.width() * high - area.height()) / 2
    return area.adjusted(-across, -down, across, down)
