"""The bar under the canvas while a run is played back: its time, play, how fast, whom to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QLineEdit,
    QMenu,
    QProgressBar,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from app.canvas.figures import Door
from app.canvas.playback.player import Player
from app.canvas.playback.speed import Speed
from app.desktop.scenario.playback.scrubber import Scrubber, Span
from app.look.palette import Palette
from app.numbers import counted, number
from app.ui.elided import Chooser, ElidedLabel
from app.ui.icons import icon
from app.ui.theme import STEP
from app.ui.widgets import button, column, row, tool_button

_ICON_PX = 20


class TransportBar(QFrame):
    """Knows what it shows; tells what was asked for."""

    play_wanted = Signal()
    next_wanted = Signal()
    sought = Signal(object)  # an instant
    speed_chosen = Signal(object)  # Speed
    steps_chosen = Signal(bool)
    door_chosen = Signal(object, str)  # Door, in words
    follow_wanted = Signal()
    save_wanted = Signal()
    end_wanted = Signal()
    misread = Signal(str)  # what was typed for a date

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("playback_bar")
        self.setProperty("role", "foot")
        self.setAccessibleName("Playback of the run")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._palette = palette
        self._span: Span | None = None
        self.scrubber = Scrubber(palette)
        self.scrubber.sought.connect(self.sought)
        self.scrubber.play_wanted.connect(self.play_wanted)
        self._progress = QProgressBar()
        self._progress.setObjectName("playback_progress")
        self._progress.setAccessibleName("Making the run ready")
        self._progress.setTextVisible(False)
        self._time = QStackedWidget()  # of one height, so that nothing moves when the run is ready
        self._time.addWidget(self.scrubber)
        waiting = QWidget()
        row(waiting, gap=0).addWidget(self._progress)
        self._time.addWidget(waiting)
        self._play = tool_button("Play (Space)", name="playback_play", on_click=self.play_wanted.emit)
        self._next = tool_button("Next event", name="playback_next", on_click=self.next_wanted.emit)
        self._moment = ElidedLabel("", "strong", name="playback_moment")
        self._counts = ElidedLabel("", "small", name="playback_counts")
        self._date = QLineEdit()
        self._date.setObjectName("playback_date")
        self._date.setAccessibleName("Jump to a date")
        self._date.setToolTip("Jump to a date, written 2024-05-06")
        self._date.setFixedWidth(12 * STEP)
        self._date.editingFinished.connect(self._jump)
        self._speeds = Chooser("playback_speed", "Speed", 20 * STEP)
        for speed in Speed:
            self._speeds.addItem(speed.title, speed)
        self._speeds.activated.connect(lambda at: self.speed_chosen.emit(self._speeds.itemData(at)))
        self._steps = QCheckBox("In steps")
        self._steps.setObjectName("playback_steps")
        self._steps.setToolTip("A step each second, without motion")
        self._steps.clicked.connect(self.steps_chosen)
        self._who = tool_button("Who is here now?", name="playback_who")
        self._who.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._who.setMenu(QMenu(self._who))
        self._who.menu().setObjectName("playback_who_menu")
        self._follow = tool_button("Follow a customer…", name="playback_follow", on_click=self.follow_wanted.emit)
        self._follow.setCheckable(True)
        self._save = tool_button("Save as a picture…", name="playback_save", on_click=self.save_wanted.emit)
        self._end = button("End playback", name="playback_end", on_click=self.end_wanted.emit)
        self._lay_out()
        self.hide()

    def show_span(self, span: Span) -> None:
        """The run can be played back."""
        self._span = span
        self._set_ready(is_ready=True)
        self.scrubber.show_span(span)

    def show_step(self, words: str, done: int = 0, total: int = 0) -> None:
        """The run is being made ready: how far that is, in units of which there are so many (0: not known)."""
        self._set_ready(is_ready=False)
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._moment.setText(words)
        self._counts.setText("")
        self.show()

    def show_moment(self, at: int) -> None:
        """The clock stands there."""
        if self._span is None:
            return
        self.scrubber.show_at(at)
        self._moment.setText(f"{self._span.words(at)}, {self._span.zone.key}")
        if not self._date.hasFocus():
            self._date.setText(self._span.at(at).date().isoformat())

    def show_counts(self, player: Player, moment_of_ranges: str) -> None:
        """How many are under way, for how many a dot stands, and of which moment the ranges of a forecast are."""
        many = player.each_for
        each = "each dot is one journey" if many == 1 else f"each dot stands for {number(many)} journeys"
        inside = counted(player.counts.inside, "journey", "journeys")
        words = [f"{inside} under way", each]
        if moment_of_ranges:
            words = [f"observed: {words[0]}", each, f"hatched: what is modelled by {moment_of_ranges}"]
        self._counts.setText("  ·  ".join(words))

    def show_state(self, player: Player) -> None:
        """Whether the clock runs, how fast, and whom it follows."""
        name, tip = ("pause", "Pause (Space)") if player.is_playing else ("play", "Play (Space)")
        self._play.setIcon(icon(name, self._palette.accent))
        self._play.setToolTip(tip)
        self._play.setAccessibleName(tip)
        self._speeds.setCurrentIndex(self._speeds.findData(player.speed))
        self._steps.setChecked(player.in_steps)
        who = player.followed.customer if player.followed is not None else ""
        words = f"Following {who}: no longer" if who else "Follow a customer…"
        self._follow.setChecked(bool(who))
        self._follow.setToolTip(words)
        self._follow.setAccessibleName(words)

    def show_node(self, node: str, doors: Sequence[tuple[Door, str]], *, can_go_on: bool) -> None:
        """The chosen node, with the counts of customers behind which there is somebody now."""
        menu = self._who.menu()
        menu.clear()
        for door, words in doors:
            menu.addAction(words, partial(self.door_chosen.emit, door, f"{words}: “{node}”"))
        self._who.setEnabled(bool(doors))
        self._who.setToolTip(f"Who is at “{node}” now?" if node else "Choose a node to ask who is there now")
        self._next.setEnabled(can_go_on)
        self._next.setToolTip(f"Next event of “{node}”" if node else "Next event of a node, or of whom you follow")

    def ask_date(self) -> None:
        """The keyboard to the date."""
        self._date.setFocus(Qt.FocusReason.OtherFocusReason)
        self._date.selectAll()

    def show_palette(self, palette: Palette) -> None:
        """Icons in other colours."""
        self._palette = palette
        self.scrubber.show_palette(palette)
        quiet = palette.text_quiet
        self._play.setIcon(icon("play", palette.accent))
        self._next.setIcon(icon("skip-next", quiet))
        self._who.setIcon(icon("account-group-outline", quiet))
        self._follow.setIcon(icon("crosshairs-gps", quiet))
        self._save.setIcon(icon("content-save-outline", quiet))
        self._end.setIcon(icon("close", quiet))

    def _set_ready(self, *, is_ready: bool) -> None:
        for part in self._parts:
            part.setEnabled(is_ready)
        self._time.setCurrentIndex(0 if is_ready else 1)
        self._end.setText("End playback" if is_ready else "Cancel")

    @property
    def _parts(self) -> tuple[QWidget, ...]:
        tools = (self._play, self._next, self._date, self._speeds, self._steps, self._who, self._follow, self._save)
        return (self.scrubber, *tools)

    def _lay_out(self) -> None:
        self._play.setIconSize(QSize(_ICON_PX, _ICON_PX))
        line = row(gap=STEP // 2)
        for before in (self._play, self._next):
            line.addWidget(before)
        line.addStretch(1)
        for widget in (self._date, self._speeds, self._steps, self._who, self._follow, self._save, self._end):
            line.addWidget(widget)
        told = row(gap=2 * STEP)
        told.setContentsMargins(STEP, 0, STEP, 0)
        told.addWidget(self._moment)
        told.addWidget(self._counts, 1)
        lines = column(self, gap=STEP // 2)
        lines.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        lines.addLayout(told)
        lines.addWidget(self._time)
        lines.addLayout(line)
        self.show_palette(self._palette)

    def _jump(self) -> None:
        """To the beginning of the day that was typed."""
        if self._span is None or not self._date.isModified():
            return
        self._date.setModified(False)
        try:
            on = date.fromisoformat(self._date.text().strip())
        except ValueError:
            self.misread.emit(self._date.text())
            return
        self.sought.emit(self._span.midnight(on))
