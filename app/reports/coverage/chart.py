"""Coverage as bars: for each channel who has an address, who agreed, who left, and who is then reachable."""

from __future__ import annotations

from app.look.palette import Palette
from app.numbers import NOTHING, Rate, counted
from app.reports.coverage.figures import PARTS, REACHABLE, TITLES, CoverageFigures
from app.reports.drawing.drawing_area import Chart, DrawingArea
from app.reports.drawing.fonts import width_px

_LINE = 24
_GAP = 0.6  # of a line, between channels


def draw_coverage(figures: CoverageFigures, palette: Palette, *, with_definition: bool = True) -> Chart:
    """A group of bars a channel, and one of how many channels reach people; all of one scale."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: CoverageFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not figures.everybody or not figures.channels:
        area.sentence("There is nobody to be reached.")
        return
    unit, many = area.unit, len(figures.channels)
    lines = many * (len(PARTS) + _GAP) + many + 1
    height = min(_LINE * unit, (bottom - area.margin) / lines)
    size = min(11 * unit, height * 0.7)
    title = max(width_px(words, size, 600) for words in (*(each.title for each in figures.channels), "Reachable"))
    names = [*TITLES, *(_by(at) for at in range(many + 1))]
    name = max(width_px(words, size, 400) for words in names) + 12 * unit
    start = area.margin + min(title + 16 * unit, area.width * 0.25) + name
    said = width_px(_words(Rate(figures.everybody, figures.everybody)), size, 400) + 16 * unit
    full = max(area.width - area.margin - said - start, 20)
    y = area.margin
    for row, channel in enumerate(figures.channels):
        area.text(area.margin, y + height / 2, channel.title, size=size, weight=600, room=start - name - area.margin)
        for part, words in enumerate(TITLES):
            fill = area.palette.series[0] if part + 1 == REACHABLE else area.palette.series[5 if part == 2 else 1]
            _paint_bar(area, (row, part + 1), words, figures.rate(row, part), fill, (start, y, name, full, height))
            y += height
        y += _GAP * height
    area.text(area.margin, y + height / 2, "Reachable", size=size, weight=600, room=start - name - area.margin)
    for at in range(many + 1):
        rate = Rate(int(figures.by_many(at).sum()), figures.everybody)
        fill = area.palette.series[0] if at else area.palette.text_faint
        _paint_bar(area, (many + at, REACHABLE), _by(at), rate, fill, (start, y, name, full, height))
        y += height


def _by(many: int) -> str:
    return f"by {counted(many, 'channel', 'channels')}" if many else "by no channel"


def _words(rate: Rate) -> str:
    return f"{rate.percent()}  ·  {rate.fraction()}"


def _paint_bar(
    area: DrawingArea, cell: tuple[int, int], name: str, rate: Rate | None, fill: str,
    where: tuple[float, float, float, float, float],
) -> None:  # fmt: skip
    """A bar with its name before it and its share behind it, on a faint bar of everybody."""
    start, y, room, full, height = where
    unit, middle, size = area.unit, y + height / 2, min(11 * area.unit, height * 0.7)
    quiet = area.palette.text_quiet
    area.text(start - room, middle, name, size=size, colour=quiet, room=room - 4 * unit)
    area.box(start, middle - height * 0.28, full, height * 0.56, area.palette.raised, radius=2 * unit)
    words = NOTHING
    if rate is not None:
        wide = max((rate.value or 0.0) * full, 1)
        area.box(start, middle - height * 0.28, wide, height * 0.56, fill, radius=2 * unit)
        area.hit(*cell, start, middle - height * 0.28, max(wide, 3), height * 0.56)
        words = _words(rate)
    x = start + full + 8 * unit
    area.text(x, middle, words, size=size, colour=quiet, room=area.width - x - 4 * unit)
