"""Experiments as a report: the variants of a test, and what is known of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.data.dataset import Dataset
from app.errors import AppError
from app.look.palette import Palette
from app.numbers import exact_percent
from app.reports.definition.sentence import Choice, Part, Sentence
from app.reports.experiments.figures import ExperimentFigures
from app.reports.report import Choices, Definition, Measured, Subject

_CAP, _UPLIFT = "cap", "uplift"
_CAPS, _UPLIFTS = ("0", "0.01", "0.02", "0.05"), ("0.02", "0.05", "0.1", "0.2", "0.5")
_USUAL = {_CAP: "0.01", _UPLIFT: "0.1"}


def _share(chosen: Choices, field: str) -> float:
    text = chosen.get(field, _USUAL[field])
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1 or (field == _UPLIFT and not share):
        raise AppError(f"“{text}” is not a share. Nothing was changed.")
    return share


class ExperimentsReport:
    """Whether one way does better than another, and how sure that is."""

    key = "experiments"
    title = "Experiments"
    why_none = "It needs a goal, and a split by chance or a control group, in the scenario."
    needs = "It needs an attribute or a property that names each customer’s variant, and purchases or an outcome."

    def measure(self, subject: Subject) -> Iterator[Measured]:
        """Each split and the control group of a run, by each goal."""
        return self.adjusted(subject, {})

    def adjusted(self, subject: Subject, chosen: Choices) -> Iterator[Measured]:
        """The same, with other amounts brought down and another uplift to be found."""
        from app.reports.experiments.of_run import run_experiments

        yield from run_experiments(subject, _share(chosen, _CAP), _share(chosen, _UPLIFT))

    def choices(self, subject: Subject, chosen: Choices) -> Sentence:
        """`Each split and control group by each goal; the greatest 1% of amounts are brought down, 10% more …`."""
        if not subject.scenario.settings.goals:
            return ()
        cap, uplift = (exact_percent(_share(chosen, field)) for field in (_CAP, _UPLIFT))
        return (
            "Each split and control group by each goal; the greatest",
            Part(_CAP, cap, tuple(Choice(exact_percent(float(text)), text) for text in _CAPS)),
            "of amounts are brought down, and",
            Part(_UPLIFT, uplift, tuple(Choice(exact_percent(float(text)), text) for text in _UPLIFTS)),
            "more conversions are to be found",
        )

    def proposed(self, dataset: Dataset) -> Definition | None:
        """By the column that is called as variants are."""
        from app.reports.experiments.proposing import proposed_experiment

        return proposed_experiment(dataset)

    def count(self, dataset: Dataset, definition: Any) -> ExperimentFigures:
        """Every variant's figures."""
        from app.reports.experiments.definition import experiment

        return experiment(dataset, definition)

    def sentence(self, dataset: Dataset, definition: Any) -> Sentence:
        """The definition in parts."""
        from app.reports.experiments.sentence import sentence

        return sentence(dataset, definition)

    def changed(self, definition: Any, field: str, value: str) -> Definition:
        """With another part."""
        from app.reports.experiments.sentence import changed

        return changed(definition, field, value)

    def draw(self, figures: ExperimentFigures, palette: Palette, *, with_definition: bool) -> Any:
        """Rates and differences with their intervals."""
        from app.reports.experiments.chart import draw_experiment

        return draw_experiment(figures, palette, with_definition=with_definition)

    def height_px(self, figures: ExperimentFigures) -> int:
        """A row a variant."""
        return 190 + 46 * len(figures.variants)

    def words(self, figures: ExperimentFigures) -> Iterator[str]:
        """The sizes of the groups first, then each variant, and who was left out."""
        yield from figures.sentences()
