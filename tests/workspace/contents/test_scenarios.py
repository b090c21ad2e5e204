"""Scenarios and their revisions."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from app.errors import AppError
from app.scenario.graph import Scenario, ScenarioId
from app.workspace.contents.scenarios import ScenarioStore
from app.workspace.sqlite.database import Database
from app.workspace.sqlite.documents import sealed
from app.workspace.sqlite.tables import scenario_revision
from tests.builders.scenarios import document, kind, scenario_of

CART = scenario_of(
    document(
        [
            kind("start", "entry_event", event="cart") | {"label": "Cart", "at": [0, 8]},
            kind("mail", "email", subject="Hi", body="Příliš žluťoučký") | {"at": [300, 8]},
        ],
        "start>mail",
        id="cart",
        name="Abandoned cart",
        description="A try",
        settings={"timezone": "Europe/Prague", "control_group": 0.1},
        notes=[{"id": "n1", "at": [0, -120], "size": [240, 80], "text": "…"}],
    )
)


@pytest.fixture
def database(empty: Path) -> Database:
    return Database(empty)


@pytest.fixture
def store(database: Database) -> ScenarioStore:
    return ScenarioStore(database)


def named(name: str, scenario_id: str = "cart") -> Scenario:
    return replace(CART, id=ScenarioId(scenario_id), name=name)


def test_that_a_saved_scenario_is_loaded_as_it_was(store: ScenarioStore) -> None:
    assert store.save(CART).number == 1
    assert store.load("cart") == CART


def test_that_every_revision_stays(store: ScenarioStore) -> None:
    for name in ("One", "Two", "Three"):
        store.save(named(name), f"made it {name}")
    assert [store.load("cart", number).name for number in (1, 2, 3)] == ["One", "Two", "Three"]
    assert store.load("cart").name == "Three"
    revisions = store.revisions("cart")
    assert [(revision.number, revision.message) for revision in revisions] == [
        (1, "made it One"),
        (2, "made it Two"),
        (3, "made it Three"),
    ]
    assert revisions[0].saved_at_us <= revisions[1].saved_at_us <= revisions[2].saved_at_us


def test_that_saving_the_same_again_makes_no_revision_unless_there_is_something_to_say(store: ScenarioStore) -> None:
    first = store.save(CART, "first")
    assert store.save(CART) == first
    assert store.save(CART, "sent to the client").number == 2
    assert store.save(named("Other")).number == 3
    assert store.save(CART).number == 4


def test_that_each_scenario_is_listed_once_by_name_with_its_newest_revision(store: ScenarioStore) -> None:
    store.save(named("welcome", "w"), "old")
    store.save(named("Zebra", "z"))
    store.save(named("Alpha", "w"), "new")
    store.save(named("beta", "b"))
    listed = [(info.id, info.name, info.revision, info.message) for info in store.all()]
    assert listed == [("w", "Alpha", 2, "new"), ("b", "beta", 1, ""), ("z", "Zebra", 1, "")]
    assert store.all()[0].description == "A try"


def test_that_a_removed_scenario_is_gone_with_its_revisions(store: ScenarioStore) -> None:
    store.save(CART)
    store.save(named("Other", "other"))
    store.remove("cart")
    assert [info.id for info in store.all()] == ["other"]
    assert store.revisions("cart") == ()
    with pytest.raises(AppError, match="There is no scenario 'cart' in"):
        store.load("cart")


def test_that_a_revision_that_is_not_there_is_named(store: ScenarioStore) -> None:
    store.save(CART)
    with pytest.raises(AppError, match="There is no revision 2 of scenario 'cart'"):
        store.load("cart", 2)


def test_that_a_damaged_revision_is_refused_and_the_others_still_load(store: ScenarioStore, database: Database) -> None:
    store.save(CART)
    store.save(named("Other"))
    with database.writing() as connection:
        connection.execute(update(scenario_revision).where(scenario_revision.c.number == 2).values(document="{}"))
    with pytest.raises(AppError, match="Revision 2 of the scenario 'cart' is damaged"):
        store.load("cart")
    assert store.load("cart", 1) == CART


def test_that_a_sealed_document_still_has_to_be_a_scenario(store: ScenarioStore, database: Database) -> None:
    store.save(CART)
    with database.writing() as connection:
        connection.execute(update(scenario_revision).values(sealed(json.dumps(document([], x=1)))))
    with pytest.raises(AppError, match="Revision 1 of the scenario 'cart' is damaged"):
        store.load("cart")
