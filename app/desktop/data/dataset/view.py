"""One dataset in tabs: customers, events, columns, and how its rows were accounted for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from app.data.browsing.arranging import Rows
from app.data.browsing.pace import Pace, pace_of
from app.data.browsing.profile import Profile, profiles
from app.data.browsing.table import Table, customers_table, events_table
from app.data.dataset import Dataset
from app.desktop.background import Workers
from app.desktop.data.dataset.accounting import AccountsView
from app.desktop.data.dataset.columns_page import ColumnsPage, columns_table
from app.desktop.data.dataset.customer_panel import LEAST_WIDTH, CustomerPanel
from app.desktop.data.dataset.pace_chart import PaceChart
from app.desktop.data.read_only import CANNOT_ADD
from app.desktop.data.tables.table_models import customer_of_event, customers_model, events_model
from app.desktop.data.tables.table_page import TablePage
from app.look.palette import Palette
from app.numbers import number
from app.progress import Progress
from app.ui.fields import SearchField
from app.ui.theme import STEP
from app.ui.widgets import column, row

KEPT = 4
_ACCOUNTS_TAB = 3
CUSTOMER_WIDTH = 60 * STEP
TITLES = ("Customers", "Events", "Columns")
NO_CUSTOMERS = "Drop a file of customers here, or press Import: each has a row."
NO_EVENTS = (
    "Drop a file of what customers did here, or press Import: orders, visits, messages. Scenarios begin with events."
)


@dataclass(frozen=True, slots=True)
class Described:
    """The figures of a dataset's columns, and its events over time."""

    customers: tuple[Profile, ...]
    events: tuple[Profile, ...]
    pace: Pace | None
    columns: Table

    @property
    def own(self) -> tuple[Profile, ...]:
        """Those of the dataset's own columns: the first ones of both tables are id and count, and id, instant, name."""
        return (*self.customers[2:], *self.events[3:])


class _Tabs(QTabWidget):
    """Tells when it has more or less room."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class DatasetView(QWidget):
    """The tabs, over them the search, beside them a customer; `show_dataset` fills them."""

    import_wanted = Signal()

    def __init__(self, workers: Workers, palette: Palette) -> None:
        super().__init__()
        self._workers = workers
        self._palette = palette
        self._dataset: Dataset | None = None
        self._described: dict[str, Described] = {}
        self._is_divided = False
        self._counts: tuple[str, ...] = ("", "", "")
        self._searched: list[TablePage] = []
        self.tabs = _Tabs()
        self.tabs.resized.connect(self._name_tabs)
        self.tabs.setObjectName("dataset_tabs")
        self.tabs.setDocumentMode(True)
        self.customers = TablePage("customers", "Customers", NO_CUSTOMERS, workers, palette)
        self.events = TablePage("events", "Events", NO_EVENTS, workers, palette)
        self.columns = ColumnsPage(workers, palette)
        self.accounts = AccountsView(workers, palette)
        self._pace = PaceChart(palette)
        self._customer = CustomerPanel(palette)
        self._find = SearchField("find_rows", "Search in all columns")
        self._find.setFixedWidth(28 * STEP)
        keeps = self._find.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self._find.setSizePolicy(keeps)
        self._lay_out()
        for page in (self.customers, self.events, self.columns):
            self._add_searched(page)
        self.accounts.import_wanted.connect(self.import_wanted)
        self.events.arranged.connect(self._show_pace_of)
        self._leaving = QShortcut(Qt.Key.Key_Escape, self, self._customer.leave)
        self._leaving.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._leaving.setEnabled(False)  # the key is of other use where no customer is in sight
        self._customer.closed.connect(self._go_back)
        self.tabs.currentChanged.connect(self._change_tab)
        self.customers.row_chosen.connect(self._show_customer)
        self.events.row_chosen.connect(self._show_customer_of_event)
        self.customers.row_passed.connect(lambda row: self._follow(self._show_customer, row))
        self.events.row_passed.connect(lambda row: self._follow(self._show_customer_of_event, row))

    def show_dataset(self, dataset: Dataset) -> None:
        """Show this dataset; its columns are read where they stand. How it was accounted for comes later."""
        self._dataset = dataset
        self._find.clear()
        self._customer.leave()
        self.customers.show_table(customers_table(dataset), customers_model(dataset, self._palette, self))
        self.events.show_table(events_table(dataset), events_model(dataset, self._palette, self))
        columns = len(dataset.attributes) + len(dataset.properties)
        self._counts = tuple(map(number, (dataset.customer_count, dataset.event_count, columns)))
        self._name_tabs()
        self.accounts.show_accounts(())
        self._describe(dataset)

    def add_page(self, page: QWidget, title: str) -> None:
        """One more tab."""
        self.tabs.addTab(page, title)
        if isinstance(page, TablePage):
            self._add_searched(page)

    def let_import(self, may_import: bool) -> None:
        """Whether files may be imported where there is nothing to show."""
        for page in self._searched:
            page.let_import(may_import, CANNOT_ADD)
        self.accounts.let_import(may_import)

    def show_accounts(self) -> None:
        """Bring the tab with the accounts into sight."""
        self.tabs.setCurrentIndex(_ACCOUNTS_TAB)

    def _add_searched(self, page: TablePage) -> None:
        self._searched.append(page)
        self._find.textChanged.connect(page.search)
        page.import_wanted.connect(self.import_wanted)

    def show_people(self, rows: Rows, words: str) -> None:
        """Show these customers alone in their table."""
        self.tabs.setCurrentWidget(self.customers)
        self.customers.show_only(rows, words)

    def show_palette(self, palette: Palette) -> None:
        """Icons of the headers in other colours."""
        self._palette = palette
        for part in (self.customers, self.events, self.columns, self.accounts, self._pace, self._customer):
            part.show_palette(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _lay_out(self) -> None:
        self.events.lines.insertWidget(0, self._pace)
        accounts = QWidget()
        column(accounts).addWidget(self.accounts)
        accounts.layout().setContentsMargins(0, 2 * STEP, 0, 0)  # type: ignore[union-attr]  # set one line above
        pages = (self.customers, self.events, self.columns, accounts)
        for page, title in zip(pages, (*TITLES, "Import"), strict=True):
            self.tabs.addTab(page, title)
        parts = QSplitter()
        parts.addWidget(self.tabs)
        parts.addWidget(self._customer)
        parts.setStretchFactor(0, 1)
        self._parts = parts
        parts.setChildrenCollapsible(False)
        above = row(gap=2 * STEP)
        above.addWidget(self._find)
        above.addStretch(1)
        lines = column(self, gap=0)
        lines.addLayout(above)
        lines.addWidget(parts, 1)

    def _describe(self, dataset: Dataset) -> None:
        """Work the figures out in the background, once for each dataset."""
        known = self._described.get(dataset.fingerprint)
        self.columns.show_columns(columns_table(dataset, ()))
        self._pace.keep_room(bool(dataset.event_count))
        self._pace.show_pace(None)
        if known is not None:
            self._show_described(known)
            return

        def work(progress: Progress) -> Described:
            customers = profiles(customers_table(dataset), progress)
            events = profiles(events_table(dataset), progress)
            columns = columns_table(dataset, (*customers[2:], *events[3:]))
            for each in columns.columns:
                each.values()  # made here, and not in the window's thread
            return Described(customers, events, pace_of(dataset.at), columns)

        self._workers.start("Describing the columns", work, lambda found: self._keep(dataset, found))

    def _keep(self, dataset: Dataset, found: Described) -> None:
        self._described[dataset.fingerprint] = found
        for fingerprint in list(self._described)[:-KEPT]:
            del self._described[fingerprint]
        if dataset is self._dataset:
            self._show_described(found)

    def _show_described(self, found: Described) -> None:
        self.customers.show_profiles(found.customers)
        self.events.show_profiles(found.events)
        self._pace.show_pace(found.pace)
        self.columns.show_columns(found.columns, found.own)

    def _show_pace_of(self, rows: Rows | None) -> None:
        """Events over time of those in sight."""
        dataset = self._dataset
        if dataset is None:
            return
        known = self._described.get(dataset.fingerprint)
        if rows is None:
            self._pace.show_pace(known.pace if known is not None else None)
            return

        def show(pace: Pace | None) -> None:
            if dataset is self._dataset:
                self._pace.show_pace(pace)

        at = dataset.at
        self._workers.start("Counting over time", lambda _: pace_of(at[rows]), show)

    def _show_customer(self, customer: int) -> None:
        if self._dataset is not None:
            self._customer.show_customer(self._dataset, customer)
            self._make_room()

    def _follow(self, show: Callable[[int], None], row: int) -> None:
        """The arrow keys lead from customer to customer where one is in sight."""
        if self._customer.isVisible():
            show(row)

    def _make_room(self) -> None:
        """In a small window a customer stands in place of the tables, else beside them."""
        least, width = self._width_of_titles(), self.width()
        self.tabs.setMinimumWidth(min(least, width))  # and not that of pages beside which no customer stands
        is_there, has_room = not self._customer.isHidden(), width >= least + LEAST_WIDTH + STEP
        self._leaving.setEnabled(is_there)
        is_in_place = is_there and not has_room
        if is_in_place and not self.tabs.isHidden():
            self._customer.setFocus()  # before the tables go, with the keyboard
        self.tabs.setHidden(is_in_place)
        self._show_find()
        if is_there and has_room and not self._is_divided:
            self._is_divided = True  # once: from then on, it is the user who does
            room = min(CUSTOMER_WIDTH, width - least)
            self._parts.setSizes([width - room, room])

    def _go_back(self, had_keyboard: bool) -> None:
        """From a customer to the row in its table."""
        self._make_room()
        page = self.tabs.currentWidget()
        if had_keyboard and isinstance(page, TablePage):
            page.view.setFocus()

    def _width_of_titles(self) -> int:
        """What the tabs need at least."""
        for at, text in enumerate(TITLES):
            self.tabs.setTabText(at, text)
        width = self.tabs.tabBar().sizeHint().width()
        self._name_tabs()
        return width

    def _change_tab(self, tab: int) -> None:
        """A customer stands beside the tables of customers and events alone, the search over every table."""
        page = self.tabs.widget(tab)
        if page not in (self.customers, self.events):
            self._customer.leave()
        self._show_find()

    def _show_find(self) -> None:
        """The search stands over a table in sight alone."""
        self._find.setVisible(not self.tabs.isHidden() and self.tabs.currentWidget() in self._searched)

    def _name_tabs(self) -> None:
        """With their counts, where there is room for them."""
        for words in (tuple(f"{title}  {count}" for title, count in zip(TITLES, self._counts, strict=True)), TITLES):
            for at, text in enumerate(words):
                self.tabs.setTabText(at, text)
            if self.tabs.tabBar().sizeHint().width() <= self.tabs.width():
                return

    def _show_customer_of_event(self, event: int) -> None:
        if self._dataset is not None:
            self._show_customer(customer_of_event(self._dataset.offsets, event))
