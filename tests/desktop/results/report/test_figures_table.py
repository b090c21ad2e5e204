"""A report's table on the screen."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.desktop.results.report.figures_table import FiguresTable
from app.reports.counting.lazy_rows import LazyRows
from app.reports.report import Cell

MANY = 30_000


def test_that_rows_of_a_long_table_are_made_as_they_come_into_sight(qtbot: QtBot) -> None:
    made: list[int] = []

    def row(at: int) -> tuple[Cell, ...]:
        made.append(at)
        return Cell(f"account {at}"), Cell(str(at))

    table = FiguresTable("report_table")
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.show_table((("Account", "People"), LazyRows(MANY, row)))
    with qtbot.waitExposed(table):
        table.show()
    assert table.rowCount() == MANY
    assert len(made) < 1_000
    for at in (MANY // 2, MANY - 1, 0):
        first = table.item(at, 0)
        assert at == 0 or first is None
        table.scrollTo(table.model().index(at, 0))
        seen = table.item(at, 0), table.item(at, 1)
        assert [item.text() for item in seen if item] == [f"account {at}", str(at)]
    assert len(made) < 1_000
