"""Playback of the run whose counts stand on the canvas: begun, steered by its bar, ended."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from app.canvas.figures import figures_at
from app.canvas.playback.lock import Lock
from app.canvas.playback.player import Player
from app.canvas.playback.speed import Speed
from app.canvas.session import ScenarioSession
from app.desktop.background import Job, Step
from app.desktop.open_workspace import Desk
from app.desktop.scenario.customers.people import CanvasPeople
from app.desktop.scenario.editing_area import EditingArea
from app.desktop.scenario.playback.film_dialog import ask_film
from app.desktop.scenario.playback.film_maker import FilmMaker, FilmPlan
from app.desktop.scenario.playback.ready_run import ReadyRun, make_ready
from app.desktop.scenario.playback.transport_bar import TransportBar
from app.desktop.shell.dialogs import ask_text
from app.desktop.shell.preferences import Preferences
from app.look.palette import Palette
from app.nodes.catalogue import KINDS
from app.numbers import counted
from app.runtime.playback.followed import Followed
from app.scenario.graph import Node
from app.scenario.names import label_of

_IN_STEPS = "playback_in_steps"


class ScenarioPlayback(QObject):
    """At most one run is played back; while it is, nothing on the canvas can be changed."""

    changed = Signal()  # begun or ended
    said = Signal(str)

    def __init__(
        self,
        desk: Desk,
        people: CanvasPeople,
        preferences: Preferences,
        palette: Palette,
        window: QWidget,
        area: Callable[[], EditingArea | None],
    ) -> None:
        super().__init__(window)
        self._desk, self._people, self._preferences, self._window = desk, people, preferences, window
        self._area = area
        self._palette = palette
        self.bar = TransportBar(palette)
        self.player: Player | None = None
        self._run: ReadyRun | None = None
        self._lock: Lock | None = None
        self._preparing: Job | None = None
        self._session: ScenarioSession | None = None
        self._shown: object = None  # the counts that are played back
        self._was_framed = False
        self.films = FilmMaker(desk, self)
        self.films.said.connect(self.said)
        people.explained.connect(self._follow)
        self._connect_bar()

    @property
    def is_on(self) -> bool:
        """Whether a run is played back, or made ready for it."""
        return self.player is not None or self._preparing is not None

    def toggle(self) -> None:
        """Begin, or end."""
        if self.is_on:
            self.end()
        else:
            self._begin()

    def toggle_play(self) -> None:
        """Let the clock run or stand."""
        if self.player is not None:
            self.player.toggle()
            self._announce("Playing" if self.player.is_playing else "Paused")

    def go_to_next(self) -> None:
        """Stop at the next event of the chosen node, or of the customer who is followed."""
        node = self._node
        if self.player is None:
            return
        if self.player.go_to_next(node.id if node is not None else None):
            self._announce("Next event")
        else:
            self.said.emit("There is no later event: choose a node, or follow a customer.")

    def ask_date(self) -> None:
        """The keyboard to the date to jump to."""
        if self.player is not None:
            self.bar.ask_date()

    def ask_follow(self) -> None:
        """Follow a customer by their id, or nobody any more."""
        player = self.player
        if player is None:
            return
        if player.followed is not None:
            player.follow(None)
            return
        self.bar.show_state(player)
        ask_text(self._window, "Follow a customer", "What is the id of the customer?", self._follow)

    def ask_film(self) -> None:
        """Ask what to save, and save it as a picture that moves, or as one of this moment."""
        run, session, player = self._run, self._session, self.player
        if run is None or session is None or player is None:
            return
        player.pause()

        def make(plan: FilmPlan) -> None:
            self.films.make(plan, session.scenario, run, self._palette)

        workspace = self._desk.workspace
        folder = workspace.path.parent if workspace is not None else None
        ask_film(self._window, run.span, player.at, session.scenario.id, folder, make)

    def end(self) -> None:
        """The canvas as it was before."""
        if self._preparing is not None:
            self._preparing.cancel()
            self._preparing = None
        player, self.player, self._run = self.player, None, None
        if self._people.until is not None:
            self._people.let_go_of_moment()
            self._people.leave()  # those in sight are of a moment that is over
        self.bar.hide()
        if self._session is not None:
            self._session.summary_changed.disconnect(self._look_if_stale)
            self._session.selection_changed.disconnect(self._show_node)
            self._session = None
        if self._lock is not None:
            self._lock.take_away()
            self._lock = None
        if player is not None:
            player.close()
        self.changed.emit()
        area = self._area()
        if area is not None:
            if self._was_framed:
                QTimer.singleShot(0, area, area.view.camera.fit)  # once the panels around it have their room again
            area.view.setFocus()

    def show_palette(self, palette: Palette) -> None:
        """Everything in other colours."""
        self._palette = palette
        self.bar.show_palette(palette)
        if self.player is not None:
            self.player.show_palette()
            self.bar.show_state(self.player)

    def _connect_bar(self) -> None:
        bar = self.bar
        bar.play_wanted.connect(self.toggle_play)
        bar.next_wanted.connect(self.go_to_next)
        bar.sought.connect(self._seek)
        bar.speed_chosen.connect(self._set_speed)
        bar.steps_chosen.connect(self._set_in_steps)
        bar.door_chosen.connect(self._ask_who)
        bar.follow_wanted.connect(self.ask_follow)
        bar.save_wanted.connect(self.ask_film)
        bar.end_wanted.connect(self.end)
        bar.misread.connect(lambda text: self.said.emit(f"“{text}” is no date: write it like 2024-05-06."))

    def _begin(self) -> None:
        area, of = self._area(), self._people.counted()
        if area is None or of is None or area.session.summary is None:
            self.said.emit("There is no run to play back: press Run first.")
            return
        self._session, self._shown = area.session, area.session.summary
        self._session.summary_changed.connect(self._look_if_stale)
        self._session.selection_changed.connect(self._show_node)
        self._was_framed = area.view.camera.sight is None
        self.bar.show_step("Making the run ready…")
        job = self._desk.reads.start("Making the run ready", partial(make_ready, of))
        self._preparing = job
        job.progressed.connect(self._show_step)
        job.done.connect(lambda run: self._show(run) if job is self._preparing else None)
        for ended in (job.failed, job.stopped, job.broken):
            ended.connect(lambda *_: self.end() if job is self._preparing else None)
        self.changed.emit()

    def _show_step(self, step: Step) -> None:
        if self._preparing is not None and step.what:
            self.bar.show_step(f"{step.what}…", step.done, step.total)

    def _show(self, run: ReadyRun) -> None:
        self._preparing = None
        area = self._area()
        if area is None or area.session is not self._session:
            self.end()
            return
        if not run.timeline.journeys:
            self.end()
            self.said.emit("Nobody entered in this run: there is nothing to play back.")
            return
        self._run = run
        if self._was_framed:
            area.view.camera.fit()
        player = self.player = Player(
            area.view, run.timeline, in_steps=self._is_without_motion(), expected=run.expected
        )
        self._lock = Lock(area.view)
        self._lock.play_wanted.connect(self.toggle_play)
        self._lock.end_wanted.connect(self.end)
        self._people.until = lambda: player.at
        self._people.modelled_until = lambda: (now, player.counts) if (now := player.modelled) is not None else None
        player.moved.connect(lambda: self.bar.show_moment(player.at))
        player.counted.connect(self._show_counts)
        player.changed.connect(lambda: self.bar.show_state(player))
        self.bar.show_span(run.span)
        self.bar.show_moment(player.at)
        self.bar.show_state(player)
        self._show_counts()
        self.changed.emit()
        area.view.setFocus()
        self._announce("Playback")

    def _show_counts(self) -> None:
        if self.player is not None and self._run is not None:
            self.bar.show_counts(self.player, self._run.moment_of_ranges(self.player.at))
            if not self.player.is_playing:
                self._show_node()

    def _show_node(self) -> None:
        """What can be asked about the chosen node now."""
        player, session, node = self.player, self._session, self._node
        if player is None or session is None:
            return
        can_go_on = node is not None or player.followed is not None
        now = (session.scenario, player.counts)
        figures = figures_at(*now, node.id, modelled=player.modelled) if node is not None else None
        if node is None or figures is None:
            self.bar.show_node("", (), can_go_on=can_go_on)
            return
        ports = {port.name: port.label for port in KINDS[node.type].ports(node.params)}
        name = label_of(node)
        self.bar.show_node(name, figures.doors(node.id, ports), can_go_on=can_go_on)

    @property
    def _node(self) -> Node | None:
        """The one node that is chosen."""
        session = self._session
        chosen = session.selection.nodes if session is not None else frozenset()
        return session.scenario.node(next(iter(chosen))) if session is not None and len(chosen) == 1 else None

    def _seek(self, at: int) -> None:
        if self.player is not None:
            self.player.seek(at)
            if not self.player.is_playing:
                self._announce("")

    def _set_speed(self, speed: Speed) -> None:
        if self.player is not None:
            self.player.set_speed(speed)

    def _set_in_steps(self, in_steps: bool) -> None:
        self._preferences.put(_IN_STEPS, in_steps)
        if self.player is not None:
            self.player.set_in_steps(in_steps=in_steps)

    def _is_without_motion(self) -> bool:
        """As the user chose or, until then, as the system wants it."""
        style = QApplication.style()
        system = style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0
        return bool(self._preferences.get(_IN_STEPS, system))

    def _ask_who(self, door: object, words: str) -> None:
        if self.player is not None and self._session is not None and self._run is not None:
            self.player.pause()
            self._session.people_wanted.emit(door, f"{words}, by {self._run.span.words(self.player.at)}")

    def _follow(self, customer: str) -> None:
        run, player = self._run, self.player
        if run is None or player is None:
            return

        def show(found: Followed | None) -> None:
            if player is not self.player:
                return
            if found is None:
                self.said.emit(f"“{customer}” did not enter in this run.")
                return
            player.follow(found)
            self._show_node()
            self._announce(f"Following {customer}")

        self._desk.reads.start("Looking for the customer", partial(run.followed, customer), show)

    def _look_if_stale(self) -> None:
        """Other counts stand on the canvas: what is played back is no longer what is shown."""
        if self._session is not None and self._session.summary is not self._shown:
            self.end()

    def _announce(self, what: str) -> None:
        """Say to screen readers where the clock stands."""
        area, player, run = self._area(), self.player, self._run
        if area is None or player is None or run is None:
            return
        inside = counted(player.counts.inside, "journey", "journeys")
        speed = f", {player.speed.title}" if player.is_playing else ""
        said = f"{run.span.words(player.at)}, {inside} under way{speed}"
        area.view.announcer.announce(f"{what}: {said}" if what else said)
