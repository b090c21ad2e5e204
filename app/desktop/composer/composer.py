"""The composer: a report's sections dragged into order, its title, logo, texts and colours, its pages beside them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QWidget

from app.desktop.composer.history import History
from app.desktop.composer.look_form import LookForm
from app.desktop.composer.preview import Preview
from app.desktop.composer.section_form import SectionForm
from app.desktop.open_workspace import Desk
from app.desktop.shell.dialogs import ask_save
from app.files.reading import read_document
from app.jobs.reports.composing import Material
from app.jobs.reports.compositions import keep_composition
from app.jobs.reports.reporting import write_report
from app.jobs.reports.run_reports import COMPARISON, OTHER_RUN
from app.look.palette import Palette
from app.reports.catalogue import WITH_MESSAGES, recorded_reports
from app.reports.documents.composing.composed import heading_of
from app.reports.documents.composing.composition import (
    Composition,
    PartName,
    PartSection,
    ReportSection,
    Section,
    TextSection,
    with_logo,
)
from app.reports.documents.formats import DocumentFormat, report_formats
from app.ui.icons import icon
from app.ui.ordered_list import OrderedList
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row, tool_button

_DRAW_AFTER_MS = 250
_SIDE = 46 * STEP
_PARTS: tuple[tuple[PartName, str], ...] = (("facts", "Key figures"), ("goals", "Goals"))

_FRAME_HIGH = 48  # what the screen's own frame takes of its height
_LONGEST_HEADING = 60  # in the list of sections


class Composer(QDialog):
    """Composes one report; every change is kept in the workspace and can be taken back.

    `on_written` gets the path of a report that was saved, also when the composer has been closed meanwhile.
    """

    def __init__(
        self,
        desk: Desk,
        material: Material,
        palette: Palette,
        folder: Path,
        parent: QWidget,
        on_written: Callable[[Path], None],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("composer")
        self.setWindowTitle("Compose report")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._material, self._folder = desk, material, folder
        self._on_written = on_written
        self._chosen = -1
        self.history = History(material.composition, self)
        self.history.changed.connect(self._show)
        self.preview = Preview(desk.reads)
        self._look = LookForm()
        self._look.edited.connect(lambda field, value: self.history.change(**{field: value}))
        self._look.logo_wanted.connect(self._take_logo)
        self._list = OrderedList("composer_sections", "Sections of the report, in order", _LONGEST_HEADING)
        self._list.ordered.connect(self._order)
        self._list.chosen.connect(self._choose)
        self._form = SectionForm()
        self._form.edited.connect(self._edit)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_DRAW_AFTER_MS)
        self._later.timeout.connect(self._draw)
        self._lay_out(palette)
        self._show()
        self._draw()

    def done(self, result: int) -> None:
        """However it is closed, what was typed last still counts."""
        self._tell_all()
        self._later.stop()
        self.preview.leave()
        super().done(result)

    def save(self, into: DocumentFormat) -> None:
        """Ask where to, and write the report as it is composed now."""
        self._tell_all()
        material, composition = self._material, self.history.now
        title = " ".join((composition.title or material.content.title).replace("/", " ").split())[:80] or "report"

        def write(path: Path) -> None:
            self._desk.works.start(
                "Writing the report",
                lambda progress: write_report(material.composed(composition, progress), path),
                self._on_written,
            )

        ask_save(self, f"Save as {into.title}", into.filter, self._folder / f"{title}.{into.suffixes[0]}", write)

    @property
    def is_waiting(self) -> bool:
        """Whether a change is about to be drawn."""
        return self._later.isActive()

    @property
    def _sections(self) -> tuple[Section, ...]:
        return self.history.now.sections or ()

    def _lay_out(self, palette: Palette) -> None:
        self._undo = tool_button("Undo", name="composer_undo", on_click=self.history.undo)
        self._redo = tool_button("Redo", name="composer_redo", on_click=self.history.redo)
        self._undo.setIcon(icon("undo", palette.text_quiet))
        self._redo.setIcon(icon("redo", palette.text_quiet))
        save = button("Save as", "primary", name="composer_save")
        save.setMenu(self._formats())
        head = row(gap=STEP)
        head.addWidget(label("Report", "heading"), 1)
        for made in (self._undo, self._redo, save):
            head.addWidget(made)
        side = QWidget()
        side.setFixedWidth(_SIDE)
        lines = column(side, gap=STEP)
        lines.addLayout(head)
        lines.addWidget(self._look)
        lines.addWidget(label("Sections, to be dragged into order", "section", wraps=True))
        lines.addWidget(self._list, 1)
        lines.addLayout(self._actions())
        lines.addWidget(self._form)
        both = row(self, margin=2 * STEP, gap=2 * STEP)
        both.addWidget(side)
        both.addWidget(self.preview, 1)
        room = self.screen().availableGeometry().size() - QSize(2 * STEP, _FRAME_HIGH)
        self.resize(QSize(_SIDE + 84 * STEP, 100 * STEP).boundedTo(room))
        for keys, do in (
            (QKeySequence.StandardKey.Undo, self.history.undo),
            (QKeySequence.StandardKey.Redo, self.history.redo),
            (QKeySequence("Alt+Up"), partial(self._list.move_chosen, -1)),
            (QKeySequence("Alt+Down"), partial(self._list.move_chosen, 1)),
        ):
            QShortcut(keys, self, do)

    def _actions(self) -> QHBoxLayout:
        add = button("Add", "quiet", name="composer_add")
        menu = QMenu(add)
        menu.addAction("Text", lambda: self._add(TextSection(text=""))).setObjectName("composer_add_text")
        menu.addSeparator()
        for title, section in self._material.kept_reports:
            menu.addAction(title.replace("&", "&&"), partial(self._add, section))
        if self._material.content.is_run:
            for part, words in _PARTS:
                menu.addAction(words, partial(self._add, PartSection(part=part)))
            for each in self._material.content.sections:
                if each.key == COMPARISON and self._material.other_runs:
                    self._offer_comparisons(menu, each.title)
                else:
                    self._offer(menu, each.key, each.title)
            for over_run in WITH_MESSAGES:
                self._offer(menu, over_run.key, over_run.title)
            menu.addSeparator()
        else:
            menu.addAction("Key figures", partial(self._add, PartSection(part="facts")))
        if self._material.content.plan:
            menu.addAction("The plan", partial(self._add, PartSection(part="plan"))).setObjectName("composer_add_plan")
        of_run = {each.key for each in self._material.content.sections}
        for report in recorded_reports():
            if report.key not in of_run and self._material.dataset is not None:
                self._offer(menu, report.key, report.title)
        add.setMenu(menu)
        self._remove = button("Remove", "quiet", name="composer_remove", on_click=self._drop)
        actions = row(gap=STEP)
        actions.addWidget(add)
        actions.addWidget(self._remove)
        actions.addStretch(1)
        return actions

    def _offer(self, menu: QMenu, key: str, title: str) -> None:
        menu.addAction(title, partial(self._add, ReportSection(report=key))).setObjectName(f"composer_add_{key}")

    def _offer_comparisons(self, menu: QMenu, title: str) -> None:
        """With each of the other runs."""
        others = menu.addMenu(f"{title} with")
        others.setObjectName(f"composer_add_{COMPARISON}")
        for each in self._material.other_runs:
            section = ReportSection(report=COMPARISON, choices={OTHER_RUN: each.value})
            others.addAction(each.words.replace("&", "&&"), partial(self._add, section))

    def _formats(self) -> QMenu:
        menu = QMenu(self)
        for each in report_formats():
            menu.addAction(f"{each.title}…", partial(self.save, each)).setObjectName(f"composer_as_{each.suffixes[0]}")
        return menu

    def _show(self) -> None:
        """The composition as it stands now, and soon its pages."""
        now = self.history.now
        self._chosen = min(self._chosen, len(self._sections) - 1)
        self._look.show_composition(now, self._material.content.title, self._material.content.text)
        self._list.show_rows([heading_of(section) for section in self._sections], self._chosen)
        self._show_chosen()
        self._undo.setEnabled(self.history.can_undo)
        self._redo.setEnabled(self.history.can_redo)
        if self.history.can_undo or self.history.can_redo:
            self._keep(now)
            self._later.start()

    def _show_chosen(self) -> None:
        has_one = 0 <= self._chosen < len(self._sections)
        self._form.show_section(self._sections[self._chosen] if has_one else None)
        self._remove.setEnabled(has_one)

    def _keep(self, composition: Composition) -> None:
        """In the workspace, so that the next report is made alike."""
        workspace, key = self._desk.workspace, self._material.kept_under
        if workspace is not None and not workspace.read_only:
            self._desk.saving.start("Keeping the report", lambda _: keep_composition(workspace, key, composition))

    def _draw(self) -> None:
        self.preview.show_report(partial(self._material.composed, self.history.now))

    def _choose(self, at: int) -> None:
        self._chosen = at
        self._show_chosen()

    def _order(self, places: list[int]) -> None:
        self._chosen = places.index(self._chosen) if self._chosen >= 0 else -1
        self.history.change(sections=tuple(self._sections[place] for place in places))

    def _add(self, section: Section) -> None:
        """Behind the chosen one, or last; a text is written at once."""
        at = self._chosen + 1 if self._chosen >= 0 else len(self._sections)
        self._chosen = at
        self.history.change(sections=(*self._sections[:at], section, *self._sections[at:]))
        if isinstance(section, TextSection):
            self._form.begin_writing()

    def _drop(self) -> None:
        at = self._chosen
        if 0 <= at < len(self._sections):
            self.history.change(sections=(*self._sections[:at], *self._sections[at + 1 :]))

    def _edit(self, section: Section) -> None:
        at = self._chosen
        if 0 <= at < len(self._sections):
            self.history.change(sections=(*self._sections[:at], section, *self._sections[at + 1 :]))

    def _take_logo(self, path: Path) -> None:
        """Read and drawn anew in the background; what is no picture is told."""
        now = self.history.now
        self._desk.reads.start("Reading the logo", lambda _: with_logo(now, read_document(path)).logo, self._show_logo)

    def _show_logo(self, logo: object) -> None:
        self.history.change(logo=logo)

    def _tell_all(self) -> None:
        self._look.tell_now()
        self._form.tell_now()
