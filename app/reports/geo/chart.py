"""A map of the world: countries the darker the more there is, dots where customers are, and the greatest as bars."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from app.look.palette import Palette
from app.numbers import counted
from app.reports.drawing.drawing_area import Chart, DrawingArea, mix
from app.reports.drawing.fonts import width_px
from app.reports.geo.figures import COLUMN_OF, GeoFigures, Place
from app.reports.geo.projection import extent, outlines, projected

_NARROWEST_WITH_BARS = 560
_MOST_DOTS = 6_000
_ROW = 24


class _Frame(NamedTuple):
    """Where the map stands, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def onto(self) -> Affine2D:
        """From the plane to pixels, as large as fits, in the middle."""
        west, east, south, north = extent()
        scale = min((self.right - self.left) / (east - west), (self.bottom - self.top) / (north - south))
        x = (self.left + self.right) / 2 - scale * (west + east) / 2
        y = (self.top + self.bottom) / 2 + scale * (south + north) / 2
        return Affine2D().scale(scale, -scale).translate(x, y)


def draw_geo(figures: GeoFigures, palette: Palette, *, with_definition: bool = True) -> Chart:
    """The map, with the greatest countries beside it where there is room."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: GeoFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not figures.places and not len(figures.dots):
        area.sentence("Nobody’s country is known.")
        return
    unit = area.unit
    has_bars = bool(figures.countries()) and area.width >= _NARROWEST_WITH_BARS
    notes = _notes(figures)
    low = bottom - (40 if notes else 22) * unit
    right = area.margin + (area.width - 2 * area.margin) * (0.66 if has_bars else 1)
    _paint_map(area, figures, _Frame(area.margin, area.margin, right, low - 6 * unit))
    if has_bars:
        _paint_bars(area, figures, right + 20 * unit, low)
    if figures.countries():
        _paint_legend(area, figures, low + 10 * unit)
    if notes:
        y, quiet = low + 28 * unit, area.palette.text_quiet
        area.text(area.margin, y, notes, size=11 * unit, colour=quiet, room=area.width - 2 * area.margin)


def _notes(figures: GeoFigures) -> str:
    """What the map does not show: texts that name no country, and countries too small for it."""
    unknown = [f"{place.name} ({figures.said(place.of(figures.definition.measure))})" for place in figures.unmatched()]
    small = [place.name for place in figures.countries() if place.code not in outlines()]
    parts = [f"Not recognised: {', '.join(unknown[:12])}"] if unknown else []
    parts += [f"too small for the map: {', '.join(small[:12])}"] if small else []
    return "; ".join(parts)


def _paint_map(area: DrawingArea, figures: GeoFigures, frame: _Frame) -> None:
    palette, onto = area.palette, frame.onto()
    column = COLUMN_OF[figures.definition.measure]
    places = {place.code: (row, place) for row, place in enumerate(figures.countries())}
    most = _most(figures)
    border = 0.5 * area.unit
    rest = Path.make_compound_path(*(outline for code, outline in outlines().items() if code not in places))
    area.fill(rest.transformed(onto), palette.raised, line=palette.surface, line_px=border)
    for code, (row, place) in places.items():
        if code in outlines():
            path = outlines()[code].transformed(onto)
            area.fill(path, _heat(palette, place, figures, most), line=palette.surface, line_px=border)
            area.hit_path(row, column, path)
    if len(figures.dots):
        _paint_dots(area, figures, onto)


def _most(figures: GeoFigures) -> float:
    return max((place.of(figures.definition.measure) for place in figures.countries()), default=0.0)


def _heat(palette: Palette, place: Place, figures: GeoFigures, most: float) -> str:
    """The root of the share of the greatest, so that the smaller ones can still be told apart."""
    value = max(place.of(figures.definition.measure), 0.0)
    return heat(palette, math.sqrt(value / most) if most > 0 else 0.0)


def heat(palette: Palette, share: float) -> str:
    """Between the colours from little to all; what there is of at all is never as pale as nothing."""
    scale = palette.heat[1:]
    position = min(max(share, 0.0), 1.0) * (len(scale) - 1)
    index = min(int(position), len(scale) - 2)
    return mix(scale[index], scale[index + 1], position - index)


def _paint_dots(area: DrawingArea, figures: GeoFigures, onto: Affine2D) -> None:
    """A dot where there is anybody; those that would cover one another are one."""
    x, y = projected(figures.dots[:, 0], figures.dots[:, 1])
    pixels = onto.transform(np.column_stack([x, y]))
    radius = 2.2 * area.unit
    cells = _cells(np.round(pixels / radius).astype(np.int64))
    if len(cells) > _MOST_DOTS:
        cells = _cells(cells // 2 * 2)[:_MOST_DOTS]
    circle = Path.unit_circle()
    outline, codes = np.asarray(circle.vertices, np.float64) * radius * 0.8, np.asarray(circle.codes, np.uint8)
    columns = np.flatnonzero(np.append(True, np.diff(cells[:, 0]) != 0)).tolist()
    for first, stop in pairwise([*columns, len(cells)]):
        points = (cells[first:stop, None, :] * radius + outline).reshape(-1, 2)
        area.fill(Path(points, np.tile(codes, stop - first)), area.palette.series[3], alpha=0.85, above=2)


def _cells(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """The distinct cells of a grid, by column and row."""
    low = places.min(axis=0)
    wide, high = (places.max(axis=0) - low + 1).tolist()
    seen = np.zeros(wide * high, np.bool_)
    seen[(places[:, 0] - low[0]) * high + places[:, 1] - low[1]] = True
    column, row = np.divmod(np.flatnonzero(seen), high)
    cells: NDArray[np.int64] = np.column_stack([column, row]) + low
    return cells


def _paint_bars(area: DrawingArea, figures: GeoFigures, left: float, bottom: float) -> None:
    """The greatest countries by name, as many as there is room for."""
    unit, palette = area.unit, area.palette
    countries, measure = figures.countries(), figures.definition.measure
    room = int((bottom - area.margin) / (_ROW * unit))
    shown = countries[: room if len(countries) <= room else max(room - 1, 1)]
    most = _most(figures)
    size = 11 * unit
    words = [f"{figures.said(place.of(measure))}  ·  {figures.share(place).percent()}" for place in shown]
    if measure != "customers":
        words = [figures.said(place.of(measure)) for place in shown]
    right = area.width - area.margin
    said = max(width_px(text, size, 400) for text in words)
    for row, (place, text) in enumerate(zip(shown, words, strict=True)):
        y = area.margin + row * _ROW * unit
        area.text(left, y + 7 * unit, place.name, size=size, weight=600, room=right - left - said - 8 * unit)
        area.text(right, y + 7 * unit, text, size=size, colour=palette.text_quiet, align="right")
        value = max(place.of(measure), 0.0)
        wide = max((right - left) * (value / most if most > 0 else 0), 1)
        area.box(left, y + 15 * unit, wide, 4 * unit, _heat(palette, place, figures, most), radius=2 * unit)
        area.hit(row, COLUMN_OF[measure], left, y, right - left, (_ROW - 3) * unit)
    if len(shown) < len(countries):
        rest = f"… and {counted(len(countries) - len(shown), 'more country', 'more countries')}; the table has them all"
        y = area.margin + (len(shown) * _ROW + 8) * unit
        area.text(left, y, rest, size=size, colour=palette.text_quiet, room=right - left)


def _paint_legend(area: DrawingArea, figures: GeoFigures, y: float) -> None:
    """The scale of the colours, with the values at its ends and at a quarter of the greatest, its middle."""
    unit, palette, size = area.unit, area.palette, 11 * area.unit
    most, wide = _most(figures), 160 * unit
    x = area.margin
    label = f"{figures.definition.measure}  0"
    area.text(x, y, label, size=size, colour=palette.text_quiet)
    x += width_px(label, size, 400) + 8 * unit
    for step in range(40):
        area.box(x + step * wide / 40, y - 5 * unit, wide / 40 + 0.5, 10 * unit, heat(palette, step / 39))
    area.text(x + wide + 8 * unit, y, figures.said(most), size=size, colour=palette.text_quiet)
    if len(figures.dots):
        x += wide + width_px(figures.said(most), size, 400) + 32 * unit
        area.box(x, y - 3 * unit, 6 * unit, 6 * unit, palette.series[3], radius=3 * unit)
        words = counted(len(figures.dots), "customer whose place is known", "customers whose place is known")
        area.text(x + 12 * unit, y, words, size=size, colour=palette.text_quiet, room=area.width - x - 20 * unit)
