"""The workbench: puts the places into the window and lets them work together."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.desktop.background import Job
from app.desktop.data.importing import ImportCommand
from app.desktop.data.place import DataPlace
from app.desktop.home.place import HomePlace
from app.desktop.learn.place import LearnPlace
from app.desktop.open_workspace import Desk
from app.desktop.results.people.panel import People
from app.desktop.results.place import ResultsPlace
from app.desktop.scenario.exchange import holds_scenario
from app.desktop.scenario.place import ScenarioPlace
from app.desktop.shell.appearance import Appearance
from app.desktop.shell.failures import Surprises, say_error
from app.desktop.shell.preferences import Preferences
from app.desktop.shell.regional_format import RegionalFormat
from app.desktop.shell.side_bar import PlaceName
from app.desktop.shell.single_instance import WindowServer
from app.desktop.shell.window import MainWindow
from app.desktop.workbench.leaving import Leaving
from app.desktop.workbench.lesson_commands import LessonCommands
from app.desktop.workbench.lesson_tools import LessonTools
from app.desktop.workbench.menus.menu_content import MenuBar, Parts
from app.desktop.workbench.safekeeping.assembly import Safekeeping
from app.desktop.workbench.template_commands import TemplateCommands
from app.desktop.workbench.workspace_commands import SUFFIX, WorkspaceCommands
from app.guides.plan.review import review_due
from app.guides.template_files import holds_template
from app.look.palette import Palette
from app.numbers import day
from app.ui.announcing import announce
from app.ui.page import Place
from app.workspace.opening.recent import recent

STATUS_MS = 8000
LONG_MS = 150
"""From here on an opening is one that is waited for."""
CLOSING = "Closing: what is being written now is finished first…"


class Workbench(QObject):
    """Owns the desk and the places; the window is given."""

    def __init__(
        self, window: MainWindow, appearance: Appearance, preferences: Preferences, server: WindowServer | None = None
    ) -> None:
        super().__init__(window)
        self.window = window
        self.appearance = appearance
        self._preferences = preferences
        self._server = server or self._new_server()  # one that is given listens for what is about to be opened
        palette = appearance.palette
        self.desk = Desk(self)
        self.surprises = Surprises(window)
        self.home = HomePlace(self.desk, palette)
        self.data = DataPlace(self.desk, palette)
        self.scenario = ScenarioPlace(self.desk, palette, window, preferences)
        self.results = ResultsPlace(self.desk, self.data.undo, palette, window)
        self.learn = LearnPlace(palette)
        self.places: dict[PlaceName, Place] = {
            PlaceName.HOME: self.home,
            PlaceName.DATA: self.data,
            PlaceName.SCENARIO: self.scenario,
            PlaceName.RESULTS: self.results,
            PlaceName.LEARN: self.learn,
        }
        for name, place in self.places.items():
            window.add_place(name, place)
        self.workspaces = WorkspaceCommands(self.desk, window, preferences, self.scenario.editor)
        self.regional = RegionalFormat(preferences, self)
        self.leaving = Leaving(self.desk.storing, window)
        self.safekeeping = Safekeeping(self.desk, window, self.scenario.editor, appearance, self.workspaces)
        self.imports = ImportCommand(self.desk, self.workspaces, window, preferences, palette, self.data.undo)
        self.templates = TemplateCommands(self.desk, self.home, self.scenario, self.data.undo, window, self.say)
        self.lessons = LessonCommands(
            self.desk, self.learn, self.scenario, self.workspaces, window, preferences, palette
        )
        self.lesson_tools = LessonTools(self.desk, self.learn, self.scenario, window, self.say)
        self.menu_bar = self._new_menu_bar()
        self._connect()
        self._show_first()

    def _new_menu_bar(self) -> MenuBar:
        return MenuBar(
            Parts(
                window=self.window,
                appearance=self.appearance,
                regional=self.regional,
                desk=self.desk,
                workspaces=self.workspaces,
                safekeeping=self.safekeeping,
                imports=self.imports,
                preferences=self._preferences,
                scenario=self.scenario,
                results=self.results,
                begin_scenario=self.begin_scenario,
                show_plan=self.show_plan,
                templates=self.templates,
                quit=self.quit,
            )
        )

    def _show_first(self) -> None:
        for show in (self._show_keys, self._show_recent, self._show_title):
            show()
        self.window.show_place(PlaceName.HOME)

    def open(self, path: Path) -> None:
        """Open a workspace named on the command line."""
        self.workspaces.open(path)

    def reopen(self, path: Path) -> None:
        """Open the workspace of the last session, and go to the place that was in sight then."""
        remembered = self._preferences.get("place")
        self.workspaces.open(path, next((place for place in PlaceName if place.key == remembered), None))

    def quit(self) -> None:
        """Leave, once nothing can be lost."""
        self.scenario.editor.when_left(lambda: self.leaving.when_stored(self.quit, self._close))

    def _connect(self) -> None:
        window, desk = self.window, self.desk
        window.place_wanted.connect(window.show_place)
        window.close_wanted.connect(self.quit)
        window.side_bar.toggled_appearance.connect(self.appearance.toggle)
        self.appearance.changed.connect(self._show_palette)
        self.menu_bar.bindings.changed.connect(self._show_keys)
        for workers in desk.all_workers:
            workers.broken.connect(self.surprises.show)
            if workers in (desk.works, desk.storing, desk.saving):
                workers.failed.connect(partial(say_error, window))
            elif workers not in (desk.opening, desk.entering):  # whoever opens something knows whether it is wanted
                workers.failed.connect(self.safekeeping.upkeep.tell)
        for shown in (desk.works, desk.storing):
            shown.started.connect(window.strip.watch)
        self.results.counting.connect(window.strip.watch_if_slow)
        self._connect_workspaces()
        self._connect_home()
        self._connect_imports()
        self.scenario.said.connect(self.say)
        self.results.said.connect(self.say)
        self.regional.said.connect(self.say)
        self.scenario.area_changed.connect(self._show_title)
        self.scenario.renamed.connect(self._show_title)
        self.scenario.editor.modified_changed.connect(self._show_title)
        self.results.scenario_wanted.connect(self._show_scenario)
        self.results.data_wanted.connect(self._show_data)
        self.results.columns_wanted.connect(self._show_columns)
        self._connect_people()

    def _connect_workspaces(self) -> None:
        window, desk, workspaces = self.window, self.desk, self.workspaces
        desk.entering.started.connect(self._show_entering)
        for show in (self._show_recent, self._show_title, self._show_notice, self._remember_workspace):
            desk.workspace_changed.connect(show)
        self._server.asked_to_raise.connect(window.come_to_front)
        window.notice.copy_wanted.connect(workspaces.save_copy)
        window.notice.retry_wanted.connect(workspaces.try_again)
        window.notice.trust_wanted.connect(workspaces.trust)
        workspaces.copied.connect(self._say_copied)
        workspaces.opened.connect(self._show_opened)
        workspaces.refused.connect(self._listen)
        self.safekeeping.restored.connect(lambda: window.show_place(PlaceName.SCENARIO))
        self.safekeeping.said.connect(self.say)

    def _connect_imports(self) -> None:
        data, imports = self.data, self.imports
        data.import_wanted.connect(imports.choose)
        data.import_into_wanted.connect(imports.choose_into)
        imports.done.connect(data.choose)
        imports.page_wanted.connect(self._show_import)
        imports.finished.connect(data.show_datasets)
        imports.rows_wanted.connect(self._show_listed_rows)
        imports.template_wanted.connect(self._begin_over)
        self.window.files_dropped.connect(self._take_files)
        self.window.place_shown.connect(lambda place: None if place is PlaceName.DATA else imports.done_page.leave())

    def _connect_home(self) -> None:
        home = self.home
        home.new_wanted.connect(self.workspaces.new)
        home.open_wanted.connect(self.workspaces.choose)
        home.demo_wanted.connect(self.workspaces.open_demo)
        home.tour_wanted.connect(self._show_tour)
        home.recent_wanted.connect(self.workspaces.open)
        home.template_wanted.connect(self.begin_scenario)
        for home_wanted in (self.scenario.gallery_wanted, self.results.home_wanted):
            home_wanted.connect(self._show_start)
        self._connect_plan()
        for settled in (home.entered, self.desk.entering.ended):
            settled.connect(lambda: self.desk.turns.do(self._fill_home))

    def _fill_home(self) -> None:
        """Templates are drawn where Home stays in sight, and not behind a workspace that is being opened."""
        if self.window.place is PlaceName.HOME and not self.desk.entering.is_busy:
            self.home.gallery.fill()

    def _connect_plan(self) -> None:
        plan, window = self.home.plan, self.window
        plan.scenario_wanted.connect(self._show_scenario)
        plan.template_wanted.connect(self.begin_scenario)
        plan.segments_wanted.connect(self._show_segments)
        plan.said.connect(self.say)
        window.offer.taken.connect(self._show_review)

    def show_plan(self) -> None:
        """The plan of the open workspace."""
        self.home.show_plan()
        self.window.show_place(PlaceName.HOME)

    def _show_start(self) -> None:
        self.home.show_start()
        self.window.show_place(PlaceName.HOME)

    def _show_review(self) -> None:
        self.show_plan()
        self.home.plan.show_review()

    def _show_segments(self, dataset: str) -> None:
        self.window.show_place(PlaceName.DATA)
        self.data.choose(dataset)
        self.data.show_segments()

    def _offer_review(self) -> None:
        """Offer the audit where the monthly review is due."""
        due = review_due(self.desk.listing.plan, date.today())
        words = f"The review of {day(due)} is due: what is to be mended in the scenarios?" if due is not None else ""
        self.window.offer.say(words, "Show the audit")

    def _show_tour(self) -> None:
        self.learn.show_lesson("tour")
        self.window.show_place(PlaceName.LEARN)

    def begin_scenario(self, template_id: str) -> None:
        """Begin a scenario; without a workspace, make one first."""

        def begin() -> None:
            self.scenario.new(template_id)
            self.window.show_place(PlaceName.SCENARIO)

        if self.desk.workspace is None:
            self.workspaces.new(begin)
        else:
            begin()

    def say(self, text: str) -> None:
        """Say something in passing, in the status bar and to screen readers."""
        self.window.statusBar().showMessage(text, STATUS_MS)
        announce(self.window, text)

    def _take_files(self, paths: list[Path]) -> None:
        """A drop: a workspace, a scenario or its picture is opened, a template or lesson kept; all else is data."""
        if len(paths) == 1 and paths[0].suffix == SUFFIX:
            self.workspaces.open(paths[0])
        elif len(paths) == 1 and holds_template(paths[0]):
            self.templates.take(paths[0])
        elif len(paths) == 1 and self.desk.workspace is not None and holds_scenario(paths[0]):
            self.scenario.exchange.take(paths[0], lambda: self.window.show_place(PlaceName.SCENARIO))
        elif not self.lesson_tools.takes(paths):
            self.imports.look(paths)

    def _show_import(self, page: QWidget) -> None:
        self.window.show_place(PlaceName.DATA)
        self.data.show_page(page)

    def _begin_over(self, template_id: str, dataset_name: str) -> None:
        """Begin a scenario over what has been imported."""
        self.data.show_datasets()
        self.scenario.new(template_id, dataset_name)
        self.window.show_place(PlaceName.SCENARIO)

    def _show_listed_rows(self) -> None:
        self.data.show_datasets()
        self.data.show_accounts()

    def _say_copied(self) -> None:
        if self.desk.workspace is not None:
            self.say(f"You are now working in the copy, {self.desk.workspace.path}.")

    def _show_entering(self, job: Job) -> None:
        """A workspace that takes long to open is shown, and nothing can be done meanwhile but to give it up."""

        def show() -> None:
            if not job.look():
                self.window.strip.watch(job)
                self.window.hold(is_held=True)
                job.ended.connect(lambda: self.window.hold(is_held=False))

        QTimer.singleShot(LONG_MS, job, show)

    def _show_notice(self) -> None:
        workspace = self.desk.workspace
        self.window.offer.say("", "")
        if workspace is None:
            self.window.notice.say("")
        else:
            self.window.notice.say(workspace.notice, is_foreign=workspace.is_foreign)

    def _remember_workspace(self) -> None:
        path = self.desk.workspace.path if self.desk.workspace is not None else None
        self._preferences.put("workspace", str(path or ""))
        self._listen()

    def _new_server(self) -> WindowServer:
        made = WindowServer(self)
        made.listen(None)
        return made

    def _listen(self) -> None:
        """Listen for further starts on what is open now."""
        self._server.listen(self.desk.workspace.path if self.desk.workspace is not None else None)

    def _show_opened(self, place: PlaceName | None) -> None:
        workspace = self.desk.workspace
        if workspace is None:
            return
        if workspace.news:
            self.say(workspace.news)
        self._offer_review()
        is_there_one = self.scenario.open_first()
        self.window.show_place(place or (PlaceName.SCENARIO if is_there_one else PlaceName.DATA))

    def _show_data(self, name: str) -> None:
        """The quality of that dataset, where what is wrong with it is mended."""
        self.data.choose(name)
        self.data.show_quality()
        self.window.show_place(PlaceName.DATA)

    def _show_columns(self, name: str) -> None:
        """The columns of that dataset, none of which is said to hold what is asked for."""
        self.data.choose(name)
        self.data.show_quality(of_columns=True)
        self.window.show_place(PlaceName.DATA)

    def _connect_people(self) -> None:
        """Customers behind a number, of a report and of the canvas alike."""
        behind = self.scenario.people.panel
        self.results.keeping_people.attend(behind)
        for wanted in (self.results.people_wanted, behind.shown_wanted):
            wanted.connect(self._show_people)

    def _show_people(self, people: People) -> None:
        """These customers alone in their dataset's table."""
        self.data.show_people(people.dataset.name, people.rows, people.words)
        self.window.show_place(PlaceName.DATA)

    def _show_scenario(self, scenario_id: str) -> None:
        self.window.show_place(PlaceName.SCENARIO)
        self.scenario.open(scenario_id)

    def _show_recent(self) -> None:
        self.home.show_recent(recent())

    def _show_title(self) -> None:
        workspace, session = self.desk.workspace, self.scenario.editor.session
        names = [f"{' '.join(session.scenario.name.split())}[*]"] if session else []
        if workspace is not None:
            names.append(workspace.path.stem + (" (read-only)" if workspace.read_only else ""))
        self.window.setWindowTitle(" – ".join((*names, "Rehearse")))
        self.window.setWindowModified(bool(session) and self.scenario.editor.is_modified)

    def _show_keys(self) -> None:
        keys = {command.name: command.keys for command in self.menu_bar.bindings.commands}
        self.window.side_bar.show_keys(keys)
        self.scenario.show_keys(keys)

    def _show_palette(self, palette: Palette) -> None:
        self.window.show_palette(palette)
        for place in self.places.values():
            place.show_palette(palette)
        self.imports.show_palette(palette)
        self.lessons.show_palette(palette)

    def _close(self) -> None:
        """Close once nothing is at work: a part that is being written is finished first, and that is said meanwhile."""
        if self.desk.is_busy:
            self.window.close_soon(CLOSING)
        self.desk.wind_down(self._close_now)

    def _close_now(self) -> None:
        if self.window.place is not None:
            self._preferences.put("place", self.window.place.key)
        self._server.close()
        self.scenario.editor.recovery.end()
        self.desk.shut_down()
        self.window.close_for_good()
