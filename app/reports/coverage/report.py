"""Coverage as a report: who can be written to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.data.dataset import Dataset
from app.look.palette import Palette
from app.nodes.conditions import Step
from app.reports.coverage.figures import TITLES, CoverageFigures
from app.reports.definition.sentence import WHERE, Choice, Sentence, event_part, where_part, with_where
from app.reports.report import Definition

_EVERYBODY = "(everybody)"


class CoverageReport:
    """Addresses and consents by channel."""

    key = "coverage"
    title = "Reachability"
    needs = "It needs the customers’ e-mail addresses or phone numbers, or what they agreed to."

    def proposed(self, dataset: Dataset) -> Definition | None:
        """Of everybody."""
        from app.reports.coverage.definition import proposed_coverage

        return proposed_coverage(dataset)

    def proposed_over_run(self, dataset: Dataset) -> Definition | None:
        """Of those who entered."""
        from app.reports.coverage.of_run import proposed_over_run

        return proposed_over_run(dataset)

    def count(self, dataset: Dataset, definition: Any) -> CoverageFigures:
        """Each channel's figures."""
        from app.reports.coverage.definition import coverage

        return coverage(dataset, definition)

    def sentence(self, dataset: Dataset, definition: Any) -> Sentence:
        """`Who of all customers can be reached, by channel`."""
        step = definition.step
        shown = f"those who did {step.event}" if step else "all customers"
        whom = event_part("event", shown, dataset, [Choice("all customers", _EVERYBODY)])
        return ("Who of", whom, *((where_part("event", step, dataset),) if step else ()), "can be reached")

    def changed(self, definition: Any, field: str, value: str) -> Definition:
        """Of others."""
        step = None if value == _EVERYBODY else Step(event=value)
        if field == f"{WHERE} event" and definition.step:
            step = with_where(definition.step, value)
        made: Definition = replace(definition, step=step)
        return made

    def draw(self, figures: CoverageFigures, palette: Palette, *, with_definition: bool) -> Any:
        """Bars."""
        from app.reports.coverage.chart import draw_coverage

        return draw_coverage(figures, palette, with_definition=with_definition)

    def height_px(self, figures: CoverageFigures) -> int:
        """A line a figure."""
        return 130 + round(24 * (5.6 * len(figures.channels) + 1))

    def words(self, figures: CoverageFigures) -> Iterator[str]:
        """Each channel with its shares."""
        yield self.title
        for at, channel in enumerate(figures.channels):
            rates = ((title, figures.rate(at, part)) for part, title in enumerate(TITLES))
            said = ", ".join(f"{title.lower()} {rate.in_words()}" for title, rate in rates if rate)
            yield f"{channel.title}: {said}"
