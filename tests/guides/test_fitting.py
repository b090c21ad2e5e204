"""A template speaks the dataset's words wherever the dataset says by a role what they mean."""

from __future__ import annotations

import json

import pytest

from app.data.columns import ColumnType
from app.data.dataset import Roles, Schema
from app.guides.fitting import fitted
from app.guides.templates import TEMPLATES, Template, load_template
from app.scenario.files import dump_scenario

KLAVIYO = Schema(
    attributes={"First Name": ColumnType.TEXT},
    events={"Added to Cart": 5, "Placed Order": 3},
    properties={},
    lists=(),
    roles=Roles({"first_name": "First Name"}, {"cart": "Added to Cart", "purchase": "Placed Order"}),
)


def test_that_events_and_placeholders_take_the_datasets_names() -> None:
    text = dump_scenario(fitted(load_template("abandoned_cart"), KLAVIYO))
    tree = json.loads(text)
    assert tree["nodes"][0]["params"]["event"] == "Added to Cart"
    assert tree["settings"]["exit_rules"][0]["event"] == "Placed Order"
    assert tree["settings"]["goals"][0]["event"] == "Placed Order"
    assert 'customer[\\"First Name\\"]' in text
    assert "customer.first_name" not in text


def test_that_what_the_dataset_knows_or_does_not_know_at_all_stays() -> None:
    scenario = load_template("abandoned_cart")
    own = Schema({}, {"add_to_cart": 1, "cart": 1, "purchase": 1}, {}, (), Roles({}, {"cart": "add_to_cart"}))
    assert fitted(scenario, own) == scenario


@pytest.mark.parametrize("template", TEMPLATES, ids=[template.id for template in TEMPLATES])
def test_that_a_template_without_a_dataset_of_roles_is_itself(template: Template) -> None:
    scenario = load_template(template.id)
    assert fitted(scenario, Schema({}, {}, {}, (), Roles())) == scenario
