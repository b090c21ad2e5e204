"""Days and times of day that stand in two columns are one instant."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.data.importing.mapping import MappingDocument
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from app.data.importing.read import Imported

EXPECTED = np.array(["2024-03-25T14:05:00", "2024-03-26T00:00:00"], "datetime64[us]").astype(np.int64).tolist()


def _imported(folder: Path, text: str, **said: str) -> Imported:
    path = folder / "orders.csv"
    path.write_text(text, encoding="utf-8")
    mapping = MappingDocument.model_validate({"files": [{"file": "orders.csv", **said}]})
    return import_plan(propose([path], mapping), "t")


@pytest.mark.parametrize(
    "text",
    [
        "customer_id,event,Order Date,Order Time\n1,buy,25/03/2024,14:05:00\n1,buy,26/03/2024,\n",
        "customer_id,event,date,time\n1,buy,2024-03-25,2:05 PM\n1,buy,2024-03-26,12:00 AM\n",
        "Kundennummer;Ereignis;Datum;Uhrzeit\n1;Kauf;25.03.2024;14:05\n1;Kauf;26.03.2024;00:00\n",
        "customer_id,event,event_date,event_time\n1,buy,20240325,14:05\n1,buy,20240326,0:00\n",
    ],
)
def test_that_a_day_and_its_time_are_one_instant(text: str, tmp_path: Path) -> None:
    imported = _imported(tmp_path, text)
    assert imported.dataset.at.tolist() == EXPECTED
    assert any("were read with the times in" in remark for remark in imported.accounts[0].remarks)


def test_that_instants_with_a_time_take_no_other(tmp_path: Path) -> None:
    text = "customer_id,event,date,time\n1,buy,2024-03-25 14:05,9:00\n1,buy,2024-03-26 00:00,9:00\n"
    assert _imported(tmp_path, text).dataset.at.tolist() == EXPECTED


def test_that_a_mapping_names_the_column_of_times(tmp_path: Path) -> None:
    text = "customer_id,event,date,clock\n1,buy,2024-03-25,14:05\n1,buy,2024-03-26,0:00\n"
    assert _imported(tmp_path, text, time="clock").dataset.at.tolist() == EXPECTED
    assert _imported(tmp_path, text).dataset.at.tolist() != EXPECTED
