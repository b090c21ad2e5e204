"""Conditions on events that a definition has under names of its own, such as the stages of a way."""

from __future__ import annotations

from typing import Any

from app.nodes.conditions import Step, Where

Conditions = tuple[tuple[str, Where], ...]
"""What the events under each name have to be like; names without conditions are left out."""


def conditions_of(conditions: Conditions, name: str) -> Where:
    """What the events under that name have to be like."""
    return next((where for named, where in conditions if named == name), ())


def with_conditions(conditions: Conditions, name: str, where: Where) -> Conditions:
    """With other conditions under that name; with none of them it is left out."""
    others = tuple(each for each in conditions if each[0] != name)
    return (*others, (name, where)) if where else others


def step_of(conditions: Conditions, name: str, event: str) -> Step:
    """The event with the conditions that stand under that name."""
    return Step(event=event, where=conditions_of(conditions, name))


def conditions_document(conditions: Conditions) -> dict[str, Any]:
    """`{"where": {name: clauses}}`, or nothing where there are none."""
    named = {
        name: [test.model_dump(mode="json", exclude_defaults=True) for test in tests] for name, tests in conditions
    }
    return {"where": named} if named else {}
