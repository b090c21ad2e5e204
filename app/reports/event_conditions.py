"""Conditions on events that a definition has under names of its own, such as the stages of a way."""

from __future__ import annotations

from app.nodes.conditions import Where

Conditions = tuple[tuple[str, Where], ...]
"""What the events under each name have to be like; names without conditions are left out."""


def conditions_of(conditions: Conditions, name: str) -> Where:
    """What the events under that name have to be like."""
    return next((where for named, where in conditions if named == name), ())


def with_conditions(conditions: Conditions, name: str, where: Where) -> Conditions:
    """With other conditions under that name; with none of them it is left out."""
    others = tuple(each for each in conditions if each[0] != name)
    return (*others, (name, where)) if where else others
