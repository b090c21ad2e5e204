"""A template adapted to a dataset can be run over it: in its words and time, without what nothing there answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from app.data.dataset import Dataset
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from app.data.samples import load_sample
from app.guides.adapting import adapted
from app.guides.templates import bundled_templates, load_template, template_of
from app.jobs.guides.template_choice import advice_for, offered_for
from app.jobs.runs.checking import all_findings
from app.nodes.kinds.entry_audience import EntryAudienceParams
from app.progress import silent
from app.runtime.rehearse import rehearse
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
        "no voucher pool “birthday”, but “cart codes”: choose one as it is opened" in said for said in store.left_out
    )
    assert [need.words for need in store.weighty] == ["a voucher pool for “birthday”"]


def test_that_any_pool_can_be_chosen_for_the_one_a_template_names() -> None:
    store = load_sample("store", silent).dataset
    (need,) = adapted(template_of("birthday"), store).weighty
    assert [offer.name for offer in offered_for(need, adapted(template_of("birthday"), store), store)] == ["cart codes"]
    made = adapted(template_of("birthday"), store, {"birthday": "cart codes"})
    assert made.weighty == ()
    assert [n.params.model_dump()["pool"] for n in made.scenario.nodes if n.type == "voucher"] == ["cart codes"]


def bookings(folder: Path, title: str) -> Dataset:
    """Who booked when, and in a column of that title, for when: once, and once more after it was put off by a day."""
    rows = (
        "a,2025-03-01T10:00:00Z,appointment_booked,2025-03-05T15:00:00Z",
        "a,2025-03-02T10:00:00Z,appointment_booked,2025-03-06T15:00:00Z",
        "a,2025-03-06T15:00:00Z,appointment_kept,",
        "b,2025-03-02T10:00:00Z,appointment_booked,2025-03-02T20:00:00Z",
        "c,2025-03-02T11:00:00Z,appointment_booked,",
    )
    path = folder / "events.csv"
    path.write_text("\n".join([f"customer_id,timestamp,event,{title}", *rows, ""]), encoding="utf-8")
    return import_plan(propose([path]), "bookings").dataset


def with_property(dataset: Dataset, role: str, name: str) -> Dataset:
    properties: Mapping[str, str] = {**dataset.roles.properties, role: name}
    return replace(dataset, roles=replace(dataset.roles, properties=properties))


@pytest.mark.parametrize("title", ["appointment_at", "slot_begins"])
def test_that_a_date_which_stands_on_the_entry_is_kept_for_the_customer_from_then_on(
    tmp_path: Path, title: str
) -> None:
    dataset, template = bookings(tmp_path, title), template_of("appointment_reminder")
    if title == "slot_begins":
        made = adapted(template, dataset)
        (need,) = made.missing
        assert [(offer.name, offer.of) for offer in offered_for(need, made, dataset)] == [(title, "appointment_booked")]
        dataset = with_property(dataset, "appointment_at", title)
    made = adapted(template, dataset)
    assert made.missing == ()
    assert [problem.message for problem in all_findings(made.scenario, dataset.schema())] == []
    sent = rehearse(made.scenario, dataset).tables["messages"].to_pylist()
    reminders = [(m["customer_id"], m["node"], f"{m['at']:%d %H:%M}") for m in sent if m["node"] != "confirm"]
    assert reminders == [("a", "day", "05 15:00"), ("a", "text", "06 13:00"), ("b", "text", "02 18:00")]


def test_that_where_no_date_can_be_meant_it_says_what_to_import(shop: Dataset) -> None:
    made = adapted(template_of("trial_to_paid"), shop)
    (need,) = (each for each in made.missing if each.kind == "attribute")
    undated = replace(shop, attributes={})
    assert advice_for([need], made, undated) == (
        "No date of customers or of “trial_started” can be “trial end”: import one that is.",
    )


def test_that_an_audience_of_whom_nobody_can_be_says_so_before_it_is_run() -> None:
    said = adapted(template_of("sunset"), load_sample("grocery", silent).dataset).left_out
    assert "“First of the month” gathers nobody: nothing in the data says “email_sent”." in said


def test_that_the_number_which_tells_entries_apart_is_worth_a_question_of_its_own(shop: Dataset) -> None:
    made = adapted(template_of("cart_everywhere"), shop)
    assert made.missing == ()
    assert [need.words for need in made.weighty] == ["a property for “cart id”"]
