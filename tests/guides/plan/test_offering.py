"""The name of a new scenario: one that follows the plan's rule of names."""

from __future__ import annotations

from datetime import date

import pytest

from app.guides.plan.ground import PLAN_STAGES, proposed_stage
from app.guides.plan.naming_rule import Named, breaks_rule
from app.guides.plan.offering import named_by_rule
from app.guides.templates import Template, bundled_templates, load_template
from tests.builders.scenarios import document, scenario_of

TODAY = date(2024, 5, 6)
RULE = "{stage}-{channel}-{yyyymm}"


def offered(template_id: str, rule: str = RULE, *taken: str) -> str:
    return named_by_rule(rule, load_template(template_id), taken, TODAY).name


@pytest.mark.parametrize("template", bundled_templates(), ids=lambda each: each.id)
def test_that_the_name_of_a_scenario_from_a_template_follows_the_rule(template: Template) -> None:
    scenario = named_by_rule(RULE, load_template(template.id), (), TODAY)
    named = Named(scenario.name, proposed_stage(scenario.id, ""), template.channels, "", TODAY)
    assert breaks_rule(RULE, named, tuple(PLAN_STAGES)) == ""


def test_that_without_a_rule_a_template_keeps_its_title() -> None:
    assert offered("welcome", "") == "Welcome"


def test_that_a_number_of_the_rule_is_the_first_that_is_free() -> None:
    assert offered("welcome", "{stage} {number}", "welcome 1", "welcome 2") == "welcome 3"
    assert offered("welcome", RULE, "welcome-email-202405") == "welcome-email-202405"


def test_that_an_empty_scenario_is_offered_the_form_to_fill_in() -> None:
    assert named_by_rule(RULE, scenario_of(document({}, name="New")), (), TODAY).name == "stage-channel-202405"
