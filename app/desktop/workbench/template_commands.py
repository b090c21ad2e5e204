"""The templates of the window: whether the chosen data can serve them; the user's own kept, removed, passed on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.data.dataset import Dataset, Roles
from app.desktop.data.undoing import DataUndo
from app.desktop.home.place import HomePlace
from app.desktop.open_workspace import Desk
from app.desktop.scenario.place import ScenarioPlace
from app.desktop.shell.dialogs import ask_open, ask_save, ask_text, ask_yes
from app.desktop.shell.failures import say_error
from app.errors import AppError
from app.files.reading import read_document
from app.files.writing import write_whole
from app.guides.own_templates import RemovedTemplate, remove_template, restore_template, save_as_template
from app.guides.template_files import dump_template, receive_template
from app.guides.templates import Template, template_of
from app.jobs.datasets.dataset_changes import replace_dataset
from app.jobs.guides.template_choice import Readiness, readiness_of_all
from app.progress import Progress

KINDS = "Templates (*.json)"


class TemplateCommands(QObject):
    """Between Home, the scenario that is open, and the dataset that is chosen for it."""

    def __init__(
        self,
        desk: Desk,
        home: HomePlace,
        scenario: ScenarioPlace,
        undo: DataUndo,
        window: QWidget,
        say: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._desk, self._home, self._scenario, self._undo, self._window = desk, home, scenario, undo, window
        self._say = say
        self._shown = ("", "")  # the dataset's name and fingerprint of which the cards speak
        self._removed: list[RemovedTemplate] = []
        home.entered.connect(self._show_readiness)
        gallery = home.gallery
        gallery.removal_wanted.connect(self._ask_remove)
        gallery.removed.undo_wanted.connect(self._take_back)
        gallery.export_wanted.connect(self._ask_export)
        gallery.import_wanted.connect(self._ask_import)
        desk.workspace_changed.connect(self._forget)
        scenario.beginning.roles_kept.connect(self._note_roles)

    def save(self) -> None:
        """Ask for a title, and keep the open scenario as a template of the user's."""
        if self._scenario.editor.session is not None:
            ask_text(self._window, "Keep as template", "What is the template called?", self._save)

    def _save(self, title: str) -> None:
        session, datasets, name = self._scenario.editor.session, self._desk.datasets, self._scenario.runner.dataset_name
        if session is None:
            return
        scenario = session.scenario

        def work(progress: Progress) -> Template:
            roles = datasets.get(name, progress).roles if datasets is not None and name else Roles()
            return save_as_template(scenario, title, roles)

        self._desk.saving.start("Keep as template", work, self._show_kept)

    def take(self, path: Path) -> None:
        """Keep the template of that file among the user's."""
        title = f"Taking in {path.name}"
        self._desk.saving.start(title, lambda _: receive_template(read_document(path), path.name), self._show_kept)

    def _show_kept(self, template: Template) -> None:
        self._show_changed()
        self._say(f"“{template.title}” stands among the templates on Home.")

    def _ask_import(self) -> None:
        ask_open(self._window, "Import template", KINDS, self._folder(), lambda paths: self.take(paths[0]))

    def _ask_export(self, template_id: str) -> None:
        template = template_of(template_id)

        def write(path: Path) -> None:
            self._desk.saving.start(
                "Writing the template",
                lambda _: write_whole(path, dump_template(template)),
                lambda _: self._say(f"Wrote the template to {path}."),
            )

        ask_save(self._window, "Export template", KINDS, self._folder() / f"{template_id}.json", write)

    def _folder(self) -> Path:
        workspace = self._desk.workspace
        return workspace.path.parent if workspace else Path.home()

    def _ask_remove(self, template_id: str) -> None:
        template = template_of(template_id)
        details = "Scenarios that were begun with it stay as they are. Undo brings it back until Rehearse is closed."
        text = f"Remove the template “{template.title}”?"
        ask_yes(self._window, "Remove template", text, details, "Remove", partial(self._remove, template))

    def _remove(self, template: Template) -> None:
        try:
            self._removed.append(remove_template(template))
        except AppError as error:
            say_error(self._window, error)
        self._show_changed()
        self._home.turn_to(self._home.gallery.removed.way_back)

    def _take_back(self) -> None:
        """Bring the template back that was removed last."""
        removed = self._removed[-1]
        try:
            restore_template(removed)
            self._removed.pop()
        except AppError as error:
            say_error(self._window, error)
        self._show_changed()
        card = self._home.gallery.card(removed.template.id)
        if card is not None:
            self._home.turn_to(card)

    def _show_changed(self) -> None:
        """The templates that there are now, judged anew, and what can be brought back."""
        self._shown = ("", "")
        self._home.gallery.show_templates()
        self._home.gallery.removed.show_removed(self._removed[-1].template.title if self._removed else "")
        if self._home.isVisible():
            self._show_readiness()

    def _forget(self) -> None:
        self._shown = ("", "")
        self._home.gallery.show_readiness("", {})

    def _show_readiness(self) -> None:
        """Once Home is in sight: what each template comes to over the chosen dataset."""
        datasets, name = self._desk.datasets, self._scenario.runner.dataset_name
        if datasets is None or not name or not self._desk.checks.is_open:
            return

        def work(progress: Progress) -> tuple[str, Mapping[str, Readiness] | None]:
            try:
                dataset = datasets.get(name, progress)
            except AppError:  # said where it is needed
                return "", {}
            is_shown = self._shown == (name, dataset.fingerprint)
            return dataset.fingerprint, None if is_shown else readiness_of_all(dataset)

        def show(found: tuple[str, Mapping[str, Readiness] | None]) -> None:
            fingerprint, readiness = found
            if readiness is not None and datasets is self._desk.datasets:
                self._shown = (name, fingerprint)
                self._home.gallery.show_readiness(name, readiness)

        self._desk.checks.start("Look which templates fit", work, show)

    def _note_roles(self, name: str, before: Dataset, after: Dataset) -> None:
        """What the user told can be taken back in Data, as any change of a dataset."""
        workspace = self._desk.workspace
        if workspace is not None:
            back, again = (partial(replace_dataset, workspace, name, each) for each in (before, after))
            self._undo.push(f"what “{name}” calls it", back, again)
