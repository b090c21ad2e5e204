"""Exports of many tools in many languages, each by its header and values alone, joined with a list of people."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from tests.builders.layouts import Layout, faults_of
from tests.builders.vendor_layouts import (
    BY_ID,
    FURTHER_LISTS,
    FURTHER_ORDERS,
    LISTS_OF_TOOLS,
    ORDERS_OF_TOOLS,
    UNASKED,
)


@pytest.mark.parametrize("layout", [*ORDERS_OF_TOOLS, *LISTS_OF_TOOLS], ids=lambda layout: str(layout.name))
def test_that_an_export_says_who_did_what_by_its_header_alone(layout: Layout, tmp_path: Path) -> None:
    truth = layout.write(tmp_path)
    assert not faults_of(import_plan(propose([truth.path]), "t"), [truth])


@pytest.mark.parametrize("layout", ORDERS_OF_TOOLS, ids=lambda layout: str(layout.name))
def test_that_an_export_joins_a_list_of_people_at_what_names_them_in_both(layout: Layout, tmp_path: Path) -> None:
    people = UNASKED if layout.has("consent") else LISTS_OF_TOOLS[1]
    if not layout.has("email"):
        people = replace(BY_ID, id=layout.id)
    truths = [people.write(tmp_path), layout.write(tmp_path)]
    assert not faults_of(import_plan(propose([truth.path for truth in truths]), "t"), truths)


@pytest.mark.parametrize("place", range(len(FURTHER_ORDERS)), ids=lambda place: str(FURTHER_ORDERS[place].name))
def test_that_orders_of_further_tools_join_lists_of_others(place: int, tmp_path: Path) -> None:
    layout, people = FURTHER_ORDERS[place], FURTHER_LISTS[place % len(FURTHER_LISTS)]
    if layout.has("consent"):
        people = UNASKED
    elif not layout.has("email"):
        people = replace(BY_ID, id=layout.id)
    elif not people.has("email"):
        people = replace(people, id=layout.id) if layout.has("id") else UNASKED
    elif layout.has("id"):
        people = replace(people, id=f"{layout.name}-{people.id}")  # two tools have ids of their own
    truths = [people.write(tmp_path), layout.write(tmp_path)]
    assert not faults_of(import_plan(propose([truth.path for truth in truths]), "t"), truths)
