"""The name that a new scenario is offered, where the plan has a rule of names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from app.guides.plan.ground import proposed_stage
from app.guides.plan.naming_rule import Named, suggested
from app.nodes.channel import CHANNELS
from app.scenario.graph import Scenario

_UNKNOWN = ("channel",)  # of a scenario that is still empty


def named_by_rule(pattern: str, scenario: Scenario, taken: Collection[str], today: date) -> Scenario:
    """The scenario by a name that follows the rule, of no other scenario if the rule lets it; as it is without one."""
    if not pattern:
        return scenario
    types = {node.type for node in scenario.nodes}
    channels = tuple(key for key in CHANNELS if key in types) if types else _UNKNOWN
    named = Named(scenario.name, proposed_stage(scenario.id, scenario.name), channels, "", today)
    offered = (suggested(pattern, named, number) for number in range(1, len(taken) + 2))
    first = suggested(pattern, named)
    return replace(scenario, name=next((name for name in offered if name not in taken), first))
