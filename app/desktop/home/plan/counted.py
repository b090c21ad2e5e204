"""Analytics and channels: what was counted, as small tables."""

from __future__ import annotations

from app.desktop.home.plan.section import Cells, Section, Shown
from app.guides.plan.tables import analytics_table, channels_table
from app.guides.plan.texts import PartText
from app.reports.documents.composing.named_table import NamedTable
from app.ui.widgets import label


class Analytics(Section):
    """A row a figure: now, before, and the difference."""

    def __init__(self, text: PartText) -> None:
        super().__init__(text.key, text.title, text.asks, text.empty)
        self._cells = Cells((3, 3, 3, 2))
        self._definition = label("", "small", wraps=True, name="plan_analytics_definition")
        self.lines.addLayout(self._cells)
        self.lines.addWidget(self._definition)

    def show_plan(self, shown: Shown) -> None:
        ground = shown.ground
        table = analytics_table(ground)
        self.say_empty(is_empty=not table.table[1])
        _fill(self._cells, table, 4)
        self._definition.setText(table.definition)
        self._definition.setVisible(bool(table.table[1]))


class Channels(Section):
    """A row a channel: addresses, consent, who could be written to."""

    def __init__(self, text: PartText) -> None:
        super().__init__(text.key, text.title, text.asks, text.empty)
        self._cells = Cells((2, 3, 3, 3, 4))
        self.lines.addLayout(self._cells)

    def show_plan(self, shown: Shown) -> None:
        ground = shown.ground
        table = channels_table(ground)
        self.say_empty(is_empty=not table.table[1])
        _fill(self._cells, table, 5)


def _fill(cells: Cells, table: NamedTable, columns: int) -> None:
    headers, rows = table.table
    cells.fill(headers[:columns], [tuple(f"{cell}" for cell in each[:columns]) for each in rows])
