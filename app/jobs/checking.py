"""Everything that stands between a scenario and a run."""

from __future__ import annotations

from app.data.dataset import Schema
from app.errors import AppError, Problem
from app.messages.templates import template_problems
from app.scenario.graph import Scenario
from app.scenario.validation import scenario_problems, scenario_remarks


def all_problems(scenario: Scenario, schema: Schema | None) -> tuple[Problem, ...]:
    """Every problem of graph, parameters, settings and templates; names and types too when `schema` is given."""
    return (*scenario_problems(scenario, schema), *template_problems(scenario))


def all_remarks(scenario: Scenario, schema: Schema | None) -> tuple[Problem, ...]:
    """What is well defined but surely not meant: a node nobody reaches, an event the dataset does not have."""
    return scenario_remarks(scenario, schema)


def refuse_problems(scenario: Scenario, schema: Schema | None) -> None:
    """AppError with all problems if there is one."""
    problems = all_problems(scenario, schema)
    if problems:
        count = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise AppError(f"The scenario '{scenario.name}' has {count} to mend before it can run:", problems)
