"""What stands in each menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from app.canvas.commands.actions import canvas_actions
from app.desktop.data.importing import ImportCommand
from app.desktop.open_workspace import Desk
from app.desktop.results.place import ResultsPlace
from app.desktop.scenario.forecasting.run_mode import RunMode
from app.desktop.scenario.place import ScenarioPlace
from app.desktop.shell.appearance import Appearance
from app.desktop.shell.dialogs import ask_text
from app.desktop.shell.preferences import Preferences
from app.desktop.shell.regional_format import RegionalFormat
from app.desktop.shell.side_bar import PlaceName
from app.desktop.shell.window import MainWindow
from app.desktop.workbench.menus.about import say_about
from app.desktop.workbench.menus.command_palette import CommandPalette
from app.desktop.workbench.menus.commands import Command, commands_of
from app.desktop.workbench.menus.key_bindings import KeyBindings
from app.desktop.workbench.menus.menus import Menus, Need
from app.desktop.workbench.menus.over_fields import OverFields
from app.desktop.workbench.menus.rounds import Rounds
from app.desktop.workbench.menus.shortcut_dialog import ShortcutDialog
from app.desktop.workbench.presentation import Presentation
from app.desktop.workbench.safekeeping.assembly import Safekeeping
from app.desktop.workbench.template_commands import TemplateCommands
from app.desktop.workbench.workspace_commands import WorkspaceCommands
from app.guides.templates import bundled_templates
from app.workspace.opening.recent import recent

Standard = QKeySequence.StandardKey
BEGIN_GROUPS = (
    "canvas.cut",
    "canvas.selectAll",
    "canvas.add",
    "canvas.find",
    "canvas.alignLeft",
    "canvas.distributeAcross",
    "canvas.roomRight",
    "canvas.selectDownstream",
)


@dataclass(frozen=True, slots=True)
class Parts:
    """Whose commands the menus hold."""

    window: MainWindow
    appearance: Appearance
    regional: RegionalFormat
    desk: Desk
    workspaces: WorkspaceCommands
    safekeeping: Safekeeping
    imports: ImportCommand
    preferences: Preferences
    scenario: ScenarioPlace
    results: ResultsPlace
    begin_scenario: Callable[[str], None]
    show_plan: Callable[[], None]
    templates: TemplateCommands
    quit: Callable[[], None]


class MenuBar(QObject):
    """Fills the menu bar once; the canvas's part is renewed with each editing area."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self.presentation = Presentation(parts.window, parts.scenario)
        self._menus = Menus(parts.window)
        self._fill_file(self._menus.menu("&File", "file_menu"))
        self._edit = self._menus.menu("&Edit", "edit_menu")
        self._nothing = QAction("No scenario is open", self._edit)
        self._nothing.setEnabled(False)
        self._lines = {
            name: _line(self._edit) for name in BEGIN_GROUPS
        }  # of a menu's own PySide keeps each one for ever
        view = self._menus.menu("&View", "view_menu")
        self._menus.add_places(view)
        self._menus.action(view, "Plan of the wor&kspace", parts.show_plan, "Ctrl+6", "show_plan", Need.WORKSPACE)
        view.addSeparator()
        self._palette = CommandPalette(parts.window, self._commands, parts.preferences)
        OverFields(self._menus.action(view, "&Command palette…", self._palette.ask, "Ctrl+K", "command_palette_open"))
        self._rounds = Rounds(lambda: parts.window.regions)
        add = self._menus.action
        add(view, "Ne&xt panel", lambda: self._rounds.go(1), "F6", "next_panel")
        add(view, "Pre&vious panel", lambda: self._rounds.go(-1), "Shift+F6", "previous_panel")
        add(view, "Outli&ne", parts.scenario.toggle_outline, "Ctrl+Shift+O", "outline", Need.SCENARIO)
        view.addSeparator()
        self._menus.add_appearance(view, parts.appearance)
        self._menus.add_regions(view, parts.regional)
        view.addSeparator()
        self._add_panels(view)
        self._canvas_views = view.addSeparator()
        self._view = view
        self._arrange = self._menus.menu("&Arrange", "arrange_menu")
        self._fill_run(self._menus.menu("&Run", "run_menu"))
        self._fill_help(self._menus.menu("&Help", "help_menu"))
        parts.scenario.area_changed.connect(self._show_canvas)
        for changed in (
            parts.scenario.area_changed,
            parts.scenario.runner.dataset_changed,
            parts.desk.workspace_changed,
            parts.desk.runs_changed,
            parts.results.chosen_changed,
            parts.scenario.playback.changed,
        ):
            changed.connect(self._enable)
        self._show_canvas()
        self._enable()
        self.bindings = KeyBindings(self._commands, parts.preferences, self)
        parts.scenario.area_changed.connect(self.bindings.apply)

    def _fill_file(self, menu: QMenu) -> None:
        add, parts = self._menus.action, self._parts
        add(menu, "&New workspace…", parts.workspaces.new, "Ctrl+Shift+N", "new_workspace")
        add(menu, "&Open workspace…", parts.workspaces.choose, Standard.Open, "open_workspace")
        self._recent = menu.addMenu("Open &recent")
        self._recent.setObjectName("recent_menu")
        self._recent.aboutToShow.connect(self._list_recent)
        add(menu, "Open the &demo", parts.workspaces.open_demo, name="open_demo")
        menu.addSeparator()
        add(menu, "New scen&ario", lambda: parts.begin_scenario(""), Standard.New, "new_scenario")
        templates = menu.addMenu("New scenario from &template")
        for template in bundled_templates():
            begin = partial(parts.begin_scenario, template.id)
            add(templates, template.title, begin, name=f"template_{template.id}")
        add(menu, "&Save scenario", lambda: parts.scenario.editor.save(), Standard.Save, "save", Need.SCENARIO)
        add(menu, "Save with &message…", self._save_with_message, "Ctrl+Shift+S", "save_with_message", Need.SCENARIO)
        exchange, show = parts.scenario.exchange, partial(parts.window.place_wanted.emit, PlaceName.SCENARIO)
        add(menu, "Open scenario &file…", lambda: exchange.take_in(show), name="take_in", need=Need.WORKSPACE)
        add(menu, "Save scenario as fi&le…", exchange.pass_on, name="pass_on", need=Need.SCENARIO)
        pictures = parts.scenario.pictures
        add(menu, "Save &picture of the canvas…", pictures.save, "Ctrl+Shift+E", "save_picture", Need.SCENARIO)
        add(menu, "Print t&he canvas…", pictures.print, Standard.Print, "print", Need.SCENARIO)
        add(menu, "&Keep as template…", parts.templates.save, name="save_as_template", need=Need.SCENARIO)
        add(menu, "Remo&ve scenario…", exchange.remove, name="remove_scenario", need=Need.SCENARIO)
        menu.addSeparator()
        add(menu, "&Import data…", parts.imports.choose, "Ctrl+I", "import_data")
        add(menu, "&Export report…", parts.results.export_report, "Ctrl+E", "export_report", Need.RUN)
        menu.addSeparator()
        add(menu, "Save a cop&y of the workspace…", parts.workspaces.save_copy, name="save_copy", need=Need.WORKSPACE)
        keeping = parts.safekeeping
        add(menu, "Copy to &give away…", keeping.sharing.ask, name="give_away", need=Need.WORKSPACE)
        add(menu, "Restore a &backup…", keeping.backups.choose, name="restore_backup", need=Need.WORKSPACE)
        rescue = keeping.refusals.rescue_open
        add(menu, "Save &what can be read…", rescue, name="rescue", need=Need.WORKSPACE)
        add(menu, "&Close workspace", parts.workspaces.close, Standard.Close, "close_workspace", Need.WORKSPACE)
        leave = add(menu, "&Quit", parts.quit, (Standard.Quit, "Ctrl+Q"), "quit")
        leave.setMenuRole(QAction.MenuRole.QuitRole)

    def _add_panels(self, menu: QMenu) -> None:
        add, scenario, there = self._menus.action, self._parts.scenario, Need.SCENARIO
        add(menu, "Fold panels a&way", scenario.toggle_panels, "Ctrl+\\", "panels", there)
        add(menu, "P&alette of nodes", partial(scenario.toggle_panel, "palette"), "Ctrl+[", "toggle_palette", there)
        add(menu, "Insp&ector", partial(scenario.toggle_panel, "inspector"), "Ctrl+]", "toggle_inspector", there)
        add(menu, "Presentation &mode", self.presentation.toggle, "F11", "present", there)

    def _fill_run(self, menu: QMenu) -> None:
        add, scenario = self._menus.action, self._parts.scenario
        add(menu, "&Run the scenario", scenario.runner.run, "F5", "run", Need.DATASET)
        add(menu, "&Validate", scenario.validate, "F7", "validate", Need.SCENARIO)
        add(menu, "&Explain a customer…", self._explain_customer, "Shift+F5", "explain_customer", Need.DATASET)
        preview = scenario.previews.preview_selected
        add(menu, "Preview a &message…", preview, "Ctrl+Shift+M", "preview_message", Need.DATASET)
        menu.addSeparator()
        playback, plays = scenario.playback, Need.PLAYBACK
        add(menu, "&Play the run back", playback.toggle, "F9", "playback", Need.SCENARIO)
        add(menu, "Pl&ay or pause", playback.toggle_play, "Shift+F9", "playback_play_pause", plays)
        add(menu, "&Next event", playback.go_to_next, "Alt+Right", "playback_next_event", plays)
        add(menu, "&Jump to a date", playback.ask_date, "Ctrl+J", "playback_jump", plays)
        add(menu, "&Follow a customer…", playback.ask_follow, name="playback_follow_customer", need=plays)
        add(menu, "Save playback as a pict&ure…", playback.ask_film, name="save_playback", need=plays)
        menu.addSeparator()
        choose = scenario.modes.choose
        add(menu, "Replay what was re&corded", partial(choose, RunMode.REPLAY), name="mode_replay", need=Need.SCENARIO)
        add(menu, "Forecast reac&tions", partial(choose, RunMode.FORECAST), name="mode_forecast", need=Need.SCENARIO)
        add(menu, "Replay or forecast, the &other one", scenario.modes.toggle, "Ctrl+F5", "mode_toggle", Need.SCENARIO)
        add(menu, "&How people react…", scenario.reactions.show, "Ctrl+Shift+R", "responses", Need.SCENARIO)
        menu.addSeparator()
        add(menu, "&Stop what runs", self._parts.desk.stop, "Ctrl+.", "stop_work")

    def _explain_customer(self) -> None:
        self._parts.window.place_wanted.emit(PlaceName.SCENARIO)
        self._parts.scenario.people.ask_everybody()

    def _fill_help(self, menu: QMenu) -> None:
        window = self._parts.window
        learn = partial(window.place_wanted.emit, PlaceName.LEARN)
        self._menus.action(menu, "&Lessons and every node", learn, Standard.HelpContents, "help_learn")
        self._menus.action(menu, "&Keyboard shortcuts…", self._ask_keys, "Ctrl+/", "shortcuts")
        about = self._menus.action(menu, "&About Rehearse", lambda: say_about(window), name="about")
        about.setMenuRole(QAction.MenuRole.AboutRole)

    def _show_canvas(self) -> None:
        for menu in (self._edit, self._arrange):
            for made in menu.actions():  # not clear(), by which PySide deletes what belongs to the canvas
                menu.removeAction(made)
        for made in self._view.actions()[self._view.actions().index(self._canvas_views) + 1 :]:
            self._view.removeAction(made)
        area = self._parts.scenario.area
        if area is None:
            self._edit.addAction(self._nothing)
            self._arrange.addAction(self._nothing)
            return
        menus = {"edit": self._edit, "arrange": self._arrange, "view": self._view}
        for made in canvas_actions(area.view):
            menu = menus[made.property("menu")]
            if made.objectName() in self._lines:
                menu.addAction(self._lines[made.objectName()])
            menu.addAction(made)

    def _ask_keys(self) -> None:
        ShortcutDialog(self.bindings, self._parts.window).open()

    def _commands(self) -> list[Command]:
        return commands_of(self._parts.window.menuBar())

    def _list_recent(self) -> None:
        self._recent.clear()
        paths = recent()
        for path in paths:
            self._recent.addAction(f"{path.stem}  –  {path.parent}", partial(self._parts.workspaces.open, path))
        if not paths:
            self._recent.addAction("None yet").setEnabled(False)

    def _save_with_message(self) -> None:
        editor = self._parts.scenario.editor
        ask_text(self._parts.window, "Save with message", "What has changed in this revision?", editor.save)

    def _enable(self) -> None:
        parts = self._parts
        workspace = parts.desk.workspace
        there = {
            Need.WORKSPACE: workspace is not None,
            Need.SCENARIO: parts.scenario.editor.session is not None,
            Need.DATASET: parts.scenario.editor.session is not None and bool(parts.scenario.runner.dataset_name),
            Need.RUN: parts.results.chosen_run is not None,
            Need.PLAYBACK: parts.scenario.playback.player is not None,
        }
        self._menus.enable({need for need, is_there in there.items() if is_there})


def _line(menu: QMenu) -> QAction:
    made = QAction(menu)
    made.setSeparator(True)
    return made
