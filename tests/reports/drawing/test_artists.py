"""Shapes and texts are drawn as matplotlib's own are, pixel by pixel, and lines break where measuring each says."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path
from PIL import Image

from app.look.palette import LIGHT
from app.reports.drawing import fonts
from app.reports.drawing.drawing_area import Chart, DrawingArea, drawing, render
from app.reports.drawing.fonts import elide, font, width_px, wrap

LINE = Path([(20.3, 80.2), (90.7, 40.1), (150.5, 95.9)])


def ours(area: DrawingArea) -> None:
    area.box(10.2, 10.7, 80.5, 30.3, "#3366cc", radius=5)
    area.box(100, 12, 60.4, 20, "#cc6633", line="#112233", line_px=2, alpha=0.5, above=2)
    area.stroke(LINE, "#884422", 3.3, alpha=0.7)
    area.fill(LINE, "#99bb88", line="#ffffff", line_px=0.5, alpha=0.6, above=1)
    area.polygon([(180, 20), (230, 30), (200, 70)], "#229944")
    for place, (align, words) in enumerate((("left", "Quer jä 10 %"), ("center", "xyz"), ("right", "ÄÖÅ gpq")) * 2):
        weight = 400 if place < 3 else 600
        area.text(120.4, 20.3 + 17.7 * place, words, size=11.3, weight=weight, align=align)  # type: ignore[arg-type]


def theirs(figure: Figure, width: int, height: int) -> None:
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    box, square = "round,pad=0,rounding_size=5", "square,pad=0"
    axes.add_patch(FancyBboxPatch((10.2, 10.7), 80.5, 30.3, boxstyle=box, fc="#3366cc", ec="none", lw=0, zorder=0))
    axes.add_patch(
        FancyBboxPatch((101, 13), 58.4, 18, boxstyle=square, fc="#cc6633", ec="#112233", lw=2, alpha=0.5, zorder=2)
    )
    axes.add_patch(PathPatch(LINE, fc="none", ec="#884422", lw=3.3, alpha=0.7, capstyle="butt", zorder=0))
    axes.add_patch(PathPatch(LINE, fc="#99bb88", ec="#ffffff", lw=0.5, alpha=0.6, zorder=1))
    triangle = Path([(180, 20), (230, 30), (200, 70), (180, 20)], closed=True)
    axes.add_patch(PathPatch(triangle, fc="#229944", ec="none", lw=0, zorder=0))
    for place, (align, words) in enumerate((("left", "Quer jä 10 %"), ("center", "xyz"), ("right", "ÄÖÅ gpq")) * 2):
        axes.text(
            120.4, 20.3 + 17.7 * place, words, color=LIGHT.text, ha=align, va="center_baseline", zorder=1,
            fontproperties=font(11.3, 400 if place < 3 else 600), parse_math=False,
        )  # fmt: skip


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_that_every_pixel_is_as_matplotlib_draws_it(scale: float) -> None:
    width, height = 260, 140
    drawn = render(Chart(LIGHT, ours), "png", width, height, scale)
    figure, target = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor=LIGHT.surface), io.BytesIO()
    theirs(figure, width, height)
    with drawing():
        figure.savefig(target, format="png", dpi=72 * scale)
    one, other = (np.asarray(Image.open(io.BytesIO(png)).convert("RGB")) for png in (drawn, target.getvalue()))
    assert len(np.unique(one.reshape(-1, 3), axis=0)) > 50
    assert np.array_equal(one, other)


def test_that_what_is_packed_for_now_is_the_same_picture() -> None:
    kept, now = (render(Chart(LIGHT, ours), "png", 260, 140, for_now=each) for each in (False, True))
    assert kept != now
    one, other = (np.asarray(Image.open(io.BytesIO(png))) for png in (kept, now))
    assert np.array_equal(one, other)


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
