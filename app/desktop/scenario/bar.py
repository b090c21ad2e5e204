"""The bar over the canvas: which scenario, undo and redo, which data, Save, Run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from app.guides.templates import bundled_templates
from app.look.palette import Palette
from app.ui.elided import Chooser, ElidedLabel
from app.ui.icons import icon
from app.ui.theme import STEP
from app.ui.widgets import button, frame, label, tool_button

UNSAVED = ""


class ScenarioBar(QObject):
    """Fills the place's bar, and is no widget itself; knows names only, and tells what was asked for."""

    scenario_chosen = Signal(str)  # id
    new_wanted = Signal(str)  # template id, or empty
    dataset_chosen = Signal(str)
    undo_wanted = Signal()
    redo_wanted = Signal()
    validate_wanted = Signal()
    save_wanted = Signal()
    run_wanted = Signal()
    panel_wanted = Signal(str)  # palette or inspector, to be opened or folded away

    def __init__(self, bar: QHBoxLayout, parent: QObject) -> None:
        super().__init__(parent)
        self.scenarios = Chooser("scenario_chooser", "Scenario", 28 * STEP)
        self.scenarios.activated.connect(lambda at: self.scenario_chosen.emit(self.scenarios.itemData(at)))
        self.new = tool_button("New scenario", name="scenario_new")
        self.new.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.new.setMenu(self._new_menu())
        self.undo = tool_button("Undo", name="scenario_undo", on_click=self.undo_wanted.emit)
        self.redo = tool_button("Redo", name="scenario_redo", on_click=self.redo_wanted.emit)
        self.state = ElidedLabel("", "small", name="scenario_state")
        self.datasets = Chooser("dataset_chooser", "Dataset to rehearse over", 20 * STEP)
        self.datasets.activated.connect(lambda at: self.dataset_chosen.emit(self.datasets.itemData(at)))
        self.check = button("Validate", "quiet", name="scenario_validate", on_click=self.validate_wanted.emit)
        self.save = button("Save", name="scenario_save", on_click=self.save_wanted.emit)
        self.run = button("Run", "primary", name="scenario_run", on_click=self.run_wanted.emit)
        self._named = {
            "validate": ("Validate", self.check),
            "save": ("Save", self.save),
            "run": ("Run", self.run),
            "canvas.undo": ("Undo", self.undo),
            "canvas.redo": ("Redo", self.redo),
        }
        fold = self.panel_wanted.emit
        self.panels = {
            "palette": tool_button("Palette (Ctrl+[)", name="panel_palette", on_click=partial(fold, "palette")),
            "inspector": tool_button("Inspector (Ctrl+])", name="panel_inspector", on_click=partial(fold, "inspector")),
        }
        for each in self.panels.values():
            each.setCheckable(True)
        self._between = (_divider(), label("Over", "quiet"))
        left = (self.panels["palette"], self.scenarios, self.new, _divider(), self.undo, self.redo, self.state)
        right = (
            self.check,
            self.save,
            *self._between,
            self.datasets,
            self.run,
            self.panels["inspector"],
        )
        for widget in left:
            bar.addWidget(widget)
        bar.addStretch(1)
        for widget in right:
            bar.addWidget(widget)

    def show_scenarios(self, names: Sequence[tuple[str, str]], chosen: str) -> None:
        """List (id, name); the unsaved one has the id UNSAVED, and none may be open."""
        _fill(self.scenarios, names, chosen)
        self.scenarios.setCurrentIndex(self.scenarios.findData(chosen))

    def show_datasets(self, names: Sequence[str], chosen: str) -> None:
        """List the datasets."""
        _fill(self.datasets, [(name, name) for name in names], chosen)
        self.datasets.setEnabled(bool(names))
        if not names:
            self.datasets.addItem("no data yet", "")

    def show_panels(self, opened: Mapping[str, bool]) -> None:
        """Which panels are open; none can be where no scenario is."""
        for name, made in self.panels.items():
            made.setEnabled(name in opened)
            made.setChecked(opened.get(name, False))

    def show_can_save(self, is_modified: bool, *, is_read_only: bool) -> None:
        """Whether there is something to save, and whether only a copy can take it."""
        self.save.setEnabled(is_modified)
        self.save.setText("Save a copy…" if is_read_only else "Save")
        for each in self._between:  # the narrowest window has no room for them beside the longer words
            each.setVisible(not is_read_only)
        self.save.ensurePolished()
        self.save.setMinimumWidth(self.save.sizeHint().width())  # the choosers beside it can be narrower, its text not

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """Say with each button the keys that do the same; by the names of the commands."""
        for name, (title, made) in self._named.items():
            made.setToolTip(f"{title} ({keys[name]})" if keys.get(name) else title)

    def show_palette(self, palette: Palette) -> None:
        """Icons in other colours."""
        quiet = palette.text_quiet
        self.panels["palette"].setIcon(icon("dock-left", quiet))
        self.panels["inspector"].setIcon(icon("dock-right", quiet))
        self.new.setIcon(icon("plus", quiet))
        self.undo.setIcon(icon("undo", quiet))
        self.redo.setIcon(icon("redo", quiet))
        self.check.setIcon(icon("check-circle-outline", quiet))
        self.save.setIcon(icon("content-save-outline", quiet))
        self.run.setIcon(icon("play", palette.accent_text))
        self.run.setIconSize(QSize(20, 20))

    def _new_menu(self) -> QMenu:
        menu = QMenu(self.new)
        menu.setObjectName("new_menu")
        menu.addAction("Empty scenario", lambda: self.new_wanted.emit(""))
        menu.addSeparator()
        for template in bundled_templates():
            menu.addAction(template.title, partial(self.new_wanted.emit, template.id))
        return menu


def _fill(chooser: Chooser, names: Sequence[tuple[str, str]], chosen: str) -> None:
    chooser.clear()
    for key, name in names:
        chooser.addItem(" ".join(name.split()) or key, key)
    chooser.setCurrentIndex(max(chooser.findData(chosen), 0) if names else -1)


def _divider() -> QWidget:
    made = frame("divider-vertical")
    made.setFixedHeight(3 * STEP)
    return made
