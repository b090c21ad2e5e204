"""What colours and shapes mean, below a chart: side by side, on as many lines as the width asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.reports.drawing.drawing_area import DrawingArea
from app.reports.drawing.fonts import width_px

_SIZE, _LINE, _FIRST_LINE = 11, 18, 26
_AFTER_SAMPLE, _AFTER_WORDS = 6, 22


@dataclass(frozen=True, slots=True)
class Entry:
    """Words, and before them a sample so many units wide, painted from its left side about a middle."""

    words: str
    sample: Callable[[float, float], None]
    wide: float = 12


def legend_height(area: DrawingArea, entries: Sequence[Entry]) -> float:
    """How much room they take."""
    return (_FIRST_LINE + _LINE * (len(_lines(area, entries)) - 1)) * area.unit


def paint_legend(area: DrawingArea, top: float, entries: Sequence[Entry]) -> None:
    """From there downwards."""
    unit = area.unit
    for at, line in enumerate(_lines(area, entries)):
        x, y = area.margin, top + (_FIRST_LINE / 2 + 1 + at * _LINE) * unit
        for entry in line:
            entry.sample(x, y)
            x += (entry.wide + _AFTER_SAMPLE) * unit
            room = area.width - area.margin - x
            area.text(x, y, entry.words, size=_SIZE * unit, colour=area.palette.text_quiet, room=room)
            x += _width(area, entry) - (entry.wide + _AFTER_SAMPLE) * unit


def _width(area: DrawingArea, entry: Entry) -> float:
    around = (entry.wide + _AFTER_SAMPLE + _AFTER_WORDS) * area.unit
    return width_px(entry.words, _SIZE * area.unit, 400) + around


def _lines(area: DrawingArea, entries: Sequence[Entry]) -> list[list[Entry]]:
    lines: list[list[Entry]] = [[]]
    x = area.margin
    for entry in entries:
        wide = _width(area, entry)
        if lines[-1] and x + wide - _AFTER_WORDS * area.unit > area.width - area.margin:
            lines.append([])
            x = area.margin
        lines[-1].append(entry)
        x += wide
    return lines
