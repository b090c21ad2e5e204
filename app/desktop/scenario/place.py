"""Scenario: the canvas with what belongs to it, and the way to a run."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.desktop.open_workspace import Desk
from app.desktop.scenario.bar import UNSAVED, ScenarioBar
from app.desktop.scenario.beginning import TemplateStart
from app.desktop.scenario.customers.people import CanvasPeople
from app.desktop.scenario.editing_area import EditingArea
from app.desktop.scenario.editor import Editor
from app.desktop.scenario.exchange import ScenarioExchange
from app.desktop.scenario.figures_bar import FiguresBar
from app.desktop.scenario.forecasting.channel_responses import ChannelResponses
from app.desktop.scenario.forecasting.run_mode import RunModes
from app.desktop.scenario.live import Live
from app.desktop.scenario.messages.previews import MessagePreviews
from app.desktop.scenario.pictures import ScenarioPictures
from app.desktop.scenario.playback.playback import ScenarioPlayback
from app.desktop.scenario.responses.responses_beside import ResponsesBeside
from app.desktop.scenario.runner import Runner
from app.desktop.scenario.stage_memory import StageMemory
from app.desktop.shell.dialogs import ask_text
from app.desktop.shell.preferences import Preferences
from app.look.palette import Palette
from app.ui.icons import icon
from app.ui.page import Place
from app.ui.widgets import EmptyState, button

OPENING_SAID_AFTER_MS = 150


class ScenarioPlace(Place):
    """Shows the editor's session in an editing area; `area_changed` when it is another one."""

    area_changed = Signal()
    renamed = Signal()
    gallery_wanted = Signal()  # the templates on Home
    said = Signal(str)  # for the status bar

    def __init__(self, desk: Desk, palette: Palette, window: QWidget, preferences: Preferences) -> None:
        super().__init__("scenario", "Scenario")
        self._desk = desk
        self._palette = palette
        self._memory = StageMemory(preferences)
        self._is_presenting = False
        self.title.hide()
        self.editor = Editor(desk, window)
        self.responses = ChannelResponses(desk)
        self.modes = RunModes(self.editor, preferences, self.responses)
        self.runner = Runner(desk, self.editor, self.modes, self.responses)
        self.beginning = TemplateStart(desk, self.editor, window)
        self.live = Live(desk, self.editor, self.runner, preferences, self.responses)
        self.exchange = ScenarioExchange(desk, self.editor, window)
        self.pictures = ScenarioPictures(desk, window, lambda: self.area.view.canvas if self.area is not None else None)
        self.area: EditingArea | None = None
        self._coming: EditingArea | None = None  # its canvas is being filled
        self._bar = ScenarioBar(self.bar, self)
        self._start = button("New scenario", "primary", name="empty_new_scenario", on_click=lambda: self.new(""))
        self._home = button("Go to Home", "primary", name="scenario_to_home", on_click=self.gallery_wanted.emit)
        self._empty = EmptyState("sitemap-outline", "", "", self._start, self._home, name="scenario_empty")
        stay = button("Cancel", name="opening_cancel", on_click=self.editor.stop_opening)
        self._opening = EmptyState("timer-sand", "Opening the scenario", "One moment.", stay, name="scenario_opening")
        self._soon = QTimer(self)  # what is read at once changes the picture once, not twice
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_page)
        self._is_worked_in = False  # the keyboard was in the canvas, or a panel of it, that is being replaced
        self._figures = FiguresBar(self.live, self.runner, self.modes)
        self.content.addWidget(self._figures)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._opening)
        self.people = CanvasPeople(desk, self.runner, palette, self)
        self.previews = MessagePreviews(desk, self.editor, self.people, palette, window)
        self.reactions = ResponsesBeside(desk, self.editor, self.runner, self.people, self.responses, palette)
        self._beside = QSplitter()
        self._beside.setChildrenCollapsible(False)
        self._beside.addWidget(self._pages)
        self._beside.addWidget(self.people.side)
        self._beside.setStretchFactor(0, 1)
        self.content.addWidget(self._beside)
        self.playback = ScenarioPlayback(desk, self.people, preferences, palette, window, lambda: self.area)
        self.content.addWidget(self.playback.bar)
        self._connect()
        self.show_palette(palette)
        self._show_area()

    def new(self, template_id: str, dataset_name: str = "") -> None:
        """Begin a scenario, empty or from a template, over the dataset that is named or else chosen."""
        self.editor.when_left(lambda: self._begin(template_id, dataset_name))

    def _begin(self, template_id: str, dataset_name: str) -> None:
        if dataset_name:
            self.runner.choose_dataset(dataset_name)
        if template_id:
            self.beginning.begin(template_id, self.runner.dataset_name)
        else:
            self.editor.new()

    def open(self, scenario_id: str) -> None:
        """Open a stored scenario; what cannot be opened is said."""
        self._show_names()
        self.editor.when_left(lambda: self.editor.open(scenario_id))

    def open_first(self) -> bool:
        """Open the scenario that was run or saved last; False if there is none."""
        listing = self._desk.listing
        ids = [str(info.id) for info in listing.scenarios]
        if ids:
            self.open(next((run.scenario_id for run in listing.runs if run.scenario_id in ids), ids[0]))
        return bool(ids)

    @property
    def regions(self) -> list[QWidget]:
        """The bar and the parts around the canvas."""
        return (
            super().regions
            if self.area is None
            else [self.header, self._figures, *self.area.regions, self.people.side, self.playback.bar]
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard comes to the canvas, where one sees it."""
        if self.area is not None:
            self.area.view.setFocus(event.reason())
        else:
            super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, where it closes nothing, leads to the canvas."""
        if event.key() == Qt.Key.Key_Escape and self.area is not None:
            self.area.view.setFocus()
        else:
            super().keyPressEvent(event)

    def toggle_outline(self) -> None:
        """Show the outline, or the palette again."""
        if self.area is not None and not self.playback.is_on:
            self.area.show_outline(is_shown=not self.area.outline.isVisible())

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """Say with each button of the bar the keys that do the same."""
        self._bar.show_keys(keys)

    def toggle_panel(self, panel: str) -> None:
        """Open the palette or the inspector, or fold it away."""
        if self.area is not None and not self.playback.is_on:
            self.area.toggle_panel(panel)
        self._show_panels()

    def toggle_panels(self) -> None:
        """Fold both away, or open both."""
        if self.area is not None and not self.playback.is_on:
            self.area.toggle_panels()

    def present(self, *, is_on: bool) -> None:
        """The canvas alone, all of it in sight, or everything as it was before."""
        self._is_presenting = is_on
        self.header.setVisible(not is_on)
        self._show_state()
        if self.area is not None:
            self._show_bare(self.area)

    def show_palette(self, palette: Palette) -> None:
        """Everything in other colours."""
        self._palette = palette
        self._bar.show_palette(palette)
        self._empty.show_palette(palette)
        self._opening.show_palette(palette)
        self.people.show_palette(palette)
        self.playback.show_palette(palette)
        self.reactions.show_palette(palette)
        self.previews.show_palette(palette)
        self._start.setIcon(icon("plus", palette.accent_text))
        for area in (self.area, self._coming):
            if area is not None:
                area.show_palette(palette)

    def _connect(self) -> None:
        self._bar.scenario_chosen.connect(lambda chosen: self.open(chosen) if chosen != UNSAVED else None)
        self._bar.new_wanted.connect(self.new)
        self._bar.dataset_chosen.connect(self.runner.choose_dataset)
        self._bar.validate_wanted.connect(self.validate)
        self._bar.save_wanted.connect(lambda: self.editor.save())
        self._bar.run_wanted.connect(self._run)
        self._bar.panel_wanted.connect(self.toggle_panel)
        self._figures.modes.responses_wanted.connect(self.reactions.show)
        self._bar.undo_wanted.connect(self.editor.undo)
        self._bar.redo_wanted.connect(self.editor.redo)
        self.editor.opened.connect(self._show_area)
        self.editor.opening_changed.connect(self._show_opening)
        self.editor.modified_changed.connect(self._show_state)
        self.runner.dataset_changed.connect(self._show_datasets)
        self.runner.refused.connect(self._say_refused)
        self.exchange.said.connect(self.said)
        self.pictures.said.connect(self.said)
        self.previews.said.connect(self.said)
        self.playback.said.connect(self.said)
        self.playback.changed.connect(self._show_playback)
        self._desk.scenarios_changed.connect(self._show_names)
        self._desk.datasets_changed.connect(self._show_datasets)
        self.runner.said.connect(self.said)
        self.runner.validated.connect(self._say_validated)
        self.runner.keeping_changed.connect(self._show_state)
        shown = (self.live.changed, self.runner.run_shown, self.runner.dataset_changed, self.modes.repeated)
        for changed in shown:
            changed.connect(self._show_figures)
        self.people.came.connect(lambda: self._make_room(is_needed=True))
        self.people.left.connect(lambda: self._make_room(is_needed=False))
        self.people.keyboard_freed.connect(lambda: self.area.view.setFocus() if self.area is not None else None)
        self._figures.keep_wanted.connect(self._run)
        self._figures.rename_wanted.connect(self._ask_run_name)
        for workers in (self._desk.works, self._desk.storing):
            workers.started.connect(self._show_state)
            workers.ended.connect(self._show_state)

    def _run(self) -> None:
        """Run it, the keyboard on the canvas, where the counts will stand, and not in the next field of the bar."""
        if self.area is not None:
            self.area.view.setFocus()
        self.runner.run()

    def validate(self) -> None:
        """Check everything, and say how many problems there are."""
        self.runner.validate()

    def _show_area(self) -> None:
        session, left = self.editor.session, (self.area, self._coming)
        worked_in = self.focusWidget() or self
        self._is_worked_in = any(area is not None and area.isAncestorOf(worked_in) for area in left)
        if self.playback.is_on:
            self.playback.end()
        self.area = self._coming = None
        self.people.attend(session)
        if session is not None:
            self._coming = EditingArea(session, self._palette, self.editor.routes, self._memory)
            self._coming.filled.connect(self._show_filled)
            self._coming.folded_changed.connect(self._show_panels)
            self._coming.said.connect(self.said)
            self._coming.guide.template_wanted.connect(self.new)
            self._coming.guide.gallery_wanted.connect(self.gallery_wanted)
            if self._is_presenting:
                self._coming.present(is_on=True)
            self._pages.addWidget(self._coming)
            stack = session.undo_stack
            stack.canUndoChanged.connect(self._bar.undo.setEnabled)
            stack.canRedoChanged.connect(self._bar.redo.setEnabled)
            session.changed.connect(self._show_name)
            session.summary_changed.connect(self._show_state)
            session.summary_changed.connect(self._show_figures)
            session.changed.connect(self._show_figures)
        if self._coming is not None and self._coming.is_filled:
            self._show_filled()
        else:
            self._show_page()
        for area in left:
            if area is not None:
                self._pages.removeWidget(area)
                area.deleteLater()
        self._say_why_empty()
        self._show_panels()
        self._show_names()
        self._show_datasets()
        self._show_state()
        self.area_changed.emit()

    def _show_filled(self) -> None:
        """The canvas has everything that the scenario has: from now on it is worked with."""
        self.area, self._coming = self._coming, None
        self._show_page()
        self._show_panels()
        if self.area is not None:
            QTimer.singleShot(0, self.area, self.area.show_first)
            if self.hasFocus() or self._is_worked_in:
                self.area.view.setFocus()
        self.area_changed.emit()

    def _show_opening(self) -> None:
        """Say that a scenario is being opened, soon where there is one, and let nothing be done with the one before."""
        if self.editor.is_opening:
            self._soon.start(OPENING_SAID_AFTER_MS)
        self._say_why_empty()
        if self.area is None or not self.editor.is_opening:
            self._show_page()
        self._show_names()
        self._show_state()

    def _show_page(self) -> None:
        self._soon.stop()
        is_opening = self.editor.is_opening or self._coming is not None
        self._pages.setCurrentWidget(self._opening if is_opening else self.area or self._empty)

    def _say_why_empty(self) -> None:
        has_workspace = self._desk.workspace is not None
        self._start.setVisible(has_workspace)
        self._home.setVisible(not has_workspace)
        if self.editor.damage:
            self._empty.say("This scenario cannot be opened", self.editor.damage)
        elif has_workspace:
            text = "Draw your own, or begin with a template from Home. It is kept in the workspace once you save it."
            self._empty.say("No scenario is open", text)
        else:
            text = "Open one on Home, or make a new one; its scenarios will stand here."
            self._empty.say("No workspace is open", text)

    def _show_names(self) -> None:
        session = self.editor.session
        names = [(str(info.id), info.name) for info in self._desk.listing.scenarios]
        chosen = self.editor.opening_id or (session.scenario.id if session and self.editor.is_stored else UNSAVED)
        if session is not None and not self.editor.is_stored:
            names.append((UNSAVED, session.scenario.name))
        self._bar.show_scenarios(names, chosen)

    def _show_panels(self) -> None:
        area = self.area
        self._bar.show_panels({name: area.is_open(name) for name in ("palette", "inspector")} if area else {})

    def _show_name(self) -> None:
        session, chooser = self.editor.session, self._bar.scenarios
        if session is not None and chooser.currentText() != session.scenario.name:
            chooser.setItemText(chooser.currentIndex(), session.scenario.name)
            self.renamed.emit()

    def _show_datasets(self) -> None:
        names = [info.name for info in self._desk.listing.datasets]
        self._bar.show_datasets(names, self.runner.dataset_name)
        self._show_state()

    def _show_state(self) -> None:
        workspace, session = self._desk.workspace, None if self.editor.is_opening else self.editor.session
        stack = session.undo_stack if session else None
        stack = None if self.playback.is_on else stack
        self._bar.undo.setEnabled(bool(stack and stack.canUndo()))
        self._bar.redo.setEnabled(bool(stack and stack.canRedo()))
        can_save = session is not None and self.editor.is_modified and not self.editor.is_saving
        self._bar.show_can_save(can_save, is_read_only=bool(workspace and workspace.read_only))
        self._bar.check.setEnabled(session is not None)
        self._bar.run.setEnabled(self.runner.can_run and not self.playback.is_on)
        self._bar.new.setEnabled(self._desk.workspace is not None)
        self._bar.scenarios.setEnabled(self._bar.scenarios.count() > 0)
        is_saving, is_modified = self.editor.is_saving, self.editor.is_modified
        self._show_figures()
        states = ("Saving…" if is_saving else "Unsaved changes" if is_modified else "", self.runner.keeping.value)
        self._bar.state.setText("  ·  ".join(filter(None, states)))

    def _show_figures(self) -> None:
        """Say which counts stand on the canvas."""
        session, workspace = self.editor.session, self._desk.workspace
        may_change = workspace is not None and not workspace.read_only
        self._figures.setVisible(session is not None and not self._is_presenting)
        self._figures.show_state(
            session.scenario if session is not None else None,
            session.summary if session is not None else None,
            can_keep=may_change and self.runner.can_run,
            may_change=may_change,
        )

    def _ask_run_name(self) -> None:
        ask_text(self.window(), "Rename run", "What is this run called?", self.runner.rename_run)

    def _show_playback(self) -> None:
        """While a run is played back the canvas stands alone, and nothing of it can be changed."""
        if self.area is not None:
            self._show_bare(self.area)
        self._show_state()

    def _show_bare(self, area: EditingArea) -> None:
        area.present(is_on=self._is_presenting or self.playback.is_on)

    def _make_room(self, *, is_needed: bool) -> None:
        """Customers stand in the place of the inspector."""
        if self.area is not None:
            self.area.lend_place(is_lent=is_needed)

    def _say_validated(self, count: int) -> None:
        self.said.emit("No problems: ready to run." if not count else _problem_words(count))

    def _say_refused(self, count: int) -> None:
        self.said.emit(f"Not run: {_problem_words(count)}")


def _problem_words(count: int) -> str:
    return "one problem is listed under the canvas." if count == 1 else f"{count} problems are listed under the canvas."
