"""A column of zones says in which zone the instants of its rows are, where they carry none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.data.importing.mapping import MappingDocument
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from app.data.importing.read import Imported


def _imported(folder: Path, text: str, **said: str) -> Imported:
    path = folder / "payments.csv"
    path.write_text(text, encoding="utf-8")
    mapping = MappingDocument.model_validate({"files": [{"file": "payments.csv", **said}]})
    return import_plan(propose([path], mapping, timezone="Europe/Prague"), "t")


def _hours(imported: Imported) -> list[str]:
    return [text[:16] for text in np.datetime_as_string(imported.dataset.at.astype("datetime64[us]")).tolist()]


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("PST", "18:00"),
        ("PDT", "17:00"),
        ("GMT+01:00", "09:00"),
        ("+02:00", "08:00"),
        ("UTC", "10:00"),
        ("Europe/Berlin", "08:00"),
        ("(UTC+01:00) Amsterdam, Berlin, Rome", "08:00"),
        ("(GMT-05:00) Eastern Time (US & Canada)", "14:00"),
        ("Eastern Time (US & Canada)", "14:00"),
        ("W. Europe Standard Time", "08:00"),
        ("New York", "14:00"),
    ],
)
def test_that_instants_are_read_in_the_zone_that_stands_beside_them(zone: str, hour: str, tmp_path: Path) -> None:
    text = f'customer_id,event,Date,Time,TimeZone\n1,buy,2024-07-25,10:00:00,"{zone}"\n'
    imported = _imported(tmp_path, text)
    assert _hours(imported) == [f"2024-07-25T{hour}"]
    assert "The times in “Date” were read in the zones that “TimeZone” says." in imported.accounts[0].remarks


def test_that_what_names_no_one_zone_leaves_its_times_local_and_is_told(tmp_path: Path) -> None:
    rows = "".join(f"1,buy,25/07/2024 1{row}:00,CET\n" for row in range(10))
    imported = _imported(tmp_path, f"customer_id,event,at,tz\n{rows}1,buy,26/07/2024 10:00,IST\n")
    assert _hours(imported)[-1] == "2024-07-26T08:00"
    assert "“tz”: 1 row such as “IST” names no one zone: those times are local times." in imported.accounts[0].remarks


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("customer_id,event,at,timezone\n1,buy,2024-07-25T10:00:00Z,Asia/Tokyo\n", "10:00"),
        ("customer_id,event,created (UTC),timezone\n1,buy,2024-07-25 10:00,Asia/Tokyo\n", "10:00"),
        ("customer_id,event,at,Invitee Time Zone\n1,buy,2024-07-25 10:00,Asia/Tokyo\n", "08:00"),
        ("customer_id,event,at,zone\n1,buy,2024-07-25 10:00,north\n", "08:00"),
    ],
)
def test_that_zones_of_others_and_instants_that_have_one_change_nothing(text: str, hour: str, tmp_path: Path) -> None:
    assert _hours(_imported(tmp_path, text)) == [f"2024-07-25T{hour}"]


def test_that_a_mapping_names_the_column_of_zones_or_says_that_there_is_none(tmp_path: Path) -> None:
    text = "customer_id,event,at,tz,where\n1,buy,2024-07-25 10:00,Asia/Tokyo,America/New_York\n"
    assert _hours(_imported(tmp_path, text)) == ["2024-07-25T01:00"]
    assert _hours(_imported(tmp_path, text, zone="where")) == ["2024-07-25T14:00"]
    assert _hours(_imported(tmp_path, text, zone="")) == ["2024-07-25T08:00"]
