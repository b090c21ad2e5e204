"""What nodes did with a token, in sentences; messages have a module of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from app.data.columns.column import ColumnType
from app.nodes.ad_platforms import PLATFORMS
from app.nodes.instructions import (
    CallWebhook,
    ChangeAudience,
    ChangeList,
    ChangeScore,
    Choose,
    Constant,
    CreateTask,
    Recommend,
    SetAttribute,
    Split,
    TakeVoucher,
    UntilAttribute,
    UntilBestTime,
    UntilMoment,
    Wait,
    WaitForEvent,
    WaitForMessage,
)
from app.nodes.times import Moment
from app.numbers import drawn, exact
from app.runtime.explain.clauses import Asking, judged
from app.runtime.explain.context import Context, Told
from app.runtime.explain.lookup import Place
from app.runtime.explain.recommending import recommended
from app.runtime.explain.sending import why_not_added
from app.runtime.explanation import StepKind, Value
from app.runtime.machine.arithmetic.draws import linked, share
from app.runtime.machine.state.local import later
from app.runtime.machine.steps.reacting import luck_of_visit
from app.runtime.machine.steps.waiting import best_time, wait_end, wait_target
from app.runtime.program.opcodes import (
    ACTIONS,
    BEFORE_ALL,
    BLOCKED,
    HAPPENED,
    NONE,
    NONE_LEFT,
    OUT,
    SCORES,
    SENT,
    TIMED_OUT,
)

_HOUR_US = 3_600_000_000


@dataclass(frozen=True, slots=True)
class NodeAction:
    """A node's row, the instance whose token is there, and how that goes on: the kernel's `place`."""

    node: int
    index: int
    mark: int
    place: int


def done(context: Context, place: Place, action: NodeAction) -> Told | None:
    """What a node has just done; None where others tell it."""
    match place.instruction:
        case Choose() as choose:
            return _chose(context, place, choose, action)
        case Split() as split:
            return _split(context, place, split, action)
        case Wait() as wait:
            return _waits(context, place, wait, action)
        case WaitForEvent() | WaitForMessage():
            return _waits_for(context, place, action)
        case ChangeScore(score=score):
            row = context.m.score_records[context.m.written[SCORES] - 1]
            before, now = exact(row.total - row.delta), exact(row.total)
            return Told(StepKind.CHANGED, f"score '{score}' goes from {before} to {now}")
        case SetAttribute() as change:
            return _set(context, change, action)
        case ChangeList(list=name, adds=adds):
            words = f"put on the list '{name}'" if adds else f"taken off the list '{name}'"
            return Told(StepKind.CHANGED, words)
        case ChangeAudience() as change:
            return _audience(context, place, change)
        case CreateTask(title=title, assignee=whose):
            due = context.m.action_records[context.m.written[ACTIONS] - 1].result
            by = "" if due == BEFORE_ALL else f", due {context.at(due)}"
            return Told(StepKind.NOTED, f"task '{title}'{f' for {whose}' if whose else ''}{by}")
        case CallWebhook(name=name):
            return Told(StepKind.NOTED, f"webhook '{name}' recorded")
        case Recommend() as wanted:
            return recommended(context, place, wanted, action.place)
        case TakeVoucher() as taker:
            return _voucher(context, place, taker, action)
        case _:
            return None


def _chose(context: Context, place: Place, choose: Choose, action: NodeAction) -> Told:
    first = context.m.nodes[action.node].first
    asking = Asking(action.index, context.m.instances[action.index].event, action.mark)
    clauses = []
    for case, condition in enumerate(choose.conditions):
        label = "" if choose.is_filter else place.port(case).label
        clause = judged(
            context, condition, context.m.cases[first + case], asking, needed=case <= action.place, label=label
        )
        clauses.extend([clause] if clause else [])
    if choose.is_filter:
        words = "passes" if action.place == 0 else f"does not pass: {clauses[0].because}"
    elif action.place < len(clauses):
        words = f"takes '{place.port(action.place).label}', the first case that holds"
    else:
        words = f"no case holds, takes '{place.port(action.place).label}'"
    return Told(StepKind.CHOSE, words, place.port(action.place).name, tuple(clauses))


def _split(context: Context, place: Place, split: Split, action: NodeAction) -> Told:
    m, node = context.m, context.m.nodes[action.node]
    if split.by_instance:
        chain = luck_of_visit(m, action.node)
    else:
        chain = linked(np.uint64(node.luck), np.uint64(m.customers[m.state[0].customer].luck))
    low = m.thresholds[node.first + action.place - 1] if action.place else 0.0
    high = m.thresholds[node.first + action.place]
    how = "drawn anew at each visit" if split.by_instance else "always the same for this customer"
    words = f"drew {drawn(float(share(chain)))} ({how}): goes to '{place.port(action.place).label}'"
    words += f", which has {drawn(low)} to {drawn(high)}"
    return Told(StepKind.SPLIT, words, place.port(action.place).name)


def _waits(context: Context, place: Place, wait: Wait, action: NodeAction) -> Told:
    row = context.m.nodes[action.node].first
    end = wait_end(context.m, row)
    asked = place.words.removeprefix("Wait ")
    why = "; ".join([asked, *_target_words(context, wait, row)])
    if action.place == BLOCKED:
        return Told(StepKind.WAITS, f"waits until {context.at(end)} ({why})")
    if end == BEFORE_ALL:
        return Told(StepKind.PASSES, f"cannot wait ({why}): leaves the scenario")
    return Told(StepKind.PASSES, f"does not have to wait ({why})")


def _target_words(context: Context, wait: Wait, row: int) -> Iterator[str]:
    """What the customer's data make of the moment that the wait is for."""
    if isinstance(wait.until, UntilBestTime):
        best = best_time(context.m, context.m.waits[row].selector, context.m.waits[row].clock) // _HOUR_US
        learnt = any(context.m.hours[hour] for hour in range(24))  # what the kernel has just counted
        yield f"the best hour is {best:02}:00" if learnt else f"nothing to learn from, so {wait.until.fallback.text}"
    if not isinstance(wait.until, UntilAttribute | UntilMoment):
        return
    if isinstance(wait.until, UntilAttribute):
        name = wait.until.attribute
        yield f"'{name}' is {context.shown(context.attribute(name))}"
    target = wait_target(context.m, row)
    span = context.m.waits[row].span
    moved = context.now if span == NONE else later(context.m, context.now, span, 1)
    if target != BEFORE_ALL and target < moved:
        yield f"{context.at(target)} is past"


def _waits_for(context: Context, place: Place, action: NodeAction) -> Told:
    row = context.m.waits_for[context.m.nodes[action.node].first]
    what = awaited(place)
    if action.place == BLOCKED:
        deadline = later(context.m, context.now, row.timeout, 1)
        return Told(StepKind.WAITS, f"waits for {what}, at most until {context.at(deadline)}")
    if action.place == HAPPENED:
        return Told(StepKind.PASSES, f"does not have to wait: {what} already", place.port(HAPPENED).name)
    return Told(StepKind.PASSES, f"has no time to wait for {what}", place.port(TIMED_OUT).name)


def awaited(place: Place) -> str:
    """`purchase with amount above 20`, `mail1 opened`."""
    return place.words.removeprefix("Wait for ").rpartition(", up to ")[0]


def _set(context: Context, change: SetAttribute, action: NodeAction) -> Told:
    before = context.shown(context.attribute(change.attribute))
    if change.from_entry is None:
        context.written[change.attribute] = _constant(context, change.attribute, change.value)
        source = ""
    else:
        instance = context.m.instances[action.index]
        copied = context.lookup.property(instance.event, change.from_entry, 0, instance.value)
        context.written[change.attribute] = copied
        source = f", the entry's '{change.from_entry}'"
    now = context.shown(context.attribute(change.attribute))
    return Told(StepKind.CHANGED, f"'{change.attribute}' is now {now}{source} (was {before})")


def _constant(context: Context, attribute: str, value: Constant | None) -> Value:
    """A constant as a value of the attribute's type: dates and instants are written as texts."""
    column = context.lookup.dataset.attributes.get(attribute)
    if column is not None and column.type is ColumnType.INSTANT:
        return Moment.parse(str(value))
    if column is not None and column.type is ColumnType.DATE:
        return date.fromisoformat(str(value))
    return value


def _audience(context: Context, place: Place, change: ChangeAudience) -> Told:
    outcome = context.m.action_records[context.m.written[ACTIONS] - 1].result
    name = f"the audience '{change.audience}' on {PLATFORMS[change.platform].word}"
    if not change.adds:
        return Told(StepKind.CHANGED, f"taken out of {name}")
    if outcome == SENT:
        return Told(StepKind.CHANGED, f"added to {name}")
    return Told(StepKind.NOTED, f"not added to {name}: {why_not_added(context, place, outcome)}")


def _voucher(context: Context, place: Place, taker: TakeVoucher, action: NodeAction) -> Told:
    code = context.codes.pop(0) if context.codes else None
    if action.place != OUT:
        return Told(StepKind.NOTED, f"no code is left in the pool '{taker.pool}'", place.port(NONE_LEFT).name)
    context.written[taker.into] = code or "a code"
    return Told(
        StepKind.NOTED, f"gets the code {code} of the pool '{taker.pool}' as '{taker.into}'", place.port(OUT).name
    )
