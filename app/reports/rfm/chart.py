"""Segments as pairs of bars: their share of the customers, and of what all customers spent."""

from __future__ import annotations

from app.look.palette import Palette
from app.numbers import amount_percent, money, number
from app.reports.drawing.drawing_area import Chart, DrawingArea
from app.reports.drawing.fonts import width_px
from app.reports.rfm.figures import AMOUNT, CUSTOMERS, RfmFigures, SegmentFigures

_HIGHEST_ROW = 46


def draw_rfm(figures: RfmFigures, palette: Palette, *, with_definition: bool = True) -> Chart:
    """A row a segment."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: RfmFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    segments = figures.segments()
    if not segments:
        area.sentence("Nobody had bought by that day.")
        return
    unit = area.unit
    top, bottom = area.margin, bottom - 26 * unit
    height = min(_HIGHEST_ROW * unit, (bottom - top) / len(segments))
    total = float(figures.now.amount.sum())
    names = max(width_px(each.name, 12 * unit, 600) for each in segments) + 14 * unit
    start = area.margin + min(names, area.width * 0.3)
    texts = {each.name: _texts(each, figures, total) for each in segments}
    room = max(width_px(text, 11 * unit, 400) for pair in texts.values() for text in pair) + 14 * unit
    full = max(max(each.customers.value or 0.0, _share(each.amount, total)) for each in segments) or 1.0
    scale = (area.width - area.margin - room - start) / full
    for index, each in enumerate(segments):
        y = top + index * height
        area.text(
            area.margin, y + height / 2, each.name, size=12 * unit, weight=600, room=start - area.margin - 8 * unit
        )
        shares = (each.customers.value or 0.0, _share(each.amount, total))
        for line, (share, words) in enumerate(zip(shares, texts[each.name], strict=True)):
            place = y + height * (0.12 + 0.39 * line)
            fill = area.palette.series[line]
            area.box(start, place, max(share * scale, 1), height * 0.34, fill, radius=2 * unit)
            area.hit(index, CUSTOMERS if line == 0 else AMOUNT, start, place, max(share * scale, 1), height * 0.34)
            x = start + max(share * scale, 1) + 8 * unit
            size = min(11 * unit, height * 0.34)
            area.text(x, place + height * 0.17, words, size=size, colour=area.palette.text_quiet)
    _paint_legend(area, bottom + 14 * unit)


def _texts(each: SegmentFigures, figures: RfmFigures, total: float) -> tuple[str, str]:
    customers = f"{number(each.customers.count)}  ·  {each.customers.percent()}"
    share = amount_percent(each.amount, total)
    return customers, f"{money(each.amount, figures.currency)}  ·  {share}"


def _share(amount: float, total: float) -> float:
    """Of all that was spent; none where refunds ate it up."""
    return max(amount, 0.0) / total if total > 0 else 0.0


def _paint_legend(area: DrawingArea, y: float) -> None:
    unit, x = area.unit, area.margin
    for fill, words in zip(area.palette.series, ("customers", "amount"), strict=False):
        area.box(x, y - 5 * unit, 12 * unit, 10 * unit, fill, radius=2 * unit)
        area.text(x + 18 * unit, y, words, size=11 * unit, colour=area.palette.text_quiet)
        x += 18 * unit + width_px(words, 11 * unit, 400) + 24 * unit
