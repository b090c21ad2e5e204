"""Messages as a report: what was sent, what was held back, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.look.palette import Palette
from app.numbers import counted, number
from app.reports.definition.sentence import Choice, Part, Sentence
from app.reports.messages.figures import MessageFigures
from app.reports.report import Choices, Measured, Subject

_MOST_WORDS = 40
_GOAL = "goal"


class MessagesReport:
    """By message and by channel."""

    key = "messages"
    title = "Messages"
    why_none = "This scenario sends no messages."

    def measure(self, subject: Subject) -> Iterator[Measured]:
        """The messages of the run; nothing where there are none."""
        return self.adjusted(subject, {})

    def adjusted(self, subject: Subject, chosen: Choices) -> Iterator[Measured]:
        """The same, with another goal that is met after them."""
        from app.reports.messages.definition import messages

        figures = messages(subject, chosen.get(_GOAL, ""))
        if figures is not None:
            yield Measured("What became of the messages", figures)

    def choices(self, subject: Subject, chosen: Choices) -> Sentence:
        """`What became of the messages; converted are journeys that met the goal order after them`."""
        goals = [goal.id for goal in subject.scenario.settings.goals]
        if not goals:
            return ()
        first = "their first goal"
        named = tuple(Choice(f"the goal “{goal}”", goal) for goal in goals)
        words = f"the goal “{chosen[_GOAL]}”" if chosen.get(_GOAL) else first
        converted = Part(_GOAL, words, (Choice(first, ""), *named))
        return ("What became of the messages; converted are journeys that met", converted, "after them")

    def draw(self, figures: MessageFigures, palette: Palette, *, with_definition: bool) -> Any:
        """Groups of bars."""
        from app.reports.messages.chart import draw_messages

        return draw_messages(figures, palette, with_definition=with_definition)

    def height_px(self, figures: MessageFigures) -> int:
        """As many lines as each message has."""
        lines = 6 if figures.is_modelled else 2
        return 140 + round(20 * (lines + 0.6) * len(figures.rows))

    def words(self, figures: MessageFigures) -> Iterator[str]:
        """Each message with what was sent, and what it led to."""
        yield self.title
        for row in figures.rows[:_MOST_WORDS]:
            converted = f", {row.converted.journeys.in_words()} converted" if row.converted else ""
            yield f"{row.title}: {number(row.sent)} of {number(row.decided)} sent{converted}"
        for count, rate in enumerate(figures.reached_by, 1):
            yield f"Reached on {counted(count, 'channel', 'channels')}: {rate.in_words()}"
