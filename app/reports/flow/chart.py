"""The flow of a run as bands between cards that stand as on the scenario's canvas, as wide as the people are many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from matplotlib.figure import Figure

from app.look.palette import Palette
from app.numbers import number
from app.reports.drawing.drawing_area import Chart, DrawingArea, readable_on
from app.reports.drawing.fonts import width_px, wrap_name
from app.reports.flow.behind import ARRIVED
from app.reports.flow.figures import FlowFigures, NodeFlow
from app.reports.flow.layout import Band, Card, place_bands, place_cards
from app.reports.flow.ways import Rectangle, meets

_READABLE_PX = 7.5  # smaller texts are left out
_LINE = 1.3  # of a text's size
_EASY_PX = 10  # how wide a band is at least for the mouse


def draw_flow(figures: FlowFigures, palette: Palette, *, with_definition: bool = True) -> Figure:
    """Cards with label, arrivals and what became of them; bands with count and share."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: FlowFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not any(node.arrived for node in figures.nodes):
        area.sentence("Nobody entered this scenario." if figures.nodes else "This scenario has no nodes yet.")
        return
    bottom -= 24 * area.unit
    cards = place_cards(area, figures, bottom)
    bands = place_bands(figures, cards)
    rows = {edge: row for row, edge in enumerate(figures.edges, len(figures.nodes))}
    for band in bands:
        _paint_band(area, band)
        area.hit_path(rows[band.edge], ARRIVED, band.outline(max(band.thick, _EASY_PX * area.unit)))
    for row, card in enumerate(map(cards.get, (node.id for node in figures.nodes))):
        if card is not None:
            area.hit(row, ARRIVED, card.left, card.top, card.width, card.height)
            _paint_card(area, card, row)
    _paint_counts(area, bands, cards.values())
    if any(_text_size(area, card) for card in cards.values()):
        _paint_legend(area, figures, bottom + 10 * area.unit)


def _paint_band(area: DrawingArea, band: Band) -> None:
    if not band.thick:
        area.stroke(band.curve, area.palette.line_strong, 1.0, dashed=True)
    else:
        area.stroke(band.curve, area.palette.series[0], band.thick, alpha=0.3 if band.thick > 6 else 0.55)


def _text_size(area: DrawingArea, card: Card) -> float:
    """The size of a card's texts; 0 where they could not be read."""
    size = min(12.5 * area.unit, card.width / 7.4, card.height / 3.4)
    return size if size >= _READABLE_PX else 0.0


def _paint_card(area: DrawingArea, card: Card, row: int) -> None:
    palette, node = area.palette, card.node
    family: str = getattr(palette, node.family.value)
    radius = min(8 * area.unit, card.height / 5)
    size = _text_size(area, card)
    if not size:
        _paint_tile(area, card, family if node.arrived else palette.line_strong, radius)
        return
    place = (card.left, card.top, card.width, card.height)
    area.box(*place, palette.surface, radius=radius, line=palette.line_strong, above=2)
    strip = max(3.0, size / 3)
    area.box(card.left + 5, card.top + 7, strip, card.height - 14, family, radius=strip / 2, above=3)
    x = card.left + strip + 12
    room = card.width - strip - 20
    bar_y = card.top + card.height - size * 0.8
    lines = wrap_name(node.label, room, size, 2 if bar_y - card.top > 3 * size * _LINE else 1, 600)
    arrived = f"{number(node.arrived)} arrived" if room > 6.4 * size else number(node.arrived)
    y = (card.top + bar_y) / 2 - size * (0.1 + _LINE * len(lines) / 2)
    for line in lines:
        area.text(x, y, line, size=size, weight=600, above=3)
        y += size * _LINE
    area.text(x, y, arrived, size=size, colour=palette.text_quiet, room=room, above=3)
    if node.arrived:
        _paint_outcome(area, node, row, (x, bar_y, room, max(3.0, size / 4)))


def _paint_tile(area: DrawingArea, card: Card, fill: str, radius: float) -> None:
    """A card too small for texts, with its arrivals at most."""
    area.box(card.left, card.top, card.width, card.height, fill, radius=radius, above=2)
    size, words = min(11 * area.unit, card.height * 0.45), number(card.node.arrived)
    if size >= _READABLE_PX and width_px(words, size, 600) < card.width - 4:
        x = card.left + card.width / 2
        area.text(x, card.middle, words, size=size, colour=readable_on(fill), weight=600, align="center", above=3)


class _Outcome(NamedTuple):
    words: str
    colour: str
    count: Callable[[NodeFlow], int]


def _outcomes(palette: Palette) -> tuple[_Outcome, ...]:
    """What can become of the visits of a node."""
    return (
        _Outcome("passed on", palette.series[0], lambda node: node.passed),
        _Outcome("left at an open end", palette.series[1], lambda node: node.left_open),
        _Outcome("waiting", palette.warning, lambda node: node.waiting),
        _Outcome("ended here", palette.end, lambda node: node.ended),
    )


def _paint_outcome(area: DrawingArea, node: NodeFlow, row: int, place: tuple[float, float, float, float]) -> None:
    """A thin bar of what became of the visits."""
    x, y, room, height = place
    for column, outcome in enumerate(_outcomes(area.palette), ARRIVED + 1):
        wide = room * outcome.count(node) / node.arrived
        area.box(x, y - height / 2, wide, height, outcome.colour, above=3)
        if wide:
            area.hit(row, column, x, y - height, wide, 2 * height)
        x += wide


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: _Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def _paint_counts(area: DrawingArea, bands: Sequence[Band], cards: Iterable[Card]) -> None:
    """Count and share on each band where there is room, best clear of other bands; the widest choose first."""
    taken = [_Box(card.left, card.top, card.left + card.width, card.top + card.height) for card in cards]
    size = max(9.0, 11 * area.unit)
    for band in bands:
        words = [number(band.edge.rate.count), band.edge.rate.percent()]
        others = [other for other in bands if other is not band and other.thick]
        for lines, avoided in ((words, others), (words, []), (words[:1], [])):
            box = _free_box(band, lines, size, taken, avoided) if band.thick else None
            if box is not None:
                taken.append(box)
                _paint_count(area, band, lines, box, size)
                break


def _free_box(band: Band, lines: list[str], size: float, taken: list[_Box], others: Sequence[Band]) -> _Box | None:
    """A place on the band where the lines cover nothing else."""
    half = max(width_px(line, size, 600) for line in lines) / 2 + 2
    high = size * _LINE * len(lines) / 2
    for share in (0.5, 0.38, 0.62, 0.25, 0.75):
        x, y = band.point(share)
        box = _Box(x - half, y - high, x + half, y + high)
        is_crossed = any(meets(other.way, Rectangle(*box), other.thick / 2) for other in others)
        if not is_crossed and not any(box.touches(other) for other in taken):
            return box
    return None


def _paint_count(area: DrawingArea, band: Band, lines: list[str], box: _Box, size: float) -> None:
    palette, middle = area.palette, (box.left + box.right) / 2
    if band.thick < 6:
        plate = (box.left + 1, box.top + 1, box.right - box.left - 2, box.bottom - box.top - 2)
        area.box(*plate, palette.surface, radius=4, alpha=0.82, above=3)
    for index, line in enumerate(lines):
        y = box.top + (index + 0.5) * size * _LINE
        colour, weight = (palette.text, 600) if index == 0 else (palette.text_quiet, 400)
        line_size = size if index == 0 else size * 0.92
        area.text(middle, y, line, size=line_size, colour=colour, weight=weight, align="center", above=4)


def _paint_legend(area: DrawingArea, figures: FlowFigures, y: float) -> None:
    """What the colours of the bars in the cards mean; only those that occur."""
    size, unit, x = 11 * area.unit, area.unit, area.margin
    for outcome in _outcomes(area.palette):
        if any(outcome.count(node) for node in figures.nodes):
            area.box(x, y - 4 * unit, 16 * unit, 8 * unit, outcome.colour, radius=2 * unit)
            area.text(x + 22 * unit, y, outcome.words, size=size, colour=area.palette.text_quiet)
            x += 40 * unit + width_px(outcome.words, size, 400)
