"""All that a user has to mend before a run, and all that they surely did not mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.data.dataset import Schema
from app.errors import Problem
from app.nodes.catalogue import KINDS
from app.nodes.kind import Surroundings
from app.scenario.checks.graph import graph_problems
from app.scenario.checks.settings import settings_problems
from app.scenario.graph import Scenario
from app.scenario.written import written_by


def scenario_problems(scenario: Scenario, schema: Schema | None = None) -> tuple[Problem, ...]:
    """Everything that forbids a run; names and types are checked where the dataset's schema is given."""
    return scenarios_problems((scenario,), schema)


def scenarios_problems(scenarios: Sequence[Scenario], schema: Schema | None = None) -> tuple[Problem, ...]:
    """Everything that forbids a run of them together.

    Of several, each problem's `where` begins with its scenario's id: `cart: nodes[2].params.event`.
    """
    found = [problem for i in range(len(scenarios)) for problem in _problems_of(scenarios, i, schema)]
    return (*_id_problems(scenarios), *found)


def scenario_remarks(scenario: Scenario, schema: Schema | None = None) -> tuple[Problem, ...]:
    """What a run can obey to the letter, but hardly anybody means: nodes nobody reaches, events nobody did …"""
    return tuple(problem for problem in scenario_findings(scenario, schema) if problem.is_remark)


def scenario_findings(scenario: Scenario, schema: Schema | None = None) -> tuple[Problem, ...]:
    """Problems and remarks in one pass: what forbids a run first."""
    return tuple(sorted(_found(scenario, surroundings(scenario, schema)), key=lambda problem: problem.is_remark))


def surroundings(scenario: Scenario, schema: Schema | None = None, beside: Sequence[Scenario] = ()) -> Surroundings:
    """What the checks of nodes and settings may know of the whole; `beside` are all scenarios of the run."""
    messages = frozenset(str(node.id) for node in scenario.nodes if KINDS[node.type].is_message)
    written = written_by(beside or (scenario,), schema)
    return Surroundings(
        schema,
        messages,
        has_reentry_key=scenario.settings.reentry.key is not None,
        written=written.types,
        voucher_attributes=written.codes,
    )


def _problems_of(scenarios: Sequence[Scenario], index: int, schema: Schema | None) -> Iterator[Problem]:
    scenario = scenarios[index]
    for problem in _found(scenario, surroundings(scenario, schema, scenarios)):
        if not problem.is_remark:
            yield problem if len(scenarios) == 1 else replace(problem, where=f"{scenario.id}: {problem.where}")


def _id_problems(scenarios: Sequence[Scenario]) -> Iterator[Problem]:
    for id_, count in Counter(scenario.id for scenario in scenarios).items():
        if count > 1:
            words = f"{count} of the scenarios have the id '{id_}'; give each an id of its own to run them together"
            yield Problem("duplicate-scenario", words, where=id_)


def _found(scenario: Scenario, around: Surroundings) -> Iterator[Problem]:
    yield from graph_problems(scenario)
    for i, node in enumerate(scenario.nodes):
        for problem in KINDS[node.type].check(node.params, around):
            yield replace(problem, node=node.id, where=f"nodes[{i}].params.{problem.where}")
    for problem in settings_problems(scenario.settings, around):
        yield replace(problem, where=f"settings.{problem.where}")
