"""The heads of a table's columns: name, a small histogram of what stands below, and a field to filter by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableView

from app.data.browsing.profile import Profile
from app.desktop.data.tables.bars import paint_bars
from app.look.palette import Palette
from app.ui.fields import LineField

NAME_PX, BARS_PX, FIELD_PX = 32, 20, 40
MARGIN_PX, ORDER_PX = 8, 5
WIDEST_BARS_PX = 144
LEAST_WIDTH_PX = 96
HOW_TO_FILTER = (
    "Rows with this in them. Of numbers and dates: 5, >5, <=2024-05, 1..5. Exactly this: =this. Empty: =, filled: <>"
)


class ColumnHeads(QHeaderView):
    """Fields are made for the columns in sight only: there may be thousands."""

    filter_written = Signal(int, str)

    def __init__(self, view: QTableView, palette: Palette) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._palette = palette
        self._profiles: tuple[Profile, ...] = ()
        self._order: tuple[int, bool] | None = None
        self._texts: dict[int, str] = {}
        self._fields: dict[int, QLineEdit] = {}
        self._bars_px = BARS_PX
        self.viewport()  # the first such call of all makes Qt's enumerations, which takes a while
        self.setSectionsClickable(True)
        self.sectionDoubleClicked.connect(self.sectionClicked)  # two clicks, however fast they follow one another
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(LEAST_WIDTH_PX)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMouseTracking(True)
        view.setHorizontalHeader(self)
        view.horizontalScrollBar().valueChanged.connect(self._place_fields)
        self.sectionResized.connect(self._place_fields)
        self.sectionCountChanged.connect(self._place_fields)
        self.geometriesChanged.connect(self._place_fields)

    @property
    def filters(self) -> dict[int, str]:
        """What is written over which column."""
        return {section: text for section, text in self._texts.items() if text.strip()}

    def leave_bars_out(self) -> None:
        """No room for figures, where there will be none."""
        self._bars_px = 0

    def clear(self) -> None:
        """Other columns: no figures, no filters, no order."""
        self._profiles = ()
        self.clear_filters()
        self.show_order(None)

    def show_order(self, section: int | None, *, descending: bool = False) -> None:
        """Mark the column by which rows are sorted, or none."""
        self._order = None if section is None else (section, descending)
        self.viewport().update()

    def clear_filters(self) -> None:
        """Let every row through; tells nobody."""
        self.show_filters({})

    def show_filters(self, texts: Mapping[int, str]) -> None:
        """Write this over the columns; tells nobody."""
        self._texts = dict(texts)
        for section, field in self._fields.items():
            if field.text() != texts.get(section, ""):
                field.blockSignals(True)
                field.setText(texts.get(section, ""))
                field.blockSignals(False)

    def show_profiles(self, profiles: Sequence[Profile]) -> None:
        """Draw the columns' figures."""
        self._profiles = tuple(profiles)
        self.viewport().update()

    def show_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self._palette = palette
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(self.length(), NAME_PX + self._bars_px + FIELD_PX)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # Qt's name
        """The name with the order's mark, and the column's figures under it."""
        painter.save()
        super().paintSection(painter, QRect(rect.left(), rect.top(), rect.width(), NAME_PX), logicalIndex)
        painter.restore()
        if self._order is not None and self._order[0] == logicalIndex:
            self._paint_order(painter, rect, logicalIndex)
        below = rect.adjusted(0, NAME_PX, 0, 0)
        painter.fillRect(below, QColor(self._palette.surface))
        painter.fillRect(QRect(below.left(), below.bottom(), below.width(), 1), QColor(self._palette.line))
        if logicalIndex < len(self._profiles):
            room = QRectF(below.left() + MARGIN_PX, below.top(), below.width() - 2 * MARGIN_PX, BARS_PX)
            room.setWidth(min(room.width(), WIDEST_BARS_PX))
            paint_bars(painter, room, self._profiles[logicalIndex], self._palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_fields()

    def _paint_order(self, painter: QPainter, rect: QRect, section: int) -> None:
        """A triangle at the side where the name is not."""
        assert self._order is not None
        aligned = self.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        at_left = bool(aligned & Qt.AlignmentFlag.AlignRight)
        middle = QPointF(rect.left() + 2 * MARGIN_PX if at_left else rect.right() - 2 * MARGIN_PX, NAME_PX / 2)
        up = ORDER_PX if self._order[1] else -ORDER_PX
        corners = [QPointF(-ORDER_PX, -up / 2), QPointF(ORDER_PX, -up / 2), QPointF(0, up / 2)]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._palette.accent))
        painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
        painter.restore()

    def _place_fields(self) -> None:
        seen = set()
        for section in range(max(self.visualIndexAt(0), 0), self.count()):
            left, width = self.sectionViewportPosition(section), self.sectionSize(section)
            if left >= self.viewport().width():
                break
            if left + width > 0:
                seen.add(section)
                field = self._fields.get(section) or self._make_field(section)
                place = QRect(left + 2, NAME_PX + self._bars_px + 3, width - 4, FIELD_PX - 8)
                field.setGeometry(place)
                field.show()
        for section, field in self._fields.items():
            if section not in seen and not field.hasFocus():
                field.hide()

    def _make_field(self, section: int) -> QLineEdit:
        field = self._fields[section] = LineField(self._texts.get(section, ""), self.viewport())
        field.setObjectName(f"filter_{section}")
        field.setProperty("kind", "search")
        field.setPlaceholderText("Filter")
        field.setToolTip(HOW_TO_FILTER)
        field.setAccessibleName(f"Filter by column {section + 1}")
        field.setCursor(Qt.CursorShape.IBeamCursor)
        field.textChanged.connect(lambda text: self._note(section, text))
        return field

    def _note(self, section: int, text: str) -> None:
        self._texts[section] = text
        self.filter_written.emit(section, text)
