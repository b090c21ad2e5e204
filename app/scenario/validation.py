"""All that a user has to mend before a run, and all that she surely did not mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.data.dataset import Schema
from app.errors import Problem
from app.nodes.catalogue import KINDS
from app.nodes.kind import Family, Surroundings
from app.scenario.graph import Scenario
from app.scenario.graph_checks import graph_problems
from app.scenario.settings_checks import settings_problems

REMARKS = frozenset(
    {
        "empty-entry-time",
        "empty-wait",
        "never-applied",
        "unknown-event",
        "unreachable",
        "zero-duration",
    }
)


def scenario_problems(scenario: Scenario, schema: Schema | None = None) -> tuple[Problem, ...]:
    """Everything that forbids a run; names and types are checked where the dataset's schema is given."""
    return tuple(problem for problem in _found(scenario, schema) if problem.code not in REMARKS)


def scenario_remarks(scenario: Scenario, schema: Schema | None = None) -> tuple[Problem, ...]:
    """What a run can obey to the letter, but hardly anybody means: nodes nobody reaches, events nobody did …"""
    return tuple(problem for problem in _found(scenario, schema) if problem.code in REMARKS)


def surroundings(scenario: Scenario, schema: Schema | None = None) -> Surroundings:
    """What the checks of nodes and settings may know of the whole."""
    messages = frozenset(str(node.id) for node in scenario.nodes if KINDS[node.type].family is Family.MESSAGE)
    return Surroundings(schema, messages, has_reentry_key=scenario.settings.reentry.key is not None)


def _found(scenario: Scenario, schema: Schema | None) -> Iterator[Problem]:
    around = surroundings(scenario, schema)
    yield from graph_problems(scenario)
    for i, node in enumerate(scenario.nodes):
        for problem in KINDS[node.type].check(node.params, around):
            yield replace(problem, node=node.id, where=f"nodes[{i}].params.{problem.where}")
    for problem in settings_problems(scenario.settings, around):
        yield replace(problem, where=f"settings.{problem.where}")
