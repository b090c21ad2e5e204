"""The bundled templates: sound, arranged, and fitting the data they are made for."""

from __future__ import annotations

import pytest

from app.data.columns import ColumnType
from app.data.dataset import Roles, Schema
from app.errors import AppError
from app.guides.templates import TEMPLATES, Template, load_template
from app.nodes.catalogue import KINDS
from app.resources import resource
from app.scenario.checks.validation import scenario_problems, scenario_remarks
from app.scenario.files import dump_scenario
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
every_template = pytest.mark.parametrize("template", TEMPLATES, ids=[template.id for template in TEMPLATES])


@every_template
def test_that_a_template_can_run_as_it_is_on_its_sample(template: Template) -> None:
    scenario = load_template(template.id)
    assert scenario_problems(scenario, SCHEMAS[template.sample]) == ()
    assert scenario_remarks(scenario, SCHEMAS[template.sample]) == ()


@every_template
def test_that_a_template_is_named_arranged_and_written_as_the_product_would(template: Template) -> None:
    scenario = load_template(template.id)
    assert (scenario.id, scenario.name) == (template.id, template.title)
    assert arrange(scenario).apply(scenario)[0] == scenario
    assert dump_scenario(scenario) == resource("templates", f"{template.id}.json").read_text(encoding="utf-8")


def test_that_every_bundled_file_is_in_the_list() -> None:
    files = {path.stem for path in resource("templates").glob("*.json")}
    assert files == {template.id for template in TEMPLATES}


def test_that_the_abandoned_cart_shows_every_kind_of_the_way_through_it() -> None:
    types = {node.type for node in load_template("abandoned_cart").nodes}
    others = "entry_audience entry_date entry_score filter set list task webhook voucher push ad_audience"
    assert types == set(KINDS) - set(others.split())


def test_that_an_unknown_template_is_refused_in_words() -> None:
    with pytest.raises(AppError, match="no template 'nothing'"):
        load_template("nothing")
