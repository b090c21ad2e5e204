"""Plain shapes and texts of a chart: drawn as matplotlib's own patches and texts, in a fraction of the time.

A chart has hundreds of them, all in the pixels of its one pair of axes, so that most of what a patch or a text can do
need not be looked into for each.
"""

from __future__ import annotations

import functools
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from app.reports.drawing.fonts import font, metrics_px


class Surface:
    """The axes of a chart, and the way from its pixels to those of a renderer."""

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        self._bounds: tuple[float, ...] = ()
        self._way = Affine2D()

    def way(self) -> Affine2D:
        """Worked out anew only where the figure has another size."""
        bounds = tuple(self.axes.bbox.bounds)
        if bounds != self._bounds:
            self._bounds, self._way = bounds, Affine2D(self.axes.transData.get_matrix())
        return self._way


class Shape(Artist):
    """What lies within an outline, or a line along it."""

    def __init__(
        self,
        surface: Surface,
        path: Path,
        *,
        fill: str = "none",
        line: str = "none",
        line_px: float = 0.0,
        alpha: float | None = None,
        above: float = 0,
    ) -> None:
        super().__init__()
        self._surface, self._path, self._alpha_of = surface, path, alpha
        self._fill, self._line = to_rgba(fill, alpha), to_rgba(line, alpha)
        self._line_px = line_px if self._line[3] else 0.0
        self.set_zorder(above)

    def set_clip_path(self, path: Any, transform: Any = None) -> None:
        """Nothing: it is always clipped to its axes."""

    def draw(self, renderer: Any) -> None:
        """As a patch does."""
        renderer.open_group("patch", self.get_gid())
        gc = renderer.new_gc()
        gc.set_linewidth(self._line_px)
        gc.set_capstyle("butt")
        gc.set_joinstyle("miter")
        gc.set_clip_rectangle(self._surface.axes.bbox)
        gc.set_alpha(self._alpha_of)
        gc.set_foreground(self._line, isRGBA=True)
        gc.set_dashes(0, None)
        renderer.draw_path(gc, self._path, self._surface.way(), self._fill if self._fill[3] else None)
        gc.restore()
        renderer.close_group("patch")


class Words(Text):
    """One line of text, its middle at y; on a picture of pixels it is measured once for all charts."""

    def __init__(
        self, surface: Surface, x: float, y: float, text: str, *, size: float, weight: int, colour: str, align: str
    ) -> None:
        super().__init__(
            x, y, text, color=colour, fontproperties=font(size, weight), ha=align, va="center_baseline",
            parse_math=False, transform=surface.axes.transData, clip_on=False,
        )  # fmt: skip
        self._surface = surface
        self._font = (size, weight)

    def set_clip_path(self, path: Any, transform: Any = None) -> None:
        """Nothing: it is not clipped, but elided to its room."""

    def draw(self, renderer: Any) -> None:
        """As a text does, its size taken from the table of those that were measured."""
        if not isinstance(renderer, RendererAgg):
            super().draw(renderer)
            return
        text, (size, weight), dpi = self.get_text(), self._font, renderer.dpi
        width, height, descent = metrics_px(text, size, weight, dpi)
        x, y = self._surface.way().transform(self.get_position())
        across = {"left": 0.0, "center": width / 2, "right": width}[self.get_horizontalalignment()]
        below = max(height - descent, _ascent(weight) * size * dpi / 72) / 2
        gc = renderer.new_gc()
        gc.set_foreground(to_rgba(self.get_color()), isRGBA=True)
        renderer.draw_text(  # type: ignore[no-untyped-call]  # matplotlib has no types here
            gc, x - across, renderer.height - y + below, text, self.get_fontproperties(), 0, ismath=False, mtext=self
        )
        gc.restore()


@functools.cache
def _ascent(weight: int) -> float:
    """How high above its baseline a line is at least, in sizes of the font."""
    size = 100.0
    text = Text(0, 0, ".", fontproperties=font(size, weight), va="baseline")
    Figure(dpi=72).add_artist(text)
    renderer = RendererAgg(1, 1, 72)  # type: ignore[no-untyped-call]  # matplotlib has no types here
    return float(text.get_window_extent(renderer).y1) / size
