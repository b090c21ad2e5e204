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
    LocalTime,
    MessageTest,
    Not,
    ScoreTest,
    Sequence,
    Where,
)
from app.nodes.sentences import sentence
from app.runtime.explain.moment import Past, Scene
from app.runtime.explanation import Clause, Sight, Value
from app.runtime.machine.conditions import aggregate, days_since_last, test
from app.runtime.machine.history import first_position, horizon, key_of, selects, selects_for
from app.runtime.machine.local import local_wall
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
    scene: Scene, condition: Condition | None, first: int, asking: Asking, *, needed: bool = True, label: str = ""
) -> Clause | None:
    """The condition whose code begins at the step `first`, as it stands now; None for no condition."""
    if condition is None or first == NONE:
        return None
    clause = _Judge(scene, asking, _tests(scene, first)).clause(condition, needed=needed)
    return replace(clause, label=label)


def _tests(scene: Scene, first: int) -> Iterator[CodeRow]:
    """The tests and constants of a condition's code, without the steps between them."""
    step = first
    while scene.m.code[step].op != RETURN:
        if scene.m.code[step].op not in (UNLESS, IF, NOT):
            yield scene.m.code[step]
        step += 1


@dataclass(frozen=True, slots=True)
class _Judge:
    scene: Scene
    asking: Asking
    tests: Iterator[CodeRow]

    def clause(self, condition: Condition, *, needed: bool) -> Clause:
        match condition:
            case All(all=parts):
                return self._group(condition, parts, settled_by=False, needed=needed)
            case AnyOf(any=parts):
                return self._group(condition, parts, settled_by=True, needed=needed)
            case Not(not_=inner):
                part = self.clause(inner, needed=needed)
                return Clause(sentence(condition), not part.holds, needed, parts=(part,), any_is_enough=False)
            case _:
                return self._leaf(condition, next(self.tests), needed)

    def _group(self, condition: Condition, parts: tuple[Condition, ...], *, settled_by: bool, needed: bool) -> Clause:
        if not parts:
            return Clause(sentence(condition), next(self.tests).op == CONSTANT and not settled_by, needed)
        judged_parts: list[Clause] = []
        settled = False
        for part in parts:
            judged_parts.append(self.clause(part, needed=needed and not settled))
            settled |= judged_parts[-1].holds == settled_by
        holds = settled_by if settled else not settled_by
        return Clause(sentence(condition), holds, needed, parts=tuple(judged_parts), any_is_enough=settled_by)

    def _leaf(self, condition: Condition, row: CodeRow, needed: bool) -> Clause:
        scene, asking = self.scene, self.asking
        holds = test(scene.m, row.op, row.operand, asking.instance, asking.event, asking.mark)
        words = sentence(condition)
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
        scene = self.scene
        match condition:
            case AttributeTest(attribute=name):
                value = scene.attribute(name)
            case EntryTest(entry=name):
                value = self._entry_property(name)
            case ScoreTest():
                value = scene.m.scores[scene.m.score_tests[row.operand].score]
            case InList():
                is_in = scene.m.lists[row.operand] == 1
                return "in it" if is_in else "not in it", is_in
            case MessageTest():
                text = self._message_states(row.operand)
                return text, text
            case LocalTime():
                wall = local_wall(scene.m, scene.now)
                return f"{wall_words(wall)} {scene.zone}", wall_words(wall)
            case _:
                return "", None
        return scene.shown(value), value

    def _entry_property(self, name: str) -> Value:
        scene, asking = self.scene, self.asking
        drawn = scene.m.state[0].value if asking.instance == NONE else scene.m.instances[asking.instance].value
        return scene.world.property(asking.event, name, 0, drawn)

    def _message_states(self, message_test: int) -> str:
        m = self.scene.m
        place = self.asking.instance * m.settings[0].messages + m.message_tests[message_test].message
        states = [state for bit, state in enumerate(MESSAGE_STATES) if m.message_states[place] >> bit & 1]
        return ", ".join(states) or "not decided yet"

    def _measured(self, event_test: int) -> tuple[str, Value]:
        """The number that an event test compares."""
        scene, asking = self.scene, self.asking
        wanted = scene.m.event_tests[event_test]
        first = first_position(scene.m, wanted.since, asking.instance, asking.mark)
        after = horizon(scene.m, wanted.within)
        if wanted.measure == COUNT:
            entries = [scene.m.log[position] for position in range(first, scene.m.state[0].log_size)]
            count = sum(
                entry.at > after
                and selects_for(scene.m, wanted.selector, wanted.match_key, entry.event, entry.value, asking.instance)
                for entry in entries
            )
            return times_words(count) if count else "never", float(count)
        measure = days_since_last if wanted.measure == DAYS_SINCE_LAST else aggregate
        number = measure(scene.m, event_test, asking.instance, first, after)
        return ("none", None) if number != number else (f"{number:.6g}", number)

    def _event_sights(self, condition: EventTest, event_test: int) -> tuple[tuple[Sight, ...], int]:
        """The events of that name, and why each counts or not."""
        scene = self.scene
        wanted = scene.m.event_tests[event_test]
        key = scene.world.scenarios[scene.scenario].settings.reentry.key if condition.match_key else None
        own_key = NONE if key is None else scene.m.instances[self.asking.instance].key
        names = [clause.property for clause in condition.where] + [condition.of or "", key or ""]
        named = scene.past_by_name.get(condition.event, [])
        first = first_position(scene.m, wanted.since, self.asking.instance, self.asking.mark)
        after = horizon(scene.m, wanted.within)
        sights = []
        for past in named[-_MOST_SIGHTS:]:
            why = unselected(scene, condition.where, wanted.selector, past)
            if not why and past.position < first:
                why = "before the entry" if condition.since == "entry" else "before arriving here"
            if not why and past.at <= after and condition.within is not None:
                why = f"more than {condition.within.in_words()} ago"
            if not why and key is not None and key_of(scene.m, past.event) != own_key:
                why = f"another {key}"
            if not why and condition.of is not None and scene.property(past, condition.of) is None:
                why = f"no {condition.of}"
            sights.append(scene.sight(past, _names(names), why))
        return tuple(sights), len(named) - len(sights)

    def _steps_made(self, sequence: int) -> str:
        """How far the events came, by what the kernel's test of the sequence has just left in `chain`."""
        size = self.scene.m.sequences[sequence].size
        made = sum(self.scene.m.chain[step] != BEFORE_ALL for step in range(size))
        return f"{made} of {size} steps in this order"

    def _step_sights(self, condition: Sequence, sequence: int) -> tuple[tuple[Sight, ...], int]:
        """The events that are called like any of the steps."""
        scene = self.scene
        wanted = scene.m.sequences[sequence]
        first = first_position(scene.m, wanted.since, self.asking.instance, self.asking.mark)
        called = {step.event for step in condition.sequence}
        named = [past for past in scene.past if scene.world.name(past.event) in called]
        names = _names([clause.property for step in condition.sequence for clause in step.where])
        sights = []
        for past in named[-_MOST_SIGHTS:]:
            reasons = [
                unselected(scene, step.where, scene.m.steps[wanted.first + place], past)
                for place, step in enumerate(condition.sequence)
                if step.event == scene.world.name(past.event)
            ]
            why = "" if "" in reasons else reasons[0]
            if not why and past.position < first:
                why = "before the entry" if condition.since == "entry" else "before arriving here"
            sights.append(scene.sight(past, names, why))
        return tuple(sights), len(named) - len(sights)


def unselected(scene: Scene, where: Where, selector: int, past: Past) -> str:
    """Why a selector does not select an event of the right name now; empty if it does."""
    lasting = past.event < scene.world.recorded and scene.m.selectors[selector].size == 0
    known = scene.reasons.get((selector, past.event)) if lasting else None
    if known is not None:
        return known
    reason = _unselected(scene, where, selector, past)
    if lasting:
        scene.reasons[selector, past.event] = reason
    return reason


def _unselected(scene: Scene, where: Where, selector: int, past: Past) -> str:
    if selects(scene.m, selector, past.event, past.value):
        return ""
    return scene.unfit_words(scene.unfit(where, selector, past), past) or "it does not fit"


def _names(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
