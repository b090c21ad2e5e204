"""The page of the scenario itself: name, description and settings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.canvas.forms.editor import Json, Manner
from app.canvas.forms.lines import LineEditor, PageEditor
from app.canvas.forms.offers import Offers
from app.canvas.forms.record import Form
from app.canvas.forms.settings import settings_sections
from app.canvas.session import ScenarioSession
from app.errors import AppError
from app.nodes.kind import Control, Field
from app.scenario.edits import Edit, SetDetails, SetSettings
from app.scenario.files import make_settings
from app.scenario.reading import dump_document
from app.ui.plain_text import label


class ScenarioPage(QFrame):
    """A form for the details and one for each section of the settings."""

    def __init__(self, session: ScenarioSession, ask: Callable[[], Offers]) -> None:
        super().__init__()
        self.setObjectName("scenarioPage")
        self._session = session
        self._details = Form(
            (
                (Field("name", "Scenario", Control.TEXT), LineEditor()),
                (Field("description", "Description", Control.LONG_TEXT), PageEditor()),
            )
        )
        self._details.name("scenario")
        self._details.edited.connect(self._describe)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 24)
        layout.setSpacing(16)
        layout.addWidget(self._details)
        self._sections: list[Form] = []
        for title, rows in settings_sections(ask):
            heading = label(title)
            heading.setProperty("role", "strong")
            layout.addSpacing(8)
            layout.addWidget(heading)
            form = Form(rows)
            form.name("settings")
            form.edited.connect(self._change)
            self._sections.append(form)
            layout.addWidget(form)
        layout.addStretch(1)
        self.setFocusProxy(self._details.rows["name"].editor)
        self.refresh()

    def refresh(self) -> None:
        """Show the scenario as it is now."""
        scenario = self._session.scenario
        self._details.show_values({"name": scenario.name, "description": scenario.description})
        values = {**scenario.settings.model_dump(mode="json", by_alias=True), **dump_document(scenario.settings)}
        if not values["reentry"].get("mode"):
            values["reentry"] = {"mode": scenario.settings.reentry.mode, **values["reentry"]}
        for form in self._sections:
            form.show_values(values)

    def show_problems(self) -> None:
        """Show what is wrong with the settings at their fields."""
        own = [problem for problem in self._session.problems if not problem.node]
        for form in self._sections:
            form.show_problems(own)

    def _describe(self, name: str, value: Json, how: Manner) -> None:
        scenario = self._session.scenario
        details = {"name": scenario.name, "description": scenario.description, name: str(value or "")}
        self._perform(SetDetails(details["name"], details["description"]), name, how)

    def _change(self, name: str, value: Json, how: Manner) -> None:
        settings = self._session.scenario.settings
        values = {key: part for key, part in dump_document(settings).items() if key != name}
        if value is not None:
            values[name] = value
        row = next(form.rows[name] for form in self._sections if name in form.rows)
        try:
            changed = make_settings(values)
        except AppError as error:
            row.refuse("Not applied: " + "; ".join(problem.message for problem in error.problems))
            return
        row.refuse("")
        if changed != settings:
            self._perform(SetSettings(changed), name, how)

    def _perform(self, edit: Edit, name: str, how: Manner) -> None:
        """Letters typed one after another are one step, a choice is one of its own."""
        if how in (Manner.CHOSEN, Manner.TAKEN_HOLD):
            self._session.settle()
        self._session.perform(edit, merge=f"scenario.{name}")
        if how in (Manner.CHOSEN, Manner.WORD_ENDED):
            self._session.settle()
