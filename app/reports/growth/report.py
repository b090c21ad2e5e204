"""List growth as a report: how the list grows, and who leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.data.dataset import Dataset
from app.look.palette import Palette
from app.numbers import number
from app.reports.definition.sentence import Sentence
from app.reports.growth.figures import GrowthFigures
from app.reports.report import Definition

_HEIGHT = 460
_MOST_WORDS = 40


class GrowthReport:
    """Joined, left, net, and the list."""

    key = "growth"
    title = "List growth"
    needs = "It needs events, or the day on which customers were created."

    def proposed(self, dataset: Dataset) -> Definition | None:
        """By the day on which customers were created."""
        from app.reports.growth.definition import proposed_growth

        return proposed_growth(dataset)

    def proposed_over_run(self, dataset: Dataset) -> Definition | None:
        """With who unsubscribes from messages."""
        from app.reports.growth.of_run import proposed_over_run

        return proposed_over_run(dataset)

    def count(self, dataset: Dataset, definition: Any) -> GrowthFigures:
        """The list over time."""
        from app.reports.growth.definition import growth

        return growth(dataset, definition)

    def sentence(self, dataset: Dataset, definition: Any) -> Sentence:
        """The definition in parts."""
        from app.reports.growth.sentence import sentence

        return sentence(dataset, definition)

    def changed(self, definition: Any, field: str, value: str) -> Definition:
        """With another part."""
        from app.reports.growth.sentence import changed

        return changed(definition, field, value)

    def draw(self, figures: GrowthFigures, palette: Palette, *, with_definition: bool) -> Any:
        """Bars and a line."""
        from app.reports.growth.chart import draw_growth

        return draw_growth(figures, palette, with_definition=with_definition)

    def height_px(self, figures: GrowthFigures) -> int:  # noqa: ARG002  # two plots, however many buckets there are
        """Two plots."""
        return _HEIGHT

    def words(self, figures: GrowthFigures) -> Iterator[str]:
        """Each bucket with what changed in it."""
        yield self.title
        columns = (figures.joined_counts(), figures.left_counts(), figures.list_counts())
        rows = zip(figures.labels, *(each.tolist() for each in columns), strict=True)
        for label, joined, left, listed in list(rows)[-_MOST_WORDS:]:
            yield f"{label}: {number(joined)} joined, {number(left)} left, {number(listed)} on the list"
