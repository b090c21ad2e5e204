"""Plain shapes and texts of a chart: drawn as matplotlib's own patches and texts, in a fraction of the time.

A chart has hundreds of them, all in the pixels of its one ground, so that most of what a patch or a text can do need
not be looked into for each, nor what axes have: scales, ticks and spines.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.image import BboxImage
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox
from numpy.typing import NDArray

from app.reports.drawing.fonts import font, metrics_px, text_renderer

POINTS = 72  # an inch of a figure has as many pixels of ours


class Ground(Artist):
    """What a chart is drawn on: a rectangle of a figure in pixels from its top left, in which y grows downwards."""

    def __init__(self, figure: Figure, x: float, y: float, width: float, height: float) -> None:
        super().__init__()
        top = figure.get_figheight() - y / POINTS
        self.transform = (
            Affine2D().scale(1 / POINTS, -1 / POINTS).translate(x / POINTS, top) + figure.dpi_scale_trans
        )  # fmt: skip
        self.box = TransformedBbox(Bbox.from_extents(0, 0, width, height), self.transform)
        self._drawn: list[Artist] = []
        self._dpi = 0.0
        self._way = Affine2D()
        figure.add_artist(self)

    @property
    def texts(self) -> list[Text]:
        """The texts on it."""
        return [each.text for each in self._drawn if isinstance(each, Words)]

    @property
    def shapes(self) -> list[Shape]:
        """The plain shapes on it."""
        return [each for each in self._drawn if isinstance(each, Shape)]

    def way(self) -> Affine2D:
        """From its pixels to those of a renderer, worked out anew only where they are of another size."""
        figure = self.get_figure(root=True)
        if figure is not None and figure.dpi != self._dpi:
            self._dpi, self._way = figure.dpi, Affine2D(self.transform.get_matrix())
        return self._way

    def add(self, artist: Artist) -> None:
        """Draw this as well, in the order of what lies above what."""
        if not isinstance(artist, Shape | Words | Pixels):
            artist.set_figure(self.get_figure())  # type: ignore[arg-type]  # it has been added to one
        self._drawn.append(artist)

    def get_children(self) -> list[Artist]:
        """What is drawn on it."""
        return [each.text if isinstance(each, Words) else each for each in self._drawn]

    def draw(self, renderer: Any) -> None:
        """All that is on it, the lowest first."""
        for each in sorted(self._drawn, key=Artist.get_zorder):
            each.draw(renderer)


class Shape(Artist):
    """What lies within an outline, or a line along it."""

    def __init__(
        self,
        ground: Ground,
        path: Path,
        *,
        fill: str = "none",
        line: str = "none",
        line_px: float = 0.0,
        alpha: float | None = None,
        above: float = 0,
        cap: str = "butt",
    ) -> None:
        super().__init__()
        self._ground, self._path, self._alpha_of, self._cap = ground, path, alpha, cap
        self._fill, self._line = to_rgba(fill, alpha), to_rgba(line, alpha)
        self._line_px = line_px if self._line[3] else 0.0
        self.zorder = above

    def draw(self, renderer: Any) -> None:
        """As a patch does."""
        renderer.open_group("patch", self.get_gid())
        gc = renderer.new_gc()
        gc.set_linewidth(self._line_px)
        gc.set_capstyle(self._cap)
        gc.set_joinstyle("miter")
        gc.set_clip_rectangle(self._ground.box)
        gc.set_alpha(self._alpha_of)
        gc.set_foreground(self._line, isRGBA=True)
        gc.set_dashes(0, None)
        renderer.draw_path(gc, self._path, self._ground.way(), self._fill if self._fill[3] else None)
        gc.restore()
        renderer.close_group("patch")


class Pixels(Artist):
    """An image of (rows, columns, red green blue) stretched over a box, without smoothing."""

    def __init__(self, ground: Ground, pixels: NDArray[np.uint8], box: tuple[float, float, float, float]) -> None:
        """`box` is left, top, right and bottom."""
        super().__init__()
        self._ground, self._pixels, self._box = ground, pixels, box
        self.zorder = 0

    def draw(self, renderer: Any) -> None:
        """On pixels each of them has the colour that lies under its middle; elsewhere as an image of matplotlib's."""
        left, top, right, bottom = self._box
        if not isinstance(renderer, RendererAgg):
            self._as_image().draw(renderer)
            return
        (x, low), (to_x, high) = self._ground.way().transform([(left, bottom), (right, top)])
        columns, rows = _under(x, to_x, self._pixels.shape[1]), _under(high, low, self._pixels.shape[0])
        picture = np.full((len(rows), len(columns), 4), 255, np.uint8)
        picture[..., :3] = self._pixels[rows][:, columns]
        gc = renderer.new_gc()
        renderer.draw_image(gc, round(x), round(low), picture)
        gc.restore()

    def _as_image(self) -> BboxImage:
        left, top, right, bottom = self._box
        place = TransformedBbox(Bbox.from_extents(left, bottom, right, top), self._ground.transform)
        image = BboxImage(place, interpolation="nearest", origin="lower")
        image.set_data(self._pixels)
        image.set_figure(self._ground.get_figure())  # type: ignore[arg-type]  # it has been added to one
        return image


def _under(begin: float, end: float, many: int) -> NDArray[np.int64]:
    """Which of so many equal parts lies under the middle of each pixel, the lower end of the pixels first."""
    middles = np.arange(round(min(begin, end)), round(max(begin, end))) + 0.5
    found: NDArray[np.int64] = np.floor((middles - begin) / (end - begin) * many).clip(0, many - 1).astype(np.int64)
    return found


class Words(Artist):
    """One line of text, its middle at y; on a picture of pixels it is measured and drawn once for all charts."""

    def __init__(
        self, ground: Ground, x: float, y: float, said: str, *, size: float, weight: int, colour: str, align: str,
        above: float = 0,
    ) -> None:  # fmt: skip
        super().__init__()
        self._ground, self._place, self._said = ground, (x, y), said
        self._size, self._weight, self._colour, self._align = size, weight, colour, align
        self.zorder = above

    @functools.cached_property
    def text(self) -> Text:
        """The same as matplotlib's own."""
        made = Text(
            *self._place, self._said, color=self._colour, fontproperties=font(self._size, self._weight),
            ha=self._align, va="center_baseline", parse_math=False, transform=self._ground.transform, clip_on=False,
            zorder=self.zorder,
        )  # fmt: skip
        made.set_figure(self._ground.get_figure())  # type: ignore[arg-type]  # it has been added to one
        return made

    def draw(self, renderer: Any) -> None:
        """As a text does, but from whole pixel to whole pixel, so that its picture serves again."""
        if not isinstance(renderer, RendererAgg):
            self.text.draw(renderer)
            return
        size, weight, dpi = self._size, self._weight, renderer.dpi
        width, height, descent = metrics_px(self._said, size, weight, dpi)
        x, y = self._ground.way().transform(self._place)
        across = {"left": 0.0, "center": width / 2, "right": width}[self._align]
        below = max(height - descent, _ascent(weight) * size * dpi / POINTS) / 2
        picture, left, low = _picture(self._said, size, weight, dpi, self._colour)
        gc = renderer.new_gc()
        renderer.draw_image(gc, round(x - across) + left, round(y - below) - low, picture)
        gc.restore()


@functools.lru_cache(maxsize=2048)
def _picture(
    line: str, size: float, weight: int, dpi: float, colour: str
) -> tuple[NDArray[np.uint8], int, int]:  # fmt: skip
    """A line as pixels, the lowest row first; where they begin from its beginning, and how far below its baseline."""
    width, height, descent = metrics_px(line, size, weight, dpi)
    around = round(size * dpi / POINTS / 2) + 2
    wide, high = int(width) + 2 * around, int(height) + 2 * around
    renderer = text_renderer(wide, high, dpi)
    gc = renderer.new_gc()
    low = around + int(descent)
    renderer.draw_text(gc, around, high - low, line, font(size, weight), 0)
    cover = np.asarray(renderer.buffer_rgba())[::-1, :, 3]
    rows, columns = (np.flatnonzero(cover.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return np.zeros((1, 1, 4), np.uint8), 0, 0
    bottom, left = int(rows[0]), int(columns[0])
    cover = cover[bottom : rows[-1] + 1, left : columns[-1] + 1]
    picture = np.empty((*cover.shape, 4), np.uint8)
    picture[...] = np.round(255 * np.array(to_rgba(colour)))
    picture[..., 3] = cover
    return picture, left - around, low - bottom


@functools.cache
def _ascent(weight: int) -> float:
    """How high above its baseline a line is at least, in sizes of the font."""
    size = 100.0
    text = Text(0, 0, ".", fontproperties=font(size, weight), va="baseline")
    Figure(dpi=72).add_artist(text)
    renderer = RendererAgg(1, 1, 72)  # type: ignore[no-untyped-call]  # matplotlib has no types here
    return float(text.get_window_extent(renderer).y1) / size
