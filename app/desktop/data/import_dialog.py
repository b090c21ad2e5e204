"""The import dialog: each file with its first rows and what its columns mean, before anything is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import available_timezones

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTabWidget, QWidget

from app.data.importing.mapping import CustomersMapping, EventsMapping, MappingDocument
from app.data.importing.preview import Preview
from app.data.importing.read import Source
from app.desktop.data.file_page import FilePage
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row

SIZE = (1040, 680)


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What the user confirmed."""

    dataset: str
    timezone: str
    sources: tuple[Source, ...]
    mapping: MappingDocument


class ImportDialog(QDialog):
    """Asks which dataset, which zone, and what each file is; `order` is the answer."""

    def __init__(self, parent: QWidget, previews: Sequence[Preview], datasets: Sequence[str]) -> None:
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Import data")
        self.resize(*SIZE)
        self._datasets = tuple(datasets)
        self._name = ComboBox()
        self._name.setObjectName("import_dataset")
        self._name.setAccessibleName("Dataset")
        self._name.setEditable(True)
        self._name.addItems(list(datasets))
        self._name.setCurrentText(datasets[0] if datasets else previews[0].path.name.split(".")[0])
        self._name.setMinimumWidth(30 * STEP)
        self._zone = ComboBox()
        self._zone.setObjectName("import_zone")
        self._zone.setAccessibleName("Time zone")
        self._zone.setEditable(True)
        self._zone.addItems(["UTC", *sorted(available_timezones() - {"UTC"})])
        self._zone.setMinimumWidth(26 * STEP)
        self._pages = [FilePage(preview) for preview in previews]
        self._problem = label("", "problem", name="import_problem", wraps=True)
        self._hint = label("", "small", name="import_hint", wraps=True)
        self._accept = button("Import", "primary", name="import_accept", on_click=self.accept)
        self._accept.setDefault(True)
        self._lay_out()
        self._name.currentTextChanged.connect(self._judge)
        self._zone.currentTextChanged.connect(self._judge)
        for page in self._pages:
            page.changed.connect(self._judge)
        self._judge()

    @property
    def order(self) -> ImportOrder:
        """The answer."""
        mappings = [page.mapping() for page in self._pages]
        customers = next((one for one in mappings if isinstance(one, CustomersMapping)), None)
        events = next((one for one in mappings if isinstance(one, EventsMapping)), None)
        sources = tuple(Source(page.preview.path, page.role) for page in self._pages)
        zone = self._zone.currentText().strip()
        return ImportOrder(
            self._name.currentText().strip(), zone, sources, MappingDocument(customers=customers, events=events)
        )

    def _lay_out(self) -> None:
        head = row(gap=STEP)
        head.addWidget(label("Into the dataset", "quiet"))
        head.addWidget(self._name)
        head.addSpacing(2 * STEP)
        head.addWidget(label("Times without a zone are in", "quiet"))
        head.addWidget(self._zone)
        head.addStretch(1)
        lines = column(self, margin=3 * STEP, gap=STEP)
        lines.addLayout(head)
        lines.addWidget(self._hint)
        lines.addSpacing(STEP)
        lines.addWidget(self._files(), 1)
        lines.addSpacing(STEP)
        foot = row(gap=STEP)
        foot.addWidget(self._problem, 1)
        foot.addWidget(button("Cancel", name="import_cancel", on_click=self.reject))
        foot.addWidget(self._accept)
        lines.addLayout(foot)

    def _files(self) -> QWidget:
        if len(self._pages) == 1:
            return self._pages[0]
        tabs = QTabWidget()
        tabs.setObjectName("import_files")
        tabs.setDocumentMode(True)
        for page in self._pages:
            tabs.addTab(page, page.preview.path.name)
        return tabs

    def _judge(self) -> None:
        problem = self._found_problem()
        self._problem.setText(problem)
        self._accept.setEnabled(not problem)
        name = self._name.currentText().strip()
        is_there = name in self._datasets
        self._hint.setText(f"“{name}” is there already: what is imported joins it." if is_there else "A new dataset.")

    def _found_problem(self) -> str:
        if not self._name.currentText().strip():
            return "Give the dataset a name."
        if self._zone.currentText().strip() not in available_timezones():
            return "Choose a time zone such as Europe/Prague."
        for page in self._pages:
            if problem := page.problem():
                return problem
        return ""
