"""One report large: its title, its definition as a sentence, chart or table, and the people behind a figure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QMenu, QPushButton, QScrollArea, QWidget

from app.desktop.background import Job
from app.desktop.open_workspace import Desk
from app.desktop.results.counting import Found
from app.desktop.results.entries import Chosen, Entry
from app.desktop.results.findings import GIVEN_UP, Findings, Wanted
from app.desktop.results.people.panel import People, PeoplePanel, how_many, people_behind
from app.desktop.results.report.figures_view import FiguresView
from app.desktop.results.report.folding import Folding
from app.desktop.results.report.sentence_bar import SentenceBar
from app.desktop.results.undoing import ResultsUndo
from app.desktop.shell.dialogs import ask_text
from app.errors import AppError
from app.look.palette import Palette
from app.reports.catalogue import recorded_reports
from app.reports.report import Figures
from app.reports.segments import changed
from app.reports.words import cell_words
from app.ui.elided import ElidedLabel
from app.ui.flow_layout import FlowLayout
from app.ui.icons import icon
from app.ui.theme import STEP
from app.ui.widgets import button, column, keep_room, label, row
from app.workspace.settings.kept_reports import KeptReport

_SAY_COUNTING_AFTER_MS = 300
_MOST_OTHERS = 30
BESIDE = 92 * STEP  # the width from which people stand beside the chart


class ReportPage(QWidget):
    """Shows what is found for the entry in sight; says what cannot be changed as the user wants."""

    said = Signal(str)
    kept = Signal(object, str)  # KeptReport, name
    renamed = Signal(str, str)  # old and new name of a kept report
    removed = Signal(str)  # name of a kept report
    room_wanted = Signal(bool)  # whether people stand beside the chart and need the room

    def __init__(
        self, desk: Desk, findings: Findings, undo: ResultsUndo, palette: Palette, folder: Callable[[], Path]
    ) -> None:
        super().__init__()
        self.setObjectName("report_page")
        self._desk, self._findings, self._undo = desk, findings, undo
        self._chosen: Chosen | None = None
        self._entry: Entry | None = None
        self._asking: Job | None = None
        self._looking: Job | None = None
        self._elsewhere: list[QAction] = []  # what the kept report can be kept over instead
        self._title = ElidedLabel("", "heading", name="report_title")
        self._kept_over = ElidedLabel("", "faint", name="report_kept_over")
        self._counting = label("Counting …", "faint", name="report_counting")
        self._sentence = SentenceBar("report_sentence")
        self._sentence.changed.connect(self._change)
        self._folding = Folding(self._sentence)
        self.view = FiguresView(desk, palette, folder)
        self.view.cell_chosen.connect(self._ask_people)
        self.view.cell_rested.connect(self._ask_how_many)
        self.people = PeoplePanel(desk.reads, palette)
        self._keep = button("Keep…", "quiet", name="report_keep", on_click=self._ask_name)
        self._kept = button("Kept", "quiet", name="report_kept")
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SAY_COUNTING_AFTER_MS)
        self._slow.timeout.connect(self._say_slow)
        findings.found.connect(self._take)
        self._lay_out()
        self.show_palette(palette)

    @property
    def entry(self) -> Entry | None:
        """The report in sight."""
        return self._entry

    @property
    def is_waiting(self) -> bool:
        """Whether its figures are being counted or drawn."""
        return self.view.chart.is_drawing or (self._entry is not None and self._findings.is_counting(self._entry.key))

    @property
    def chosen(self) -> Chosen | None:
        """What it is over."""
        return self._chosen

    def show_entry(self, chosen: Chosen, entry: Entry) -> None:
        """Show this report over that; where it is in sight already, its picture stays until it is counted anew."""
        is_same = self._entry is not None and (chosen, entry.key) == (self._chosen, self._entry.key)
        self._chosen, self._entry = chosen, entry
        self._title.setText(entry.title)
        self.view.name(entry.report, entry.title)
        self.people.leave()
        self._show_what_can_be_done()
        found = self._findings.get(entry.key)
        if found is GIVEN_UP:  # it is chosen again, so it is wanted again
            found = None
        self._say_counting(is_counting=found is None)
        if found is not None:
            self._show(found, is_other=True)
            return
        if not is_same:
            self._sentence.say(())
            self.view.wait()
        self._findings.want(entry.key, soon=True)

    def show_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self._keep.setIcon(icon("content-save-outline", palette.text_quiet))
        self._kept.setIcon(icon("content-save-outline", palette.text_quiet))
        self.view.show_palette(palette)
        self.people.show_palette(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= BESIDE
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        if self._both.direction() is not direction:
            self._both.setDirection(direction)
        self._give_title_room()

    def _give_title_room(self) -> None:
        """What can be done stands below the title where both have no room on one line."""
        made = [each for each in self._tools.findChildren(QPushButton) if not each.isHidden()]
        tools = sum(each.sizeHint().width() + STEP for each in made)
        wide = self._title.fontMetrics().horizontalAdvance(self._title.text()) + tools
        kept_over = self._kept_over.sizeHint().width() if self._entry is not None and self._entry.kept else 0
        fits = wide + kept_over + self._counting.sizeHint().width() + STEP <= self.width()
        direction = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        self._tools.setMinimumWidth(tools if fits else 0)  # below the title they may stand in two rows
        if self._head.direction() is not direction:
            self._head.setDirection(direction)

    def bring_people(self, area: QScrollArea) -> None:
        """Scroll to the people below a chart; those beside one stand where it is scrolled to."""
        page, bar, seen = area.widget(), area.verticalScrollBar(), area.viewport().height()
        if self._are_people_beside:
            lowest = self._top_of_people(area) + self.people.minimumHeight() + STEP
            if lowest > bar.value() + seen:
                bar.setValue(lowest - seen)
            self.keep_people_beside(area)
        elif page is not None and self.people.isVisible():
            self._beside.setContentsMargins(0, 0, 0, 0)
            top = self.people.mapTo(page, QPoint(0, 0)).y()
            if top + self.people.height() > bar.value() + seen:
                bar.setValue(min(top - STEP, top + self.people.height() + STEP - seen))

    def keep_people_beside(self, area: QScrollArea) -> None:
        """Beside a chart that is higher than the screen people come along when it is scrolled."""
        if area.widget() is None or not self._are_people_beside or not self.people.isVisible():
            return
        room = self._room_of_people()
        above = max(0, area.verticalScrollBar().value() - self._top_of_people(area))
        seen = area.verticalScrollBar().value() + area.viewport().height() - self._top_of_people(area) - above
        high = min(max(seen - STEP, self.people.minimumHeight()), room.height())
        above = min(above, room.height() - high)
        self._beside.setContentsMargins(0, above, 0, room.height() - high - above)

    def _top_of_people(self, area: QScrollArea) -> int:
        """Where the room for people beside the chart begins on the page that is scrolled."""
        page = area.widget()
        return self.mapTo(page, self._room_of_people().topLeft()).y() if page is not None else 0

    def _room_of_people(self) -> QRect:
        """The room beside the chart; a layout that is to be laid out anew knows of none before."""
        if (layout := self.layout()) is not None:
            layout.activate()
        return self._beside.geometry()

    @property
    def _are_people_beside(self) -> bool:
        return self._both.direction() is QBoxLayout.Direction.LeftToRight

    def _lay_out(self) -> None:
        menu = QMenu(self._kept)
        for words, name, do in (
            ("Rename…", "report_rename", self._ask_new_name),
            ("Keep as it is now", "report_keep_changes", self._keep_changes),
            ("Keep no longer", "report_remove", self._remove),
        ):
            menu.addAction(words, do).setObjectName(name)
        menu.addSeparator()
        self._kept.setMenu(menu)
        called, tools = row(gap=STEP // 2), QWidget()
        called.addWidget(self._title, 1)
        called.addWidget(self._kept_over)
        called.addWidget(self._counting)
        ways = FlowLayout(tools)
        for made in (self._keep, self._kept, self.view.switch, self.view.save):
            ways.addWidget(made)
        self._tools, self._head = tools, row(gap=STEP // 2)
        self._head.addLayout(called, 1)
        self._head.addWidget(tools)
        keep_room(self._counting)
        self._counting.hide()
        self._both = row(gap=2 * STEP)
        self._both.addWidget(self.view, 3)
        self._beside = column()
        self._beside.addWidget(self.people)
        self._both.addLayout(self._beside)
        self.people.left.connect(self._take_back_room)
        lines = column(self, gap=STEP)
        lines.addLayout(self._head)
        lines.addWidget(self._folding)
        lines.addLayout(self._both, 1)

    def _take_back_room(self) -> None:
        """Nobody is listed any more: the chart has the whole width."""
        self._both.setStretchFactor(self._beside, 0)  # else its room stays
        self.room_wanted.emit(False)

    def _show_what_can_be_done(self) -> None:
        workspace, is_kept = self._desk.workspace, self._entry is not None and bool(self._entry.kept)
        may_change = workspace is not None and not workspace.read_only
        self._keep.setVisible(not is_kept)
        self._keep.setEnabled(may_change)
        self._kept.setVisible(is_kept)
        self._kept.setEnabled(may_change)
        self._offer_others()
        self._kept_over.setText(self._entry.over if self._entry is not None else "")
        self._kept_over.setVisible(is_kept)
        self._give_title_room()

    def _take(self, key: str) -> None:
        found = self._findings.get(key)
        if self._entry is not None and key == self._entry.key and found is not None:
            self._say_counting(is_counting=False)
            self._show(found, is_other=self.view.face is None)

    def _show(self, found: Found, *, is_other: bool) -> None:
        self._sentence.say(found.sentence)
        self._folding.setVisible(bool(found.sentence))
        is_of_data = self._chosen is not None and self._chosen.run is None
        self.view.mend.setVisible(is_of_data and found.definition is None and bool(found.trouble))
        heading = self._entry.heading if self._entry is not None else ""
        self.view.show_found(found, heading, is_other=is_other)

    def _say_counting(self, *, is_counting: bool) -> None:
        if is_counting:
            self._slow.start()
        else:
            self._slow.stop()
            self._counting.hide()

    def _say_slow(self) -> None:
        """Where nothing is in sight yet, that is said in its place."""
        self._counting.setVisible(self.view.face is not None)

    def _change(self, field: str, value: str) -> None:
        entry = self._entry
        if entry is None:
            return
        before = self._findings.wanted(entry.key)
        try:
            after = self._changed(entry, before, field, value)
        except AppError as error:
            self.said.emit(error.message)
            return
        back, again = (
            partial(self._count, entry, self._chosen, before),
            partial(self._set_about, entry, self._chosen, after),
        )
        self._undo.push(f"the change of {entry.title}", back, again)
        again()

    def _changed(self, entry: Entry, before: Wanted, field: str, value: str) -> Wanted:
        """The definition with that part changed; over a run what was chosen last of each part counts."""
        if self._chosen is not None and self._chosen.run is not None:
            return Wanted(None, tuple({**dict(before.changes), field: value}.items()))
        report = next(each for each in recorded_reports() if each.key == entry.report)
        return Wanted(changed(report, before.definition, field, value), (*before.changes, (field, value)))

    def _set_about(self, entry: Entry, chosen: Chosen | None, wanted: Wanted) -> None:
        """By the definition of the step that was done last."""
        self._count(entry, chosen, wanted)
        if self._findings.is_counting(entry.key):
            self._undo.set_about(entry.key)

    def _count(self, entry: Entry, chosen: Chosen | None, wanted: Wanted) -> None:
        """By that definition, if what it was changed over is still in sight."""
        if chosen == self._chosen:
            if entry == self._entry:
                self.people.leave()
                self._say_counting(is_counting=True)
            self._findings.change(entry.key, wanted)

    def _ask_people(self, figures: Figures, at: int, column_at: int) -> None:
        """Show who is behind a figure."""
        chosen, datasets, face = self._chosen, self._desk.datasets, self.view.face
        if chosen is None or datasets is None or face is None:
            return
        words = cell_words(face.table, at, column_at)
        said = words.in_a_line()

        def show(people: People | None) -> None:
            face_now = self.view.face
            if people is None:
                self.said.emit("This figure does not count customers.")
            elif face_now is not None and face_now.figures is figures:
                workspace = self._desk.workspace
                self._both.setStretchFactor(self._beside, 2)
                self.room_wanted.emit(True)
                self.people.show_people(people, may_change=workspace is not None and not workspace.read_only)

        if self._asking is not None:
            self._asking.cancel()
        work = partial(people_behind, figures, (at, column_at), said, datasets, chosen.dataset)
        job = self._asking = self._desk.reads.start("Looking for the people", work, show)
        job.ended.connect(lambda: self._forget(job))

    def _ask_how_many(self, figures: Figures, at: int, column_at: int) -> None:
        """Say at the tip whether a click lists somebody, and how many."""
        chart = self.view.chart
        if self._looking is not None:
            self._looking.cancel()  # the mouse is elsewhere by now
        self._looking = self._desk.reads.start(
            "Looking for the people",
            lambda _: how_many(figures, at, column_at),
            lambda many: chart.tell_people(at, column_at, many),
        )

    def _forget(self, job: Job) -> None:
        if job is self._asking:
            self._asking = None

    def _as_kept(self, entry: Entry, chosen: Chosen) -> KeptReport:
        face = self.view.face
        heading = face.heading if face is not None and chosen.run is not None else ""
        kept = KeptReport(report=entry.report, changes=self._findings.wanted(entry.key).changes, heading=heading)
        return kept.model_copy(update=self._over(entry, chosen))

    def _over(self, entry: Entry, chosen: Chosen) -> dict[str, object]:
        """What a report is kept over: the dataset, the latest run of the scenario, or a run that is not."""
        before = self._desk.listing.kept.get(entry.kept)
        if chosen.run is None:
            return {"dataset": chosen.dataset}
        is_named = before.run if before is not None else not chosen.is_latest
        return {"run": chosen.run} if is_named else {"scenario": chosen.scenario}

    def _offer_others(self) -> None:
        """What the kept report can be kept over instead."""
        menu, chosen = self._kept.menu(), self._chosen
        for action in self._elsewhere:
            menu.removeAction(action)
            action.deleteLater()
        self._elsewhere = []
        before = self._desk.listing.kept.get(self._entry.kept) if self._entry is not None else None
        if before is None or chosen is None:
            return
        over: list[tuple[str, dict[str, object]]] = [
            (f"Keep over “{each.name}” instead", {"dataset": each.name})
            for each in self._desk.listing.datasets[:_MOST_OTHERS]
            if chosen.run is None and each.name != chosen.dataset
        ]
        if before.run:
            over = [("Keep on the scenario’s latest run instead", {"scenario": chosen.scenario})]
        elif chosen.run is not None:
            over = [(f"Keep on run {chosen.run} instead", {"run": chosen.run})]
        self._elsewhere = [
            menu.addAction(words.replace("&", "&&"), partial(self._keep_over, what)) for words, what in over
        ]

    def _keep_over(self, over: dict[str, object]) -> None:
        entry, kept = self._entry, self._desk.listing.kept
        if entry is not None and (before := kept.get(entry.kept)) is not None:
            nowhere = {"dataset": "", "scenario": "", "run": 0}
            self.kept.emit(before.model_copy(update={**nowhere, **over}), entry.kept)

    def _ask_name(self) -> None:
        entry, chosen = self._entry, self._chosen
        if entry is not None and chosen is not None:
            report = self._as_kept(entry, chosen)
            what = "over this dataset"
            if chosen.run is not None:
                what = "on the latest run of the scenario" if chosen.is_latest else f"on run {chosen.run}"
            question = f"What is the report called? It stands first in the gallery {what}, as it is defined now."
            ask_text(self.window(), "Keep report", question, lambda name: self.kept.emit(report, name))

    def _ask_new_name(self) -> None:
        if (entry := self._entry) is not None:
            question = f"What shall “{entry.kept}” be called?"
            ask_text(self.window(), "Rename", question, lambda name: self.renamed.emit(entry.kept, name))

    def _keep_changes(self) -> None:
        if self._entry is not None and self._chosen is not None:
            self.kept.emit(self._as_kept(self._entry, self._chosen), self._entry.kept)

    def _remove(self) -> None:
        if self._entry is not None:
            self.removed.emit(self._entry.kept)
