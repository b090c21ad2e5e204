"""Sheets of A4 that fill from the top: texts, rules and charts at places in points, drawn when all are known."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from matplotlib.figure import Figure
from matplotlib.image import BboxImage, imread
from matplotlib.transforms import Bbox, TransformedBbox

from app.look.palette import Palette
from app.reports.catalogue import report_of
from app.reports.documents.composing.logo import Logo
from app.reports.documents.figures.pictures import height_for
from app.reports.drawing.artists import Ground
from app.reports.drawing.drawing_area import Chart, DrawingArea, drawing
from app.reports.drawing.fonts import wrap
from app.reports.report import Figures

WIDTH, HEIGHT = 595.0, 842.0  # A4 in points
MARGIN = 48.0
ROOM = WIDTH - 2 * MARGIN
TOP, BOTTOM = MARGIN, HEIGHT - 56.0
_POINTS = 72
_CHART_UNIT = 0.75  # of the window's text sizes: 9 points
_LEAST_CHART, _MOST_CHART = 200.0, 600.0
LINE = 1.4  # of a text's size, from line to line
_JUDGED_PX = 1_040  # the width that reports judge their height by
_PLATE = 8.0  # around a logo
_DETAILED = 4_000  # shapes; a chart of more is put in as pixels

Mark = Callable[[DrawingArea], None]


@dataclass(slots=True)
class Sheet:
    """A page: what is marked on it, and its parts that are drawings of their own."""

    marks: list[Mark] = field(default_factory=list)
    insets: list[tuple[float, float, float, float, Callable[[Ground], None]]] = field(default_factory=list)

    def drawn(self, palette: Palette) -> Figure:
        """The page as a figure; call it inside `drawing()`."""
        figure = Figure(figsize=(WIDTH / _POINTS, HEIGHT / _POINTS), dpi=_POINTS, facecolor=palette.surface)
        area = DrawingArea(Ground(figure, 0, 0, WIDTH, HEIGHT), palette, WIDTH, HEIGHT, 1.0)
        for mark in self.marks:
            mark(area)
        for x, y, width, height, paint in self.insets:
            paint(Ground(figure, x, y, width, height))
        return figure


class Sheets:
    """Fills sheet after sheet; `y` is where the next thing stands."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self.pages: list[Sheet] = []
        self.y = TOP
        self.turn()

    @property
    def page(self) -> Sheet:
        """The sheet that is being filled."""
        return self.pages[-1]

    @property
    def left(self) -> float:
        """How much room is left on the sheet."""
        return BOTTOM - self.y

    @property
    def is_fresh(self) -> bool:
        """Whether nothing stands on the sheet yet."""
        return self.y == TOP

    def turn(self) -> None:
        """Begin another sheet."""
        self.pages.append(Sheet())
        self.y = TOP

    def need(self, height: float) -> None:
        """Begin another sheet unless so much room is left."""
        if self.left < height and not self.is_fresh:
            self.turn()

    def gap(self, height: float) -> None:
        """White space, which a new sheet does not begin with."""
        if not self.is_fresh:
            self.y += height

    def line(self, text: str, x: float, y: float, size: float, colour: str, weight: int = 400) -> None:
        """One line of text, its middle at y."""
        self.page.marks.append(lambda area: area.text(x, y, text, size=size, colour=colour, weight=weight))

    def text(
        self,
        text: str,
        *,
        size: float = 9.5,
        colour: str = "",
        weight: int = 400,
        lines: int = 60,
        x: float = MARGIN,
        room: float = ROOM,
        keep: bool = False,
    ) -> None:
        """A paragraph, over several sheets where it must be; with `keep` on one."""
        broken = wrap(text, room, size, lines, weight)
        step = size * LINE
        if keep:
            self.need(step * len(broken))
        for each in broken:
            self.need(step)
            self.line(each, x, self.y + step / 2, size, colour or self.palette.text, weight)
            self.y += step

    def rule(self, y: float, x: float = MARGIN, to_x: float = MARGIN + ROOM, colour: str = "") -> None:
        """A thin line across."""
        self.page.marks.append(lambda area: area.rule(x, y, to_x, y, colour, line_px=0.6))

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """A surface behind something."""
        self.page.marks.append(lambda area: area.box(x, y, width, height, fill, radius=4, above=-1))

    def logo(self, logo: Logo, most_wide: float = 200.0, most_high: float = 64.0) -> None:
        """A picture at the left, no larger than its pixels allow, on a plate where it could hardly be seen."""
        scale = min(most_wide / logo.width, most_high / logo.height, 1.0)
        width, height = logo.width * scale, logo.height * scale
        pixels, plate = imread(io.BytesIO(logo.png)), logo.plate_on(self.palette)
        edge = _PLATE if plate else 0.0
        self.need(height + 2 * edge)
        if plate:
            self.box(MARGIN, self.y, width + 2 * edge, height + 2 * edge, plate)
        place = (MARGIN + edge, self.y + edge, width, height)
        self.page.insets.append((*place, lambda ground: _put_picture(ground, pixels, width, height)))
        self.y += height + 2 * edge

    def chart(self, figures: Figures) -> None:
        """The figures' own drawing, with the texts of the page's size."""
        height = chart_height(figures)
        self.need(height)
        chart = report_of(figures).draw(figures, self.palette, with_definition=False)
        place = (MARGIN, self.y, ROOM, height)
        self.page.insets.append((*place, lambda ground: _paint_chart(ground, chart, ROOM, height)))
        self.y += height


def chart_height(figures: Figures) -> float:
    """The height at which the chart is neither crowded nor lost, and leaves room for its heading on a sheet."""
    return min(max(height_for(figures, _JUDGED_PX) * _CHART_UNIT, _LEAST_CHART), _MOST_CHART)


def _paint_chart(ground: Ground, chart: object, width: float, height: float) -> None:
    """A chart on its part of the page; one of very many shapes becomes a picture, which a viewer shows at once."""
    if not isinstance(chart, Chart):
        return
    chart.unit = _CHART_UNIT
    chart.paint_on(ground, width, height)
    if len(ground.shapes) > _DETAILED:
        for shape in ground.shapes:
            shape.set_rasterized(True)


def _put_picture(ground: Ground, pixels: Any, width: float, height: float) -> None:
    image = BboxImage(TransformedBbox(Bbox.from_extents(0, height, width, 0), ground.transform), origin="lower")
    image.set_data(pixels)
    ground.add(image)


def pictures_of(pages: Sequence[Sheet], palette: Palette, numbers: range, dpi: float) -> list[bytes]:
    """Those pages as PNG."""
    made = []
    for number in numbers:
        target = io.BytesIO()
        with drawing():
            pages[number].drawn(palette).savefig(target, format="png", dpi=dpi, metadata={"Software": None})
        made.append(target.getvalue())
    return made
