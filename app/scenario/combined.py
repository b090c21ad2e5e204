"""Scenarios that run together, seen as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.scenario.graph import NodeId, Scenario, ScenarioId


def full_id(scenario: Scenario, id_: str) -> str:
    """The id of something among those of several scenarios."""
    return f"{scenario.id}/{id_}"


def joined(scenarios: Sequence[Scenario]) -> Scenario:
    """One as it is; several as one whose nodes, exit rules and goals go by the ids they have in a run's tables.

    It has the first one's other settings, and is made to be looked at, not to be run.
    """
    first, *others = scenarios
    if not others:
        return first
    parts = [_with_full_ids(scenario) for scenario in scenarios]
    settings = first.settings.model_copy(
        update={
            "goals": tuple(goal for part in parts for goal in part.settings.goals),
            "exit_rules": tuple(rule for part in parts for rule in part.settings.exit_rules),
        }
    )
    return Scenario(
        id=ScenarioId("+".join(part.id for part in parts)),
        name=" + ".join(part.name for part in parts),
        settings=settings,
        nodes=tuple(node for part in parts for node in part.nodes),
        edges=tuple(edge for part in parts for edge in part.edges),
    )


def _with_full_ids(scenario: Scenario) -> Scenario:
    def named(id_: str) -> NodeId:
        return NodeId(full_id(scenario, id_))

    settings = scenario.settings
    return replace(
        scenario,
        nodes=tuple(replace(node, id=named(node.id)) for node in scenario.nodes),
        edges=tuple(replace(edge, source=named(edge.source), target=named(edge.target)) for edge in scenario.edges),
        settings=settings.model_copy(
            update={
                "goals": tuple(goal.model_copy(update={"id": named(goal.id)}) for goal in settings.goals),
                "exit_rules": tuple(rule.model_copy(update={"id": named(rule.id)}) for rule in settings.exit_rules),
            }
        ),
    )
