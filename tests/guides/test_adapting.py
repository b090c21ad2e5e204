"""A template adapted to a dataset can be run over it: in its words and time, without what nothing there answers."""

from __future__ import annotations

import pytest

from app.data.dataset import Dataset
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from app.data.samples import load_sample
from app.guides.adapting import adapted
from app.guides.templates import TEMPLATES, Template, load_template, template_of
from app.jobs.checking import all_findings
from app.nodes.kinds.entry_audience import EntryAudienceParams
from app.progress import silent
from tests.builders import two_exports


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """What two exports of a shop come to."""
    paths = two_exports.write(tmp_path_factory.mktemp("exports"))
    return import_plan(propose(paths), "shop").dataset


@pytest.mark.parametrize("template", TEMPLATES, ids=[template.id for template in TEMPLATES])
def test_that_every_template_can_be_run_over_two_exports_of_a_shop(shop: Dataset, template: Template) -> None:
    made = adapted(template, shop)
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
    for template in TEMPLATES:
        dataset = load_sample(template.sample, silent).dataset
        assert adapted(template, dataset).scenario == load_template(template.id)


def test_that_a_template_whose_events_nobody_did_does_not_fit() -> None:
    grocery = load_sample("grocery", silent).dataset
    assert adapted(template_of("abandoned_cart"), grocery).missing == ("add_to_cart", "cart")
