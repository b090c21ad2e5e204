"""Cohorts as a heat map: a row per cohort with its size, a column per period after the start, the mean on top."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from app.look.palette import Palette
from app.numbers import money, number, whole_percent
from app.reports.cohorts.figures import Cell, CohortFigures
from app.reports.drawing.drawing_area import Chart, DrawingArea, mix, readable_on
from app.reports.drawing.fonts import width_px

_SMALLEST_DRAWN = 8  # below this a cell is a pixel of an image rather than a shape
_WIDEST, _HIGHEST = 96, 42
_WORDED = 13  # a lower cell has no words
_LINE, _MANY, _LINE_OF_MANY = 15, 40, 32  # from label to label; of more rows than that nobody reads each
_MEASURED = 12  # labels of days are of about one width: the longest ones say which
_MOST_HITS = 10_000  # more than that and a pointer cannot tell them apart


def draw_cohorts(figures: CohortFigures, palette: Palette, *, with_definition: bool = True) -> Figure:
    """Cells coloured by share or worth; incomplete ones in a tint of their own, with their count so far instead."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the cells lie: the first at (`left`, `top`), each `width` by `height`; the row of means lies over them.

    `full` is the value from which on a cell has the last colour.
    """

    left: float
    top: float
    width: float
    height: float
    mean_top: float
    mean_height: float
    full: float

    def place(self, row: int, column: int) -> tuple[float, float]:
        return self.left + column * self.width, self.top + row * self.height


def _paint(area: DrawingArea, figures: CohortFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not len(figures.sizes):
        area.sentence("Nobody did the start event, so there are no cohorts to show.")
        return
    unit = area.unit
    bottom -= 26 * unit
    grid = _grid(area, figures, bottom)
    _paint_labels(area, figures, grid)
    for column, mean in enumerate(figures.mean_cells()):
        x, _ = grid.place(0, column)
        _paint_cell(area, grid, mean, x, grid.mean_top, grid.mean_height)
        area.hit(len(figures.sizes), column + 2, x, grid.mean_top, grid.width, grid.mean_height)
    if min(grid.width, grid.height) < _SMALLEST_DRAWN:
        _paint_image(area, figures, grid)
    else:
        for row in range(len(figures.sizes)):
            for column, cell in enumerate(figures.cells(row)):
                _paint_cell(area, grid, cell, *grid.place(row, column), grid.height)
    if figures.counts.size <= _MOST_HITS:
        for row, column in zip(*(places.tolist() for places in np.nonzero(figures.present)), strict=True):
            area.hit(row, column + 2, *grid.place(row, column), grid.width, grid.height)
    _paint_legend(area, figures, grid, bottom + 12 * unit)


def _grid(area: DrawingArea, figures: CohortFigures, bottom: float) -> _Grid:
    unit = area.unit
    longest = sorted(figures.labels, key=len)[-_MEASURED:]
    labels = max(width_px(text, 12 * unit, 600) for text in (*longest, "Weighted mean"))
    sizes = width_px(number(int(figures.sizes.sum())), 12 * unit, 400)  # none has more digits
    left = min(area.margin + labels + max(sizes, 52 * unit) + 32 * unit, area.width * 0.5)
    top = area.margin + 30 * unit
    rows, columns = figures.counts.shape
    height = min(_HIGHEST * unit, (bottom - top - 8 * unit) / (rows + 1))
    mean_height = max(height, 18 * unit)
    height = min(height, (bottom - top - 8 * unit - mean_height) / rows)
    width = min(_WIDEST * unit, (area.width - area.margin - left) / columns)
    return _Grid(left, top + mean_height + 8 * unit, width, height, top, mean_height, full_value(figures))


def full_value(figures: CohortFigures) -> float:
    """The value of the last colour: only a fiftieth of all customers stand in cells above it, mostly tiny cohorts.

    A share of the period of the start does not count where there are others; it would outshine them.
    """
    counted = figures.complete.copy()
    if figures.amounts is None and counted[:, 1:].any():
        counted[:, 0] = False
    sizes = np.broadcast_to(figures.sizes[:, None], counted.shape)
    whole = figures.counts if figures.amounts is None else figures.amounts
    shares = np.divide(whole, np.maximum(sizes, 1))[counted]
    order = np.argsort(shares)
    below = np.cumsum(sizes[counted][order])
    if not below.size or not shares.any():
        return 1.0
    return float(shares[order][np.searchsorted(below, 0.98 * below[-1])]) or float(shares.max())


def _paint_labels(area: DrawingArea, figures: CohortFigures, grid: _Grid) -> None:
    unit, palette = area.unit, area.palette
    sizes_right = grid.left - 14 * unit
    room = sizes_right - area.margin - 56 * unit
    head = area.margin + 2 * unit
    area.text(sizes_right, head, "Customers", size=11 * unit, colour=palette.text_faint, align="right")
    area.text(
        area.margin,
        head,
        f"{figures.period.capitalize()} of start",
        size=11 * unit,
        colour=palette.text_faint,
        room=room,
    )
    words = f"{figures.period.capitalize()}s after the start"
    if _is_bare(area, figures, grid):
        long = f"{words}, cells in %"
        fits = width_px(long, 11 * unit, 400) <= area.width - grid.left
        words = long if fits else f"{figures.period.capitalize()}s after, in %"
    area.text(grid.left, head, words, size=11 * unit, colour=palette.text_faint, room=area.width - grid.left)
    periods = figures.counts.shape[1]
    every = int(np.ceil(width_px(f"{periods}0", 11 * unit, 400) / grid.width))
    for column in range(0, periods, every):
        x = grid.left + (column + 0.5) * grid.width
        area.text(x, head + 18 * unit, str(column), size=11 * unit, colour=palette.text_quiet, align="center")
    mean_y = grid.mean_top + grid.mean_height / 2
    size = 12 * unit
    area.text(area.margin, mean_y, "Weighted mean", size=size, weight=600, room=room)
    area.text(
        sizes_right, mean_y, number(int(figures.sizes.sum())), size=size, align="right", colour=palette.text_quiet
    )
    least = _LINE if len(figures.sizes) <= _MANY else _LINE_OF_MANY
    every = int(np.ceil(least * unit / grid.height))
    for row in range(0, len(figures.sizes), every):
        y = grid.top + (row + 0.5) * grid.height
        area.text(area.margin, y, figures.labels[row], size=size, room=room)
        area.text(sizes_right, y, number(int(figures.sizes[row])), size=size, align="right", colour=palette.text_quiet)


def _is_bare(area: DrawingArea, figures: CohortFigures, grid: _Grid) -> bool:
    """Whether shares stand without their sign, because cells are too narrow for it."""
    size = min(12 * area.unit, grid.height * 0.6)
    has_words = grid.height >= _WORDED * area.unit and min(grid.width, grid.height) >= _SMALLEST_DRAWN
    return has_words and figures.amounts is None and not _has_room(size, grid.width - 6 * area.unit)


def _has_room(size: float, room: float) -> bool:
    return width_px(whole_percent(0.88), size, 400) < room


def _paint_cell(area: DrawingArea, grid: _Grid, cell: Cell, x: float, y: float, height: float) -> None:
    palette, unit = area.palette, area.unit
    gap = 1.5 * unit if min(grid.width, height) > 16 * unit else 0.5
    box = (x + gap / 2, y + gap / 2, grid.width - gap, height - gap)
    radius = min(4 * unit, height / 6)
    fill = fill_of(palette, grid.full, cell)
    area.box(*box, fill, radius=radius)
    colour = readable_on(fill) if cell.complete and cell.rate.of else palette.text_quiet
    size = min(12 * unit, height * 0.6)
    text = _fitting(cell, size, grid.width - 6 * unit)
    if height >= _WORDED * unit and width_px(text, size, 400) < grid.width - 3 * unit:
        area.text(x + grid.width / 2, y + height / 2, text, size=size, colour=colour, align="center", above=2)


def fill_of(palette: Palette, full: float, cell: Cell) -> str:
    """The heat of a share; an incomplete cell has none yet, and a tint of its own."""
    if not cell.complete:
        return incomplete_tint(palette)
    return palette.sunken if cell.value is None else _colour(palette, cell.value / full)


def incomplete_tint(palette: Palette) -> str:
    """The colour of what may still rise, which no heat has."""
    return mix(palette.surface, palette.warning, 0.16)


def _fitting(cell: Cell, size: float, room: float) -> str:
    """The cell in words, or its bare number where there is no room for more."""
    text = cell.in_words()
    if cell.amount is not None and width_px(text, size, 400) >= room and cell.value is not None:
        return number(round(cell.value))
    fits = _has_room(size, room) if cell.complete else width_px(text, size, 400) < room
    if fits or not cell.rate.of:
        return text
    return cell.rate.bare_percent() if cell.complete else number(cell.rate.count)


def _colour(palette: Palette, share: float) -> str:
    """Between the colours of the heat scale, from none to full."""
    position = min(max(share, 0.0), 1.0) * (len(palette.heat) - 1)
    index = min(int(position), len(palette.heat) - 2)
    return mix(palette.heat[index], palette.heat[index + 1], position - index)


def _paint_image(area: DrawingArea, figures: CohortFigures, grid: _Grid) -> None:
    """Many small cells as one image."""
    rows, columns = figures.counts.shape
    palette = area.palette
    pixels = np.empty((rows, columns, 3))
    pixels[:] = to_rgb(palette.surface)
    heat = np.array([to_rgb(colour) for colour in palette.heat])
    whole = figures.counts if figures.amounts is None else figures.amounts
    sizes = figures.sizes[:, None]
    share = np.clip(np.divide(whole, np.maximum(sizes, 1)) / grid.full, 0, 1) * (len(heat) - 1)
    coloured = np.stack([np.interp(share, np.arange(len(heat)), heat[:, each]) for each in range(3)], axis=2)
    over = figures.present & figures.complete
    pixels[over] = np.where(sizes[..., None] > 0, coloured, to_rgb(palette.sunken))[over]
    pixels[figures.present & ~figures.complete] = to_rgb(incomplete_tint(palette))
    right, bottom = grid.place(rows, columns)
    area.picture(pixels, grid.left, grid.top, right, bottom)


def _paint_legend(area: DrawingArea, figures: CohortFigures, grid: _Grid, y: float) -> None:
    unit, palette = area.unit, area.palette
    size, colour = 11 * unit, palette.text_quiet
    x = area.margin
    nothing = _said(figures, 0)
    area.text(x, y, nothing, size=size, colour=colour)
    x += width_px(nothing, size, 400) + 8 * unit
    for step in range(40):
        area.box(x + step * 3 * unit, y - 5 * unit, 3 * unit + 0.5, 10 * unit, _colour(palette, step / 39))
    x += 128 * unit
    is_all = figures.amounts is None and grid.full >= 1
    words = _said(figures, 1) if is_all else f"{_said(figures, grid.full)} and more"
    area.text(x, y, words, size=size, colour=colour)
    if (figures.present & ~figures.complete).any():
        x += width_px(words, size, 400) + 28 * unit
        area.box(
            x,
            y - 6 * unit,
            20 * unit,
            12 * unit,
            incomplete_tint(palette),
            radius=2 * unit,
        )
        room = area.width - area.margin - x - 28 * unit
        is_bare = _is_bare(area, figures, grid)
        words = f"incomplete: {'how many so far' if is_bare else 'the data ends within this period'}"
        words = words if width_px(words, size, 400) <= room else "incomplete"
        area.text(x + 28 * unit, y, words, size=size, colour=colour, room=room)


def _said(figures: CohortFigures, value: float) -> str:
    """A mark of the scale."""
    return whole_percent(value) if figures.amounts is None else money(round(value, 2), figures.currency)
