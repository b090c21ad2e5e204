"""A column's name may say which zone its times are in."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from app.data.importing.values.zone_names import zone_of_header


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Created (UTC)", "UTC"),
        ("Signed up (CET)", "Europe/Brussels"),
        ("Time [America/Chicago]", "America/Chicago"),
        ("created_utc", "UTC"),
        ("Order Date (PST)", "America/Los_Angeles"),
    ],
)
def test_that_a_header_says_its_zone(name: str, zone: str) -> None:
    found = zone_of_header(name)
    assert found is not None
    assert found.key == zone


@pytest.mark.parametrize(
    "name", ["Total (net)", "Price (EUR)", "Time (s)", "Time (CST)", "Quantity (- Refund)", "date"]
)
def test_that_other_brackets_say_no_zone(name: str) -> None:
    assert zone_of_header(name) is None


def test_that_times_are_read_in_the_zone_of_their_header_and_not_in_that_of_the_dataset(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "customer_id,event,Created (UTC),paid_at\n1,buy,2026-07-01 10:00,2026-07-01 10:00\n", encoding="utf-8"
    )
    imported = import_plan(propose([path], timezone="Europe/Prague"), "x")
    paid = imported.dataset.properties["paid_at"].values[0]
    assert imported.dataset.at[0] - paid == 2 * 3_600_000_000
    assert any("as the column's name says" in remark for remark in imported.accounts[0].remarks)
