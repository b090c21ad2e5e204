"""The templates on Home: narrowed down, judged by the data, and the user's own among them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QLineEdit, QPushButton

from app.data.assembling.fingerprint import signed
from app.data.dataset import Dataset
from app.desktop.home.cards import TemplateCard
from app.desktop.scenario.roles_dialog import RolesDialog
from app.desktop.shell.side_bar import PlaceName
from app.guides.templates import bundled_templates, own_folder
from app.jobs.datasets.dataset_changes import replace_dataset
from app.progress import silent
from app.ui.fields import ComboBox
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_of_orders
from tests.desktop.conftest import Sit
from tests.desktop.data.import_page.steps import drop
from tests.desktop.in_sight import unreachable
from tests.person.person import Person, child

ROWS = (
    "a,2024-03-01T10:00:00Z,stock_alert,",
    "a,2024-03-02T10:00:00Z,purchase,30",
    "b,2024-03-03T10:00:00Z,stock_alert,",
    "b,2024-03-04T10:00:00Z,cheaper,",
)


@pytest.fixture
def person(sit: Sit, tmp_path: Path) -> Person:
    made = sit(workspace_of_orders(tmp_path, ROWS))
    made.window.show_place(PlaceName.HOME)
    made.rest()
    return made


def shown(person: Person) -> list[str]:
    return [card.template.id for card in person.bench.home.findChildren(TemplateCard) if card.isVisible()]


def choose(person: Person, name: str, text: str) -> None:
    field = person.find(ComboBox, name)
    field.setCurrentIndex(field.findText(text))


def test_that_templates_are_narrowed_down_by_stage_channel_and_readiness(person: Person) -> None:
    assert shown(person) == [template.id for template in bundled_templates()]
    choose(person, "templates_channel", "SMS")
    over_sms = ["abandoned_cart", "cart_everywhere", "win_back", "back_in_stock", "appointment_reminder"]
    assert shown(person) == over_sms
    choose(person, "templates_stage", "Before an order")
    assert shown(person) == ["abandoned_cart", "cart_everywhere", "back_in_stock"]
    assert person.find(QLabel, "templates_said").text() == "3 templates"
    choose(person, "templates_channel", "Every channel")
    choose(person, "templates_stage", "Every stage")
    choose(person, "templates_ready", "Ready for the data")
    assert shown(person) == ["win_back", "second_purchase", "replenishment", "vip"]


def test_that_no_card_is_seen_before_it_has_its_place(person: Person) -> None:
    choose(person, "templates_channel", "SMS")
    person.bench.home.gallery.show_templates()
    assert unreachable(person.window) == []
    choose(person, "templates_channel", "Every channel")
    assert unreachable(person.window) == []


def test_that_each_card_says_whether_the_data_can_serve_it(person: Person) -> None:
    words = {name: child(person.top, QLabel, f"template_{name}_ready") for name in ("vip", "back_in_stock")}
    assert words["vip"].text() == "Ready for “orders”"
    assert "The data do not say who agreed to e-mails" in words["vip"].toolTip()
    assert words["back_in_stock"].text() == "Needs an event for “back in stock” and an event for “price drop”"


def test_that_what_the_data_call_it_is_asked_remembered_and_can_be_taken_back(
    person: Person,
) -> None:
    person.click("template_back_in_stock")
    person.rest()
    dialog = person.find(RolesDialog, "roles_dialog")
    assert not child(dialog, QPushButton, "roles_ok").isEnabled()
    for role, name in (("back_in_stock", "stock_alert (2)"), ("price_drop", "cheaper (1)")):
        field = child(dialog, ComboBox, f"role_{role}")
        field.setCurrentIndex(field.findText(name))
    person.click("roles_ok")
    person.rest()
    entries = [node.params.model_dump()["event"] for node in person.scenario.nodes[:2]]
    assert entries == ["stock_alert", "cheaper"]
    assert roles(person) == {"back_in_stock": "stock_alert", "price_drop": "cheaper", "purchase": "purchase"}
    person.window.show_place(PlaceName.DATA)
    person.click("data_undo")
    person.rest()
    assert roles(person) == {"purchase": "purchase"}


def test_that_a_pool_is_chosen_for_one_scenario_and_what_can_be_no_date_is_to_be_imported(
    sit: Sit, tmp_path: Path
) -> None:
    path = workspace_of_orders(tmp_path, ROWS)
    with Workspace.open(path) as workspace:
        dataset = workspace.datasets.load("orders")
        pools = {"winter codes": pa.array(["C1", "C2"], pa.string())}
        replace_dataset(workspace, "orders", signed(replace(dataset, pools=pools)), silent)
    person = sit(path)
    person.window.show_place(PlaceName.HOME)
    person.rest()
    person.click("template_birthday")
    person.rest()
    dialog = person.find(RolesDialog, "roles_dialog")
    assert child(dialog, QLabel, "roles_advice").text().startswith("No date of customers can be “birthday”")
    field = child(dialog, ComboBox, "pool_birthday")
    field.setCurrentIndex(field.findText("winter codes"))
    person.click("roles_ok")
    person.rest()
    taken = [node.params.model_dump()["pool"] for node in person.scenario.nodes if node.type == "voucher"]
    assert taken == ["winter codes"], "for this scenario alone"
    assert kept(person).roles == dataset.roles


def kept(person: Person) -> Dataset:
    workspace = person.bench.desk.workspace
    assert workspace is not None
    return workspace.datasets.load("orders")


def roles(person: Person) -> dict[str, str]:
    return dict(kept(person).roles.events)


def test_that_a_scenario_is_kept_as_a_template_passed_on_removed_after_a_question_and_brought_back(
    person: Person, tmp_path: Path
) -> None:
    person.click("template_vip")
    person.rest()
    (own_folder() / "broken").mkdir(parents=True)
    person.do("save_as_template")
    dialog = person.find(QDialog, "text_dialog")
    child(dialog, QLineEdit, "text_answer").setText("Ours")
    person.click("text_ok")
    person.rest()
    person.window.show_place(PlaceName.HOME)
    person.rest()
    assert shown(person)[-1] == "ours"
    assert "about.json cannot be read" in child(person.top, QLabel, "templates_unreadable").text()
    assert child(person.top, QLabel, "template_ours_ready").text() == "Ready for “orders”"
    person.click("template_ours_export")
    dialog = person.find(QFileDialog, "save_dialog")
    dialog.fileSelected.emit(str(tmp_path / "given.json"))
    dialog.close()
    person.rest()
    person.click("template_ours_remove")
    person.click("confirm_yes")
    assert "ours" not in shown(person)
    assert person.find(QLabel, "template_removed").text() == "The template “Ours” was removed."
    person.click("template_removed_undo")
    person.rest()
    assert shown(person)[-1] == "ours"
    assert not person.bench.home.gallery.removed.isVisible()
    drop(person, [tmp_path / "given.json"])
    assert shown(person)[-2:] == ["ours", "ours_2"]
    person.click("templates_import")
    dialog = person.find(QFileDialog, "open_dialog")
    dialog.filesSelected.emit([str(tmp_path / "given.json")])
    dialog.close()
    person.rest()
    assert shown(person)[-3:] == ["ours", "ours_2", "ours_3"]
    assert child(person.top, QLabel, "template_ours_3_ready").text() == "Ready for “orders”"
