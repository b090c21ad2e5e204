"""Settings of a workspace."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, update

from app.errors import AppError
from app.workspace.settings.settings import Json, SettingStore
from app.workspace.sqlite.database import Database
from app.workspace.sqlite.documents import sealed
from app.workspace.sqlite.tables import setting

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(codec="utf-8"))
VALUES: st.SearchStrategy[Json] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner)
)


@settings(
    max_examples=max(settings().max_examples, 50),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), VALUES)
def test_that_what_is_put_can_be_got(empty: Path, key: str, value: Json) -> None:
    store = SettingStore(Database(empty))
    store.put(key, "before")
    store.put(key, value)
    assert store.get(key) == value


def test_that_a_setting_nobody_put_is_the_one_asked_for_otherwise(empty: Path) -> None:
    store = SettingStore(Database(empty))
    assert store.get("never") is None
    assert store.get("never", [1]) == [1]


def test_that_infinities_survive(empty: Path) -> None:
    store = SettingStore(Database(empty))
    store.put("far", math.inf)
    assert store.get("far") == math.inf


def test_that_a_changed_setting_is_refused(empty: Path) -> None:
    database = Database(empty)
    store = SettingStore(database)
    store.put("colour", "green")
    with database.writing() as connection:
        connection.execute(update(setting).values(document='"red"'))
    with pytest.raises(AppError, match="The setting 'colour' is damaged"):
        store.get("colour")


@pytest.mark.parametrize("document", ["", "{", "[" * 5_000])
def test_that_a_sealed_setting_still_has_to_be_json(empty: Path, document: str) -> None:
    database = Database(empty)
    with database.writing() as connection:
        connection.execute(insert(setting).values(key="colour", **sealed(document)))
    with pytest.raises(AppError, match="The setting 'colour' is damaged"):
        SettingStore(database).get("colour")
