"""One dataset in tabs: customers, events, columns, and how its rows were accounted for."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView, QTabWidget, QWidget

from app.data.columns import Column, ColumnType
from app.data.dataset import Dataset
from app.desktop.data.accounting import AccountsView
from app.desktop.data.tables import (
    ColumnsModel,
    TableColumn,
    customers_model,
    events_model,
    first_customer_from,
)
from app.look.palette import Palette
from app.numbers import NOTHING, Rate, number
from app.ui.theme import STEP
from app.ui.widgets import column, label, row

ROW_HEIGHT = 32
ROWS_MEASURED = 40
WIDEST_COLUMN = 280


def table_view(name: str, accessible_name: str) -> QTableView:
    """A table that reads rows only as they come into sight."""
    made = QTableView()
    made.setObjectName(name)
    made.setAccessibleName(accessible_name)
    made.setShowGrid(False)
    made.setWordWrap(False)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setCornerButtonEnabled(False)
    made.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    made.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    made.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    made.horizontalHeader().setHighlightSections(False)
    made.horizontalHeader().setStretchLastSection(True)
    made.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return made


def fit_columns(view: QTableView) -> None:
    """Columns as wide as what is in sight needs, up to a limit."""
    header = view.horizontalHeader()
    header.setResizeContentsPrecision(ROWS_MEASURED)
    view.resizeColumnsToContents()
    for at in range(header.count()):
        header.resizeSection(at, min(header.sectionSize(at) + 2 * STEP, WIDEST_COLUMN))


class DatasetView(QWidget):
    """The tabs, and over them the search for a customer; `show_dataset` fills them."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.tabs = QTabWidget()
        self.tabs.setObjectName("dataset_tabs")
        self.tabs.setDocumentMode(True)
        self._palette = palette
        self._dataset: Dataset | None = None
        self._models: list[ColumnsModel] = []
        self.customers = table_view("customers_table", "Customers")
        self.events = table_view("events_table", "Events")
        self.columns = table_view("columns_table", "Columns")
        self.accounts = AccountsView()
        self._find = QLineEdit()
        self._find.setObjectName("find_customer")
        self._find.setProperty("kind", "search")
        self._find.setPlaceholderText("Find a customer id")
        self._find.setClearButtonEnabled(True)
        self._find.setFixedWidth(28 * STEP)
        self._find.textChanged.connect(self._go_to_customer)
        self._not_found = label("", "warning", name="not_found")
        self.tabs.addTab(self._padded(self.customers), "Customers")
        self.tabs.addTab(self._padded(self.events), "Events")
        self.tabs.addTab(self._padded(self.columns), "Columns")
        self.tabs.addTab(self._padded(self.accounts), "Import")
        sides = row(gap=2 * STEP)
        sides.addWidget(self._find)
        sides.addWidget(self._not_found, 1)
        lines = column(self, gap=0)
        lines.addLayout(sides)
        lines.addWidget(self.tabs, 1)

    def show_dataset(self, dataset: Dataset) -> None:
        """Show this dataset; its columns are read where they stand. How it was accounted for comes later."""
        self._dataset = dataset
        self._models = [
            customers_model(dataset, self._palette, self),
            events_model(dataset, self._palette, self),
            columns_model(dataset, self._palette, self),
        ]
        for view, model in zip((self.customers, self.events, self.columns), self._models, strict=True):
            before = view.model()
            view.setModel(model)
            if before is not None:
                before.deleteLater()
            fit_columns(view)
        self.tabs.setTabText(0, f"Customers  {number(dataset.customer_count)}")
        self.tabs.setTabText(1, f"Events  {number(dataset.event_count)}")
        self.tabs.setTabText(2, f"Columns  {self._models[2].rowCount()}")
        self.accounts.show_accounts(())
        self._find.clear()

    def show_palette(self, palette: Palette) -> None:
        """Icons of the headers in other colours."""
        self._palette = palette
        for model in self._models:
            model.show_palette(palette)

    def _padded(self, content: QWidget) -> QWidget:
        page = QWidget()
        column(page).addWidget(content)
        page.layout().setContentsMargins(0, 2 * STEP, 0, 0)  # type: ignore[union-attr]  # set one line above
        return page

    def _go_to_customer(self, text: str) -> None:
        self._not_found.setText("")
        if self._dataset is None or not text:
            return
        at = first_customer_from(self._dataset, text)
        if at is None or not str(self._dataset.customer_ids[at].as_py()).startswith(text):
            self._not_found.setText("No id begins with this")
            return
        _select_row(self.customers, at)
        if self._dataset.offsets[at] < self._dataset.event_count:
            _select_row(self.events, int(self._dataset.offsets[at]))


def _select_row(view: QTableView, at: int) -> None:
    index = view.model().index(at, 0)
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    view.selectionModel().setCurrentIndex(index, flags)
    view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)


def columns_model(dataset: Dataset, palette: Palette, parent: QWidget) -> ColumnsModel:
    """One row per attribute and property: name, whose, type, how many have a value, role."""
    rows: list[tuple[str, str, Column, str]] = []
    for whose, columns, roles in (
        ("Customer", dataset.attributes, dataset.roles.attributes),
        ("Event", dataset.properties, dataset.roles.properties),
    ):
        role_of = {name: role for role, name in roles.items()}
        rows.extend((name, whose, values, role_of.get(name, "")) for name, values in columns.items())
    counts = [int(values.filled.sum()) for _, _, values, _ in rows]
    text = ColumnType.TEXT
    described = [
        TableColumn("Column", text, lambda at: rows[at][0]),
        TableColumn("Of", text, lambda at: rows[at][1]),
        TableColumn("Type", text, lambda at: rows[at][2].type.value),
        TableColumn("Filled", ColumnType.NUMBER, lambda at: _share(counts[at], len(rows[at][2]))),
        TableColumn("Distinct texts", ColumnType.NUMBER, lambda at: _distinct(rows[at][2])),
        TableColumn("Role", text, lambda at: rows[at][3].replace("_", " ")),
    ]
    return ColumnsModel(described, len(rows), palette, parent, shows_types=False)


def _share(count: int, of: int) -> str:
    return f"{Rate(count, of).fraction()} ({Rate(count, of).percent()})" if of else NOTHING


def _distinct(values: Column) -> str:
    return number(len(values.words)) if values.type is ColumnType.TEXT else ""
