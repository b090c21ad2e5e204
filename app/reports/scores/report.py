"""Scores as a report: what a score is worth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.data.dataset import Dataset
from app.look.palette import Palette
from app.nodes.durations import Duration
from app.reports.definition.sentence import Choice, Sentence, length_of, length_part, one_of
from app.reports.report import Choices, Definition, Measured, Subject
from app.reports.scores.figures import ScoreFigures

_MOST_WORDS = 20
_WITHIN, _CUT = "within", "cut"
_CUTS = {"width": "of one width", "share": "of as many customers each"}


class ScoresReport:
    """Whether those with a high score convert more often."""

    key = "scores"
    title = "Scores"
    why_none = "It needs a score and a goal in the scenario, and the data of the run as they were."
    needs = "It needs a number that is called a score, and purchases, deals won, or an outcome of yes and no."

    def measure(self, subject: Subject) -> Iterator[Measured]:
        """Each score of a run."""
        return self.adjusted(subject, {})

    def adjusted(self, subject: Subject, chosen: Choices) -> Iterator[Measured]:
        """Each score of a run, with another time for the outcome and other bands."""
        from app.reports.scores.of_run import run_scores

        within = length_of(chosen[_WITHIN]) if chosen.get(_WITHIN) else None
        yield from run_scores(subject, within, "share" if chosen.get(_CUT) == "share" else "width")

    def choices(self, subject: Subject, chosen: Choices) -> Sentence:
        """`Each score, and who met the first goal within its own time after it, in bands of one width`."""
        if not subject.scenario.settings.goals or "scores" not in subject.tables:
            return ()
        own = Choice("its own time", "")
        part = length_part(_WITHIN, length_of(chosen[_WITHIN]) if chosen.get(_WITHIN) else Duration.parse("P30D"))
        words = part.words if chosen.get(_WITHIN) else own.words
        return (
            "Each score, and who met the first goal within",
            part._replace(words=words, choices=(own, *part.choices)),
            "after it, in bands",
            one_of(_CUT, chosen.get(_CUT, "width"), _CUTS),
        )

    def proposed(self, dataset: Dataset) -> Definition | None:
        """By the column that is called a score."""
        from app.reports.scores.definition import proposed_scores

        return proposed_scores(dataset)

    def count(self, dataset: Dataset, definition: Any) -> ScoreFigures:
        """Bands, ranking and calibration."""
        from app.reports.scores.definition import scores

        return scores(dataset, definition)

    def sentence(self, dataset: Dataset, definition: Any) -> Sentence:
        """The definition in parts."""
        from app.reports.scores.sentence import sentence

        return sentence(dataset, definition)

    def changed(self, definition: Any, field: str, value: str) -> Definition:
        """With another part."""
        from app.reports.scores.sentence import changed

        return changed(definition, field, value)

    def draw(self, figures: ScoreFigures, palette: Palette, *, with_definition: bool) -> Any:
        """Bands beside the ROC curve."""
        from app.reports.scores.chart import draw_scores

        return draw_scores(figures, palette, with_definition=with_definition)

    def height_px(self, figures: ScoreFigures) -> int:
        """A row a band."""
        return max(190 + 32 * len(figures.bands), 420)

    def words(self, figures: ScoreFigures) -> Iterator[str]:
        """What is to be known, then each band."""
        yield from figures.sentences()
        for each in figures.bands[:_MOST_WORDS]:
            yield f"{each.name}: {each.converted.in_words()}"
