"""What a funnel asks: steps of events in order, within a window, and what of them is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.nodes.conditions import AttributeTest, Step
from app.nodes.durations import Duration
from app.nodes.words.sentences import sentence, where_sentence
from app.reports.counting.buckets import Period
from app.reports.counting.intervals import level
from app.reports.definition.recorded_definition import RecordedDefinition

Order = Literal["ordered", "strict", "any"]
Entry = Literal["any", "first"]
Ties = Literal["together", "apart"]
"""Whether events of one instant count in the order of the steps, or an attempt makes one step of them."""
Show = Literal["steps", "time", "trend"]
FunnelStep = Step | AttributeTest
"""An event, or what the customer has to be to go on from the step before."""

DAY_US = 86_400_000_000
_ORDER_WORDS = {
    "ordered": "in this order, other events may lie between",
    "strict": "in this order, with no other event between",
    "any": "in any order",
}
_ENTRY_WORDS = {
    "any": "every first step opens an attempt and the furthest attempt of a customer counts",
    "first": "only the first attempt of a customer counts",
}
_TIES_WORDS = {
    "together": "Events of the same instant count in the order of the steps.",
    "apart": "Each step has to be later than the one before.",
}
_SHOW_WORDS = {
    "steps": "",
    "time": "Times run from the first step to the last, over those who made them all.",
    "trend": "An attempt belongs to the period in which it begins, which is open while a window may still run.",
}


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An event that ends an attempt between step `after` and the next one; between any two if 0."""

    step: Step
    after: int = 0


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What customers are told apart by: an attribute, or a property of the event of a step (from 1)."""

    name: str
    step: int = 0


@dataclass(frozen=True, slots=True)
class FunnelDefinition(RecordedDefinition):
    """Steps that are events; windows include their last microsecond.

    `window` runs from the first step, `step_windows` from each step to the next: none, one for all, or one for each.
    `hold` is a property that all events of an attempt share. `since` and `until` are the first and the last day on
    which an attempt may begin. `period` cuts the days of a trend; "" is one that fits.
    """

    steps: tuple[FunnelStep, ...]
    window: Duration
    order: Order = "ordered"
    entry: Entry = "any"
    step_windows: tuple[Duration, ...] = ()
    exclude: tuple[Exclusion, ...] = ()
    hold: str = ""
    by: Breakdown | None = None
    since: date | None = None
    until: date | None = None
    ties: Ties = "together"
    show: Show = "steps"
    period: Period | Literal[""] = ""

    @property
    def events(self) -> tuple[Step, ...]:
        """The steps that are events."""
        return tuple(step for step in self.steps if isinstance(step, Step))

    @property
    def window_us(self) -> int:
        """The window as a length of time: a day is 24 hours."""
        return length_us(self.window)

    def _in_words(self) -> str:
        """The definition in sentences."""
        return " ".join(_sentences(self))

    def _document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        return {
            "steps": [step.model_dump(mode="json", exclude_defaults=True) for step in self.steps],
            "window": self.window.text,
            "window_s": self.window_us / 1_000_000,
            "order": self.order,
            "entry": self.entry,
            "counting": "customers",
        } | dict(_further(self))


def length_us(length: Duration) -> int:
    """A length of time without months in microseconds."""
    return length.days * DAY_US + length.time_us


def _further(definition: FunnelDefinition) -> Iterator[tuple[str, Any]]:
    """What of a definition's document goes beyond the usual."""
    if definition.step_windows:
        yield "step_windows", [window.text for window in definition.step_windows]
    if definition.exclude:
        documents = (each.step.model_dump(mode="json", exclude_defaults=True) for each in definition.exclude)
        pairs = zip(documents, definition.exclude, strict=True)
        yield "exclude", [document | ({"after": each.after} if each.after else {}) for document, each in pairs]
    if definition.hold:
        yield "hold", definition.hold
    if definition.by:
        yield "by", {"name": definition.by.name} | ({"step": definition.by.step} if definition.by.step else {})
    for key, day in (("from", definition.since), ("to", definition.until)):
        if day:
            yield key, day.isoformat()
    if definition.ties != "together":
        yield "ties", definition.ties
    if definition.show != "steps":
        yield "show", definition.show
    if definition.period:
        yield "period", definition.period


def _sentences(definition: FunnelDefinition) -> Iterator[str]:
    yield (
        f"Customers who did the steps {_ORDER_WORDS[definition.order]}, each step by an event of its own, within "
        f"{definition.window.in_words()} of the first step{_step_windows(definition)}; "
        f"{_ENTRY_WORDS[definition.entry]}."
    )
    yield _TIES_WORDS[definition.ties]
    for each in definition.exclude:
        where = f"steps {each.after} and {each.after + 1}" if each.after else "the first step and the last"
        yield f"“{each.step.event}”{where_sentence(each.step.where)} between {where} ends an attempt."
    if definition.hold:
        yield f"All events of an attempt have the same {definition.hold}; events with another one are not looked at."
    if definition.since or definition.until:
        begin = f" from {definition.since.isoformat()}" if definition.since else ""
        end = f" until {definition.until.isoformat()}" if definition.until else ""
        yield f"Attempts count that begin{begin}{end}."
    if definition.by:
        of = f" at step {definition.by.step}" if definition.by.step else ""
        yield (
            f"Told apart by {definition.by.name}{of}; ranges are Wilson’s, those of differences from the largest group "
            f"Newcombe’s, at {level()}."
        )
    if _SHOW_WORDS[definition.show]:
        yield _SHOW_WORDS[definition.show]


def _step_windows(definition: FunnelDefinition) -> str:
    windows = [window.in_words() for window in definition.step_windows]
    if not windows:
        return ""
    return (
        f", and within {windows[0]} of the step before"
        if len(windows) == 1
        else (f", and within {', '.join(windows)} from step to step")
    )


def step_names(definition: FunnelDefinition) -> tuple[str, ...]:
    """What the steps are called: their events, or in any order how many of them were done."""
    if definition.order == "any":
        many = len(definition.steps)
        return tuple(f"Any {k} of {many} steps" if k < many else f"All {many} steps" for k in range(1, many + 1))
    return tuple(
        f"{step.event}{where_sentence(step.where)}" if isinstance(step, Step) else sentence(step)
        for step in definition.steps
    )
