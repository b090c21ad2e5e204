"""Drop-off as a report: where a journey loses people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.look.palette import Palette
from app.nodes.durations import Duration
from app.numbers import Rate, length
from app.reports.definition.sentence import Sentence, length_of, length_part
from app.reports.drop_off.figures import WEEK, DropOffFigures
from app.reports.report import Choices, Measured, Subject

_MOST_WORDS = 20
_WITHIN = "within"


def _within(chosen: Choices) -> Duration:
    return length_of(chosen[_WITHIN]) if _WITHIN in chosen else WEEK


class DropOffReport:
    """Where a journey loses people against the node before, how long they waited, and what they did instead."""

    key = "drop_off"
    title = "Drop-off"
    why_none = "The tables of this run do not say how its journeys ended."

    def measure(self, subject: Subject) -> Iterator[Measured]:
        """Every node of the run."""
        return self.adjusted(subject, {})

    def adjusted(self, subject: Subject, chosen: Choices) -> Iterator[Measured]:
        """The same, with what they did next within another time."""
        from app.reports.drop_off.of_run import drop_off

        if {"instances", "visits"} <= subject.tables.keys():
            yield Measured("Where journeys stop", drop_off(subject, _within(chosen)))

    def choices(self, subject: Subject, chosen: Choices) -> Sentence:
        """`Where journeys stop, and what their customers did next within 7 days`."""
        if not {"instances", "visits"} <= subject.tables.keys():
            return ()
        return ("Where journeys stop, and what their customers did next within", length_part(_WITHIN, _within(chosen)))

    def draw(self, figures: DropOffFigures, palette: Palette, *, with_definition: bool) -> Any:
        """A bar a node."""
        from app.reports.drop_off.chart import draw_drop_off

        return draw_drop_off(figures, palette, with_definition=with_definition)

    def height_px(self, figures: DropOffFigures) -> int:
        """A row a node that anybody came to."""
        return 130 + 50 * sum(1 for each in figures.nodes if each.arrived)

    def words(self, figures: DropOffFigures) -> Iterator[str]:
        """Each node that loses somebody, those that lose most first."""
        losing = sorted((each for each in figures.nodes if each.lost.count), key=lambda each: -each.lost.count)
        if not losing:
            yield "Nobody was lost on the way."
        for each in losing[:_MOST_WORDS]:
            why, count = each.reasons[0]
            most = f"most often by {why}, {Rate(count, each.lost.count).percent()}"
            then = f"; most often next: {each.then[0][0]}" if each.then else ""
            yield f"{each.label} lost {each.lost.in_words()} after {length(each.waited_s)}, {most}{then}"
