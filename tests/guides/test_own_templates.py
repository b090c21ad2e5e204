"""A scenario that is saved as a template asks other data for the same by its meaning."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from app.data.samples import load_sample
from app.errors import AppError
from app.guides.adapting import adapted
from app.guides.own_templates import remove_template, restore_template, save_as_template
from app.guides.templates import all_templates, load_template, read_template, template_of, template_tree
from app.jobs.runs.checking import all_problems
from tests.builders import scenarios, two_exports


def test_that_a_saved_template_is_the_scenario_over_its_own_data_and_fits_others(tmp_path: Path) -> None:
    shop = import_plan(propose(two_exports.write(tmp_path)), "shop").dataset
    scenario = adapted(template_of("abandoned_cart"), shop).scenario
    saved = save_as_template(replace(scenario, description="Carts of ours.\nMore."), "Our carts", shop.roles)
    assert (saved.title, saved.summary, saved.channels) == ("Our carts", "Carts of ours.", ("email",))
    entry = template_tree(saved.folder)["nodes"][0]["params"]["event"]
    assert entry == {"role": "cart"}
    own = adapted(saved, shop).scenario
    assert own.nodes == scenario.nodes
    assert own.settings == scenario.settings
    other = load_sample("shop").dataset
    made = adapted(saved, other)
    assert made.missing == ()
    assert all_problems(made.scenario, other.schema()) == ()
    assert load_template(saved.id).nodes == scenario.nodes


def test_that_the_value_of_a_goal_is_asked_by_its_meaning(tmp_path: Path) -> None:
    grocery = load_sample("grocery").dataset
    saved = save_as_template(adapted(template_of("vip"), grocery).scenario, "VIP", grocery.roles)
    assert template_tree(saved.folder)["settings"]["goals"][0]["value"] == {"role": "amount"}
    about = json.loads((saved.folder / "about.json").read_text(encoding="utf-8"))
    assert about["names"]["properties"] == {"amount": "amount"}


def test_that_what_is_kept_of_an_entry_is_asked_by_its_meaning(tmp_path: Path) -> None:
    rows = [
        "a,2025-03-01T10:00:00Z,appointment_booked,2025-03-05T15:00:00Z",
        "a,2025-03-05T15:00:00Z,appointment_kept,",
    ]
    (tmp_path / "ours.csv").write_text("\n".join(["customer_id,timestamp,event,appointment_at", *rows]), "utf-8")
    (tmp_path / "theirs.csv").write_text("\n".join(["customer_id,timestamp,event,slot", *rows]), "utf-8")
    ours, theirs = (import_plan(propose([tmp_path / name]), "t").dataset for name in ("ours.csv", "theirs.csv"))
    ours = replace(ours, roles=replace(ours.roles, properties={"appointment_at": "appointment_at"}))
    saved = save_as_template(adapted(template_of("appointment_reminder"), ours).scenario, "Ours", ours.roles)
    assert adapted(saved, ours).missing == ()
    assert [need.words for need in adapted(saved, theirs).missing] == ["a property for “appointment at”"]
    told = replace(theirs, roles=replace(theirs.roles, properties={"appointment_at": "slot"}))
    made = adapted(saved, told)
    assert made.missing == ()
    assert all_problems(made.scenario, told.schema()) == ()


def test_that_a_template_written_by_hand_may_leave_out_what_a_scenario_may(tmp_path: Path) -> None:
    entry = {"id": "bought", "type": "entry_event", "params": {"event": {"role": "purchase"}}}
    whole = scenarios.document([entry])
    bare = {key: whole[key] for key in ("format", "version", "id", "name", "nodes")}
    (tmp_path / "about.json").write_text('{"title": "Bare", "summary": "Who bought."}', "utf-8")
    (tmp_path / "scenario.json").write_text(json.dumps(bare), "utf-8")
    made = adapted(read_template(tmp_path), load_sample("grocery").dataset)
    assert made.missing == ()
    assert [node.params.model_dump()["event"] for node in made.scenario.nodes] == ["purchase"]


def test_that_two_of_one_title_stay_apart_and_only_ones_own_can_be_removed() -> None:
    one, two = (save_as_template(load_template("vip"), "Ours") for _ in range(2))
    assert one.id != two.id
    remove_template(one)
    assert [template.id for template in all_templates() if template.is_own] == [two.id]
    with pytest.raises(AppError, match="comes with Rehearse"):
        remove_template(template_of("vip"))


def test_that_a_removed_template_is_brought_back_with_all_that_was_in_its_folder() -> None:
    saved = save_as_template(load_template("vip"), "Ours")
    (saved.folder / "cases").mkdir()
    (saved.folder / "cases" / "one.json").write_bytes(b"{}")
    files = {path: path.read_bytes() for path in saved.folder.rglob("*") if path.is_file()}
    removed = remove_template(saved)
    assert not saved.folder.exists()
    assert restore_template(removed) == saved
    assert {path: path.read_bytes() for path in saved.folder.rglob("*") if path.is_file()} == files
    assert restore_template(removed).id == "ours_2"
