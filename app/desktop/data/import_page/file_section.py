"""One file on the import page: what it is taken for and why, its first rows, and a chip on each column's head."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QTableWidget, QTableWidgetItem

from app.data.importing.accounting.accounts import Account
from app.data.importing.file_plan import FilePlan
from app.desktop.data.import_page.account_words import rows_words
from app.desktop.data.import_page.column_menu import chip_of, choices, menu_of
from app.desktop.data.import_page.heads import HEIGHT, ChipHeader
from app.desktop.data.import_page.words import KINDS
from app.look.palette import Palette
from app.ui.elided import ElidedLabel
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row

ONE_FILE_ROWS = 8
MANY_FILES_ROWS = 3
_ROW_HEIGHT = 28
_WIDEST_COLUMN = 240
_MOST_COLUMNS = 60


class FileSection(QFrame):
    """A card; `changed` tells what else was said of the file, in the terms of its mapping."""

    changed = Signal(object)  # Mapping[str, Any]
    forgotten = Signal()  # what was said of its header before no longer holds

    def __init__(self, place: int, palette: Palette) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName(f"import_file_{place}")
        self._file: FilePlan | None = None
        self._may_set_key = True
        self._name = ElidedLabel("", "strong")
        self._form = ElidedLabel("", "small", name=f"import_why_{place}")
        self._kind = ComboBox()
        self._kind.setObjectName(f"import_kind_{place}")
        self._kind.setAccessibleName("What the rows are")
        for kind, words in KINDS.items():
            self._kind.addItem(words, kind)
        self._kind.activated.connect(lambda _at: self.changed.emit({"kind": self._kind.currentData()}))
        self._sheets = ComboBox()
        self._sheets.setObjectName(f"import_sheet_{place}")
        self._sheets.setAccessibleName("Sheet of the workbook")
        self._sheets.activated.connect(lambda _at: self.changed.emit({"sheet": self._sheets.currentData()}))
        self._forget = button("Guess instead", name=f"import_forget_{place}", on_click=self.forgotten.emit)
        self._forget.setToolTip("Forget what was said of files with this header before.")
        self._naming = label("", "quiet")
        self._named = QLineEdit()
        self._named.setObjectName(f"import_named_{place}")
        self._named.editingFinished.connect(self._rename)
        self._doubts = label("", "warning", wraps=True, name=f"import_doubts_{place}")
        self.head = ChipHeader(palette)
        self.head.sectionClicked.connect(self.open_menu)
        self._table = self._made_table(place)
        self._lay_out()

    def show_file(self, file: FilePlan, *, may_set_key: bool, most_rows: int) -> None:
        """Show what is planned for a file, with so many of its first rows."""
        self._file, self._may_set_key = file, may_set_key
        self._name.setText(file.name)
        self._form.setText(f"{file.why}  ·  {file.form}")
        with QSignalBlocker(self._kind):
            self._kind.setCurrentIndex(self._kind.findData(file.kind))
        told = [doubt.text for doubt in file.doubts if not doubt.offers]  # others stand with their answers above
        self._doubts.setText("\n".join(told))
        self._doubts.setVisible(bool(told))
        self._forget.setVisible(file.is_remembered)
        self._show_naming(file)
        self._show_sheets(file)
        self._show_rows(file, most_rows)

    @property
    def name(self) -> str:
        """The file's name."""
        return self._file.name if self._file is not None else ""

    def show_account(self, account: Account | None) -> None:
        """What becomes of the file's rows, where the page says it file by file."""
        file = self._file
        if file is not None and account is not None:
            self._form.setText(f"{rows_words(account)}  ·  {file.why}  ·  {file.form}")

    def show_palette(self, palette: Palette) -> None:
        """Chips in other colours."""
        self.head.show_palette(palette)

    def open_menu(self, section: int) -> None:
        """What else the column in this place can be taken for."""
        file = self._file
        if file is None or section >= len(file.columns):
            return
        entries = choices(file, file.columns[section], may_set_key=self._may_set_key)
        menu = menu_of(self, entries, self.changed.emit)
        menu.setObjectName("column_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        left = self.head.sectionViewportPosition(section)
        menu.popup(self.head.viewport().mapToGlobal(QPoint(left, HEIGHT)))

    def _made_table(self, place: int) -> QTableWidget:
        made = QTableWidget()
        made.setObjectName(f"import_rows_{place}")
        made.setAccessibleName("First rows")
        made.setProperty("kind", "plain")
        made.setHorizontalHeader(self.head)
        made.setShowGrid(False)
        made.setWordWrap(False)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setTabKeyNavigation(False)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.setToolTip("Press a column's head to say what it is. Enter does it for the cell in focus.")
        made.verticalHeader().hide()
        made.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        made.cellActivated.connect(lambda _row, at: self.open_menu(at))
        return made

    def _lay_out(self) -> None:
        lines = column(self, margin=2 * STEP, gap=STEP)
        head = row(gap=2 * STEP)
        head.addWidget(self._name)
        head.addWidget(self._form, 1)
        head.addWidget(self._forget)
        head.addWidget(self._sheets)
        head.addWidget(self._kind)
        lines.addLayout(head)
        naming = row(gap=STEP)
        naming.addWidget(self._naming)
        naming.addWidget(self._named)
        naming.addStretch(1)
        lines.addLayout(naming)
        lines.addWidget(self._doubts)
        lines.addWidget(self._table)

    def _show_naming(self, file: FilePlan) -> None:
        words = {"events": "Every row is the event", "list": "They become the list", "pool": "They fill the pool"}
        text = file.constant if file.kind == "events" else file.into
        is_named = file.kind in words and (file.kind != "events" or file.event is None)
        self._naming.setText(words.get(file.kind, ""))
        self._named.setAccessibleName(words.get(file.kind, ""))
        with QSignalBlocker(self._named):
            self._named.setText(text or "")
        self._naming.setVisible(is_named)
        self._named.setVisible(is_named)

    def _rename(self) -> None:
        file, text = self._file, self._named.text().strip()
        if file is None or not text:
            return
        changes: Mapping[str, Any] = {"name_constant": text} if file.kind == "events" else {"into": text}
        if text not in (file.constant, file.into):
            self.changed.emit(changes)

    def _show_sheets(self, file: FilePlan) -> None:
        """The sheets of a workbook that has several."""
        self._sheets.setVisible(len(file.sheets) > 1)
        with QSignalBlocker(self._sheets):
            self._sheets.clear()
            for name in file.sheets:
                self._sheets.addItem(f"Sheet “{name}”", name)
            self._sheets.setCurrentIndex(self._sheets.findData(file.sheet))

    def _show_rows(self, file: FilePlan, most_rows: int) -> None:
        shown = file.columns[:_MOST_COLUMNS]
        rows = file.rows[:most_rows]
        table = self._table
        table.setVisible(bool(shown))
        table.setColumnCount(len(shown))
        table.setRowCount(len(rows))
        for at, cells in enumerate(rows):
            for place, cell in enumerate(cells[: len(shown)]):
                table.setItem(at, place, QTableWidgetItem(" ".join(cell.split())))
        self.head.show_columns([each.name for each in shown], [chip_of(file, each) for each in shown])
        for place in range(len(shown)):
            wide = max(self.head.width_for(place), table.sizeHintForColumn(place) + 2 * STEP)
            self.head.resizeSection(place, min(wide, _WIDEST_COLUMN))
        bar = table.horizontalScrollBar().sizeHint().height()
        table.setFixedHeight(HEIGHT + len(rows) * _ROW_HEIGHT + bar + 2)
