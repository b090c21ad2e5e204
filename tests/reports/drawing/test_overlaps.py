"""On no chart do texts lie over one another or leave it: of few and many categories, long names, small and large."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.text import Text

from app.look.palette import LIGHT
from app.reports.catalogue import report_of
from app.reports.documents.figures.pictures import height_for
from app.reports.drawing.drawing_area import Chart, drawing
from app.reports.report import Figures
from tests.builders.figures import crowded_data, crowded_run, figures_of_all

IS_LONG = os.environ.get("HYPOTHESIS_PROFILE") == "torture"
SIZES = ((340, 320), (880, 0), (1400, 500)) if IS_LONG else ((340, 320),)
"""A height of 0 is the one that suits the figures."""
MANY = [1, 3, 30, 300] if IS_LONG else [30]
_TOUCHING = 0.3  # of the lower text's height: descenders of one line reach into the next
_SLACK_PX = 1.0


class Placed(NamedTuple):
    """A text, and the box around it in pixels from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def lies_over(self, other: Placed) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        lower = min(self.bottom - self.top, other.bottom - other.top)
        return across > _SLACK_PX and down > _TOUCHING * lower

    def leaves(self, width: int, height: int) -> bool:
        is_beside = self.left < -_SLACK_PX or self.right > width + _SLACK_PX
        return is_beside or self.top < -_SLACK_PX or self.bottom > height + _SLACK_PX


def texts_on(figures: Figures, width: int, height: int) -> list[Placed]:
    """The texts as they are drawn in the window."""
    chart = report_of(figures).draw(figures, LIGHT, with_definition=False)
    assert isinstance(chart, Chart)
    chart.unit = 1.0
    with drawing(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")  # of a machine without letters for Japanese
        chart.lay_out(width, height)
        renderer = RendererAgg(width, height, 72)  # type: ignore[no-untyped-call]  # matplotlib has no types here
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in chart.findobj(Text)]
    return [Placed(said, box.x0, height - box.y1, box.x1, height - box.y0) for said, box in boxes]


def faults(figures: Figures) -> Iterator[tuple[str, int, str, str]]:
    """What lies over what, or leaves the picture, at each size."""
    for width, wanted in SIZES:
        height = wanted or height_for(figures, width)
        texts = texts_on(figures, width, height)
        yield from (
            (figures.key, width, one.text, other.text) for one, other in combinations(texts, 2) if one.lies_over(other)
        )
        yield from ((figures.key, width, text.text, "") for text in texts if text.leaves(width, height))


def test_that_texts_keep_apart_in_each_report() -> None:
    assert [fault for figures in figures_of_all() for fault in faults(figures)] == []


@pytest.mark.parametrize("many", MANY)
def test_that_texts_keep_apart_with_few_and_many_categories(many: int) -> None:
    assert [fault for figures in crowded_data(many) for fault in faults(figures)] == []


@pytest.mark.parametrize("many", MANY[:3])
def test_that_texts_keep_apart_in_runs_of_few_and_many_messages(many: int) -> None:
    assert [fault for figures in crowded_run(many) for fault in faults(figures)] == []


def test_that_what_lies_over_another_is_found() -> None:
    one = Placed("one", 0, 0, 50, 12)
    assert one.lies_over(Placed("other", 40, 4, 90, 16))
    assert not one.lies_over(Placed("below", 0, 11, 50, 23))
    assert not one.lies_over(Placed("beside", 51, 0, 90, 12))
    assert one.leaves(48, 100)
    assert not one.leaves(50, 12)
