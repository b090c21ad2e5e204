"""How the files join: for each pair the columns, how many meet, drawn, and what else could be taken."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from app.data.importing.keys.joining import Join
from app.data.importing.plan import ImportPlan
from app.look.palette import Palette
from app.numbers import Rate
from app.ui.elided import ElidedLabel
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.widgets import clear, column, label, row

_WAYS_LEAST_WIDTH = 38 * STEP
_SHARE_WIDTH = 5 * STEP
_BAR_SIZE = QSize(20 * STEP, STEP)


class MatchBar(QWidget):
    """A share as a bar: good where at least half meet, else a warning."""

    def __init__(self, join: Join, palette: Palette) -> None:
        super().__init__()
        self._join = join
        self._palette = palette
        self.setAccessibleName(join.sentence())
        self.setToolTip(join.sentence())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return _BAR_SIZE

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        corner = whole.height() / 2
        painter.setBrush(QColor(self._palette.raised))
        painter.drawRoundedRect(whole, corner, corner)
        met = QRectF(whole)
        met.setWidth(whole.width() * self._join.share)
        painter.setBrush(QColor(self._palette.good if self._join.is_enough else self._palette.warning))
        painter.drawRoundedRect(met, corner, corner)


class JoinPanel(QFrame):
    """A line for each join in use; `chosen` tells another way."""

    chosen = Signal(object)  # Join

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName("import_joins")
        self._palette = palette
        self._plan: ImportPlan | None = None
        lines = column(self, margin=2 * STEP, gap=STEP)
        lines.addWidget(label("How they join", "section"))
        self._lines = column(gap=STEP)
        lines.addLayout(self._lines)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the joins of a plan; hidden where there is nothing to join."""
        self._plan = plan
        clear(self._lines)
        for place, join in enumerate(plan.chosen):
            self._lines.addWidget(self._line(plan, place, join))
        self.setVisible(bool(plan.chosen))

    def show_palette(self, palette: Palette) -> None:
        """Bars in other colours."""
        self._palette = palette
        if self._plan is not None:
            self.show_plan(self._plan)

    def _line(self, plan: ImportPlan, place: int, join: Join) -> QWidget:
        made = QWidget()
        line = row(made, gap=2 * STEP)
        first, second = plan.name_of(join.first.file), plan.name_of(join.second.file)
        names = column(gap=0)
        names.addWidget(ElidedLabel(first))
        names.addWidget(ElidedLabel(f"with {second}", "quiet"))
        line.addLayout(names, 1)
        line.addWidget(MatchBar(join, self._palette))
        share = label(Rate(join.met, join.of).percent(), "strong")
        share.setFixedWidth(_SHARE_WIDTH)
        line.addWidget(share)
        ways = ComboBox()
        ways.setObjectName(f"import_join_{place}")
        ways.setAccessibleName(f"How {first} and {second} join")
        ways.setMinimumWidth(_WAYS_LEAST_WIDTH)
        ways.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        alternatives = plan.alternatives(join)
        with QSignalBlocker(ways):
            for each in alternatives:
                ways.addItem(each.sentence(), each)
            ways.setCurrentIndex(alternatives.index(join) if join in alternatives else -1)
        ways.activated.connect(lambda at: self.chosen.emit(alternatives[at]))
        line.addWidget(ways, 1)
        return made
