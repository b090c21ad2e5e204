"""What nodes did with a token, in sentences; messages have a module of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from app.data.columns import ColumnType
from app.nodes.catalogue import KINDS
from app.nodes.instructions import (
    CallWebhook,
    ChangeList,
    ChangeScore,
    Choose,
    Constant,
    CreateTask,
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
from app.numbers import exact
from app.runtime.explain.clauses import Asking, judged
from app.runtime.explain.lookup import Place
from app.runtime.explain.moment import Scene, Told
from app.runtime.explanation import StepKind, Value
from app.runtime.machine.draws import linked, share
from app.runtime.machine.local import later
from app.runtime.machine.reacting import luck_of_visit
from app.runtime.machine.waiting import best_time, wait_end, wait_target
from app.runtime.program.opcodes import ACTIONS, BEFORE_ALL, BLOCKED, HAPPENED, NONE, NONE_LEFT, OUT, SCORES, TIMED_OUT

_HOUR_US = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Deed:
    """A node's row, the instance whose token is there, and how that goes on: the kernel's `place`."""

    node: int
    index: int
    mark: int
    place: int


def done(scene: Scene, place: Place, deed: Deed) -> Told | None:
    """What a node has just done; None where others tell it."""
    match place.instruction:
        case Choose() as choose:
            return _chose(scene, place, choose, deed)
        case Split() as split:
            return _split(scene, place, split, deed)
        case Wait() as wait:
            return _waits(scene, place, wait, deed)
        case WaitForEvent() | WaitForMessage():
            return _waits_for(scene, place, deed)
        case ChangeScore(score=score):
            row = scene.m.score_records[scene.m.written[SCORES] - 1]
            before, now = exact(row.total - row.delta), exact(row.total)
            return Told(StepKind.CHANGED, f"score '{score}' goes from {before} to {now}")
        case SetAttribute() as change:
            return _set(scene, change, deed)
        case ChangeList(list=name, adds=adds):
            words = f"put on the list '{name}'" if adds else f"taken off the list '{name}'"
            return Told(StepKind.CHANGED, words)
        case CreateTask(title=title, assignee=whose):
            due = scene.m.action_records[scene.m.written[ACTIONS] - 1].result
            by = "" if due == BEFORE_ALL else f", due {scene.at(due)}"
            return Told(StepKind.NOTED, f"task '{title}'{f' for {whose}' if whose else ''}{by}")
        case CallWebhook(name=name):
            return Told(StepKind.NOTED, f"webhook '{name}' recorded")
        case TakeVoucher() as taker:
            return _voucher(scene, place, taker, deed)
        case _:
            return None


def _chose(scene: Scene, place: Place, choose: Choose, deed: Deed) -> Told:
    first = scene.m.nodes[deed.node].first
    asking = Asking(deed.index, scene.m.instances[deed.index].event, deed.mark)
    clauses = []
    for case, condition in enumerate(choose.conditions):
        label = "" if choose.is_filter else place.port(case).label
        clause = judged(scene, condition, scene.m.cases[first + case], asking, needed=case <= deed.place, label=label)
        clauses.extend([clause] if clause else [])
    if choose.is_filter:
        words = "passes" if deed.place == 0 else f"does not pass: {clauses[0].because}"
    elif deed.place < len(clauses):
        words = f"takes '{place.port(deed.place).label}', the first case that holds"
    else:
        words = f"no case holds, takes '{place.port(deed.place).label}'"
    return Told(StepKind.CHOSE, words, place.port(deed.place).name, tuple(clauses))


def _split(scene: Scene, place: Place, split: Split, deed: Deed) -> Told:
    m, node = scene.m, scene.m.nodes[deed.node]
    if split.by_instance:
        chain = luck_of_visit(m, deed.node)
    else:
        chain = linked(np.uint64(node.luck), np.uint64(m.customers[m.state[0].customer].luck))
    low = m.thresholds[node.first + deed.place - 1] if deed.place else 0.0
    high = m.thresholds[node.first + deed.place]
    how = "drawn anew at each visit" if split.by_instance else "always the same for this customer"
    words = f"drew {float(share(chain)):.4f} ({how}): goes to '{place.port(deed.place).label}'"
    words += f", which has {low:.4f} to {high:.4f}"
    return Told(StepKind.SPLIT, words, place.port(deed.place).name)


def _waits(scene: Scene, place: Place, wait: Wait, deed: Deed) -> Told:
    row = scene.m.nodes[deed.node].first
    end = wait_end(scene.m, row)
    asked = KINDS[place.node.type].describe(place.node.params).removeprefix("Wait ")
    why = "; ".join([asked, *_target_words(scene, wait, row)])
    if deed.place == BLOCKED:
        return Told(StepKind.WAITS, f"waits until {scene.at(end)} ({why})")
    if end == BEFORE_ALL:
        return Told(StepKind.PASSES, f"cannot wait ({why}): leaves the scenario")
    return Told(StepKind.PASSES, f"does not have to wait ({why})")


def _target_words(scene: Scene, wait: Wait, row: int) -> Iterator[str]:
    """What the customer's data make of the moment that the wait is for."""
    if isinstance(wait.until, UntilBestTime):
        best = best_time(scene.m, scene.m.waits[row].selector, scene.m.waits[row].clock) // _HOUR_US
        learnt = any(scene.m.hours[hour] for hour in range(24))  # what the kernel has just counted
        yield f"the best hour is {best:02}:00" if learnt else f"nothing to learn from, so {wait.until.fallback.text}"
    if not isinstance(wait.until, UntilAttribute | UntilMoment):
        return
    if isinstance(wait.until, UntilAttribute):
        name = wait.until.attribute
        yield f"'{name}' is {scene.shown(scene.attribute(name))}"
    target = wait_target(scene.m, row)
    span = scene.m.waits[row].span
    moved = scene.now if span == NONE else later(scene.m, scene.now, span, 1)
    if target != BEFORE_ALL and target < moved:
        yield f"{scene.at(target)} is past"


def _waits_for(scene: Scene, place: Place, deed: Deed) -> Told:
    row = scene.m.waits_for[scene.m.nodes[deed.node].first]
    what = awaited(place)
    if deed.place == BLOCKED:
        deadline = later(scene.m, scene.now, row.timeout, 1)
        return Told(StepKind.WAITS, f"waits for {what}, at most until {scene.at(deadline)}")
    if deed.place == HAPPENED:
        return Told(StepKind.PASSES, f"does not have to wait: {what} already", place.port(HAPPENED).name)
    return Told(StepKind.PASSES, f"has no time to wait for {what}", place.port(TIMED_OUT).name)


def awaited(place: Place) -> str:
    """`purchase with amount above 20`, `mail1 opened`."""
    words = KINDS[place.node.type].describe(place.node.params)
    return words.removeprefix("Wait for ").rpartition(", up to ")[0]


def _set(scene: Scene, change: SetAttribute, deed: Deed) -> Told:
    before = scene.shown(scene.attribute(change.attribute))
    if change.from_entry is None:
        scene.written[change.attribute] = _constant(scene, change.attribute, change.value)
        source = ""
    else:
        instance = scene.m.instances[deed.index]
        copied = scene.world.property(instance.event, change.from_entry, 0, instance.value)
        scene.written[change.attribute] = copied
        source = f", the entry's '{change.from_entry}'"
    now = scene.shown(scene.attribute(change.attribute))
    return Told(StepKind.CHANGED, f"'{change.attribute}' is now {now}{source} (was {before})")


def _constant(scene: Scene, attribute: str, value: Constant | None) -> Value:
    """A constant as a value of the attribute's type: dates and instants are written as texts."""
    column = scene.world.dataset.attributes.get(attribute)
    if column is not None and column.type is ColumnType.INSTANT:
        return Moment.parse(str(value))
    if column is not None and column.type is ColumnType.DATE:
        return date.fromisoformat(str(value))
    return value


def _voucher(scene: Scene, place: Place, taker: TakeVoucher, deed: Deed) -> Told:
    code = scene.codes.pop(0) if scene.codes else None
    if deed.place != OUT:
        return Told(StepKind.NOTED, f"no code is left in the pool '{taker.pool}'", place.port(NONE_LEFT).name)
    scene.written[taker.into] = code or "a code"
    return Told(
        StepKind.NOTED, f"gets the code {code} of the pool '{taker.pool}' as '{taker.into}'", place.port(OUT).name
    )
