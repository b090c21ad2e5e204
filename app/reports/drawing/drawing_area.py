"""An area to draw on: a figure measured in pixels from the top left, laid out anew for each size."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import BoxStyle, PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray

from app.look.colours import luminance as luminance
from app.look.colours import mix as mix
from app.look.colours import readable_on as readable_on
from app.look.palette import Palette
from app.reports.drawing.artists import POINTS, Ground, Pixels, Shape, Words
from app.reports.drawing.fonts import FAMILY, elide, families, wrap
from app.reports.drawing.hits import Hit

Format = Literal["png", "svg"]
Paint = Callable[["DrawingArea"], None]

MARGIN, FOOTER_TEXT, LEADING = 24, 10.5, 1.45
_SENTENCE_LINES = 3
_FOOTER_SHARE = 0.3  # of the height at most: the chart comes first

_BROWSER_FONTS = f"{FAMILY}, system-ui, 'Segoe UI', 'Noto Sans', sans-serif"
_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "rehearse",
    "svg.fonttype": "none",
    "hatch.linewidth": 0.8,
}
_ONE_AT_A_TIME = threading.Lock()  # matplotlib's settings and font caches are the process's


class Chart(Figure):
    """A figure that draws its content anew for each size; `hits` says where each cell was drawn, the topmost last.

    Texts grow with the picture, as on slides, unless `unit` says how large they are: 1 is the size in the window.
    """

    def __init__(self, palette: Palette, paint: Paint) -> None:
        super().__init__(figsize=(10, 6), dpi=POINTS)
        self._palette = palette
        self._paint = paint
        self.unit = 0.0
        self.hits: tuple[Hit, ...] = ()

    def lay_out(self, width_px: int, height_px: int) -> None:
        """Draw for that size; whatever was drawn before is gone."""
        self.clear()
        self.set_size_inches(width_px / POINTS, height_px / POINTS)
        self.set_facecolor(self._palette.surface)
        self.hits = self.paint_on(Ground(self, 0, 0, width_px, height_px), width_px, height_px)

    def paint_on(self, ground: Ground, width_px: float, height_px: float) -> tuple[Hit, ...]:
        """Draw on a ground of that size, which may be a part of another figure."""
        area = DrawingArea(ground, self._palette, width_px, height_px, self.unit)
        self._paint(area)
        return tuple(area.hits)


def unit_for(width_px: float, height_px: float) -> float:
    """What sizes are times in a picture of that size: texts and gaps grow gently with it."""
    return max(0.75, min(width_px / 880, height_px / 320, 1.6))


class DrawingArea:
    """Shapes and texts at pixel coordinates; y grows downwards. Sizes of texts and gaps are times `unit`."""

    def __init__(self, ground: Ground, palette: Palette, width: float, height: float, unit: float = 0.0) -> None:
        self._ground = ground
        self.palette = palette
        self.width = width
        self.height = height
        self.hits: list[Hit] = []
        self.unit = unit or unit_for(width, height)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 12,
        colour: str = "",
        weight: int = 400,
        align: Literal["left", "center", "right"] = "left",
        room: float = float("inf"),
        above: float = 1,
    ) -> None:
        """One line of text, its middle at y; elided to the room."""
        shown = elide(text, room, size, weight)
        if shown:
            words = Words(
                self._ground, x, y, shown, size=size, weight=weight, colour=colour or self.palette.text, align=align,
                above=above,
            )  # fmt: skip
            self._ground.add(words)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        *,
        radius: float = 0,
        line: str = "none",
        line_px: float = 1,
        hatch: str | None = None,
        alpha: float = 1,
        above: float = 0,
    ) -> None:
        """A rectangle with rounded corners, its outline within."""
        if width <= 0 or height <= 0:
            return
        inset = 0 if line == "none" else line_px / 2
        rounding = max(0.0, min(radius, width / 2, height / 2) - inset)
        style = BoxStyle.Round(pad=0, rounding_size=rounding) if rounding else BoxStyle.Square(pad=0)
        path = style(x + inset, y + inset, width - 2 * inset, height - 2 * inset, 1)
        if hatch is None:
            see_through = None if alpha == 1 else alpha
            shape = Shape(
                self._ground, path, fill=fill, line=line, line_px=line_px, alpha=see_through, above=above
            )  # fmt: skip
            self._ground.add(shape)
            return
        self._add_patch(
            PathPatch(
                path, facecolor=fill, edgecolor=line, linewidth=0 if line == "none" else line_px, hatch=hatch,
                alpha=None if alpha == 1 else alpha, zorder=above,
            )
        )  # fmt: skip

    def _add_patch(self, patch: PathPatch) -> None:
        """What a plain shape cannot be."""
        patch.set_transform(self._ground.transform)
        patch.set_clip_box(self._ground.box)
        self._ground.add(patch)

    def hit(self, row: int, column: int, x: float, y: float, width: float, height: float) -> None:
        """What is drawn in this rectangle is a cell of the figures' table."""
        self.hits.append(Hit(row, column, (x, y, width, height)))

    def hit_path(self, row: int, column: int, path: Path) -> None:
        """What is drawn within this outline is a cell of the figures' table."""
        self.hits.append(Hit(row, column, path))

    def polygon(self, points: Sequence[tuple[float, float]], fill: str, *, above: float = 0) -> None:
        """A filled polygon."""
        self._ground.add(Shape(self._ground, Path([*points, points[0]], closed=True), fill=fill, above=above))

    def fill(
        self, path: Path, fill: str, *, line: str = "none", line_px: float = 0, alpha: float = 1, above: float = 0
    ) -> None:
        """What lies within an outline."""
        self._ground.add(Shape(self._ground, path, fill=fill, line=line, line_px=line_px, alpha=alpha, above=above))

    def stroke(
        self, path: Path, colour: str, line_px: float, *, alpha: float = 1, dashed: bool = False, above: float = 0
    ) -> None:
        """A line along a path, of any width."""
        if not dashed:
            self._ground.add(Shape(self._ground, path, line=colour, line_px=line_px, alpha=alpha, above=above))
            return
        shape = PathPatch(
            path, facecolor="none", edgecolor=colour, linewidth=line_px, linestyle="--", capstyle="butt", alpha=alpha,
            zorder=above,
        )  # fmt: skip
        self._add_patch(shape)

    def picture(self, pixels: NDArray[np.float64], left: float, top: float, right: float, bottom: float) -> None:
        """An image of (rows, columns, red green blue) stretched without smoothing."""
        as_bytes = (pixels * 255).astype(np.uint8)
        self._ground.add(Pixels(self._ground, as_bytes, (left, top, right, bottom)))

    def rule(self, x: float, y: float, to_x: float, to_y: float, colour: str = "", *, line_px: float = 1) -> None:
        """A straight line."""
        line = Path([(x, y), (to_x, to_y)])
        self._ground.add(Shape(self._ground, line, line=colour or self.palette.line, line_px=line_px, cap="projecting"))

    def sentence(self, text: str) -> None:
        """What is said in place of an empty chart."""
        size, room = 14 * self.unit, self.width * 0.9
        lines = wrap(text, room, size, _SENTENCE_LINES)
        for at, line in enumerate(lines):
            y = self.height / 2 + (at - (len(lines) - 1) / 2) * size * LEADING
            self.text(self.width / 2, y, line, size=size, colour=self.palette.text_quiet, align="center", room=room)

    def footer(self, text: str) -> float:
        """The chart's definition at its foot; returns the y above which there is room for the chart itself."""
        size = FOOTER_TEXT * self.unit
        margin = self.margin
        lines = wrap(text, self.width - 2 * margin, size, max(2, int(_FOOTER_SHARE * self.height / (size * LEADING))))
        if not lines:
            return self.height - margin * 0.75
        top = self.height - margin * 0.75 - len(lines) * size * LEADING
        for index, line in enumerate(lines):
            y = top + (index + 0.5) * size * LEADING
            self.text(margin, y, line, size=size, colour=self.palette.text_faint)
        return top - 10 * self.unit

    @property
    def margin(self) -> float:
        """The white around everything."""
        return MARGIN * self.unit


@contextmanager
def drawing() -> Iterator[None]:
    """The one who draws at this moment, with our settings; whatever is drawn is drawn inside."""
    with _ONE_AT_A_TIME, mpl.rc_context(_SETTINGS), warnings.catch_warnings():
        # a script for which this machine has no font shows as boxes in a PNG; an SVG is read with the viewer's fonts
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        yield


def render(
    figure: Figure,
    format: Format,  # noqa: A002  # the word of matplotlib and of the command line
    width_px: int,
    height_px: int,
    scale: float = 1.0,
) -> bytes:
    """The figure as a picture, the same bytes each time; at `scale` 2 a PNG has twice the pixels, for dense screens."""
    target = io.BytesIO()
    with drawing():
        _lay_out(figure, width_px, height_px)
        metadata = {"Date": None, "Creator": None} if format == "svg" else {"Software": None}
        figure.savefig(target, format=format, dpi=POINTS * scale, metadata=metadata)
    return _for_browsers(target.getvalue()) if format == "svg" else target.getvalue()


def rendered(figure: Figure, width_px: int, height_px: int, scale: float) -> NDArray[np.uint8]:
    """The pixels of that PNG, (rows, columns, red green blue opacity), without packing them."""
    with drawing():
        _lay_out(figure, width_px, height_px)
        figure.set_dpi(POINTS * scale)
        canvas: Any = FigureCanvasAgg(figure)
        canvas.draw()
        return np.array(canvas.buffer_rgba())


def _lay_out(figure: Figure, width_px: int, height_px: int) -> None:
    if isinstance(figure, Chart):
        figure.lay_out(width_px, height_px)
    else:
        figure.set_size_inches(width_px / POINTS, height_px / POINTS)


def _for_browsers(svg: bytes) -> bytes:
    ours = ", ".join(f"'{name}'" for name in families())
    return svg.replace(ours.encode(), _BROWSER_FONTS.encode())
