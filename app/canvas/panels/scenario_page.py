"""The page of the scenario itself: what it is in short, its name and description, and its settings in groups."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.canvas.forms.editors.editor import Json, Manner
from app.canvas.forms.editors.lines import LineEditor, PageEditor
from app.canvas.forms.offers import Offers
from app.canvas.forms.record import Form, row_name
from app.canvas.forms.settings import settings_sections
from app.canvas.panels.scenario_summary import modelled_lines, summary_lines
from app.canvas.panels.settings_group import SettingsGroup
from app.canvas.session import ScenarioSession
from app.errors import AppError, Problem
from app.nodes.kind import Control, Field
from app.scenario.edits import Edit, SetDetails, SetSettings
from app.scenario.files import make_settings
from app.scenario.reading import dump_document
from app.ui.plain_text import label

_LINES = 3  # of a description in sight


class ScenarioPage(QFrame):
    """A form for the details and groups of settings; `turned` tells a group and whether it is open."""

    turned = Signal(str, bool)

    def __init__(
        self, session: ScenarioSession, ask: Callable[[], Offers], opened: frozenset[str] = frozenset()
    ) -> None:
        super().__init__()
        self.setObjectName("scenarioPage")
        self._session = session
        self._details = Form(
            (
                (Field("name", "Scenario", Control.TEXT), LineEditor()),
                (Field("description", "Description", Control.LONG_TEXT), PageEditor(lines=_LINES)),
            )
        )
        self._details.name("scenario")
        self._details.edited.connect(self._describe)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 16, 10, 24)
        layout.setSpacing(16)
        self._summary = label(name="scenarioSummary")
        self._summary.setProperty("role", "quiet")
        layout.addWidget(self._details)
        layout.addWidget(self._summary)
        self._groups = []
        for section in settings_sections(ask):
            group = SettingsGroup(section)
            group.edited.connect(partial(self._change, group))
            if section.title in opened:
                group.open()
            group.head.toggled.connect(partial(self.turned.emit, section.title))
            self._groups.append(group)
            layout.addWidget(group)
        layout.addStretch(1)
        self.setFocusProxy(self._details.rows["name"].editor)
        self.refresh()

    def refresh(self) -> None:
        """Show the scenario as it is now."""
        scenario = self._session.scenario
        beside = self._session.beside
        modelled = modelled_lines(scenario, beside.responses, beside.guessed) if beside.is_forecast else ()
        self._summary.setText("\n".join((*summary_lines(scenario), *modelled)))
        self._details.show_values({"name": scenario.name, "description": scenario.description})
        values = {**scenario.settings.model_dump(mode="json", by_alias=True), **dump_document(scenario.settings)}
        if not values["reentry"].get("mode"):
            values["reentry"] = {"mode": scenario.settings.reentry.mode, **values["reentry"]}
        for group in self._groups:
            group.show_values(values)

    def show_problems(self) -> None:
        """Show what is wrong with the settings at their fields."""
        own = [problem for problem in self._session.problems if not problem.node]
        for group in self._groups:
            group.show_problems(own)

    def field_of(self, problem: Problem) -> QWidget | None:
        """Where a problem is mended; its group is opened."""
        fields = (group.field_of(row_name(problem)) for group in self._groups)
        return next((field for field in fields if field is not None), None)

    def _describe(self, name: str, value: Json, how: Manner) -> None:
        scenario = self._session.scenario
        details = {"name": scenario.name, "description": scenario.description, name: str(value or "")}
        self._perform(SetDetails(details["name"], details["description"]), name, how)

    def _change(self, group: SettingsGroup, name: str, value: Json, how: Manner) -> None:
        settings = self._session.scenario.settings
        values = {key: part for key, part in dump_document(settings).items() if key != name}
        if value is not None:
            values[name] = value
        try:
            changed = make_settings(values)
        except AppError as error:
            group.refuse(name, "Not applied: " + "; ".join(problem.message for problem in error.problems))
            return
        group.refuse(name, "")
        if changed != settings:
            self._perform(SetSettings(changed), name, how)

    def _perform(self, edit: Edit, name: str, how: Manner) -> None:
        """Letters typed one after another are one step, a choice is one of its own."""
        if how in (Manner.CHOSEN, Manner.TAKEN_HOLD):
            self._session.settle()
        self._session.perform(edit, merge=f"scenario.{name}")
        if how in (Manner.CHOSEN, Manner.WORD_ENDED):
            self._session.settle()
