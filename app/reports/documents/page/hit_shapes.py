"""Where a chart shows which cell, as shapes over it in a page: each says its cell in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from app.reports.drawing.hits import Hit
from app.reports.report import Figures, Table

MOST_SHAPES = 3_000  # above that a page would be more shapes than words
_CODES = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}


def hit_shapes(figures: Figures, hits: Sequence[Hit], width_px: int, height_px: int) -> Markup:
    """An SVG of nothing but invisible shapes, to lie over the chart of that size; empty where there are none."""
    if not 0 < len(hits) <= MOST_SHAPES:
        return Markup("")
    table = figures.table()
    shapes = Markup("").join(_shape(path, words) for path, words in _said(hits, table) if words)
    return Markup(
        '<svg class="hits" aria-hidden="true" viewBox="0 0 {} {}" preserveAspectRatio="none">{}</svg>'
    ).format(width_px, height_px, shapes)


def cell_in_words(table: Table, row: int, column: int) -> str:
    """`Purchase · Customers: 1,204 (31% of 3,834)`; empty where the table has no such cell."""
    headers, rows = table
    if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
        return ""
    cell = rows[row][column]
    note = f" ({cell.note})" if cell.note else ""
    return f"{rows[row][0]} · {headers[column]}: {cell}{note}" if column else str(cell)


def _said(hits: Sequence[Hit], table: Table) -> Iterator[tuple[object, str]]:
    for hit in hits:
        yield hit.path, cell_in_words(table, hit.row, hit.column)


def _shape(path: object, words: str) -> Markup:
    return Markup('<path d="{}"><title>{}</title></path>').format(_outline(path), words)


def _outline(path: object) -> str:
    """A path of matplotlib as the `d` of an SVG path, to a tenth of a pixel."""
    parts = []
    for points, code in path.iter_segments(curves=True, simplify=False):  # type: ignore[attr-defined]
        letter = _CODES.get(int(code), "L")
        shown = " ".join(str(round(float(each), 1)).removesuffix(".0") for each in points)
        parts.append(letter if letter == "Z" else f"{letter}{shown}")
    return "".join(parts)
