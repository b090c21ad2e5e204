"""The pipeline as a report: what each campaign brought."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.data.dataset import Dataset
from app.look.palette import Palette
from app.numbers import counted
from app.reports.attribution_models.names import TITLES
from app.reports.definition.sentence import Sentence
from app.reports.pipeline.figures import SPOKEN, PipelineFigures
from app.reports.report import Choices, Definition, Measured, Subject

_MOST_WORDS = 30


class PipelineReport:
    """Which campaigns brought leads, opportunities and revenue."""

    key = "pipeline"
    title = "Pipeline"
    needs = "It needs opportunities, and events that say which campaign they came from, such as a utm_campaign."

    why_none = (
        "It needs opportunities in the data of the run, and events that say which campaign they came from, such as a "
        "utm_campaign."
    )

    def measure(self, subject: Subject) -> Iterator[Measured]:
        """What each campaign brought, the run's messages among the touches."""
        return self.adjusted(subject, {})

    def adjusted(self, subject: Subject, chosen: Choices) -> Iterator[Measured]:
        """The same by another definition."""
        from app.reports.pipeline.of_run import run_pipeline

        definition = self._chosen(subject, chosen)
        if definition is not None and "messages" in subject.tables:
            yield Measured("With the messages of the run", run_pipeline(subject, definition))

    def choices(self, subject: Subject, chosen: Choices) -> Sentence:
        """The definition in parts."""
        definition = self._chosen(subject, chosen)
        return () if definition is None or subject.dataset is None else self.sentence(subject.dataset, definition)

    def _chosen(self, subject: Subject, chosen: Choices) -> Any:
        definition = None if subject.dataset is None else self.proposed(subject.dataset)
        for field, value in chosen.items() if definition is not None else ():
            definition = self.changed(definition, field, value)
        return definition

    def proposed(self, dataset: Dataset) -> Definition | None:
        """Opportunities by the campaigns of the data."""
        from app.reports.pipeline.definition import proposed_pipeline

        return proposed_pipeline(dataset)

    def count(self, dataset: Dataset, definition: Any) -> PipelineFigures:
        """Everything shared out."""
        from app.reports.pipeline.definition import pipeline

        return pipeline(dataset, definition)

    def sentence(self, dataset: Dataset, definition: Any) -> Sentence:
        """The definition in parts."""
        from app.reports.pipeline.sentence import sentence

        return sentence(dataset, definition)

    def changed(self, definition: Any, field: str, value: str) -> Definition:
        """With another part."""
        from app.reports.pipeline.sentence import changed

        return changed(definition, field, value)

    def draw(self, figures: PipelineFigures, palette: Palette, *, with_definition: bool) -> Any:
        """A table of bars."""
        from app.reports.pipeline.chart import draw_pipeline

        return draw_pipeline(figures, palette, with_definition=with_definition)

    def height_px(self, figures: PipelineFigures) -> int:
        """A row a campaign."""
        return min(150 + 34 * (len(figures.names) + 1), 900)

    def words(self, figures: PipelineFigures) -> Iterator[str]:
        """Each campaign with what it brought."""
        yield self.title
        for code in figures.ranked()[:_MOST_WORDS]:
            shares = ", ".join(
                f"{TITLES[model]} {figures.said(figures.compare, figures.share(code, figures.compare, model))}"
                for model in figures.models
            )
            people = counted(int(figures.people_met[code]), "person", "people")
            yield f"{figures.names[code]}: {people}; {SPOKEN[figures.compare]}: {shares}"
