"""The flow of events: what customers did next, step by step, after an event or before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.data.columns.cores import in_parts
from app.data.dataset import Dataset
from app.errors import AppError, Problem
from app.nodes.conditions import Step
from app.nodes.words.sentences import where_sentence
from app.numbers import counted
from app.reports.by_customer.counting import ENOUGH_EVENTS, Wanted, did, of_step
from app.reports.definition.matching import step_problems
from app.reports.definition.recorded_definition import RecordedDefinition
from app.reports.event_flow.figures import ENDED, OTHER, EventFlowFigures, FlowColumn, Longs

Direction = Literal["after", "before"]
_MOST_STEPS, _MOST_EVENTS = 12, 30


@dataclass(frozen=True, slots=True)
class EventFlowDefinition(RecordedDefinition):
    """From which event on (without one, from each customer's first or last), how far, and how many events a step shows.

    With `repeats`, an event that follows another one of its name is a step of its own.
    """

    start: Step | None = None
    direction: Direction = "after"
    steps: int = 4
    top: int = 5
    repeats: bool = False

    def _in_words(self) -> str:
        """The definition in sentences."""
        ends = ("last", "first") if self.direction == "before" else ("first", "last")
        anchor = f"“{self.start.event}”{where_sentence(self.start.where)}" if self.start else "event"
        again = (
            "Each event is a step, also one like that before it."
            if self.repeats
            else "The same event several times in a row is one step."
        )
        return (
            f"Customers, from their {ends[0]} {anchor} on, {counted(self.steps, 'step', 'steps')} "
            f"{'back' if self.direction == 'before' else 'ahead'}. Each step shows its "
            f"{counted(self.top, 'most frequent event', 'most frequent events')}; all others are {OTHER}, and who did "
            f"nothing {'before' if self.direction == 'before' else 'more'} is {ENDED} there, so that each step adds up "
            f"to all of these customers. {again}"
        )

    def _document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        return {
            "start": self.start.model_dump(mode="json", exclude_defaults=True) if self.start else None,
            "direction": self.direction,
            "steps": self.steps,
            "top": self.top,
            "repeats": self.repeats,
        }


def proposed_flow(dataset: Dataset) -> EventFlowDefinition | None:
    """From each customer's first event on; None without events."""
    return EventFlowDefinition() if dataset.event_count else None


def event_flow(dataset: Dataset, definition: EventFlowDefinition) -> EventFlowFigures:
    """Where everybody is at each step; AppError names all that is wrong with the definition."""
    if problems := _problems(dataset, definition):
        raise AppError("This flow cannot be counted.", problems)
    customers, anchors = _anchors(dataset, definition)
    columns = [_only(definition.start, len(customers))] if definition.start else []
    codes = list(_codes(dataset, definition, customers, anchors))
    if not definition.start:
        columns.append(_column(dataset, codes[0], definition.top, may_end=False))
    columns += [_column(dataset, each, definition.top, may_end=True) for each in codes[1:]]
    is_before = definition.direction == "before"
    return EventFlowFigures(definition, dataset.customer_ids, customers, tuple(columns), is_before)


def _only(start: Step, customers: int) -> FlowColumn:
    """The step of the anchor, where all are at one place."""
    return FlowColumn((start.event,), np.zeros(customers, np.int16), np.array([customers]))


def _problems(dataset: Dataset, definition: EventFlowDefinition) -> list[Problem]:
    problems = step_problems(dataset, [definition.start], ["start"]) if definition.start else []
    if not 1 <= definition.steps <= _MOST_STEPS:
        problems.append(Problem("flow-steps", f"Between 1 and {_MOST_STEPS} steps can be followed", "steps"))
    if not 1 <= definition.top <= _MOST_EVENTS:
        problems.append(Problem("flow-top", f"Between 1 and {_MOST_EVENTS} events can be shown a step", "top"))
    return problems


def _anchors(dataset: Dataset, definition: EventFlowDefinition) -> tuple[Longs, Longs]:
    """The customers who have where to begin, and the row of that event of each."""
    first, end = dataset.offsets[:-1], dataset.offsets[1:]
    if definition.start is None:
        customers = np.flatnonzero(end > first)
        return customers, first[customers] if definition.direction == "after" else end[customers] - 1
    which: Wanted = "first" if definition.direction == "after" else "last"
    found = did(dataset, of_step(dataset, definition.start), (which,))
    rows = found.first if which == "first" else found.last
    customers = np.flatnonzero(rows >= 0)
    return customers, rows[customers]


def _codes(
    dataset: Dataset, definition: EventFlowDefinition, customers: Longs, anchors: Longs
) -> Iterator[NDArray[np.integer]]:
    """For each step, that of the anchor first, the code of everybody's event; -1 for those who did nothing more."""
    if dataset.event_count < ENOUGH_EVENTS:
        return plainly(dataset, definition, customers, anchors)
    return iter(_followed(dataset, definition, customers, anchors))


def _followed(dataset: Dataset, definition: EventFlowDefinition, customers: Longs, anchors: Longs) -> NDArray[np.int32]:
    """The same by the compiled loop, in threads; (steps + 1, customers)."""
    from app.reports.event_flow.kernel import follow  # late: numba takes a while to import
    from app.reports.event_flow.tables import tables_for
    from app.runtime.native.addresses import addresses_of

    codes = np.empty((definition.steps + 1, len(customers)), np.int32)
    tables = tables_for(dataset.names.values, dataset.offsets, customers, anchors, codes.reshape(-1))
    addresses = addresses_of(tables)
    way = 1 if definition.direction == "after" else -1
    in_parts(
        len(customers),
        lambda first, stop: follow(addresses, first, stop, definition.steps, way, int(definition.repeats)),
    )
    return codes


def plainly(
    dataset: Dataset, definition: EventFlowDefinition, customers: Longs, anchors: Longs
) -> Iterator[NDArray[np.int64]]:
    """The same in columns, without the compiled loop."""
    names = dataset.names.values
    yield names[anchors].astype(np.int64)
    is_after = definition.direction == "after"
    is_kept = _kept(dataset, definition)
    kept = np.flatnonzero(is_kept)
    until = np.cumsum(is_kept, dtype=np.int32)[anchors].astype(np.int64)  # how many are kept up to each anchor's row
    begin = until if is_after else until - is_kept[anchors] - 1
    low, high = dataset.offsets[customers], dataset.offsets[customers + 1]
    for step in range(definition.steps):
        place = begin + step if is_after else begin - step
        inside = (place >= 0) & (place < len(kept))
        row = kept[np.where(inside, place, 0)] if len(kept) else np.zeros(len(place), np.int64)
        there = inside & (row >= low) & (row < high)
        yield np.where(there, names[np.where(there, row, 0)], -1).astype(np.int64)


def _kept(dataset: Dataset, definition: EventFlowDefinition) -> NDArray[np.bool_]:
    """The events that are steps: of those of one name in a row the one nearest to the anchor's side."""
    kept = np.ones(dataset.event_count, np.bool_)
    if definition.repeats or not len(kept):
        return kept
    same = dataset.names.values[1:] == dataset.names.values[:-1]
    borders = dataset.offsets[1:-1]
    same[borders[(borders > 0) & (borders < len(kept))] - 1] = False
    if definition.direction == "after":
        kept[1:] = ~same
    else:
        kept[:-1] = ~same
    return kept


def _column(dataset: Dataset, codes: NDArray[np.integer], top: int, *, may_end: bool) -> FlowColumn:
    """The most frequent events of a step, then the others, then those who have ended."""
    many = len(dataset.names.words)
    ended, *counted = np.bincount(codes + 1, minlength=many + 1).tolist()
    counts = np.array(counted, np.int64)
    order = np.argsort(-counts, kind="stable")
    shown = order[:top][counts[order[:top]] > 0]
    place = np.full(many + 1, len(shown), np.int16)
    place[shown] = np.arange(len(shown))
    place[-1] = len(shown) + 1 if may_end else len(shown)
    names = [str(dataset.names.words[code]) for code in shown.tolist()]
    rest = int(counts.sum() - counts[shown].sum())
    known = [*counts[shown].tolist(), *((rest, ended) if may_end else (rest + ended,))]
    return FlowColumn((*names, OTHER, *((ENDED,) if may_end else ())), place[codes], np.array(known, np.int64))
