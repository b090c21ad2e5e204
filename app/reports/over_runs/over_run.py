"""A report over recorded events as one over a run, whose messages and reactions to them are events as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from app.data.dataset import Dataset
from app.look.palette import Palette
from app.reports.definition.sentence import Sentence
from app.reports.report import Choices, Definition, Measured, RecordedReport, Subject

_HEADING = "With what the run sent until the last recorded event"


class Proposing(RecordedReport, Protocol):
    """A report that has something to begin with over a run."""

    def proposed_over_run(self, dataset: Dataset) -> Definition | None:
        """What to begin with, over recorded events together with what a run did."""


class OverRun:
    """Counts as the report over recorded events does; its sentence can name the events and properties of the run.

    With `scored` these are also the scores that the run gave.
    """

    def __init__(self, recorded: Proposing, *, scored: bool = False) -> None:
        self._recorded, self._scored = recorded, scored
        self.key = f"run_{recorded.key}"
        self.title = f"{recorded.title} with messages"
        self.why_none = f"{recorded.needs} It needs the messages of the run too, and its data as they were."

    def measure(self, subject: Subject) -> Iterator[Measured]:
        """By what is proposed."""
        return self.adjusted(subject, {})

    def adjusted(self, subject: Subject, chosen: Choices) -> Iterator[Measured]:
        """The same by another definition."""
        dataset, definition = self._chosen(subject, chosen)
        if dataset is not None and definition is not None:
            yield Measured(_HEADING, self._recorded.count(dataset, definition))

    def choices(self, subject: Subject, chosen: Choices) -> Sentence:
        """The definition in parts."""
        dataset, definition = self._chosen(subject, chosen)
        return () if dataset is None or definition is None else self._recorded.sentence(dataset, definition)

    def draw(self, figures: Any, palette: Palette, *, with_definition: bool) -> Any:
        """As over recorded events."""
        return self._recorded.draw(figures, palette, with_definition=with_definition)

    def height_px(self, figures: Any) -> int:
        """As over recorded events."""
        return self._recorded.height_px(figures)

    def words(self, figures: Any) -> Iterator[str]:
        """As over recorded events."""
        return self._recorded.words(figures)

    def _chosen(self, subject: Subject, chosen: Choices) -> tuple[Dataset | None, Definition | None]:
        from app.reports.over_runs.with_messages import with_messages  # late, as what computes

        dataset = with_messages(subject, scored=self._scored)
        definition = None if dataset is None else self._recorded.proposed_over_run(dataset)
        for field, value in chosen.items() if definition is not None else ():
            definition = self._recorded.changed(definition, field, value)
        return dataset, definition
