"""The ranges of a forecast as a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.look.palette import Palette
from app.reports.ranges.figures import RangesFigures, ranges, words_of
from app.reports.report import Measured, Subject

_MOST_WORDS = 40


class RangesReport:
    """How far the figures of a forecast range from replication to replication."""

    key = "ranges"
    title = "Forecast"
    why_none = "This run only replays what was recorded. A forecast models how people react, and stands here in ranges."

    def measure(self, subject: Subject) -> Iterator[Measured]:
        """The forecast's ranges; nothing for a replay."""
        if subject.forecast is not None:
            kept = subject.summary.replication
            yield Measured("Forecast, in ranges", ranges(subject.scenario, subject.forecast, kept, subject.tables))

    def draw(self, figures: RangesFigures, palette: Palette, *, with_definition: bool) -> Any:
        """Hatched bars with their ranges."""
        from app.reports.ranges.chart import draw_ranges

        return draw_ranges(figures, palette, with_definition=with_definition)

    def height_px(self, figures: RangesFigures) -> int:
        """A row a figure, and a gap between groups."""
        return 120 + 26 * len(figures.rows) + 14 * len({(row.group, row.unit) for row in figures.rows})

    def words(self, figures: RangesFigures) -> Iterator[str]:
        """Each figure with its range."""
        yield f"Modelled in {figures.definition.replications} replications"
        yield from map(words_of, figures.rows[:_MOST_WORDS])
