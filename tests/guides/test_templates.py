"""The bundled templates: sound, arranged, and fitting the data they are made for."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app.data.columns.column import ColumnType
from app.data.dataset import Roles, Schema
from app.data.vocabulary.roles import ATTRIBUTE_ROLES, EVENT_ROLES, PROPERTY_ROLES
from app.errors import AppError
from app.guides.naming import mentions
from app.guides.templates import (
    STAGES,
    Template,
    all_templates,
    bundled_templates,
    load_template,
    own_folder,
    read_template,
    template_tree,
    unreadable_templates,
)
from app.nodes.catalogue import KINDS
from app.resources import resource
from app.scenario.checks.validation import scenario_problems, scenario_remarks
from app.scenario.layout import arrange

TEXT, NUMBER = ColumnType.TEXT, ColumnType.NUMBER
SCHEMAS = {
    "shop": Schema(
        attributes={"acquisition_channel": TEXT, "user_cohort": TEXT},
        events=dict.fromkeys(("home", "product_view", "add_to_cart", "cart", "purchase"), 1),
        properties={"session_id": TEXT, "platform": TEXT, "user_lifecycle": TEXT},
        lists=(),
        roles=Roles(),
    ),
    "grocery": Schema(
        attributes={"income": TEXT},
        events={"purchase": 1},
        properties={"amount": NUMBER},
        lists=(),
        roles=Roles(),
    ),
}
every_template = pytest.mark.parametrize("template", bundled_templates(), ids=lambda template: template.id)
of_a_sample = pytest.mark.parametrize("template", [template for template in bundled_templates() if template.sample])


@of_a_sample
def test_that_a_template_can_run_as_it_is_on_its_sample(template: Template) -> None:
    scenario = load_template(template.id)
    assert scenario_problems(scenario, SCHEMAS[template.sample]) == ()
    assert scenario_remarks(scenario, SCHEMAS[template.sample]) == ()


@every_template
def test_that_a_template_is_named_arranged_and_written_as_the_product_would(template: Template) -> None:
    scenario = load_template(template.id)
    assert (scenario.id, scenario.name) == (template.id, template.title)
    assert arrange(scenario).apply(scenario)[0] == scenario
    assert scenario_problems(scenario, None) == ()


@every_template
def test_that_a_template_names_by_roles_that_the_product_knows_and_says_what_it_is(template: Template) -> None:
    known = {"event": EVENT_ROLES, "attribute": ATTRIBUTE_ROLES, "property": PROPERTY_ROLES}
    roles = [mention for mention in mentions(template_tree(template.folder)) if mention.role]
    assert roles
    assert all(mention.role in known[mention.kind] for mention in roles)
    assert all(mention.name or mention.role in template.names.of(mention.kind) for mention in roles)
    assert template.stage in STAGES
    assert template.summary.endswith(".")
    assert template.goal
    assert template.why


def test_that_every_bundled_file_is_in_the_list() -> None:
    folders = [path.name for path in resource("templates").iterdir()]
    assert sorted(folders) == sorted(template.id for template in bundled_templates())


def test_that_the_abandoned_cart_shows_every_kind_of_the_way_through_it() -> None:
    types = {node.type for node in load_template("abandoned_cart").nodes}
    others = "entry_audience entry_date entry_score filter set list task webhook voucher push ad_audience recommend"
    assert types == set(KINDS) - set(others.split())


def test_that_an_unknown_template_is_refused_in_words() -> None:
    with pytest.raises(AppError, match="no template 'nothing'"):
        load_template("nothing")


def test_that_a_folder_of_the_users_is_a_template_and_one_that_cannot_be_read_is_none() -> None:
    own = own_folder() / "mine"
    shutil.copytree(resource("templates", "vip"), own)
    (own_folder() / "broken").mkdir()
    (own_folder() / "broken" / "about.json").write_text("{", encoding="utf-8")
    odd = shutil.copytree(own, own_folder() / "odd")
    (odd / "scenario.json").write_text('{"nodes": [1, {"type": []}]}', encoding="utf-8")
    shutil.copytree(own, own_folder() / "welcome")
    assert [template.id for template in all_templates() if template not in bundled_templates()] == ["mine"]
    assert load_template("mine").nodes == load_template("vip").nodes
    said = unreadable_templates()
    assert list(said) == ["broken", "odd", "welcome"]
    assert "about.json is not valid JSON" in said["broken"]
    assert "is not a scenario" in said["odd"]
    assert "called like a template that comes with Rehearse" in said["welcome"]


def test_that_a_stage_nobody_knows_is_told(tmp_path: Path) -> None:
    folder = shutil.copytree(resource("templates", "vip"), tmp_path / "odd")
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    (folder / "about.json").write_text(json.dumps({**about, "stage": "spring"}), encoding="utf-8")
    with pytest.raises(AppError, match="does not describe a template"):
        read_template(folder)
