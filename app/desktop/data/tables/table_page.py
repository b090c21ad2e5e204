"""A virtual table that can be searched, filtered and sorted; whatever takes long is done in the background."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QTableView, QWidget

from app.data.browsing.arranging import Arrangement, Rows, arranged
from app.data.browsing.profile import Profile
from app.data.browsing.profile_words import profile_words
from app.data.browsing.table import Table
from app.desktop.background import Job, Step, Workers
from app.desktop.data.tables.heads import ColumnHeads
from app.desktop.data.tables.table_models import ColumnsModel
from app.errors import AppError
from app.look.palette import Palette
from app.numbers import Rate, number
from app.progress import Progress
from app.ui.elided import ElidedLabel
from app.ui.first_row import FirstRow
from app.ui.held_column import HeldColumn
from app.ui.plain_text import tooltip
from app.ui.theme import STEP
from app.ui.widgets import EmptyState, button, column, row

ROW_HEIGHT = 32
ROWS_MEASURED = 16
LEAST_DIGITS = 2
COLUMNS_AHEAD = 24
WIDEST_COLUMN = 280
HOW_TO_LOOK = "Click on a column’s name to sort, on a row to see the customer."
_NONE = Arrangement(sort=-1)
"""No arrangement that could be wanted: rows that were chosen elsewhere are in sight."""
_NOT_YET = -1
"""Columns of a page that nobody sees: they are measured once it is shown, and by its width then."""
WAIT_MS = 200  # until somebody who writes has paused


class RowNumbers(QHeaderView):
    """The numbers of rows, as wide as the greatest needs.

    Qt would ask the model some two thousand things about its first and last rows to find that out.
    """

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(ROW_HEIGHT)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        model = self.model()
        rows = model.stored_rows if isinstance(model, ColumnsModel) else self.count()
        digits = max(len(str(rows)), LEAST_DIGITS)
        return QSize(self.fontMetrics().horizontalAdvance("0" * digits) + 3 * STEP, ROW_HEIGHT)


def dress_table(view: QTableView, name: str, accessible_name: str) -> QTableView:
    """A table that reads rows only as they come into sight."""
    view.setObjectName(name)
    view.setAccessibleName(accessible_name)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setCornerButtonEnabled(False)
    view.setTabKeyNavigation(False)
    view.setVerticalHeader(RowNumbers(view))
    view.horizontalHeader().setHighlightSections(False)
    view.horizontalHeader().setStretchLastSection(True)
    view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return view


def fit_columns(view: QTableView, first: int = 0) -> int:
    """Columns from the first on as wide as what is in sight needs, up to a limit, as far as the table is seen.

    Returns the first of those that are not measured: of thousands, they are once somebody comes there.
    """
    header = view.horizontalHeader()
    header.setResizeContentsPrecision(ROWS_MEASURED)
    last = max(header.visualIndexAt(view.viewport().width() - 1), first) + COLUMNS_AHEAD
    end = min(last if header.visualIndexAt(0) >= 0 else COLUMNS_AHEAD, header.count())
    for at in range(first, end):
        view.resizeColumnToContents(at)
        header.resizeSection(at, min(header.sectionSize(at) + 2 * STEP, WIDEST_COLUMN))
    return end


def show_model(view: QTableView, model: ColumnsModel) -> None:
    """Put a model in place of the one that is there."""
    before = view.model()
    view.setModel(model)
    if before is not None:
        before.deleteLater()


class TablePage(QWidget):
    """Customers or events; `key` begins the names of its parts."""

    row_chosen = Signal(int)  # by a click or Enter; the row's place in the dataset
    row_passed = Signal(int)  # by the arrow keys
    arranged = Signal(object)  # Rows, or None if none is left out
    import_wanted = Signal()

    def __init__(
        self, key: str, title: str, nothing: str, workers: Workers, palette: Palette, how: str = HOW_TO_LOOK
    ) -> None:
        super().__init__()
        self._workers = workers
        self._how = how
        self._table = Table((), 0)
        self._model: ColumnsModel | None = None
        self._wanted = self._shown = Arrangement()
        self._search = ""
        self._fitted = 0
        self._job: Job | None = None
        self.view = dress_table(QTableView(), f"{key}_table", title)
        FirstRow(self.view)
        self.heads = ColumnHeads(self.view, palette)
        HeldColumn(self.view, self.heads.paintSection)
        self._said = ElidedLabel("", "quiet", name=f"{key}_said")
        self._all = button("Show all", "quiet", name=f"{key}_all", on_click=self.show_all)
        self._cancel = button("Cancel", "quiet", name=f"{key}_cancel", on_click=self.give_up)
        self._cancel.hide()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(WAIT_MS)
        self._later.timeout.connect(self._arrange)
        self._import = button("Import…", "primary", name=f"{key}_import", on_click=self.import_wanted.emit)
        self._empty = EmptyState("table", f"No {title.lower()} yet", nothing, self._import, name=f"{key}_empty")
        self._pages = QStackedWidget()
        self._lay_out()
        self.heads.filter_written.connect(lambda *_: self._later.start())
        self.heads.sectionClicked.connect(self._turn_order)
        self.view.clicked.connect(lambda index: self._tell_row(index, self.row_chosen))
        self.view.activated.connect(lambda index: self._tell_row(index, self.row_chosen))
        self.view.horizontalScrollBar().valueChanged.connect(self._fit_more)

    def _lay_out(self) -> None:
        """The table or what is said without one, and below it how much of it is shown."""
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._empty)
        self.lines = column(self)
        self.lines.setContentsMargins(0, 2 * STEP, 0, 0)
        said = row()
        said.addWidget(self._said, 1)
        said.addWidget(self._cancel)
        said.addWidget(self._all)
        self.lines.addWidget(self._pages, 1)
        self.lines.addLayout(said)
        keeps = self._all.sizePolicy()
        keeps.setRetainSizeWhenHidden(bool(self._how))  # the words beside it stay where they are
        self._all.setSizePolicy(keeps)
        self._all.hide()

    @property
    def is_waiting(self) -> bool:
        """Whether what was asked for has not been begun."""
        return self._later.isActive()

    @property
    def searched(self) -> str:
        """What rows are searched for."""
        return self._search

    def show_table(self, table: Table, model: ColumnsModel, *, is_coming: bool = False) -> None:
        """Show other rows, all of them as they are; none while they are still coming."""
        self._stop()
        self._table, self._model = table, model
        self._wanted = self._shown = Arrangement()
        self._search = ""
        self.heads.clear()
        show_model(self.view, model)
        self._fitted = _NOT_YET
        if self.isVisible():
            self.fit()
        self.view.selectionModel().currentRowChanged.connect(lambda index: self._tell_row(index, self.row_passed))
        self._pages.setCurrentWidget(self.view if table.rows or is_coming else self._empty)
        self._say_count()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._fitted == _NOT_YET and self._model is not None:
            self.fit()

    def fit(self) -> None:
        """Measure the columns that are in sight, and a few more."""
        self._fitted = fit_columns(self.view)

    def let_import(self, may_import: bool, otherwise: str = "") -> None:
        """Whether files may be imported from here while there is nothing to show, and what is said if not."""
        self._import.setVisible(may_import)
        self._empty.take_files(may_import, otherwise)

    def show_profiles(self, profiles: Sequence[Profile]) -> None:
        """Show the columns' figures over them."""
        self.heads.show_profiles(profiles)
        if self._model is not None:
            names = [each.name for each in self._table.columns]
            self._model.show_tips(lambda at: tooltip(profile_words(names[at], profiles[at])))

    def show_palette(self, palette: Palette) -> None:
        """Show everything in other colours."""
        self.heads.show_palette(palette)
        self._empty.show_palette(palette)
        if self._model is not None:
            self._model.show_palette(palette)

    def search(self, text: str) -> None:
        """Show the rows that have this in any column, once somebody who writes has paused."""
        self._search = text
        self._later.start()

    def show_only(self, rows: Rows, words: str) -> None:
        """Show these rows of the dataset alone, and say what they have in common, until all are asked for again."""
        if self._model is None:
            return
        self._stop()
        self.heads.clear_filters()
        self.heads.show_order(None)
        self._later.stop()
        self._wanted, self._shown = Arrangement(self._search), _NONE
        self._model.show_rows(rows)
        self.view.scrollToTop()
        self._said.setText(f"{number(len(rows))} of {number(self._table.rows)} rows: {words}")
        self._all.show()
        self.arranged.emit(rows)

    def show_all(self) -> None:
        """Give up filters and order."""
        self.heads.clear_filters()
        self.heads.show_order(None)
        self._wanted = Arrangement(self._search)
        self._arrange()

    def give_up(self) -> None:
        """What is being looked for is not wanted any more: filters and order as the rows in sight have them."""
        self._stop()
        shown = self._shown
        self._wanted = shown if shown is not _NONE else Arrangement(self._search)
        self.heads.show_filters(shown.filters)
        self.heads.show_order(self._wanted.sort, descending=shown.descending)
        self._say_count()

    def choose(self, stored_row: int) -> None:
        """Select a row of the dataset where it stands, if it is in sight."""
        place = self._model.place_of(stored_row) if self._model is not None else None
        if place is None:
            return
        index = self.view.model().index(place, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.view.selectionModel().setCurrentIndex(index, flags)
        self.view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    def stored_row(self, row: int) -> int | None:
        """Which row of the table stands in this line, if there is one."""
        is_there = self._model is not None and 0 <= row < self._model.rowCount()
        return self._model.stored_row(row) if self._model is not None and is_there else None

    def _turn_order(self, section: int) -> None:
        """The first click sorts, the second the other way, the third not at all."""
        sort, descending = self._wanted.sort, self._wanted.descending
        if sort != section:
            sort, descending = section, False
        elif descending:
            sort, descending = None, False
        else:
            descending = True
        self._wanted = Arrangement(self._search, self.heads.filters, sort, descending)
        self.heads.show_order(sort, descending=descending)
        self._arrange()

    def _arrange(self) -> None:
        self._stop()
        wanted, table = self._wanted, self._table
        wanted = self._wanted = Arrangement(self._search, self.heads.filters, wanted.sort, wanted.descending)
        if wanted == self._shown:
            self._say_count()
            return
        self._said.setText("Looking …")
        self._cancel.show()

        def work(progress: Progress) -> Rows | AppError | None:
            try:
                return arranged(table, wanted, progress)
            except AppError as error:
                return error  # said beside the table, in no box

        self._job = self._workers.start("Arranging the rows", work, lambda found: self._take(wanted, found))
        self._job.progressed.connect(self._say_step)

    def _take(self, wanted: Arrangement, found: Rows | AppError | None) -> None:
        if wanted is not self._wanted or self._model is None:
            return
        self._job = None
        self._cancel.hide()
        if isinstance(found, AppError):
            self._said.setText(str(found))
            self._all.show()
            return
        self._shown = wanted
        self._model.show_rows(found)
        self.view.scrollToTop()  # other rows stand there now: what was looked at may be anywhere
        self._say_count()
        self.arranged.emit(None if wanted.finds_all else found)

    def _say_step(self, step: Step) -> None:
        far = f" {Rate(step.done, step.total).percent()}" if step.total else ""
        self._said.setText(f"{step.what or 'Looking'}{far} …")

    def _say_count(self) -> None:
        shown, rows = self.view.model().rowCount() if self.view.model() else 0, self._table.rows
        how = self._how if rows else ""
        self._said.setText(how if self._shown.finds_all else f"{number(shown)} of {number(rows)} rows")
        self._all.setVisible(bool(self._shown.filters) or self._shown.sort is not None)

    def _fit_more(self) -> None:
        """The columns that come into sight are measured when they do."""
        if self._fitted == _NOT_YET:
            return
        header = self.view.horizontalHeader()
        seen = header.visualIndexAt(self.view.viewport().width() - 1)
        if (seen < 0 or seen >= self._fitted) and self._fitted < header.count():
            self._fitted = fit_columns(self.view, self._fitted)

    def _tell_row(self, index: QModelIndex, told: SignalInstance) -> None:
        if index.isValid() and self._model is not None:
            told.emit(self._model.stored_row(index.row()))

    def _stop(self) -> None:
        self._later.stop()
        self._cancel.hide()
        if self._job is not None:
            self._job.cancel()
            self._job.blockSignals(True)  # it may go on for a moment; what it finds is of no account
            self._job = None
