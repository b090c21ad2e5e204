"""The comparison of two runs as a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.look.palette import Palette
from app.reports.comparison.figures import ComparisonFigures, PathFigures
from app.reports.report import Measured, Subject

_MOST_WORDS = 30


class ComparisonReport:
    """What another run would have brought, customer by customer, and who would have gone elsewhere."""

    key = "comparison"
    title = "Comparison"
    why_none = "Choose another run to compare this one with."

    def measure(self, subject: Subject) -> Iterator[Measured]:
        """Every figure against the other run's, and the changed paths; nothing without another run."""
        from app.reports.comparison.figures import comparison

        other = subject.other
        if other is None or not all({"instances", "visits"} <= each.tables.keys() for each in (subject, other)):
            return
        figures, paths = comparison(subject, other)
        yield Measured(f"Against “{other.scenario.name}”", figures)
        yield Measured("Who went another way", paths)

    def draw(self, figures: ComparisonFigures | PathFigures, palette: Palette, *, with_definition: bool) -> Any:
        """Differences about a line of none, or paths as bars."""
        from app.reports.comparison.chart import draw_comparison

        return draw_comparison(figures, palette, with_definition=with_definition)

    def height_px(self, figures: ComparisonFigures | PathFigures) -> int:
        """A row a figure, or a path."""
        many = len(figures.changes) if isinstance(figures, PathFigures) else len(figures.rows)
        return 150 + 26 * many

    def words(self, figures: ComparisonFigures | PathFigures) -> Iterator[str]:
        """Each figure with its difference, or each changed path."""
        yield from figures.sentences()
        if isinstance(figures, PathFigures):
            for change in figures.changes[:_MOST_WORDS]:
                yield f"{change.name}: {change.journeys} journeys"
            return
        for each in figures.rows[:_MOST_WORDS]:
            difference = each.written(each.difference, figures.currency, signed=True)
            yield f"{each.name}: {difference} ({figures.range_of(each)})"
