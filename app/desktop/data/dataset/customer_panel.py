"""One customer: what is known of them, and all they did, in order."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QTableView, QWidget

from app.data.browsing.cells import cell_reader
from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.desktop.data.tables.table_models import ColumnsModel, ShownColumn
from app.desktop.data.tables.table_page import dress_table, fit_columns, show_model
from app.look.palette import Palette
from app.numbers import counted, data_instant
from app.ui.elided import ElidedLabel
from app.ui.plain_text import one_line
from app.ui.theme import STEP
from app.ui.widgets import button, column, frame, label, row

LEAST_WIDTH = 40 * STEP
_MOST_OF_NAMES = 0.45
_MINUTE_US = 60_000_000
_TWO_LINES = 6 * STEP


class CustomerPanel(QWidget):
    """Hidden until a customer is chosen."""

    closed = Signal(bool)  # whether the keyboard was in it

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("customer_panel")
        self.setMinimumWidth(LEAST_WIDTH)
        self._palette = palette
        self._id = ElidedLabel("", "heading", name="customer_panel_id")
        self._sum = label("", "quiet", name="customer_panel_sum")
        self._facts = dress_table(QTableView(), "customer_facts", "What is known of the customer")
        self._events = dress_table(QTableView(), "customer_events", "What the customer did")
        for table in (self._facts, self._events):
            table.verticalHeader().hide()
            table.setProperty("kind", "plain")
            table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # what is cut is told as a tip
        self._line = self._events.verticalHeader().defaultSectionSize()
        head = row(gap=STEP)
        head.addWidget(self._id, 1)
        head.addWidget(button("Close", "quiet", name="customer_panel_close", on_click=self.leave))
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self._facts)
        parts.addWidget(self._events)
        parts.setStretchFactor(1, 1)
        parts.setSizes([20 * STEP, 50 * STEP])
        parts.setChildrenCollapsible(False)
        self.setFocusProxy(self._events)
        card = frame("card")
        around = column(self)
        around.setContentsMargins(2 * STEP, 0, 0, 0)
        around.addWidget(card)
        lines = column(card, margin=2 * STEP)
        lines.addLayout(head)
        lines.addWidget(self._sum)
        lines.addWidget(parts, 1)
        self.hide()

    def show_customer(self, dataset: Dataset, customer: int) -> None:
        """Show the customer of that row."""
        alone = dataset.only(customer)
        self._id.setText(str(alone.customer_ids[0].as_py()))
        self._sum.setText(counted(alone.event_count, "event", "events"))
        show_model(self._facts, _facts(alone, self._palette, self))
        show_model(self._events, _timeline(alone, self._palette, self))
        self.show()
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """However long the names of attributes are, their values have the greater part; long events take two lines."""
        for table, most in ((self._facts, _MOST_OF_NAMES), (self._events, 1.0)):
            header, room = table.horizontalHeader(), table.viewport().width()
            if header.count():
                fit_columns(table)
                first = min(header.sectionSize(0), int(room * most))
                is_long = header.sectionSize(1) > room - first
                header.resizeSection(0, first)
                header.resizeSection(1, room - first)
                table.setWordWrap(is_long and table is self._events)
                lines = _TWO_LINES if table.wordWrap() else self._line
                table.verticalHeader().setDefaultSectionSize(lines)

    def show_palette(self, palette: Palette) -> None:
        """Show everything in other colours."""
        self._palette = palette

    def leave(self) -> None:
        """Hide until another customer is chosen."""
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and self.isAncestorOf(focused)
        self.hide()
        self.closed.emit(had_keyboard)


def _facts(alone: Dataset, palette: Palette, parent: CustomerPanel) -> ColumnsModel:
    """The attributes that are filled, and the lists that the customer is in."""
    facts = [(name, cell_reader(values)(0)) for name, values in alone.attributes.items() if values.filled[0]]
    facts += [(title, "in the list") for title, members in alone.lists.items() if members[0]]
    text = ColumnType.TEXT
    shown = [
        ShownColumn("Attribute", text, lambda at: facts[at][0]),
        ShownColumn("Value", text, lambda at: one_line(facts[at][1])),
    ]
    return ColumnsModel(shown, len(facts), palette, parent, shows_types=False)


def _timeline(alone: Dataset, palette: Palette, parent: CustomerPanel) -> ColumnsModel:
    """Each event with what is filled of its properties, in one column that has all the room there is."""
    name = cell_reader(alone.names)
    properties = [(title, values.filled, cell_reader(values)) for title, values in alone.properties.items()]

    def whole(at: int) -> str:
        filled_ones = (f"{title} {read(at)}" for title, filled, read in properties if filled[at])
        return one_line("  ·  ".join((name(at), *filled_ones)))

    text = ColumnType.TEXT
    seconds = bool((alone.at % _MINUTE_US).any())
    shown = [
        ShownColumn("At (UTC)", text, lambda at: data_instant(int(alone.at[at]), seconds=seconds)),
        ShownColumn("Event", text, whole),
    ]
    return ColumnsModel(shown, alone.event_count, palette, parent, shows_types=False)
