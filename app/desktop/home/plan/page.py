"""The plan's page: the checklist, the six parts, the scenarios with their owners, the review."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.desktop.home.plan.checklist import Checklist
from app.desktop.home.plan.counted import Analytics, Channels
from app.desktop.home.plan.goals import Goals
from app.desktop.home.plan.journey_map import JourneyMap
from app.desktop.home.plan.keeping import PlanKeeping
from app.desktop.home.plan.review import Review
from app.desktop.home.plan.scenarios import Scenarios
from app.desktop.home.plan.section import Section, Shown
from app.desktop.home.plan.written import Profile, Service
from app.desktop.open_workspace import Desk
from app.desktop.shell.dialogs import ask_save
from app.guides.plan.changing import with_dataset
from app.guides.plan.texts import plan_texts
from app.jobs.guides.plan_report import plan_report
from app.jobs.reports.reporting import write_report
from app.look.palette import Palette
from app.reports.documents.formats import report_formats
from app.ui.elided import Chooser
from app.ui.icons import icon
from app.ui.theme import STEP
from app.ui.widgets import EmptyState, button, column, row, scrolling, tool_button

PAGE_WIDTH = 1120
_DATASET_PX = 26 * STEP
_NO_WORKSPACE = "A plan belongs to a workspace. Open one, or make a new one; its plan will stand here."


class PlanPage(QWidget):
    """`in_bar` stands in the bar of Home while the plan is in sight."""

    scenario_wanted = Signal(str)  # its id
    template_wanted = Signal(str)  # its id
    segments_wanted = Signal(str)  # over the dataset of that name
    said = Signal(str)

    def __init__(self, desk: Desk, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("plan_page")
        self.setAccessibleName("Plan")
        self.setProperty("role", "page")
        self._desk = desk
        self.keeping = PlanKeeping(desk)
        self._dataset = Chooser("plan_dataset", "Data that the plan counts over", _DATASET_PX)
        self._undo = tool_button("Undo", name="plan_undo", on_click=self.keeping.undo.undo)
        self._redo = tool_button("Redo", name="plan_redo", on_click=self.keeping.undo.redo)
        self._export = button("Export…", "primary", name="plan_export", on_click=self._ask_export)
        self.in_bar: tuple[QWidget, ...] = (self._dataset, self._undo, self._redo, self._export)
        self._sections = self._made(palette)
        self._awaited: Section | None = None  # what is to come into sight
        self._empty = EmptyState("clipboard-check-outline", "No workspace is open", _NO_WORKSPACE, name="plan_empty")
        self._scroll = scrolling(self._laid_out(), "plan_scroll")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._scroll)
        column(self, gap=0).addWidget(self._pages)
        self._connect()
        self.show_palette(palette)
        self._show()

    def enter(self) -> None:
        """The page has come into sight."""
        self.keeping.read()

    def show_part(self, key: str) -> None:
        """Bring a part into sight, and the keyboard to it."""
        section = self._sections[key]
        self._scroll_to(section)
        first = next((each for each in section.findChildren(QWidget) if _takes_keys(each)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_review(self) -> None:
        """The review in sight, with the audit."""
        self.show_part("review")
        review = self._sections["review"]
        assert isinstance(review, Review)
        review.show_audit()

    def show_palette(self, palette: Palette) -> None:
        """Icons in other colours."""
        self._undo.setIcon(icon("undo", palette.text_quiet))
        self._redo.setIcon(icon("redo", palette.text_quiet))
        self._empty.show_palette(palette)
        for section in self._sections.values():
            section.show_palette(palette)

    def _made(self, palette: Palette) -> dict[str, Section]:
        parts, keeping = plan_texts().part, self.keeping
        return {
            "checklist": Checklist(keeping, palette),
            "goals": Goals(parts("goals"), keeping),
            "profile": Profile(parts("profile"), keeping),
            "journey_map": JourneyMap(parts("journey_map")),
            "analytics": Analytics(parts("analytics")),
            "service": Service(parts("service"), keeping),
            "channels": Channels(parts("channels")),
            "governance": Scenarios(keeping, palette),
            "review": Review(self._desk, keeping, palette),
        }

    def _laid_out(self) -> QWidget:
        page, inner = QWidget(), QWidget()
        sides = row(page)
        sides.setContentsMargins(3 * STEP, 3 * STEP, 3 * STEP, 4 * STEP)
        inner.setMaximumWidth(PAGE_WIDTH)
        sides.addStretch(1)
        sides.addWidget(inner, 100)
        sides.addStretch(1)
        lines = column(inner, gap=2 * STEP)
        for section in self._sections.values():
            lines.addWidget(section)
        lines.addStretch(1)
        return page

    def _connect(self) -> None:
        desk, keeping = self._desk, self.keeping
        for section in self._sections.values():
            match section:
                case Checklist():
                    section.part_wanted.connect(self.show_part)
                case Profile():
                    section.segments_wanted.connect(self.segments_wanted)
                case JourneyMap():
                    section.scenario_wanted.connect(self.scenario_wanted)
                    section.template_wanted.connect(self.template_wanted)
                case Scenarios():
                    section.scenario_wanted.connect(self.scenario_wanted)
                case Review():
                    section.audited.connect(partial(self._scroll_to, section))
                case _:
                    pass
        keeping.shown.connect(self._show)
        keeping.failed.connect(lambda words: self._empty.say("The plan cannot be read", words))
        keeping.undo.changed.connect(self._show_undo)
        desk.workspace_changed.connect(self._show)
        for changed in (
            desk.workspace_changed,
            desk.datasets_changed,
            desk.scenarios_changed,
            desk.runs_changed,
            desk.segments_changed,
        ):
            changed.connect(self._read_in_sight)
        self._dataset.activated.connect(lambda _at: self._tell_dataset())
        for keys, do in (
            (QKeySequence.StandardKey.Undo, keeping.undo.undo),
            (QKeySequence.StandardKey.Redo, keeping.undo.redo),
        ):
            QShortcut(keys, self, do)  # wherever the keyboard is, while the plan is in sight: what had it may be gone

    def _scroll_to(self, section: Section) -> None:
        """Its beginning, and as much as there is room for, once there is a plan and all is as high as its words."""
        self._awaited = section

        def scroll() -> None:
            if self._pages.currentWidget() is self._scroll:
                self._awaited = None
                self._scroll.ensureWidgetVisible(section, 0, section.height())
                self._scroll.ensureWidgetVisible(section, 0, 0)

        QTimer.singleShot(0, section, scroll)

    def _read_in_sight(self) -> None:
        if self.isVisible():
            self.keeping.read()

    def _show(self) -> None:
        ground, plan = self.keeping.ground, self.keeping.plan
        for made in self.in_bar:
            made.setEnabled(ground is not None)
        self._show_undo()
        if ground is None:
            is_open = self._desk.workspace is not None
            title, words = ("Reading the plan", "One moment.") if is_open else ("No workspace is open", _NO_WORKSPACE)
            self._empty.say(title, words)
            self._pages.setCurrentWidget(self._empty)
            return
        automatic = ground.by_itself
        with QSignalBlocker(self._dataset):
            self._dataset.clear()
            self._dataset.addItem(f"Automatic: {automatic}" if automatic else "No data yet", "")
            for info in self._desk.listing.datasets:
                self._dataset.addItem(info.name, info.name)
            self._dataset.setCurrentIndex(max(self._dataset.findData(plan.dataset), 0))
        shown = Shown(plan, ground, self.keeping.may_write)
        self._dataset.setEnabled(shown.may_write)
        for section in self._sections.values():
            section.show_plan(shown)
        self._pages.setCurrentWidget(self._scroll)
        if self._awaited is not None:
            self._scroll_to(self._awaited)

    def _show_undo(self) -> None:
        undo = self.keeping.undo
        for made, verb, words in ((self._undo, "Undo", undo.words), (self._redo, "Redo", undo.words_again)):
            made.setEnabled(bool(words))
            made.setToolTip(f"{verb} {words}" if words else verb)

    def _tell_dataset(self) -> None:
        name = self._dataset.currentData()
        self.keeping.change("the data of the plan", lambda plan: with_dataset(plan, name))

    def _ask_export(self) -> None:
        workspace = self._desk.workspace
        if workspace is None or self.keeping.ground is None:
            return
        suggested = Path(workspace.path.with_name(f"{workspace.path.stem}-plan.pdf"))
        kinds = ";;".join(each.filter for each in report_formats())
        ask_save(self.window(), "Export the plan", kinds, suggested, partial(self._write, workspace.path.stem))

    def _write(self, name: str, path: Path) -> None:
        ground, plan = self.keeping.ground, self.keeping.plan
        if ground is None:
            return
        report = plan_report(plan, ground, name)
        self._desk.works.start(
            "Writing the plan",
            lambda _progress: write_report(report, path),
            lambda _path: self.said.emit(f"Written to {path}."),
        )


def _takes_keys(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
