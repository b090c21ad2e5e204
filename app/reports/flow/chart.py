"""The flow of a run as bands between cards that stand as on the scenario's canvas, as wide as the people are many."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from matplotlib.figure import Figure

from app.look.palette import Palette
from app.numbers import number
from app.reports.drawing.drawing_area import Chart, Paper, readable_on
from app.reports.drawing.fonts import width_px, wrap
from app.reports.flow.figures import FlowFigures, NodeFlow
from app.reports.flow.layout import Band, Card, place_bands, place_cards

_READABLE_PX = 7.5  # smaller texts are left out
_LINE = 1.3  # of a text's size


def draw_flow(figures: FlowFigures, palette: Palette, *, with_definition: bool = True) -> Figure:
    """Cards with label, arrivals and what became of them; bands with count and share."""
    return Chart(palette, lambda paper: _paint(paper, figures, with_definition))


def _paint(paper: Paper, figures: FlowFigures, with_definition: bool) -> None:
    bottom = paper.footer(figures.definition.in_words() if with_definition else "")
    if not any(node.arrived for node in figures.nodes):
        paper.sentence("Nobody entered this scenario." if figures.nodes else "This scenario has no nodes yet.")
        return
    bottom -= 24 * paper.unit
    cards = place_cards(paper, figures, bottom)
    bands = place_bands(figures, cards)
    for band in bands:
        _paint_band(paper, band)
    for card in cards.values():
        _paint_card(paper, card)
    _paint_counts(paper, bands, cards.values())
    if any(_text_size(paper, card) for card in cards.values()):
        _paint_legend(paper, figures, bottom + 10 * paper.unit)


def _paint_band(paper: Paper, band: Band) -> None:
    if not band.thick:
        paper.stroke(band.curve, paper.palette.line_strong, 1.0, dashed=True)
    else:
        paper.stroke(band.curve, paper.palette.series[0], band.thick, alpha=0.3 if band.thick > 6 else 0.55)


def _text_size(paper: Paper, card: Card) -> float:
    """The size of a card's texts; 0 where they could not be read."""
    size = min(12.5 * paper.unit, card.width / 7.4, card.height / 3.4)
    return size if size >= _READABLE_PX else 0.0


def _paint_card(paper: Paper, card: Card) -> None:
    palette, node = paper.palette, card.node
    family: str = getattr(palette, node.family.value)
    radius = min(8 * paper.unit, card.height / 5)
    size = _text_size(paper, card)
    if not size:
        _paint_tile(paper, card, family if node.arrived else palette.line_strong, radius)
        return
    place = (card.left, card.top, card.width, card.height)
    paper.box(*place, palette.surface, radius=radius, line=palette.line_strong, above=2)
    strip = max(3.0, size / 3)
    paper.box(card.left + 5, card.top + 7, strip, card.height - 14, family, radius=strip / 2, above=3)
    x = card.left + strip + 12
    room = card.width - strip - 20
    bar_y = card.top + card.height - size * 0.8
    lines = wrap(node.label, room, size, 2 if bar_y - card.top > 3 * size * _LINE else 1, 600)
    arrived = f"{number(node.arrived)} arrived" if room > 6.4 * size else number(node.arrived)
    y = (card.top + bar_y) / 2 - size * (0.1 + _LINE * len(lines) / 2)
    for line in lines:
        paper.text(x, y, line, size=size, weight=600, above=3)
        y += size * _LINE
    paper.text(x, y, arrived, size=size, colour=palette.text_quiet, room=room, above=3)
    if node.arrived:
        _paint_outcome(paper, node, x, bar_y, room, max(3.0, size / 4))


def _paint_tile(paper: Paper, card: Card, fill: str, radius: float) -> None:
    """A card too small for texts, with its arrivals at most."""
    paper.box(card.left, card.top, card.width, card.height, fill, radius=radius, above=2)
    size, words = min(11 * paper.unit, card.height * 0.45), number(card.node.arrived)
    if size >= _READABLE_PX and width_px(words, size, 600) < card.width - 4:
        x = card.left + card.width / 2
        paper.text(x, card.middle, words, size=size, colour=readable_on(fill), weight=600, align="center", above=3)


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


def _paint_outcome(paper: Paper, node: NodeFlow, x: float, y: float, room: float, height: float) -> None:
    """A thin bar of what became of the visits."""
    for outcome in _outcomes(paper.palette):
        wide = room * outcome.count(node) / node.arrived
        paper.box(x, y - height / 2, wide, height, outcome.colour, above=3)
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


def _paint_counts(paper: Paper, bands: Iterable[Band], cards: Iterable[Card]) -> None:
    """Count and share on each band where there is room; the widest bands choose first."""
    taken = [_Box(card.left, card.top, card.left + card.width, card.top + card.height) for card in cards]
    size = max(9.0, 11 * paper.unit)
    for band in bands:
        words = [number(band.edge.rate.count), band.edge.rate.percent()]
        for lines in (words, words[:1]):
            box = _free_box(band, lines, size, taken) if band.thick else None
            if box is not None:
                taken.append(box)
                _paint_count(paper, band, lines, box, size)
                break


def _free_box(band: Band, lines: list[str], size: float, taken: list[_Box]) -> _Box | None:
    """A place on the band where the lines cover nothing else."""
    half = max(width_px(line, size, 600) for line in lines) / 2 + 2
    high = size * _LINE * len(lines) / 2
    for share in (0.5, 0.38, 0.62, 0.25, 0.75):
        x, y = band.point(share)
        box = _Box(x - half, y - high, x + half, y + high)
        if not any(box.touches(other) for other in taken):
            return box
    return None


def _paint_count(paper: Paper, band: Band, lines: list[str], box: _Box, size: float) -> None:
    palette, middle = paper.palette, (box.left + box.right) / 2
    if band.thick < 6:
        plate = (box.left + 1, box.top + 1, box.right - box.left - 2, box.bottom - box.top - 2)
        paper.box(*plate, palette.surface, radius=4, alpha=0.82, above=3)
    for index, line in enumerate(lines):
        y = box.top + (index + 0.5) * size * _LINE
        colour, weight = (palette.text, 600) if index == 0 else (palette.text_quiet, 400)
        line_size = size if index == 0 else size * 0.92
        paper.text(middle, y, line, size=line_size, colour=colour, weight=weight, align="center", above=4)


def _paint_legend(paper: Paper, figures: FlowFigures, y: float) -> None:
    """What the colours of the bars in the cards mean; only those that occur."""
    size, unit, x = 11 * paper.unit, paper.unit, paper.margin
    for outcome in _outcomes(paper.palette):
        if any(outcome.count(node) for node in figures.nodes):
            paper.box(x, y - 4 * unit, 16 * unit, 8 * unit, outcome.colour, radius=2 * unit)
            paper.text(x + 22 * unit, y, outcome.words, size=size, colour=paper.palette.text_quiet)
            x += 40 * unit + width_px(outcome.words, size, 400)
