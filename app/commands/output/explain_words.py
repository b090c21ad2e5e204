"""An explanation on the terminal, as a story, and as JSON for a program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from app.commands.output.terminal import say
from app.nodes.times import Moment
from app.runtime.explanation import NO_FIT, Clause, Explanation, Sight, Step, StepKind, Value
from app.runtime.phrasing import at_words, instant_text, shown

YES, NO, UNASKED = "✓", "✗", "·"
_MOST_MISSES = 3
_MOST_SIGHTS = 5
_WITH_SIGHTS = (StepKind.ENTERED, StepKind.NOT_ENTERED, StepKind.WAKES)  # others name their events
_INDENT = "    "


def say_explanation(explanation: Explanation) -> None:
    """The whole story on stdout."""
    for line in story(explanation):
        say(line)


def story(explanation: Explanation) -> Iterator[str]:
    """The story line by line, times on the customer's own clock."""
    zones = sorted(set(explanation.zones.values()))
    kind = f", forecast replication {explanation.replication}" if explanation.replication else ""
    yield f"{explanation.customer_id} (times in {', '.join(zones)}{kind})"
    for entrance in explanation.entrances:
        sign = YES if entrance.entered else NO
        yield f"  {sign} {_node(explanation, entrance.scenario, entrance.label)}: {entrance.sentence}"
    yield ""
    instance = -1
    for steps in _together(explanation.steps):
        if steps[0].instance != instance:
            instance = steps[0].instance
            yield f"Instance {instance}" if instance else "Outside of any instance"
        yield from _lines(explanation, steps)


def to_json(explanation: Explanation) -> dict[str, Any]:
    """The explanation as a JSON document; instants are ISO 8601 in UTC."""
    return {
        "customer_id": explanation.customer_id,
        "zones": dict(explanation.zones),
        "replication": explanation.replication,
        "entered": explanation.has_entered,
        "entries": [
            {
                "scenario": entrance.scenario,
                "node": entrance.node,
                "label": entrance.label,
                "entered": entrance.entered,
                "refused": entrance.refused,
                "sentence": entrance.sentence,
            }
            for entrance in explanation.entrances
        ],
        "steps": [_step_json(step) for step in explanation.steps],
    }


def _together(steps: Iterable[Step]) -> Iterator[list[Step]]:
    """Steps to be told together: many events in a row that did not fit an entry are one, others stand alone."""
    for key, group in groupby(steps, lambda step: (step.reason == NO_FIT, step.scenario, step.node)):
        own = list(group)
        if key[0] and len(own) > _MOST_MISSES:
            yield own
        else:
            yield from ([step] for step in own)


def _lines(explanation: Explanation, steps: list[Step]) -> Iterator[str]:
    step = steps[-1]
    zone = explanation.zones[step.scenario]
    modelled = " (modelled)" if step.modelled else ""
    where = f"{_node(explanation, step.scenario, step.label)}: " if step.label or len(explanation.zones) > 1 else ""
    if len(steps) > 1:
        period = f"{at_words(steps[0].at, zone)} to {at_words(step.at, zone)}"
        yield f"  {period}  {where}{len(steps)} events did not fit; the last: {step.sentence}"
        return
    yield f"  {at_words(step.at, zone)}  {where}{step.sentence}{modelled}"
    if step.kind in _WITH_SIGHTS and step.reason != NO_FIT:
        hidden = len(step.sights) - _MOST_SIGHTS
        if hidden > 0:
            yield f"{_INDENT * 2}… {hidden} earlier"
        for sight in step.sights[-_MOST_SIGHTS:]:
            yield f"{_INDENT * 2}{YES if sight.matched else NO} {_sight_words(sight, zone)}"
    for clause in step.clauses:
        yield from _clause_lines(clause, zone, 1)


def _node(explanation: Explanation, scenario: str, label: str) -> str:
    return f"{scenario}/{label}" if len(explanation.zones) > 1 and label else label or scenario


def _clause_lines(clause: Clause, zone: str, depth: int) -> Iterator[str]:
    sign = UNASKED if not clause.needed else YES if clause.holds else NO
    label = f"{clause.label}: " if clause.label else ""
    while len(clause.parts) == 1 and clause.parts[0].sentence == clause.sentence:  # a group of one
        clause = clause.parts[0]
    found = f" (found: {clause.found})" if clause.found else ""
    late = "" if clause.needed else f" [not needed; it {'holds' if clause.holds else 'does not hold'}]"
    yield f"{_INDENT * (depth + 1)}{sign} {label}{clause.sentence}{found}{late}"
    for part in clause.parts:
        yield from _clause_lines(part, zone, depth + 1)
    unshown = clause.unshown + max(0, len(clause.sights) - _MOST_SIGHTS)
    if unshown:
        yield f"{_INDENT * (depth + 2)}… {unshown} earlier"
    for sight in clause.sights[-_MOST_SIGHTS:]:
        yield f"{_INDENT * (depth + 2)}{YES if sight.matched else NO} {_sight_words(sight, zone)}"


def _sight_words(sight: Sight, zone: str) -> str:
    found = ", ".join(f"{name} {shown(value, zone)}" for name, value in sight.properties.items())
    why = f": {sight.why_not}" if sight.why_not else ""
    modelled = " (modelled)" if sight.modelled and not sight.name.startswith("message_") else ""
    return f"{at_words(sight.at, zone)} {sight.name}{f' ({found})' if found else ''}{modelled}{why}"


def _step_json(step: Step) -> dict[str, Any]:
    return {
        "at": instant_text(step.at),
        "kind": step.kind.value,
        "scenario": step.scenario,
        "node": step.node or None,
        "label": step.label,
        "instance": step.instance or None,
        "visit": step.visit or None,
        "sentence": step.sentence,
        "reason": step.reason or None,
        "modelled": step.modelled,
        "conditions": [_clause_json(clause) for clause in step.clauses],
        "events": [_sight_json(sight) for sight in step.sights],
    }


def _clause_json(clause: Clause) -> dict[str, Any]:
    failed = clause.failed
    return {
        "label": clause.label or None,
        "sentence": clause.sentence,
        "holds": clause.holds,
        "needed": clause.needed,
        "found": clause.found or None,
        "value": _plain(clause.value),
        "failed": None if failed is None else failed.sentence,
        "parts": [_clause_json(part) for part in clause.parts],
        "events": [_sight_json(sight) for sight in clause.sights],
        "earlier_events": clause.unshown,
    }


def _sight_json(sight: Sight) -> dict[str, Any]:
    return {
        "at": instant_text(sight.at),
        "name": sight.name,
        "properties": {name: _plain(value) for name, value in sight.properties.items()},
        "matched": sight.matched,
        "why_not": sight.why_not or None,
        "modelled": sight.modelled,
    }


def _plain(value: Value) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Moment):
        return value.text if value.is_local else instant_text(value.us)
    return value.isoformat() if isinstance(value, date) else value
