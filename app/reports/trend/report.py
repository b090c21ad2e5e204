"""The trend as a report: what happened when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from app.data.dataset import Dataset
from app.look.palette import Palette
from app.reports.definition.sentence import Sentence
from app.reports.report import Definition
from app.reports.trend.figures import TrendFigures

_MOST_WORDS = 30


class TrendReport:
    """Whether it grows."""

    key = "trend"
    title = "Trend"
    needs = "It needs events."

    def proposed(self, dataset: Dataset) -> Definition | None:
        """Revenue, or what comes closest."""
        from app.reports.trend.definition import proposed_trend

        return proposed_trend(dataset)

    def proposed_over_run(self, dataset: Dataset) -> Definition | None:
        """What the run sent, and how it was received."""
        from app.reports.trend.of_run import proposed_over_run

        return proposed_over_run(dataset)

    def count(self, dataset: Dataset, definition: Any) -> TrendFigures:
        """The series by bucket."""
        from app.reports.trend.definition import trend

        return trend(dataset, definition)

    def sentence(self, dataset: Dataset, definition: Any) -> Sentence:
        """The definition in parts."""
        from app.reports.trend.sentence import sentence

        return sentence(dataset, definition)

    def changed(self, definition: Any, field: str, value: str) -> Definition:
        """With another part."""
        from app.reports.trend.sentence import changed

        return changed(definition, field, value)

    def draw(self, figures: TrendFigures, palette: Palette, *, with_definition: bool) -> Any:
        """Lines."""
        from app.reports.trend.chart import draw_trend

        return draw_trend(figures, palette, with_definition=with_definition)

    def height_px(self, figures: TrendFigures) -> int:
        """Room for the names at the lines' ends."""
        return max(420, 180 + 18 * len(figures.lines()))

    def words(self, figures: TrendFigures) -> Iterator[str]:
        """Each line with its first and last value, and its highest."""
        yield self.title
        labels = figures.labels
        for line in figures.lines()[:_MOST_WORDS]:
            known = np.flatnonzero(np.isfinite(line.values)).tolist()
            if known:
                best = max(known, key=lambda at: line.values[at])
                first, last, most = (
                    f"{figures.said(line, float(line.values[at]))} in {labels[at]}"
                    for at in (known[0], known[-1], best)
                )
                yield f"{line.title}: from {first} to {last}, at most {most}"
