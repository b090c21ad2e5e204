"""Conditions as the machine finds them: the tree, with what each clause asked, saw and found.

Whether a clause holds is the kernel's own answer, by the code that the clause was compiled to: the tests of a
condition's code stand in the order of its clauses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.nodes.conditions import (
    All,
    AnyOf,
    AttributeTest,
    Condition,
    EntryTest,
    EventTest,
    InList,
    InSegment,
    LocalTime,
    MessageTest,
    Not,
    ScoreTest,
    Sequence,
    Where,
)
from app.numbers import exact
from app.runtime.explain.context import Context, Past
from app.runtime.explanation import Clause, Sight, Value
from app.runtime.machine.state.fading import score_now
from app.runtime.machine.state.history import first_position, horizon, key_of, selects, selects_for
from app.runtime.machine.state.local import local_wall
from app.runtime.machine.steps.conditions import aggregate, days_since_last, test
from app.runtime.phrasing import times_words, wall_words
from app.runtime.program.conditions import CodeRow
from app.runtime.program.opcodes import (
    BEFORE_ALL,
    CONSTANT,
    COUNT,
    DAYS_SINCE_LAST,
    IF,
    MESSAGE_STATES,
    NONE,
    NOT,
    RETURN,
    UNLESS,
)

_MOST_SIGHTS = 20


@dataclass(frozen=True, slots=True)
class Asking:
    """For whom a condition is asked: instance (-1 at an entry), entry event and `mark`, as the kernel's `holds` has."""

    instance: int
    event: int
    mark: int


def judged(
    context: Context,
    condition: Condition | None,
    first: int,
    asking: Asking,
    *,
    needed: bool = True,
    label: str = "",
) -> Clause | None:
    """The condition whose code begins at the step `first`, as it stands now; None for no condition."""
    if condition is None or first == NONE:
        return None
    clause = _Judge(context, asking, _tests(context, first)).clause(condition, needed=needed)
    return replace(clause, label=label)


def _tests(context: Context, first: int) -> Iterator[CodeRow]:
    """The tests and constants of a condition's code, without the steps between them."""
    step = first
    while context.m.code[step].op != RETURN:
        if context.m.code[step].op not in (UNLESS, IF, NOT):
            yield context.m.code[step]
        step += 1


@dataclass(frozen=True, slots=True)
class _Judge:
    context: Context
    asking: Asking
    tests: Iterator[CodeRow]

    def clause(self, condition: Condition, *, needed: bool) -> Clause:
        """How the condition was judged, with its parts; `needed` says whether the outcome hung on it."""
        match condition:
            case All(all=parts):
                return self._group(condition, parts, settled_by=False, needed=needed)
            case AnyOf(any=parts):
                return self._group(condition, parts, settled_by=True, needed=needed)
            case Not(not_=inner):
                part = self.clause(inner, needed=needed)
                return Clause(self.context.words(condition), not part.holds, needed, parts=(part,), any_is_enough=False)
            case InSegment(condition=inner) if inner is not None:
                part = self.clause(inner, needed=needed)
                return Clause(self.context.words(condition), part.holds, needed, parts=(part,), any_is_enough=False)
            case _:
                return self._leaf(condition, next(self.tests), needed)

    def _group(self, condition: Condition, parts: tuple[Condition, ...], *, settled_by: bool, needed: bool) -> Clause:
        if not parts:
            return Clause(self.context.words(condition), next(self.tests).op == CONSTANT and not settled_by, needed)
        judged_parts: list[Clause] = []
        settled = False
        for part in parts:
            judged_parts.append(self.clause(part, needed=needed and not settled))
            settled |= judged_parts[-1].holds == settled_by
        holds = settled_by if settled else not settled_by
        return Clause(self.context.words(condition), holds, needed, parts=tuple(judged_parts), any_is_enough=settled_by)

    def _leaf(self, condition: Condition, row: CodeRow, needed: bool) -> Clause:
        context, asking = self.context, self.asking
        holds = test(context.m, row.op, row.operand, asking.instance, asking.event, asking.mark)
        words = context.words(condition)
        match condition:
            case EventTest():
                found, value = self._measured(row.operand)
                sights, unshown = self._event_sights(condition, row.operand)
                return Clause(words, holds, needed, found, value, sights=sights, unshown=unshown)
            case Sequence():
                found = "" if holds else self._steps_made(row.operand)
                sights, unshown = self._step_sights(condition, row.operand)
                return Clause(words, holds, needed, found, sights=sights, unshown=unshown)
            case _:
                found, value = self._found(condition, row)
                return Clause(words, holds, needed, found, value)

    def _found(self, condition: Condition, row: CodeRow) -> tuple[str, Value]:
        """What was compared, in words and as a value."""
        context = self.context
        match condition:
            case AttributeTest(attribute=name):
                value = context.attribute(name)
            case EntryTest(entry=name):
                value = self._entry_property(name)
            case ScoreTest():
                value = score_now(context.m, context.m.score_tests[row.operand].score)
            case InList():
                is_in = context.m.lists[row.operand] == 1
                return "in it" if is_in else "not in it", is_in
            case MessageTest():
                text = self._message_states(row.operand)
                return text, text
            case LocalTime():
                wall = local_wall(context.m, context.now)
                return f"{wall_words(wall)} {context.zone}", wall_words(wall)
            case _:
                return "", None
        return context.shown(value), value

    def _entry_property(self, name: str) -> Value:
        context, asking = self.context, self.asking
        drawn = context.m.state[0].value if asking.instance == NONE else context.m.instances[asking.instance].value
        return context.lookup.property(asking.event, name, 0, drawn)

    def _message_states(self, message_test: int) -> str:
        m = self.context.m
        place = self.asking.instance * m.settings[0].messages + m.message_tests[message_test].message
        states = [state for bit, state in enumerate(MESSAGE_STATES) if m.message_states[place] >> bit & 1]
        return ", ".join(states) or "not decided yet"

    def _measured(self, event_test: int) -> tuple[str, Value]:
        """The number that an event test compares."""
        context, asking = self.context, self.asking
        wanted = context.m.event_tests[event_test]
        first = first_position(context.m, wanted.since, asking.instance, asking.mark)
        after = horizon(context.m, wanted.within)
        if wanted.measure == COUNT:
            entries = [context.m.log[position] for position in range(first, context.m.state[0].log_size)]
            count = sum(
                entry.at > after
                and selects_for(context.m, wanted.selector, wanted.match_key, entry.event, entry.value, asking.instance)
                for entry in entries
            )
            return times_words(count) if count else "never", float(count)
        measure = days_since_last if wanted.measure == DAYS_SINCE_LAST else aggregate
        number = measure(context.m, event_test, asking.instance, first, after)
        return ("none", None) if number != number else (exact(number, 6), number)

    def _event_sights(self, condition: EventTest, event_test: int) -> tuple[tuple[Sight, ...], int]:
        """The events of that name, and why each counts or not."""
        context = self.context
        wanted = context.m.event_tests[event_test]
        key = context.lookup.scenarios[context.scenario].settings.reentry.key if condition.match_key else None
        own_key = NONE if key is None else context.m.instances[self.asking.instance].key
        names = [clause.property for clause in condition.where] + [condition.of or "", key or ""]
        named = context.past_by_name.get(condition.event, [])
        first = first_position(context.m, wanted.since, self.asking.instance, self.asking.mark)
        after = horizon(context.m, wanted.within)
        sights = []
        for past in named[-_MOST_SIGHTS:]:
            why = unselected(context, condition.where, wanted.selector, past)
            if not why and past.position < first:
                why = "before the entry" if condition.since == "entry" else "before arriving here"
            if not why and past.at <= after and condition.within is not None:
                why = f"more than {condition.within.in_words()} ago"
            if not why and key is not None and key_of(context.m, past.event) != own_key:
                why = f"another {key}"
            if not why and condition.of is not None and context.property(past, condition.of) is None:
                why = f"no {condition.of}"
            sights.append(context.sight(past, _names(names), why))
        return tuple(sights), len(named) - len(sights)

    def _steps_made(self, sequence: int) -> str:
        """How far the events came, by what the kernel's test of the sequence has just left in `chain`."""
        size = self.context.m.sequences[sequence].size
        made = sum(self.context.m.chain[step] != BEFORE_ALL for step in range(size))
        return f"{made} of {size} steps in this order"

    def _step_sights(self, condition: Sequence, sequence: int) -> tuple[tuple[Sight, ...], int]:
        """The events that are called like any of the steps."""
        context = self.context
        wanted = context.m.sequences[sequence]
        first = first_position(context.m, wanted.since, self.asking.instance, self.asking.mark)
        called = {step.event for step in condition.sequence}
        named = [past for past in context.past if context.lookup.name(past.event) in called]
        names = _names([clause.property for step in condition.sequence for clause in step.where])
        sights = []
        for past in named[-_MOST_SIGHTS:]:
            reasons = [
                unselected(context, step.where, context.m.steps[wanted.first + place], past)
                for place, step in enumerate(condition.sequence)
                if step.event == context.lookup.name(past.event)
            ]
            why = "" if "" in reasons else reasons[0]
            if not why and past.position < first:
                why = "before the entry" if condition.since == "entry" else "before arriving here"
            sights.append(context.sight(past, names, why))
        return tuple(sights), len(named) - len(sights)


def unselected(context: Context, where: Where, selector: int, past: Past) -> str:
    """Why a selector does not select an event of the right name now; empty if it does."""
    lasting = past.event < context.lookup.recorded and context.m.selectors[selector].size == 0
    known = context.reasons.get((selector, past.event)) if lasting else None
    if known is not None:
        return known
    reason = _unselected(context, where, selector, past)
    if lasting:
        context.reasons[selector, past.event] = reason
    return reason


def _unselected(context: Context, where: Where, selector: int, past: Past) -> str:
    if selects(context.m, selector, past.event, past.value):
        return ""
    return context.unfit_words(context.unfit(where, selector, past), past) or "it does not fit"


def _names(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
