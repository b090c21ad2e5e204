"""A template adapted to a dataset can be run over it: in its words and time, without what nothing there answers."""

from __future__ import annotations

import pytest

from app.data.dataset import Dataset
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from app.data.samples import load_sample
from app.guides.adapting import adapted
from app.guides.templates import bundled_templates, load_template, template_of
from app.jobs.runs.checking import all_findings
from app.nodes.kinds.entry_audience import EntryAudienceParams
from app.progress import silent
from tests.builders import two_exports


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """What two exports of a shop come to."""
    paths = two_exports.write(tmp_path_factory.mktemp("exports"))
    return import_plan(propose(paths), "shop").dataset


@pytest.mark.parametrize("template_id", ["abandoned_cart", "welcome", "win_back", "browse", "second_purchase", "vip"])
def test_that_templates_of_a_shop_can_be_run_over_two_exports_of_a_shop(shop: Dataset, template_id: str) -> None:
    made = adapted(template_of(template_id), shop)
    assert not made.missing
    assert [problem.message for problem in all_findings(made.scenario, shop.schema())] == []


def test_that_a_branch_on_what_nobody_recorded_is_left_out_and_one_way_goes_on(shop: Dataset) -> None:
    made = adapted(template_of("abandoned_cart"), shop)
    names = {node.id for node in made.scenario.nodes}
    assert "traffic" not in names
    assert "nudge" not in names
    assert ("back", "timed_out", "offer") in {(e.source, e.port, e.target) for e in made.scenario.edges}
    assert made.left_out == ("“Where from?” is left out: nothing in the data says “acquisition_channel”.",)
    assert made.scenario.description.endswith(made.left_out[0])


def test_that_an_entry_asks_for_no_property_that_no_event_has(shop: Dataset) -> None:
    made = adapted(template_of("welcome"), shop)
    assert made.events[0] == "Viewed Product"
    assert made.left_out == ("“New visitor” takes all of them: nothing in the data says “user_lifecycle”.",)


def test_that_an_audience_of_another_year_is_gathered_while_there_are_data(shop: Dataset) -> None:
    params = adapted(template_of("win_back"), shop).scenario.nodes[0].params
    assert isinstance(params, EntryAudienceParams)
    assert params.at.text == "2026-02-01T10:00:00"
    assert params.repeat is not None
    assert params.repeat.count == 2


def test_that_a_template_over_its_own_sample_is_itself() -> None:
    own = [template for template in bundled_templates() if template.sample]
    assert len(own) == 3
    for template in own:
        dataset = load_sample(template.sample, silent).dataset
        assert adapted(template, dataset).scenario == load_template(template.id)


def test_that_a_template_whose_events_nobody_did_does_not_fit() -> None:
    grocery = load_sample("grocery", silent).dataset
    (need,) = adapted(template_of("abandoned_cart"), grocery).missing
    assert (need.kind, need.role, need.words) == ("event", "cart", "an event for “cart”")


def test_that_what_nobody_recorded_gives_no_points_ends_nothing_and_has_no_value() -> None:
    b2b = load_sample("b2b", silent).dataset
    made = adapted(template_of("lead_nurture"), b2b)
    assert made.missing == ()
    assert [rule.event for rule in made.scenario.settings.scoring] == ["email_open", "email_click"]
    assert made.left_out == ("All “email_click” count: nothing in the data says “url”.",)
    assert [need.words for need in made.wishes] == ["a property for “url”"], "can be chosen all the same"
    shop = load_sample("shop", silent).dataset
    waits = adapted(template_of("back_in_stock"), shop)
    assert waits.scenario.settings.reentry.key is None
    assert not any(rule.match_key for rule in waits.scenario.settings.exit_rules)
    assert "Goals are counted without a value: nothing in the data says “amount”." in waits.left_out


def test_that_a_voucher_without_its_pool_is_left_out_with_what_only_its_way_reaches() -> None:
    grocery = load_sample("grocery", silent).dataset
    made = adapted(template_of("birthday"), grocery)
    assert {node.id for node in made.scenario.nodes} == {"soon", "plain"}
    assert "“A code of their own” is left out: the data have no voucher pool “birthday”." in made.left_out
    assert [need.words for need in made.missing] == ["an attribute for “birthday”"]
    store = adapted(template_of("birthday"), load_sample("store", silent).dataset)
    assert any(
        "no voucher pool “birthday”, but “cart codes”: import codes under a name" in said for said in store.left_out
    )
