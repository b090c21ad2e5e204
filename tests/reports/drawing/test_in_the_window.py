"""Charts of the window: texts of the interface's size in a small and in a large one, none cut, none over another."""

from __future__ import annotations

from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from app.data.samples import load_sample
from app.look.palette import LIGHT
from app.progress import silent
from app.reports.catalogue import recorded_reports
from app.reports.drawing.drawing_area import Chart, render

NARROW, WIDE = 412, 1300  # in a window of 960 and of 1920 pixels
LEAST_PX, MOST_PX = 9.5, 16.0  # the interface's small texts have 11, its headings 16


def _texts(chart: Chart, width: int, height: int) -> list[tuple[Text, Bbox]]:
    chart.unit = 1.0
    render(chart, "png", width, height)
    renderer = RendererAgg(width, height, 72)  # type: ignore[no-untyped-call]  # matplotlib has no types here
    texts = [text for text in chart.findobj(Text) if isinstance(text, Text) and text.get_text()]
    return [(text, text.get_window_extent(renderer)) for text in texts]


def _overlap(first: Bbox, second: Bbox) -> bool:
    across = min(first.x1, second.x1) - max(first.x0, second.x0)
    along = min(first.y1, second.y1) - max(first.y0, second.y0)
    return bool(across > 2 and along > 4)


@pytest.mark.parametrize(("name", "width"), [("grocery", WIDE), ("b2b", NARROW)])
def test_that_texts_keep_their_size_and_their_place(name: str, width: int) -> None:
    dataset, drawn = load_sample(name, silent).dataset, 0
    for report in recorded_reports():
        definition = report.proposed(dataset)
        if definition is None:
            continue
        figures = report.count(dataset, definition)
        height = max(300, report.height_px(figures))
        chart = report.draw(figures, LIGHT, with_definition=False)
        texts = _texts(chart, width, height)
        assert texts, report.key
        assert all(LEAST_PX <= float(text.get_fontsize()) <= MOST_PX for text, _ in texts), report.key
        assert all(box.x0 > -1 and box.x1 < width + 1 for _, box in texts), report.key
        both = [(a.get_text(), b.get_text()) for (a, x), (b, y) in combinations(texts, 2) if _overlap(x, y)]
        assert both == [], report.key
        assert chart.hits, report.key
        drawn += 1
    assert drawn > 4
