"""Shapes and texts are drawn as matplotlib's own are, pixel by pixel, and lines break where measuring each says."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path
from PIL import Image

from app.look.palette import LIGHT
from app.reports.drawing import fonts
from app.reports.drawing.drawing_area import Chart, DrawingArea, drawing, render, rendered
from app.reports.drawing.fonts import elide, font, width_px, wrap

LINE = Path([(20.3, 80.2), (90.7, 40.1), (150.5, 95.9)])
PIXELS = np.arange(36, dtype=float).reshape(3, 4, 3) / 36


def ours(area: DrawingArea) -> None:
    area.box(10.2, 10.7, 80.5, 30.3, "#3366cc", radius=5)
    area.box(100, 12, 60.4, 20, "#cc6633", line="#112233", line_px=2, alpha=0.5, above=2)
    area.box(190, 80, 50, 40, "#cc6633", line="#112233", hatch="////")
    area.stroke(LINE, "#884422", 3.3, alpha=0.7)
    area.stroke(LINE, "#223344", 1.5, dashed=True, above=3)
    area.fill(LINE, "#99bb88", line="#ffffff", line_px=0.5, alpha=0.6, above=1)
    area.polygon([(180, 20), (230, 30), (200, 70)], "#229944")
    area.rule(12.2, 100.4, 90.1, 100.4, "#224466", line_px=1.4)
    area.rule(12.2, 110.4, 90.1, 130.4, "#224466")
    area.picture(PIXELS, 130.4, 100.2, 180.9, 133.3)


def theirs(figure: Figure, width: int, height: int) -> None:
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.imshow(PIXELS, extent=(130.4, 180.9, 133.3, 100.2), interpolation="nearest", aspect="auto", zorder=0)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    box, square = "round,pad=0,rounding_size=5", "square,pad=0"
    axes.add_patch(FancyBboxPatch((10.2, 10.7), 80.5, 30.3, boxstyle=box, fc="#3366cc", ec="none", lw=0, zorder=0))
    axes.add_patch(
        FancyBboxPatch((101, 13), 58.4, 18, boxstyle=square, fc="#cc6633", ec="#112233", lw=2, alpha=0.5, zorder=2)
    )
    hatched: dict[str, Any] = {"fc": "#cc6633", "ec": "#112233", "lw": 1, "hatch": "////", "zorder": 0}
    axes.add_patch(FancyBboxPatch((190.5, 80.5), 49, 39, boxstyle=square, **hatched))
    axes.add_patch(PathPatch(LINE, fc="none", ec="#884422", lw=3.3, alpha=0.7, capstyle="butt", zorder=0))
    axes.add_patch(PathPatch(LINE, fc="none", ec="#223344", lw=1.5, ls="--", capstyle="butt", zorder=3))
    axes.add_patch(PathPatch(LINE, fc="#99bb88", ec="#ffffff", lw=0.5, alpha=0.6, zorder=1))
    triangle = Path([(180, 20), (230, 30), (200, 70), (180, 20)], closed=True)
    axes.add_patch(PathPatch(triangle, fc="#229944", ec="none", lw=0, zorder=0))
    axes.plot([12.2, 90.1], [100.4, 100.4], color="#224466", linewidth=1.4, zorder=0)
    axes.plot([12.2, 90.1], [110.4, 130.4], color="#224466", linewidth=1, zorder=0)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_that_every_pixel_is_as_matplotlib_draws_it(scale: float) -> None:
    width, height = 260, 140
    drawn = render(Chart(LIGHT, ours), "png", width, height, scale)
    figure, target = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor=LIGHT.surface), io.BytesIO()
    with drawing():
        theirs(figure, width, height)
        figure.savefig(target, format="png", dpi=72 * scale)
    one, other = (np.asarray(Image.open(io.BytesIO(png)).convert("RGB")) for png in (drawn, target.getvalue()))
    assert len(np.unique(one.reshape(-1, 3), axis=0)) > 50
    assert np.array_equal(one, other)


@pytest.mark.parametrize("words", ["Quer jä 10 %", "ÄÖÅ gpq", "j", "1,204", "–"])
@pytest.mark.parametrize(("size", "weight", "scale"), [(11.3, 400, 1.0), (12, 600, 2.0), (28, 400, 1.25)])
def test_that_words_are_as_matplotlib_draws_them_from_a_whole_pixel_on(
    words: str, size: float, weight: int, scale: float
) -> None:
    chart = Chart(LIGHT, lambda area: area.text(20, 40, words, size=size, weight=weight, colour="#334466"))
    drawn = rendered(chart, 240, 80, scale).astype(int)
    plain: Any = RendererAgg(round(240 * scale), round(80 * scale), 72 * scale)  # type: ignore[no-untyped-call]  # matplotlib has no types here
    gc = plain.new_gc()
    gc.set_foreground("#334466")
    pixels, found = np.asarray(plain.buffer_rgba()), []
    rows = np.flatnonzero((drawn[..., :3] < 255).any(axis=(1, 2)))
    for baseline in range(rows[0], rows[-1] + 12):
        pixels[...] = 255
        plain.draw_text(gc, round(20 * scale), baseline, words, font(size, weight), 0)
        found.append(np.abs(pixels.astype(int) - drawn).max())
    assert min(found) <= 2


def test_that_the_pixels_of_the_window_are_those_of_the_picture() -> None:
    png = np.asarray(Image.open(io.BytesIO(render(Chart(LIGHT, ours), "png", 260, 140, 1.5))))
    assert np.array_equal(png, rendered(Chart(LIGHT, ours), 260, 140, 1.5))


def wrapped_by_measuring(text: str, room: float, size: float, lines: int) -> list[str]:
    rest, wrapped = text, list[str]()
    while rest and len(wrapped) < lines - 1 and width_px(rest, size, 400) > room:
        end = max(many for many in range(len(rest) + 1) if width_px(rest[:many].rstrip(), size, 400) <= room)
        blank = rest.rfind(" ", 0, end + 1)
        joint = max(rest.rfind(sign, 0, end) for sign in "_-/.") + 1
        end = blank if blank > 0 else joint or end
        if not end:
            break
        wrapped.append(rest[:end])
        rest = rest[end:].lstrip()
    return [*wrapped, elide(rest, room, size)] if rest else wrapped


@given(
    st.lists(
        st.sampled_from(["Customers", "who", "did", "“add_to_cart”", "within", "7", "Wi", "j/k-l", ""]), max_size=14
    ),
    st.integers(4, 260),
    st.integers(1, 4),
)
@settings(max_examples=40, deadline=None)
def test_that_lines_break_where_measuring_every_length_says(words: list[str], room: int, lines: int) -> None:
    text = fonts.one_line(" ".join(words))
    assert wrap(text, room, 11.0, lines) == wrapped_by_measuring(text, room, 11.0, lines)
