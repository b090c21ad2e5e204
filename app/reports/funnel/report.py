"""The funnel as a report: along a run's main path, and from the entry event to the goal as recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.data.dataset import Dataset
from app.look.palette import Palette
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.reports.definition.sentence import Sentence
from app.reports.over_runs.conversion import proposed_conversion, recorded_conversion
from app.reports.report import Choices, Definition, Figures, Measured, Subject

_WAYS = (
    (("signup", "page_view", "cart", "purchase"), Duration.parse("P30D")),
    (("visit", "lead", "mql", "opportunity", "won"), Duration.parse("P180D")),
)


def _frequent(dataset: Dataset) -> list[str]:
    """What happens most, and then what earns money, or what happens next to most."""
    conversion, counts = proposed_conversion(dataset), dataset.schema().events
    goal = conversion.event if conversion else None
    often = sorted((name for name in counts if counts[name] and name != goal), key=lambda name: (-counts[name], name))
    return [*often[:1], goal] if goal else often[:2]


class FunnelReport:
    """How many customers come how far."""

    key = "funnel"
    title = "Funnel"
    why_none = ""
    needs = "It needs two kinds of events, such as carts and purchases."

    def measure(self, subject: Subject) -> Iterator[Measured]:
        """The run's own funnel, and beside it the one of recorded events."""
        return self.adjusted(subject, {})

    def adjusted(self, subject: Subject, chosen: Choices) -> Iterator[Measured]:
        """The same as steps, as the time they take, or by when journeys began."""
        from app.reports.funnel.counting import counted_funnel
        from app.reports.funnel.definition import FunnelDefinition
        from app.reports.funnel.run_over_time import run_funnel_shown
        from app.reports.funnel.sentence import shown_as

        show, period = shown_as(chosen)
        yield Measured("Along the main path", run_funnel_shown(subject, show, period))
        if recorded := recorded_conversion(subject):
            dataset, (start, goal, within) = recorded
            heading = f"From {start.event} to {goal.event}, with or without messages"
            asked = FunnelDefinition((start, goal), within, show=show, period=period or "")
            yield Measured(heading, counted_funnel(dataset, asked))

    def choices(self, subject: Subject, chosen: Choices) -> Sentence:
        """`How far customers came, shown as steps`."""
        from app.reports.funnel.sentence import shown_as, shown_sentence

        if "visits" not in subject.tables:
            return ()
        return shown_sentence(*shown_as(chosen))

    def proposed(self, dataset: Dataset) -> Definition | None:
        """From looking to buying, or from a first visit to revenue: the steps of that way that the data has.

        Where it knows fewer than two of them, from what happens most.
        """
        from app.reports.funnel.definition import FunnelDefinition

        known = dataset.roles.events
        for way, window in _WAYS:
            steps = tuple(Step(event=known[role]) for role in way if role in known)
            if len(steps) > 1:
                return FunnelDefinition(steps, window)
        steps = tuple(Step(event=event) for event in _frequent(dataset))
        return FunnelDefinition(steps, _WAYS[0][1]) if len(steps) > 1 else None

    def proposed_over_run(self, dataset: Dataset) -> Definition | None:
        """From entering over the messages to buying."""
        from app.reports.funnel.with_messages import proposed_over_run

        return proposed_over_run(dataset)

    def count(self, dataset: Dataset, definition: Any) -> Figures:
        """How many customers go through the steps, or what else of them the definition shows."""
        from app.reports.funnel.counting import counted_funnel

        return counted_funnel(dataset, definition)

    def sentence(self, dataset: Dataset, definition: Any) -> Sentence:
        """The definition in parts."""
        from app.reports.funnel.sentence import sentence

        return sentence(dataset, definition)

    def changed(self, definition: Any, field: str, value: str) -> Definition:
        """With another part."""
        from app.reports.funnel.changes import changed

        return changed(definition, field, value)

    def draw(self, figures: Any, palette: Palette, *, with_definition: bool) -> Any:
        """Bars, or a line over time."""
        from app.reports.funnel.drawing.charts import draw

        return draw(figures, palette, with_definition=with_definition)

    def height_px(self, figures: Any) -> int:
        """A row a step or a group."""
        from app.reports.funnel.drawing.charts import height_px

        return height_px(figures)

    def words(self, figures: Any) -> Iterator[str]:
        """Each bar with its count and share."""
        from app.reports.funnel.drawing.charts import words

        yield self.title
        yield from words(figures)
