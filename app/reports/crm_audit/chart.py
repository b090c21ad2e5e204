"""The audit as a table of bars: a row a line, a column a quarter, each row on its own scale, and the change."""

from __future__ import annotations

from app.look.palette import Palette
from app.reports.crm_audit.figures import CrmAuditFigures, Line, changed_words, plain, said
from app.reports.drawing.bar_table import Bar, BarRow, paint_bar_table
from app.reports.drawing.drawing_area import Chart, DrawingArea


def draw_crm_audit(figures: CrmAuditFigures, palette: Palette, *, with_definition: bool = True) -> Chart:
    """Quarters side by side."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: CrmAuditFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    titles = [*figures.table()[0][1:]]
    rows = [BarRow(line.name, _bars(figures, line, row)) for row, line in enumerate(figures.lines)]
    paint_bar_table(area, bottom, titles, rows, one_scale=True)


def _bars(figures: CrmAuditFigures, line: Line, row: int) -> list[Bar]:
    """Values as parts of the greatest of their row, so that rows of all kinds can stand in one table."""
    values = [plain(value) for value in line.values]
    greatest = max((value for value in values if value is not None), default=0.0) or 1.0
    last = len(values) - 1
    bars = [
        Bar(
            None if value is None else value / greatest, said(line.values[at]), row, at + 1,
            is_open=figures.is_open and at == last,
        )
        for at, value in enumerate(values)
    ]  # fmt: skip
    return [*bars, Bar(None, changed_words(line), row, last + 2)]
