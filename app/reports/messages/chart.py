"""Messages as bars: what was sent beside what was held back and why; below it, hatched, what a model makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.look.palette import Palette
from app.numbers import Rate, counted, number
from app.reports.drawing.drawing_area import Chart, DrawingArea, mix
from app.reports.drawing.fonts import width_px
from app.reports.messages.figures import REASONS, MessageFigures, MessageRow

_HIGHEST_LINE, _LOWEST_LINE = 22, 15
_GAP = 0.6  # of a line, between messages


class _Bar(NamedTuple):
    """A line of a message: `column` is that of the table."""

    name: str
    rate: Rate
    words: str
    column: str
    is_modelled: bool


def draw_messages(figures: MessageFigures, palette: Palette, *, with_definition: bool = True) -> Chart:
    """A group of bars a message, all on one scale."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: MessageFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not any(row.decided for row in figures.rows):
        area.sentence("No message came to be sent.")
        return
    unit = area.unit
    top, bottom = area.margin, bottom - 24 * unit
    bars = [list(_bars(figures, row)) for row in figures.rows]
    lines = len(bars[0]) + _GAP
    room = max(int((bottom - top) / (lines * _LOWEST_LINE * unit)), 1)
    shown = len(bars) if len(bars) <= room else max(room - 1, 1)
    height = min(_HIGHEST_LINE * unit, (bottom - top) / (lines * shown + (shown < len(bars))))
    label = min(max(width_px(row.title, 12 * unit, 600) for row in figures.rows[:shown]) + 16 * unit, area.width * 0.28)
    name = max(width_px(bar.name, 11 * unit, 400) for bar in bars[0]) + 12 * unit
    start = area.margin + label + name
    words = max(width_px(bar.words, 11 * unit, 400) for each in bars[:shown] for bar in each) + 12 * unit
    full = max(row.decided for row in figures.rows[:shown])
    scale = max(area.width - area.margin - words - start, 20) / full
    for place in range(shown):
        y = top + place * lines * height
        size, row = min(12 * unit, height * 0.8), figures.rows[place]
        area.text(area.margin, y + height / 2, row.title, size=size, weight=600, room=label - 8 * unit)
        for at, bar in enumerate(bars[place]):
            _paint_bar(area, figures, place, bar, (start, y + at * height, name, height), scale)
    if shown < len(bars):
        rest = f"… and {counted(len(bars) - shown, 'more row', 'more rows')}; the table has them all"
        area.text(
            area.margin, top + (shown * lines + 0.5) * height, rest, size=11 * unit, colour=area.palette.text_quiet
        )
    _paint_legend(area, figures, bottom + 12 * unit)


def _bars(figures: MessageFigures, row: MessageRow) -> Iterator[_Bar]:
    """What there is to show of a message, the widest first."""
    sent = Rate(row.sent, row.decided)
    yield _Bar("sent", sent, f"{number(row.sent)}  ·  {sent.percent()} of decided", "sent", is_modelled=False)
    if figures.is_modelled:
        for name, of in (("delivered", "sent"), ("opened", "delivered"), ("clicked", "delivered")):
            rate = row.rate(name)
            yield _Bar(name, rate, f"{number(rate.count)}  ·  {rate.percent()} of {of}", name, is_modelled=True)
    if row.converted:
        yield _converted("converted", row.converted.journeys, is_modelled=False)
    if row.modelled and figures.is_modelled:
        yield _converted("converted_modelled", row.modelled.journeys, is_modelled=True)


def _converted(column: str, rate: Rate, *, is_modelled: bool) -> _Bar:
    words = f"{number(rate.count)}  ·  {rate.percent()} of journeys"
    return _Bar("converted, modelled" if is_modelled else "converted", rate, words, column, is_modelled=is_modelled)


def _paint_bar(
    area: DrawingArea,
    figures: MessageFigures,
    place: int,
    bar: _Bar,
    at: tuple[float, float, float, float],
    scale: float,
) -> None:
    """The bar with its name before and its figures behind it; behind what was sent, what was held back."""
    start, y, name, height = at
    unit, palette = area.unit, area.palette
    size = min(11 * unit, height * 0.72)
    middle, thick = y + height / 2, height * 0.62
    area.text(start - name, middle, bar.name, size=size, colour=palette.text_quiet, room=name - 4 * unit)
    fill = palette.series[0 if bar.column == "sent" else 2 if bar.column.startswith("converted") else 1]
    wide = max(bar.rate.count * scale, 1)
    columns = figures.columns()
    if bar.is_modelled:
        line = mix(fill, palette.surface, 0.3)
        area.box(start, middle - thick / 2, wide, thick, palette.surface, line=line, hatch="////", radius=2 * unit)
    else:
        area.box(start, middle - thick / 2, wide, thick, fill, radius=2 * unit)
    area.hit(place, columns.index(bar.column), start, middle - thick / 2, wide, thick)
    x = start + wide
    if bar.column == "sent":
        for index, reason in enumerate(figures.reasons):
            more = figures.rows[place].skipped.get(reason, 0) * scale
            area.box(x, middle - thick / 2, more, thick, _held_back(palette, index))
            if more:
                area.hit(place, columns.index(f"skipped.{reason}"), x, middle - thick / 2, more, thick)
            x += more
    area.text(x + 8 * unit, middle, bar.words, size=size, colour=palette.text_quiet, room=area.width - x - 12 * unit)


def _held_back(palette: Palette, index: int) -> str:
    return mix(palette.end, palette.surface, min(0.15 + 0.17 * index, 0.8))


def _paint_legend(area: DrawingArea, figures: MessageFigures, y: float) -> None:
    """The reasons for which messages were held back, and what hatching means; as many as fit."""
    unit, palette, x = area.unit, area.palette, area.margin
    size = 11 * unit
    entries = [(REASONS.get(reason, reason), _held_back(palette, at), "") for at, reason in enumerate(figures.reasons)]
    if figures.is_modelled:
        entries.insert(0, ("modelled", palette.surface, "////"))
    for words, fill, hatch in entries:
        wide = 18 * unit + width_px(words, size, 400)
        if x + wide > area.width - area.margin:
            return
        line = mix(palette.series[1], palette.surface, 0.3) if hatch else "none"
        area.box(x, y - 5 * unit, 12 * unit, 10 * unit, fill, line=line, hatch=hatch or None)
        area.text(x + 18 * unit, y, words, size=size, colour=palette.text_quiet)
        x += wide + 22 * unit
