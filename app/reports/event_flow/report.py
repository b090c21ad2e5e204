"""The flow of events as a report: what customers did next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.data.dataset import Dataset
from app.look.palette import Palette
from app.numbers import Rate, number
from app.reports.definition.sentence import Sentence
from app.reports.event_flow.figures import EventFlowFigures
from app.reports.report import Definition


class EventFlowReport:
    """Step by step, everybody."""

    key = "event_flow"
    title = "Flow of events"
    needs = "It needs events."

    def proposed(self, dataset: Dataset) -> Definition | None:
        """From each customer's first event."""
        from app.reports.event_flow.definition import proposed_flow

        return proposed_flow(dataset)

    def proposed_over_run(self, dataset: Dataset) -> Definition | None:
        """What customers did after a message of the run."""
        from app.reports.event_flow.of_run import proposed_over_run

        return proposed_over_run(dataset)

    def count(self, dataset: Dataset, definition: Any) -> EventFlowFigures:
        """Where everybody is at each step."""
        from app.reports.event_flow.definition import event_flow

        return event_flow(dataset, definition)

    def sentence(self, dataset: Dataset, definition: Any) -> Sentence:
        """The definition in parts."""
        from app.reports.event_flow.sentence import sentence

        return sentence(dataset, definition)

    def changed(self, definition: Any, field: str, value: str) -> Definition:
        """With another part."""
        from app.reports.event_flow.sentence import changed

        return changed(definition, field, value)

    def draw(self, figures: EventFlowFigures, palette: Palette, *, with_definition: bool) -> Any:
        """Bands between columns."""
        from app.reports.event_flow.chart import draw_event_flow

        return draw_event_flow(figures, palette, with_definition=with_definition)

    def height_px(self, figures: EventFlowFigures) -> int:
        """Room for the names of a step."""
        return 260 + 34 * max(len(column.names) for column in figures.columns)

    def words(self, figures: EventFlowFigures) -> Iterator[str]:
        """Each step with the shares of its events."""
        yield f"{self.title}, of {number(figures.everybody)} customers"
        for step, column in enumerate(figures.columns):
            shares = zip(column.names, column.counts().tolist(), strict=True)
            said = ", ".join(f"{name} {Rate(count, figures.everybody).percent()}" for name, count in shares if count)
            yield f"{figures.step_name(step)}: {said}"
