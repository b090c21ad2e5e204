"""Two runs: each figure's relative difference with its interval about a line of none; and changed paths as bars."""

from __future__ import annotations

from collections.abc import Sequence

from app.look.palette import Palette
from app.numbers import Rate, counted, number, whole_percent
from app.reports.comparison.figures import DIFFERENCE, OTHER, THIS, Compared, ComparisonFigures, PathFigures
from app.reports.counting.intervals import level
from app.reports.drawing.drawing_area import Chart, DrawingArea
from app.reports.drawing.fonts import width_px, wrap

_HIGHEST_ROW, _LOWEST_ROW = 34, 17
_HEADS = ("This run", "The other", "Difference")
_WIDE = 560  # from so many pixels on columns keep some air
_JOURNEYS = 2  # column of the table of paths
_MOST = 1.0  # a difference beyond is drawn at the edge


def draw_comparison(
    figures: ComparisonFigures | PathFigures, palette: Palette, *, with_definition: bool = True
) -> Chart:
    """Figures in rows, or paths in rows."""
    if isinstance(figures, PathFigures):
        return Chart(palette, lambda area: _paint_paths(area, figures, with_definition))
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: ComparisonFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not figures.rows:
        area.sentence("Nobody entered in either run.")
        return
    unit = area.unit
    top = _paint_cautions(area, figures.definition.cautions) + 28 * unit
    shown, height = _fitting(figures.rows, top, bottom, unit)
    names = min(max(width_px(each.name, 12 * unit, 400) for each in shown) + 16 * unit, area.width * 0.3)
    texts = [_texts(each, figures.currency) for each in shown]
    widths = [max(width_px(text[at], 11 * unit, 600) for text in texts) + 18 * unit for at in range(3)]
    least = 74 * unit if area.width >= _WIDE * unit else 0.0
    named = [width_px(head, 11 * unit, 400) + 14 * unit for head in _HEADS]
    widths = [max(wide, head, least) for wide, head in zip(widths, named, strict=True)]
    start = area.margin + names
    lefts = [start, start + widths[0], start + widths[0] + widths[1]]
    panel = (start + sum(widths), area.width - area.margin - 8 * unit)
    reach = _reach(shown)
    scale = f"Difference, {level()}, ± {whole_percent(reach)}"
    if width_px(scale, 11 * unit, 400) > area.width - area.margin - panel[0]:
        scale = f"± {whole_percent(reach)}"
    for left, head in zip((*lefts, panel[0]), (*_HEADS, scale), strict=True):
        area.text(left, top - 12 * unit, head, size=11 * unit, colour=area.palette.text_faint,
                  room=area.width - area.margin - left)  # fmt: skip
    middle = (panel[0] + panel[1]) / 2
    area.rule(middle, top, middle, top + len(shown) * height, area.palette.line_strong)
    for row, (each, words) in enumerate(zip(shown, texts, strict=True)):
        y = top + row * height
        area.text(area.margin, y + height / 2, each.name, size=min(12 * unit, height * 0.62), room=names - 10 * unit)
        _paint_texts(area, each, row, words, lefts, (y, height))
        _paint_relative(area, each, row, panel, reach, (y, height))
    _paint_more(area, len(figures.rows) - len(shown), "figure", top + (len(shown) + 0.5) * height)


def _paint_cautions(area: DrawingArea, cautions: Sequence[str]) -> float:
    size, y = 12 * area.unit, area.margin * 0.6
    for line in wrap(" ".join(cautions), area.width - 2 * area.margin, size, 2):
        area.text(area.margin, y + size * 0.7, line, size=size, colour=area.palette.warning)
        y += size * 1.4
    return y


def _fitting(rows: Sequence[Compared], top: float, bottom: float, unit: float) -> tuple[Sequence[Compared], float]:
    """As many rows as can be read, and their height."""
    room = max(int((bottom - top) / (_LOWEST_ROW * unit)), 1)
    shown = rows if len(rows) <= room else rows[: max(room - 1, 1)]
    return shown, min(_HIGHEST_ROW * unit, (bottom - top) / (len(shown) + (len(shown) < len(rows))))


def _texts(each: Compared, currency: str) -> tuple[str, str, str]:
    mine, theirs = each.totals
    return (
        each.written(mine, currency),
        each.written(theirs, currency),
        each.written(each.difference, currency, signed=True),
    )


def _paint_texts(
    area: DrawingArea,
    each: Compared,
    row: int,
    words: tuple[str, str, str],
    lefts: Sequence[float],
    band: tuple[float, float],
) -> None:
    (y, height), unit = band, area.unit
    size = min(11 * unit, height * 0.6)
    is_clear = each.interval is not None and each.interval.is_clear
    for column, left, text in zip((THIS, OTHER, DIFFERENCE), lefts, words, strict=True):
        strong = column == DIFFERENCE and is_clear
        colour = area.palette.text if strong else area.palette.text_quiet
        area.text(left, y + height / 2, text, size=size, colour=colour, weight=600 if strong else 400)
        area.hit(row, column, left, y, width_px(text, size, 600), height)


def _reach(rows: Sequence[Compared]) -> float:
    """How far the scale goes to either side: the greatest end of an interval, up to a whole."""
    ends = [abs(end) for each in rows if (relative := each.relative()) for end in relative]
    return min(max(ends, default=0.0), _MOST) or 0.01


def _paint_relative(
    area: DrawingArea, each: Compared, row: int, panel: tuple[float, float], reach: float, band: tuple[float, float]
) -> None:
    """A dot with its interval, in colour where it is clear of none."""
    relative = each.relative()
    if relative is None or each.interval is None:
        return
    (left, right), (y, height), unit = panel, band, area.unit
    middle = y + height / 2
    colour = area.palette.series[0] if each.interval.is_clear else area.palette.text_faint

    def x(value: float) -> float:
        return left + (right - left) * (min(max(value, -reach), reach) + reach) / (2 * reach)

    difference, low, high = relative
    area.rule(x(low), middle, x(high), middle, colour, line_px=1.6)
    for end in (low, high):
        area.rule(x(end), middle - 4 * unit, x(end), middle + 4 * unit, colour, line_px=1.6)
    dot = min(4 * unit, height * 0.3)
    area.box(x(difference) - dot, middle - dot, 2 * dot, 2 * dot, colour, radius=dot, above=2)
    area.hit(row, DIFFERENCE, left, y, right - left, height)


def _paint_paths(area: DrawingArea, figures: PathFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not figures.changes:
        area.sentence("Every journey went the same way in both runs.")
        return
    unit = area.unit
    top = _paint_cautions(area, figures.definition.cautions) + 30 * unit
    words = f"{figures.changed.in_words()} journeys went another way: where they ended in the other run → in this one"
    for line in wrap(words, area.width - 2 * area.margin, 12 * unit, 3):
        area.text(area.margin, top - 14 * unit, line, size=12 * unit, colour=area.palette.text_quiet)
        top += 17 * unit
    top -= 17 * unit
    room = max(int((bottom - top) / (_LOWEST_ROW * unit)), 1)
    shown = figures.changes if len(figures.changes) <= room else figures.changes[: max(room - 1, 1)]
    height = min(_HIGHEST_ROW * unit, (bottom - top) / (len(shown) + (len(shown) < len(figures.changes))))
    names = min(max(width_px(each.name, 12 * unit, 600) for each in shown) + 16 * unit, area.width * 0.5)
    start = area.margin + names
    scale = (area.width - area.margin - 110 * unit - start) / shown[0].journeys
    for row, each in enumerate(shown):
        y = top + row * height
        size = min(12 * unit, height * 0.62)
        area.text(area.margin, y + height / 2, each.name, size=size, weight=600, room=names - 10 * unit)
        long = max(each.journeys * scale, 1)
        area.box(start, y + height * 0.18, long, height * 0.64, area.palette.series[0], radius=2 * unit)
        area.hit(row, _JOURNEYS, start, y + height * 0.18, long, height * 0.64)
        share = Rate(each.journeys, figures.changed.of)
        area.text(start + long + 8 * unit, y + height / 2, f"{number(each.journeys)}  ·  {share.percent()}",
                  size=min(11 * unit, height * 0.6), colour=area.palette.text_quiet)  # fmt: skip
    _paint_more(area, len(figures.changes) - len(shown), "change", top + (len(shown) + 0.5) * height)


def _paint_more(area: DrawingArea, more: int, one: str, y: float) -> None:
    if more:
        words = f"… and {counted(more, f'more {one}', f'more {one}s')}; the table has them all"
        area.text(area.margin, y, words, size=11 * area.unit, colour=area.palette.text_quiet)
