"""Cohorts as a report: of those who did the entry event in a period, who did the goal's event in each one after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.data.dataset import Dataset
from app.look.palette import Palette
from app.nodes.conditions import Step
from app.reports.cohorts.figures import CohortFigures
from app.reports.definition.sentence import Sentence
from app.reports.over_runs.conversion import fitting_period, recorded_conversion
from app.reports.report import Definition, Measured, Subject

_MOST_WORDS = 13
_RETURNS = ("purchase", "visit", "page_view", "won")
_HEIGHT_OF_CURVES = 460


class CohortsReport:
    """Who comes back, by when they started."""

    key = "cohorts"
    title = "Cohorts"
    why_none = (
        "They are counted from the scenario’s entry event to its first goal. "
        "This scenario lacks one of them, or the data has changed since the run."
    )
    needs = "It needs something that customers do again, such as purchases or visits."

    def measure(self, subject: Subject) -> Iterator[Measured]:
        """The cohorts of recorded events."""
        from app.reports.cohorts.definition import CohortDefinition, cohorts

        if recorded := recorded_conversion(subject):
            dataset, (start, goal, _) = recorded
            definition = CohortDefinition(start, goal, fitting_period(dataset))
            yield Measured(f"Coming back for {goal.event}", cohorts(dataset, definition))

    def proposed(self, dataset: Dataset) -> Definition | None:
        """From the sign-up, or from becoming a lead, or from the first time, to buying or visiting again."""
        from app.reports.cohorts.definition import CohortDefinition

        known = dataset.roles.events
        returns = next((known[role] for role in _RETURNS if role in known), None)
        if returns is None:
            return None
        start = known.get("signup") or known.get("lead") or returns
        return CohortDefinition(Step(event=start), Step(event=returns), fitting_period(dataset))

    def proposed_over_run(self, dataset: Dataset) -> Definition | None:
        """From the first message to buying."""
        from app.reports.cohorts.of_run import proposed_over_run

        return proposed_over_run(dataset)

    def count(self, dataset: Dataset, definition: Any) -> CohortFigures:
        """The matrix."""
        from app.reports.cohorts.definition import cohorts

        return cohorts(dataset, definition)

    def sentence(self, dataset: Dataset, definition: Any) -> Sentence:
        """The definition in parts."""
        from app.reports.cohorts.sentence import sentence

        return sentence(dataset, definition)

    def changed(self, definition: Any, field: str, value: str) -> Definition:
        """With another part."""
        from app.reports.cohorts.sentence import changed

        return changed(definition, field, value)

    def draw(self, figures: CohortFigures, palette: Palette, *, with_definition: bool) -> Any:
        """A heat map, or curves."""
        from app.reports.cohorts.chart import draw_cohorts
        from app.reports.cohorts.curves import draw_curves

        if figures.shows_curves:
            return draw_curves(figures, palette, with_definition=with_definition)
        return draw_cohorts(figures, palette, with_definition=with_definition)

    def height_px(self, figures: CohortFigures) -> int:
        """A row a cohort."""
        return _HEIGHT_OF_CURVES if figures.shows_curves else 190 + 36 * len(figures.sizes)

    def words(self, figures: CohortFigures) -> Iterator[str]:
        """The means."""
        yield f"{'Curves' if figures.shows_curves else 'Heat map'} of {len(figures.sizes)} cohorts by {figures.period}"
        shown = enumerate(figures.mean_cells()[:_MOST_WORDS])
        means = ", ".join(f"{mean.in_words()} in {figures.period} {k}" for k, mean in shown)
        yield f"Weighted mean: {means}" if means else "Nobody started"
