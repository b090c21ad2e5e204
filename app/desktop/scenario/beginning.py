"""A scenario begun from a template, over a dataset: in its words, which the user tells where the data do not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.data.dataset import Dataset
from app.desktop.open_workspace import Desk
from app.desktop.scenario.editor import Editor
from app.desktop.scenario.new_name import named
from app.desktop.scenario.roles_dialog import RolesDialog
from app.errors import AppError
from app.guides.adapting import POOL, Adapted, Need, adapted
from app.guides.templates import Template, load_template, template_of
from app.jobs.guides.template_choice import remember_roles
from app.progress import Progress
from app.scenario.graph import Scenario


class TemplateStart(QObject):
    """Opens templates; what the user chose is remembered as a role of the dataset, which can be taken back in Data."""

    roles_kept = Signal(str, object, object)  # the dataset's name, itself before and after

    def __init__(self, desk: Desk, editor: Editor, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._editor, self._window = desk, editor, window
        self._read: tuple[Adapted, Dataset] | None = None

    def begin(self, template_id: str, dataset_name: str) -> None:
        """Open a template, adapted to the dataset; ask for what it needs and the data do not say."""
        datasets = self._desk.datasets
        if datasets is None or not dataset_name:
            self._editor.new(template_id)
            return
        self._read = None

        def read(progress: Progress) -> Scenario:
            try:
                dataset = datasets.get(dataset_name, progress)
            except AppError:  # a dataset that cannot be read says so where it is needed
                return named(self._desk, load_template(template_id))
            self._read = adapted(template_of(template_id), dataset), dataset
            return named(self._desk, self._read[0].scenario)

        self._editor.receive(read, partial(self._ask, dataset_name))

    def _ask(self, dataset_name: str) -> None:
        workspace = self._desk.workspace
        if self._read is None or workspace is None or workspace.read_only:
            return
        made, dataset = self._read
        if made.asks:
            keep = partial(self._keep, made.template, dataset_name, dataset)
            RolesDialog(self._window, made, dataset, keep).open()

    def _keep(self, template: Template, name: str, dataset: Dataset, chosen: Mapping[Need, str]) -> None:
        """Remember what was chosen, and open the template once more, in these words."""
        workspace = self._desk.workspace
        if workspace is None:
            return
        pools = {need.role: pool for need, pool in chosen.items() if need.kind == POOL}

        def open_again(known: Dataset) -> None:
            self._editor.receive(lambda _: named(self._desk, adapted(template, known, pools).scenario), lambda: None)

        def done(after: Dataset) -> None:
            self._desk.look_again()
            self.roles_kept.emit(name, dataset, after)
            open_again(after)

        if len(pools) == len(chosen):
            open_again(dataset)
            return
        work = partial(remember_roles, workspace, name, dataset, chosen)
        self._desk.works.start(f"Keep what “{name}” calls it", work, done)
