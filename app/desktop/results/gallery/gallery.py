"""The gallery: a card a report, those without figures last.

Small pictures are counted and drawn one at a time, for cards in sight alone, and never while somebody waits for the
report that stands large.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QWidget

from app.desktop.background import Job
from app.desktop.open_workspace import Desk
from app.desktop.results.entries import Entry
from app.desktop.results.findings import Findings
from app.desktop.results.gallery.card import LEAST_WIDTH, ReportCard
from app.look.palette import Palette
from app.reports.documents.figures.pictures import picture
from app.reports.report import Figures
from app.ui.flow_layout import FlowLayout
from app.ui.theme import STEP
from app.ui.widgets import column, scrolling

_DRAWN_WIDTH, _DRAWN_HEIGHT = 520, 312  # of the page that a small picture shows
_UNTIL_STILL_MS = 15


class Gallery(QWidget):
    """Cards in rows; one of them is chosen."""

    chosen = Signal(str)  # key of an entry

    def __init__(self, desk: Desk, findings: Findings, palette: Palette, is_large_due: Callable[[], bool]) -> None:
        super().__init__()
        self.setObjectName("report_gallery")
        self._is_large_due = is_large_due
        self.setAccessibleName("Reports")
        self._desk, self._findings, self._palette = desk, findings, palette
        self._cards: dict[str, ReportCard] = {}
        self._shown: list[ReportCard] = []  # in the order in which they stand
        self._job: Job | None = None
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        inside = QWidget()
        around = column(inside, margin=STEP, gap=0)
        self._shelf = QWidget()
        self._flow = FlowLayout(self._shelf)
        around.addWidget(self._shelf)
        around.addStretch(1)
        self._scroll: QScrollArea = scrolling(inside, "gallery_scroll")
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        column(self, gap=0).addWidget(self._scroll)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_UNTIL_STILL_MS)
        self._later.timeout.connect(self._go_on)
        self._scroll.verticalScrollBar().valueChanged.connect(lambda _: self._later.start())
        self._scroll.viewport().installEventFilter(self)
        findings.found.connect(self._tell)
        findings.hurried.connect(self._give_up)
        desk.pictures.ended.connect(self._later.start)  # also after what was given up

    @property
    def is_drawn(self) -> bool:
        """Whether every card in sight shows its picture, or why it has none."""
        return not self._later.isActive() and self._job is None and self._next() is None

    def minimumSizeHint(self) -> QSize:
        """As wide as a card and what it scrolls by."""
        wide = LEAST_WIDTH + 2 * STEP + self._scroll.verticalScrollBar().sizeHint().width()
        return QSize(wide, super().minimumSizeHint().height())

    def show_entries(self, entries: Sequence[Entry], chosen: str) -> None:
        """A card for each of these, and that one chosen; a card whose figures still count stays."""
        self._give_up()
        before = self._cards
        self._flow.let_go()
        self._cards = {}
        for entry in entries:
            known = before.pop(entry.key, None) if self._findings.get(entry.key) is not None else None
            card = known or self._card(entry)
            with QSignalBlocker(card):
                card.setChecked(entry.key == chosen)
            self._cards[entry.key] = card
            self._flow.addWidget(card)
            card.show()
        self._shown = list(self._cards.values())
        for entry in entries:
            self._tell(entry.key)
        for card in before.values():
            self._group.removeButton(card)
            card.hide()
            card.deleteLater()
        self._shelf.updateGeometry()
        self._later.start()

    def choose(self, key: str) -> None:
        """Choose a report, and bring its card into sight."""
        if (card := self._cards.get(key)) is not None:
            card.setChecked(True)
            self._scroll.ensureWidgetVisible(card)

    def show_palette(self, palette: Palette) -> None:
        """Draw everything in sight in other colours."""
        self._palette = palette
        for card in self._cards.values():
            card.show_palette(palette)
        self._later.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Other cards come into sight when there is more room, or the place is entered."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._later.start()
        return super().eventFilter(watched, event)

    def _card(self, entry: Entry) -> ReportCard:
        made = ReportCard(entry.key, entry.title, self._palette, is_kept=bool(entry.kept))
        made.toggled.connect(partial(self._tell_chosen, entry.key))
        self._group.addButton(made)
        return made

    def _tell_chosen(self, key: str, is_chosen: bool) -> None:  # as Qt tells it
        if is_chosen:
            self.chosen.emit(key)

    def _tell(self, key: str) -> None:
        card, found = self._cards.get(key), self._findings.get(key)
        if card is None or found is None:
            return
        if found.faces:
            card.say(found.faces[0].leading, "")
        else:
            card.say("", found.trouble or "There is nothing to show.")
        self._arrange()
        self.go_on()

    def _arrange(self) -> None:
        """Cards in the order of their entries, but those without figures last."""
        known = {card: self._findings.get(key) for key, card in self._cards.items()}
        shown = sorted(known, key=lambda card: (found := known[card]) is not None and not found.faces)
        if shown == self._shown:
            return
        self._shown = shown
        self._flow.let_go()
        for before, card in zip([None, *shown], shown, strict=False):
            self._flow.addWidget(card)
            if before is not None:
                QWidget.setTabOrder(before, card)

    def go_on(self) -> None:
        """Do what is to be done, as soon as nothing else happens."""
        self._later.start()

    def _give_up(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _wanted(self, card: ReportCard) -> object:
        """What its picture would be drawn of, other than before; None where nothing is to be done."""
        found = self._findings.get(card.entry)
        if found is None:
            return self if not self._findings.is_counting(card.entry) else None
        if not found.faces:
            return None
        wanted = (found.faces[0].figures, self._palette.name, card.picture_size, self.devicePixelRatioF())
        drawn: tuple[object, ...] | None = card.drawn_for if isinstance(card.drawn_for, tuple) else None
        return None if drawn is not None and drawn[0] is wanted[0] and drawn[1:] == wanted[1:] else wanted

    def _next(self) -> tuple[ReportCard, object] | None:
        for card in self._shown:
            if card.is_in_sight and (wanted := self._wanted(card)) is not None:
                return card, wanted
        return None

    def _go_on(self) -> None:
        """Do the next thing, if nothing is being done: count a report, or draw its picture."""
        if self._job is not None or self._desk.pictures.is_busy or self._is_large_due():
            return
        if (todo := self._next()) is None:
            return
        card, wanted = todo
        if not isinstance(wanted, tuple):
            self._findings.want(card.entry)
            return
        figures, _, size, ratio = wanted
        scale = size.width() * ratio / _DRAWN_WIDTH
        job = self._desk.pictures.start("Drawing", partial(_drawn, figures, self._palette, scale))
        self._job = job
        job.done.connect(lambda png: self._show(job, card, wanted, png))
        job.ended.connect(lambda: self._let_go(job, card, wanted))

    def _show(self, job: Job, card: ReportCard, wanted: object, png: bytes) -> None:
        if job is self._job:
            made = QPixmap()
            made.loadFromData(png, "PNG")
            card.picture.show_picture(made)
            card.drawn_for = wanted

    def _let_go(self, job: Job, card: ReportCard, wanted: object) -> None:
        if job is self._job:
            self._job = None
            card.drawn_for = wanted  # what cannot be drawn is not tried again and again
            self._later.start()


def _drawn(figures: Figures, palette: Palette, scale: float, _progress: object) -> bytes:
    return picture(figures, "png", _DRAWN_WIDTH, _DRAWN_HEIGHT, palette=palette, scale=scale, with_definition=False)
