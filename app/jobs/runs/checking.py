"""Everything that stands between a scenario and a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.data.dataset import Schema
from app.errors import AppError, Problem
from app.messages.lint.lint import message_remarks
from app.messages.rendering.templates import template_problems
from app.scenario.checks.validation import scenario_findings, scenario_problems, scenario_remarks, scenarios_problems
from app.scenario.graph import Scenario


def all_problems(scenario: Scenario, schema: Schema | None) -> tuple[Problem, ...]:
    """Every problem of graph, parameters, settings and templates; names and types too when `schema` is given."""
    return (*scenario_problems(scenario, schema), *template_problems(scenario))


def all_remarks(scenario: Scenario, schema: Schema | None) -> tuple[Problem, ...]:
    """What is well defined but surely not meant: a node nobody reaches, an e-mail without its total."""
    return (*scenario_remarks(scenario, schema), *message_remarks(scenario))


def run_remarks(scenario: Scenario, schema: Schema | None) -> tuple[Problem, ...]:
    """Of these, what makes a run count otherwise than is meant; a message's style does not."""
    return scenario_remarks(scenario, schema)


def all_findings(scenario: Scenario, schema: Schema | None) -> tuple[Problem, ...]:
    """Every problem, then every remark, from one pass over the scenario."""
    found = (*scenario_findings(scenario, schema), *template_problems(scenario), *message_remarks(scenario))
    return tuple(sorted(found, key=lambda problem: problem.is_remark))


def refuse_problems(scenarios: Scenario | Sequence[Scenario], schema: Schema | None) -> None:
    """AppError with all problems if there is one; several scenarios are to run together."""
    together = (scenarios,) if isinstance(scenarios, Scenario) else tuple(scenarios)
    problems = [*scenarios_problems(together, schema)]
    for scenario in together:
        prefix = f"{scenario.id}: " if len(together) > 1 else ""
        problems += [replace(p, where=f"{prefix}{p.where}") for p in template_problems(scenario)]
    if problems:
        count = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
        names = " and ".join(f"'{scenario.name}'" for scenario in together)
        if len(together) == 1:
            raise AppError(f"The scenario {names} has {count} to mend before it can run:", problems)
        raise AppError(f"The scenarios {names} have {count} to mend before they can run together:", problems)
