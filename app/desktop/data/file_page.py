"""One file in the import dialog: how it is read, what its rows are, what its columns mean, its first rows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QTableWidget, QTableWidgetItem, QTabWidget, QWidget

from app.data.importing.accounts import Role
from app.data.importing.mapping import CustomersMapping, EventsMapping
from app.data.importing.preview import Preview
from app.desktop.data.mapping_form import MappingForm
from app.ui.theme import STEP
from app.ui.widgets import column, label, row

TITLES: dict[Role, str] = {"customers": "Customers, one row each", "events": "Events: who did what, and when"}
CONSENT = "No column means consent. It is never guessed as given: choose the meaning of its column, if there is one."


class FilePage(QWidget):
    """Holds a form for either role and shows the chosen one."""

    changed = Signal()

    def __init__(self, preview: Preview) -> None:
        super().__init__()
        self.preview = preview
        self._forms: dict[Role, MappingForm] = {}
        self._roles = QButtonGroup(self)
        self._buttons: dict[Role, QRadioButton] = {}
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._event_name = QLineEdit(preview.path.name.split(".")[0])
        self._event_name.setObjectName("event_name")
        self._event_name.setAccessibleName("Name of every event")
        self._event_label = label("No column holds the event's name, so every row is the event", "quiet")
        self._consent = label(CONSENT, "warning", wraps=True, name="consent_hint")
        self._lay_out()
        self._event_name.textChanged.connect(self.changed)
        self.choose(preview.role)

    @property
    def role(self) -> Role:
        """What the rows are."""
        return "customers" if self._buttons["customers"].isChecked() else "events"

    @property
    def form(self) -> MappingForm:
        """The form of the chosen role."""
        return self._forms[self.role]

    def choose(self, role: Role) -> None:
        """Say what the rows are."""
        self._buttons[role].setChecked(True)
        if role not in self._forms:
            self._forms[role] = MappingForm(self.preview, role)
            self._forms[role].changed.connect(self._follow)
        self._tabs.removeTab(0)
        self._tabs.insertTab(0, self._forms[role], "What the columns mean")
        self._tabs.setCurrentIndex(0)
        self._follow()

    def mapping(self) -> CustomersMapping | EventsMapping:
        """The mapping as confirmed."""
        return self.form.mapping(self._event_name.text().strip())

    def problem(self) -> str:
        """What is still to be chosen, in words; empty for nothing."""
        name, form = self.preview.path.name, self.form
        if form.key_column is None:
            return f"Choose the column of {name} that is the customer id."
        if self.role == "events" and form.at_column is None:
            return f"Choose the column of {name} that is the instant."
        if self.role == "events" and form.name_column is None and not self._event_name.text().strip():
            return f"Give the events of {name} a name."
        return ""

    def _follow(self) -> None:
        needs_name = self.role == "events" and self.form.name_column is None
        self._consent.setVisible(self.role == "customers" and not self.form.has_consent)
        self._event_label.setVisible(needs_name)
        self._event_name.setVisible(needs_name)
        self.changed.emit()

    def _lay_out(self) -> None:
        lines = column(self, gap=STEP)
        lines.setContentsMargins(0, STEP, 0, 0)
        head = row(gap=2 * STEP)
        head.addWidget(label(self.preview.path.name, "strong"))
        head.addWidget(label(self.preview.form, "small"))
        head.addStretch(1)
        head.addWidget(label("The rows are", "quiet"))
        for role, title in TITLES.items():
            made = QRadioButton(title)
            made.setObjectName(f"role_{role}")
            made.clicked.connect(lambda _checked=False, role=role: self.choose(role))
            self._buttons[role] = made
            self._roles.addButton(made)
            head.addWidget(made)
        lines.addLayout(head)
        constant = row(gap=STEP)
        constant.addWidget(self._event_label)
        constant.addWidget(self._event_name)
        constant.addStretch(1)
        lines.addLayout(constant)
        lines.addWidget(self._consent)
        self._tabs.addTab(QWidget(), "")
        self._tabs.addTab(_rows_table(self.preview), f"First {len(self.preview.rows)} rows")
        lines.addWidget(self._tabs, 1)


def _rows_table(preview: Preview) -> QTableWidget:
    made = QTableWidget(len(preview.rows), len(preview.columns))
    made.setObjectName("preview_table")
    made.setAccessibleName("First rows")
    made.setHorizontalHeaderLabels([" ".join(name.split()) for name in preview.columns])
    made.setShowGrid(False)
    made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    for at, cells in enumerate(preview.rows):
        for place, cell in enumerate(cells):
            made.setItem(at, place, QTableWidgetItem(" ".join(cell.split())))
    made.resizeColumnsToContents()
    return made
