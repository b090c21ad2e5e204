"""What is wrong with a funnel's definition, for a dataset."""

from __future__ import annotations

from collections.abc import Iterator

from app.data.dataset import Dataset
from app.errors import AppError, Problem
from app.nodes.checking.conditions import condition_problems
from app.nodes.conditions import AttributeTest, Step
from app.nodes.durations import Duration
from app.nodes.kind import Surroundings
from app.nodes.problems import stopping
from app.reports.definition.matching import step_problems
from app.reports.funnel.definition import FunnelDefinition, length_us

MOST_STEPS = 30


def checked(dataset: Dataset, definition: FunnelDefinition) -> FunnelDefinition:
    """The definition, if it fits the dataset."""
    if problems := problems_of(dataset, definition):
        raise AppError("This funnel cannot be counted.", problems)
    return definition


def problems_of(dataset: Dataset, definition: FunnelDefinition) -> list[Problem]:
    """Everything that keeps the funnel from being counted."""
    return [
        *_of_shape(definition),
        *_of_window(definition.window, "window", "A funnel's window"),
        *_of_step_windows(definition),
        *_of_steps(dataset, definition),
        *_of_exclusions(dataset, definition),
        *_of_names(dataset, definition),
    ]


def _of_shape(definition: FunnelDefinition) -> Iterator[Problem]:
    many = len(definition.steps)
    if not 1 <= many <= MOST_STEPS:
        yield Problem("funnel-steps", f"A funnel has 1 to {MOST_STEPS} steps; this one has {many}", "steps")
    if many and isinstance(definition.steps[0], AttributeTest):
        words = "A funnel begins with an event; to count some customers alone, choose a segment"
        yield Problem("funnel-begin", words, "steps[0]")
    if definition.order == "any" and len(definition.events) < many:
        yield Problem("funnel-order", "In any order every step is an event", "order")
    if definition.since and definition.until and definition.since > definition.until:
        yield Problem("funnel-range", "The first day of the range is after the last", "from")


def _of_window(window: Duration, field: str, what: str) -> Iterator[Problem]:
    if window.months:
        words = f"{what} is a length of time; write days, P30D rather than P1M"
        yield Problem("funnel-window", words, field)
    elif length_us(window) < 0:
        yield Problem("funnel-window", f"{what} cannot be negative", field)


def _of_step_windows(definition: FunnelDefinition) -> Iterator[Problem]:
    windows, gaps = definition.step_windows, len(definition.events) - 1
    if windows and definition.order == "any":
        yield Problem("funnel-window", "Steps in any order have no window from step to step", "step_windows")
    if len(windows) > 1 and len(windows) != gaps:
        words = f"There are {gaps} ways from one event to the next, and {len(windows)} windows for them"
        yield Problem("funnel-window", words, "step_windows")
    for place, window in enumerate(windows):
        yield from _of_window(window, f"step_windows[{place}]", "A window from step to step")


def _of_steps(dataset: Dataset, definition: FunnelDefinition) -> Iterator[Problem]:
    fields = {f"steps[{place}]": step for place, step in enumerate(definition.steps)}
    events = {field: step for field, step in fields.items() if isinstance(step, Step)}
    yield from step_problems(dataset, tuple(events.values()), tuple(events))
    for field, step in fields.items():
        if isinstance(step, AttributeTest):
            yield from stopping(condition_problems(step, Surroundings(schema=dataset.schema()), field=field))


def _of_exclusions(dataset: Dataset, definition: FunnelDefinition) -> Iterator[Problem]:
    fields = [f"exclude[{place}]" for place in range(len(definition.exclude))]
    yield from step_problems(dataset, [each.step for each in definition.exclude], fields)
    for field, each in zip(fields, definition.exclude, strict=True):
        if each.after and definition.order == "any":
            yield Problem("funnel-exclusion", "Steps in any order have nothing between two of them", field)
        elif not 0 <= each.after < max(len(definition.steps), 1):
            yield Problem("funnel-exclusion", f"There are no steps {each.after} and {each.after + 1}", field)


def _of_names(dataset: Dataset, definition: FunnelDefinition) -> Iterator[Problem]:
    if definition.hold and definition.hold not in dataset.properties:
        yield Problem("unknown-property", f"No event has a property “{definition.hold}”", "hold")
    by = definition.by
    if by is None:
        return
    if by.step and by.name not in dataset.properties:
        yield Problem("unknown-property", f"No event has a property “{by.name}”", "by")
    if not by.step and by.name not in dataset.attributes:
        yield Problem("unknown-attribute", f"No customer has an attribute “{by.name}”", "by")
    if not 0 <= by.step <= len(definition.steps):
        yield Problem("funnel-breakdown", f"There is no step {by.step}", "by")
    elif by.step and isinstance(definition.steps[by.step - 1], AttributeTest):
        yield Problem("funnel-breakdown", f"Step {by.step} is no event and has no properties", "by")
