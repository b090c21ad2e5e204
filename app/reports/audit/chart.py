"""Findings as lines, scenario by scenario: how much they weigh, where, what, and a bar of the customers they touch."""

from __future__ import annotations

from app.look.palette import Palette
from app.numbers import counted, number
from app.reports.audit.figures import CUSTOMERS, WEIGHTS, AuditFigures, Finding, Weight
from app.reports.drawing.drawing_area import Chart, DrawingArea
from app.reports.drawing.fonts import width_px, wrap

_HIGHEST_ROW, _LOWEST_ROW = 30, 20
_BAR_PX = 130


def draw_audit(figures: AuditFigures, palette: Palette, *, with_definition: bool = True) -> Chart:
    """A line a finding; where there are too many, those that weigh most."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: AuditFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not figures.findings:
        nothing = "Nothing was found." if figures.definition.scenarios else "There is no scenario yet."
        area.sentence(nothing)
        return
    unit = area.unit
    top, bottom = area.margin * 0.7, bottom - 26 * unit
    rows = list(enumerate(figures.findings))
    room = max(int((bottom - top) / (_LOWEST_ROW * unit)) - len(figures.definition.scenarios), 3)
    shown = rows
    if len(rows) > room:
        order = list(WEIGHTS)
        heaviest = sorted(rows, key=lambda each: order.index(each[1].weight))[: room - 1]
        shown = sorted(heaviest)
    more = len(rows) - len(shown)
    heads = len({each.scenario for _, each in shown})
    height = min(_HIGHEST_ROW * unit, (bottom - top) / (len(shown) + heads + bool(more)))
    wheres = min(max(width_px(each.where, 11 * unit, 600) for _, each in shown) + 18 * unit, area.width * 0.24)
    y, scenario = top, None
    for row, each in shown:
        if each.scenario != scenario:
            scenario = each.scenario
            area.text(area.margin, y + height / 2, scenario, size=min(12 * unit, height * 0.7), weight=600,
                      room=area.width - 2 * area.margin)  # fmt: skip
            y += height
        _paint_finding(area, row, each, (y, height), wheres)
        y += height
    if more:
        words = f"… and {counted(more, 'lighter finding', 'lighter findings')}; the table has them all"
        area.text(area.margin, y + height / 2, words, size=11 * unit, colour=area.palette.text_quiet)
    _paint_legend(area, figures, bottom + 14 * unit)


def _colours(palette: Palette) -> dict[Weight, str]:
    return {"stops": palette.danger, "mend": palette.warning, "look": palette.series[1], "fact": palette.text_faint}


def _paint_finding(area: DrawingArea, row: int, each: Finding, band: tuple[float, float], wheres: float) -> None:
    (y, height), unit, palette = band, area.unit, area.palette
    middle, size = y + height / 2, min(11 * unit, height * 0.62)
    dot, x = 4 * unit, area.margin + 10 * unit
    area.box(x - dot, middle - dot, 2 * dot, 2 * dot, _colours(palette)[each.weight], radius=dot)
    x += 12 * unit
    area.text(x, middle, each.where, size=size, weight=600, room=wheres - 12 * unit)
    has_bar = each.touched is not None and each.touched.of > 0 and each.owners is not None
    end = area.width - area.margin - (_BAR_PX * unit + 12 * unit if has_bar else 0)
    lines = wrap(each.words, end - x - wheres, size, 2 if height > 2.5 * size else 1)
    for at, line in enumerate(lines):
        y_line = middle + (at - (len(lines) - 1) / 2) * size * 1.2
        area.text(x + wheres, y_line, line, size=size, colour=palette.text_quiet)
    if not has_bar or each.touched is None:
        return
    left, whole = end + 12 * unit, (_BAR_PX - 78) * unit
    long = max(whole * (each.touched.value or 0.0), 1)
    area.box(left, middle - height * 0.26, long, height * 0.52, palette.series[0], radius=2 * unit)
    area.hit(row, CUSTOMERS, left, y, _BAR_PX * unit, height)
    words = f"{number(each.touched.count)}  ·  {each.touched.percent()}"
    area.text(left + long + 6 * unit, middle, words, size=size * 0.95, colour=palette.text_quiet)


def _paint_legend(area: DrawingArea, figures: AuditFigures, y: float) -> None:
    unit, x = area.unit, area.margin
    for weight, words in WEIGHTS.items():
        if figures.of_weight(weight):
            dot = 4 * unit
            area.box(x, y - dot, 2 * dot, 2 * dot, _colours(area.palette)[weight], radius=dot)
            area.text(x + 14 * unit, y, words, size=11 * unit, colour=area.palette.text_quiet)
            x += 14 * unit + width_px(words, 11 * unit, 400) + 22 * unit
