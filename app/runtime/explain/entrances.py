"""What became of each entry: how often it let the customer in, and, if it never did, why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.nodes.instructions import EnterAudience, EnterOnDate, EnterOnEvent, EnterOnScore
from app.numbers import exact
from app.runtime.explain.context import Context
from app.runtime.explain.entering import Entry
from app.runtime.explain.lookup import Place
from app.runtime.explain.trace import Trace
from app.runtime.explanation import (
    INSIDE,
    NO_CONDITION,
    NO_FIT,
    ONCE,
    OUTSIDE,
    TOO_OFTEN,
    TOO_SOON,
    Entrance,
    Step,
    StepKind,
)
from app.runtime.machine.steps.conditions import moment_of
from app.runtime.phrasing import times_words
from app.runtime.program.opcodes import BEFORE_ALL, SCORES

_REASONS = {
    NO_CONDITION: "the condition did not hold",
    OUTSIDE: "it was outside the time in which the scenario lets people in",
    ONCE: "the customer had been in before, and may enter only once",
    TOO_SOON: "it was too soon after the last entry",
    INSIDE: "the customer was still inside",
    TOO_OFTEN: "the customer had been in too often to be played again",
}


def entrances(trace: Trace) -> Iterator[Entrance]:
    """All entries, in document order, after the customer has been played."""
    context = trace.context
    for node, place in enumerate(context.lookup.places):
        if not isinstance(place.instruction, Entry):
            continue
        scenario = context.lookup.scenarios[place.scenario].id
        own = [step for step in trace.steps if step.node == place.node.id and step.scenario == scenario]
        entered = sum(step.kind is StepKind.ENTERED for step in own)
        refused = [step for step in own if step.kind is StepKind.NOT_ENTERED]
        with context.facing(place.scenario):
            words = f"entered {times_words(entered)}" if entered else _why_never(trace, node, place, refused)
        yield Entrance(scenario, place.node.id, place.label, entered, len(refused), words)


def _why_never(trace: Trace, node: int, place: Place, refused: list[Step]) -> str:
    """Why an entry never let the customer in."""
    context, fired = trace.context, [step for step in refused if step.reason != NO_FIT]
    if fired:
        return _refused_words(context, place, fired)
    match place.instruction:
        case EnterOnEvent() as entry:
            return _no_event(trace, node, entry)
        case EnterAudience():
            rows = [row for row in context.m.scheduled if row.node == node]  # type: ignore[attr-defined]  # a list
            if not rows:
                return "never entered: none of its moments lies in the time in which the scenario lets people in"
            return f"never entered: its first moment, {context.at(rows[0].at)}, comes after the end of the run"
        case EnterOnDate() as entry:
            return _no_date(context, node, entry)
        case EnterOnScore(score=score, reaches=reaches):
            number = next(row.score for row in context.m.score_entries if row.node == node)  # type: ignore[attr-defined]  # a list
            return f"never entered: score '{score}' never rose to {exact(reaches)}{_highest(context, number)}"
    raise TypeError(f"not an entry: {place.instruction!r}")


def _refused_words(context: Context, place: Place, fired: list[Step]) -> str:
    """The reasons why an entry that fired let nobody in, and the last of them in full."""
    counts = Counter(step.reason for step in fired)
    condition = getattr(place.instruction, "condition", None)
    parts = []
    for reason, count in counts.items():
        what = _REASONS[reason]
        if reason == NO_CONDITION and condition is not None:
            what += f" ({context.words(condition)})"
        parts.append(f"{times_words(count)} {what}")
    last = fired[-1]
    return f"never entered: {'; '.join(parts)}. The last time, {context.at(last.at)}: {last.sentence}"


def _no_event(trace: Trace, node: int, entry: EnterOnEvent) -> str:
    """Why no event fitted: there was none, or the nearest and what it lacks."""
    context = trace.context
    misses = [miss for miss in trace.misses if miss.node == node]
    if not misses:
        later = any(name == entry.event for name in _names_after(context))
        size = sum(past.event < context.lookup.recorded for past in context.past)
        if not size:
            return f"never entered: nothing is recorded of this customer{', up to the end of the run' if later else ''}"
        history = f"history of {_events_words(size)}{' up to the end of the run' if later else ''}"
        return f"never entered: there is no {entry.event} in the {history}"
    nearest = min(misses, key=lambda miss: (miss.distance, -miss.past.at))
    count = _events_words(len(misses), f"{entry.event} ")
    found = f"never entered: {count} in the history, none{context.where_words(entry.event, entry.where)}"
    which = "it" if len(misses) == 1 else "the nearest"
    return f"{found}; {which} was on {context.at(nearest.past.at)}: {nearest.why}"


def _events_words(count: int, name: str = "") -> str:
    return f"{count} {name}event{'' if count == 1 else 's'}" if count else "no events at all"


def _names_after(context: Context) -> Iterator[str]:
    """The names of the recorded events that the run did not come to."""
    for event in range(context.lookup.recorded):
        if context.m.event_at[event] > context.m.settings[0].until:
            yield context.lookup.name(event)


def _no_date(context: Context, node: int, entry: EnterOnDate) -> str:
    rows = enumerate(context.m.date_entries)  # type: ignore[var-annotated, arg-type]  # a list
    number, row = next((number, row) for number, row in rows if row.node == node)
    found = context.shown(context.attribute(entry.attribute))
    if moment_of(context.m, row.moments) == BEFORE_ALL:
        return f"never entered: '{entry.attribute}' is missing"
    upcoming = context.m.date_next[number]
    if upcoming <= context.m.date_entries[number].end:
        return f"never entered: '{entry.attribute}' is {found}, and its day comes after the end of the run"
    return f"never entered: '{entry.attribute}' is {found}, and no such day lies in the time of the run"


def _highest(context: Context, score: int) -> str:
    """The highest total that a score had, from the run's table."""
    written = context.m.written[SCORES]
    rows = [context.m.score_records[row] for row in range(written)]
    totals = [row.total for row in rows if row.score == score]
    return f"; the highest was {exact(max([0.0, *totals]))}" if totals else "; nothing ever changed it"
