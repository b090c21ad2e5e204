"""RFM as a report: segments of customers by what they bought."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.data.dataset import Dataset
from app.look.palette import Palette
from app.numbers import money, number
from app.reports.definition.sentence import Sentence
from app.reports.report import Definition
from app.reports.rfm.figures import RfmFigures


class RfmReport:
    """Who the best customers are, and who is about to leave."""

    key = "rfm"
    title = "RFM"
    needs = "It needs purchases with an amount, a number that stands beside each of them."

    def proposed(self, dataset: Dataset) -> Definition | None:
        """Over the purchases of the data, by their amounts."""
        from app.reports.rfm.definition import proposed_rfm

        return proposed_rfm(dataset)

    def proposed_over_run(self, dataset: Dataset) -> Definition | None:
        """With engagement by the reactions to the messages of the run."""
        from app.reports.rfm.of_run import proposed_over_run

        return proposed_over_run(dataset)

    def count(self, dataset: Dataset, definition: Any) -> RfmFigures:
        """Everybody's scores."""
        from app.reports.rfm.definition import rfm

        return rfm(dataset, definition)

    def sentence(self, dataset: Dataset, definition: Any) -> Sentence:
        """The definition in parts."""
        from app.reports.rfm.sentence import sentence

        return sentence(dataset, definition)

    def changed(self, definition: Any, field: str, value: str) -> Definition:
        """With another part."""
        from app.reports.rfm.sentence import changed

        return changed(definition, field, value)

    def draw(self, figures: RfmFigures, palette: Palette, *, with_definition: bool) -> Any:
        """Bars, customers beside what they spent."""
        from app.reports.rfm.chart import draw_rfm

        return draw_rfm(figures, palette, with_definition=with_definition)

    def height_px(self, figures: RfmFigures) -> int:
        """A row a segment."""
        return 120 + 38 * len(figures.segments())

    def words(self, figures: RfmFigures) -> Iterator[str]:
        """Each segment with its customers and their amount."""
        yield self.title
        for each in figures.segments():
            yield f"{each.name}: {number(each.customers.count)} customers, {money(each.amount, figures.currency)}"
