"""The clock of a run that is played back over a canvas: it runs, stands, is set, and follows a customer."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.canvas.modelled import Modelling
from app.canvas.playback.picture import PlaybackPicture
from app.canvas.playback.speed import Speed
from app.canvas.view import CanvasView
from app.runtime.playback.followed import Followed
from app.runtime.playback.timeline import Counts, Timeline
from app.scenario.graph import NodeId

FRAME_MS = 16
STEP_MS = 1_000  # without motion: a step of the clock each second
COUNTS_EVERY_S = 0.1  # while it runs: numbers that change faster cannot be read
Expecting = Callable[[int], Modelling | None]
"""What a forecast expects by an instant."""

_LONGEST_S = 0.1  # between two frames; what takes longer holds the clock up, so that it never jumps


def nothing_modelled(_at: int) -> None:
    """Of a replay alone."""


class Player(QObject):
    """Shows a view's scene as it was at the clock's instant, until it is closed."""

    moved = Signal()  # the clock
    counted = Signal()  # the counts that are shown are others
    changed = Signal()  # whether it runs, how fast, whom it follows

    def __init__(
        self, view: CanvasView, timeline: Timeline, *, in_steps: bool = False, expected: Expecting = nothing_modelled
    ) -> None:
        super().__init__(view)
        self.timeline, self._expected = timeline, expected
        self.at, self.speed = timeline.begin, Speed.DAY
        self.followed: Followed | None = None
        self._view = view
        self.in_steps = in_steps
        self._picture = PlaybackPicture(view.canvas, timeline)
        view.far_layers = (self._picture.dots, self._picture.marks)
        self._clock = QTimer(self)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._tick)
        self._last = self._last_counts = 0.0
        self.each_for = 1
        self.counts: Counts = timeline.counts(self.at)
        view.canvas.altered.connect(self._follow_scene)
        view.camera.moved.connect(self._show_seen)
        self.show_now()

    @property
    def modelled(self) -> Modelling | None:
        """What a forecast expects to have happened by now; None for a replay alone."""
        return self._expected(self.at)

    @property
    def is_playing(self) -> bool:
        """Whether the clock runs."""
        return self._clock.isActive()

    def toggle(self) -> None:
        """Let the clock run or stand; at its end it begins anew."""
        if self.is_playing:
            self._clock.stop()
            self.show_now()
        else:
            if self.at >= self.timeline.end:
                self.at = self.timeline.begin
            self._last = perf_counter()
            self._clock.start(STEP_MS if self.in_steps else FRAME_MS)
        self.changed.emit()

    def pause(self) -> None:
        """Let the clock stand."""
        if self.is_playing:
            self.toggle()

    def set_speed(self, speed: Speed) -> None:
        """Let it run as fast as that."""
        self.speed = speed
        self.show_now()
        self.changed.emit()

    def set_in_steps(self, *, in_steps: bool) -> None:
        """Step by step, or in motion."""
        self.in_steps = in_steps
        if self.is_playing:
            self._clock.start(STEP_MS if in_steps else FRAME_MS)
        self.changed.emit()

    def seek(self, at: int) -> None:
        """Set the clock; before the first and after the last event there is nothing to see."""
        self.at = min(max(at, self.timeline.begin), self.timeline.end)
        self.show_now()

    def go_to_next(self, node: NodeId | None) -> bool:
        """Stop at the next event of a node, or of the followed customer; False where there is none."""
        followed = self.followed
        if node is not None:
            at = self.timeline.next_at(node, self.at)
        else:
            at = followed.next_after(self.at) if followed is not None else None
        if at is None:
            return False
        self.pause()
        self.seek(at)
        return True

    def follow(self, followed: Followed | None) -> None:
        """Keep that customer in sight, or nobody any more."""
        self.followed = followed
        self.show_now()
        self.changed.emit()

    def show_now(self) -> None:
        """Show everything as it is at the clock's instant."""
        self._count()
        self._picture.show_counts(self.counts, self.modelled)
        self.show_frame()
        self.counted.emit()

    def show_passing(self) -> None:
        """Show it while the clock runs: of the counts those in sight."""
        self._count()
        self._show_seen()
        self.show_frame()
        self.counted.emit()

    def show_frame(self) -> None:
        """Show the dots of the clock's instant; the counts stay."""
        hop_us = self.speed.hop_us
        self.each_for = self._picture.show_dots(self.at, hop_us).each_for
        for spot in self._picture.show_followed(self.followed, self.at, hop_us)[:1]:
            self._keep_in_sight(spot)
        self._view.viewport().update()
        self.moved.emit()

    def show_palette(self) -> None:
        """The scene is painted in other colours."""
        self._picture.set_tools(self._view.canvas.tools)

    def close(self) -> None:
        """Leave the canvas as it was."""
        self._clock.stop()
        self._view.far_layers = ()
        self._view.canvas.altered.disconnect(self._follow_scene)
        self._view.camera.moved.disconnect(self._show_seen)
        self._picture.take_away()
        self._view.viewport().update()
        self.deleteLater()

    def _tick(self) -> None:
        now = perf_counter()
        passed = STEP_MS / 1_000 if self.in_steps else min(now - self._last, _LONGEST_S)
        self._last = now
        self.at = min(self.at + round(passed * self.speed.us_a_second), self.timeline.end)
        if self.at >= self.timeline.end:
            self.pause()
        elif self.in_steps or now - self._last_counts >= COUNTS_EVERY_S:
            self.show_passing()
        else:
            self.show_frame()

    def _count(self) -> None:
        self._last_counts = perf_counter()
        self.counts = self.timeline.counts(self.at, self.counts)

    def _show_seen(self) -> None:
        """Tell the cards that paint themselves what has been counted."""
        self._picture.show_counts(self.counts, self.modelled, self._view.seen_nodes())

    def _keep_in_sight(self, spot: tuple[float, float] | NodeId) -> None:
        camera = self._view.camera
        if not isinstance(spot, tuple):
            camera.show_node(spot)
        elif not camera.shown().contains(*spot):
            camera.centre_on(spot)

    def _follow_scene(self) -> None:
        self._picture.find_wires()
        self.show_now()
