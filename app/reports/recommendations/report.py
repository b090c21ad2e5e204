"""Whether recommendations would have been right, as a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.data.dataset import Dataset
from app.look.palette import Palette
from app.numbers import month, number
from app.progress import Progress, silent
from app.reports.definition.sentence import Sentence
from app.reports.recommendations.figures import RecommendationFigures
from app.reports.report import Definition, Measured, Subject


class RecommendationsReport:
    """What was recommended against what was bought next, and against what is popular."""

    key = "recommendations"
    title = "Recommendations"
    needs = "It needs events that name a product, and the event that is a purchase."

    why_none = (
        "It needs a node in the scenario that recommends what was bought after or with something, and the data of the "
        "run as they were."
    )

    def measure(self, subject: Subject) -> Iterator[Measured]:
        """What each node of the run recommends, tested over the recorded events."""
        from app.reports.recommendations.of_run import of_nodes

        return of_nodes(subject)

    def proposed(self, dataset: Dataset) -> Definition | None:
        """What was bought next by those who bought."""
        from app.reports.recommendations.definition import proposed_recommendations

        return proposed_recommendations(dataset)

    def count(self, dataset: Dataset, definition: Any) -> RecommendationFigures:
        """The tests of all months."""
        return self.count_for(dataset, definition, silent)

    def count_for(self, dataset: Dataset, definition: Any, progress: Progress) -> RecommendationFigures:
        """The same, with word of how far it is."""
        from app.reports.recommendations.definition import recommendations

        return recommendations(dataset, definition, progress)

    def sentence(self, dataset: Dataset, definition: Any) -> Sentence:
        """The definition in parts."""
        from app.reports.recommendations.sentence import sentence

        return sentence(dataset, definition)

    def changed(self, definition: Any, field: str, value: str) -> Definition:
        """With another part."""
        from app.reports.recommendations.sentence import changed

        return changed(definition, field, value)

    def draw(self, figures: RecommendationFigures, palette: Palette, *, with_definition: bool) -> Any:
        """Bars by month."""
        from app.reports.recommendations.chart import draw_recommendations

        return draw_recommendations(figures, palette, with_definition=with_definition)

    def height_px(self, figures: RecommendationFigures) -> int:
        """A row a month."""
        return 160 + 32 * len(figures.months())

    def words(self, figures: RecommendationFigures) -> Iterator[str]:
        """Whether it is worth it, and each month."""
        yield self.title
        yield from figures.sentences()
        for each in figures.months():
            shares = ", ".join(rate.percent() for rate in each.hits)
            name = month(each.month) if each.month else ""
            yield f"{name}: {shares} of {number(each.customers)} customers in the first 1, 3 and 5"
