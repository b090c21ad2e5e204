"""A template speaks the dataset's words wherever the dataset says by a role what they mean."""

from __future__ import annotations

import json

import pytest

from app.data.columns.column import ColumnType
from app.data.dataset import Roles, Schema
from app.guides.fitting import fitted
from app.guides.templates import Template, bundled_templates, load_template, template_of
from app.scenario.files import parse_scenario

KLAVIYO = Schema(
    attributes={"First Name": ColumnType.TEXT},
    events={"Added to Cart": 5, "Placed Order": 3},
    properties={},
    lists=(),
    roles=Roles({"first_name": "First Name"}, {"cart": "Added to Cart", "purchase": "Placed Order"}),
)


def test_that_events_and_placeholders_take_the_datasets_names() -> None:
    tree = fitted(template_of("abandoned_cart"), KLAVIYO)
    text = json.dumps(tree)
    assert tree["nodes"][0]["params"]["event"] == "Added to Cart"
    assert tree["settings"]["exit_rules"][0]["event"] == "Placed Order"
    assert tree["settings"]["goals"][0]["event"] == "Placed Order"
    assert 'customer[\\"First Name\\"]' in text
    assert "customer.first_name" not in text


def test_that_what_the_dataset_knows_or_does_not_know_at_all_stays() -> None:
    own = Schema({}, {"add_to_cart": 1, "cart": 1, "purchase": 1}, {}, (), Roles({}, {"cart": "add_to_cart"}))
    assert parse_scenario(json.dumps(fitted(template_of("abandoned_cart"), own))) == load_template("abandoned_cart")


@pytest.mark.parametrize("template", bundled_templates(), ids=lambda template: template.id)
def test_that_a_template_without_a_dataset_of_roles_is_itself(template: Template) -> None:
    made = fitted(template, Schema({}, {}, {}, (), Roles()))
    assert parse_scenario(json.dumps(made)) == load_template(template.id)


def test_that_a_name_asked_for_by_preference_comes_before_the_role() -> None:
    there = Schema({}, {"add_to_cart": 1, "cart": 1}, {}, (), Roles({}, {"cart": "add_to_cart"}))
    without = Schema({}, {"add_to_cart": 1}, {}, (), Roles({}, {"cart": "add_to_cart"}))
    for schema, name in ((there, "cart"), (without, "add_to_cart")):
        nodes = {node["id"]: node for node in fitted(template_of("abandoned_cart"), schema)["nodes"]}
        assert nodes["back"]["params"]["event"] == name
