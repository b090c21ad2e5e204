"""`rehearse rfm` sorts the customers of a workspace by what they bought."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from app.cli import run

ROWS = ("a,2024-03-01,bought,10", "a,2024-03-03,bought,30", "b,2024-03-02,bought,20", "c,2024-03-04,seen,")


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    events = tmp_path / "events.csv"
    events.write_text("\n".join(("customer_id,date,event,amount", *ROWS)), encoding="utf-8")
    path = tmp_path / "shop.rehearse"
    assert run(["import", str(path), str(events), "--as", "events"]) == 0
    capsys.readouterr()
    return path


def test_that_who_bought_is_scored_and_who_did_not_is_left_out(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rfm", str(workspace), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["customers"] == 2
    assert sum(segment["orders"] for segment in document["segments"]) == 3
    assert document["definition"]["on"] == "2024-03-04"


def test_that_an_earlier_day_leaves_out_what_came_after_it(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "rfm.csv"
    assert run(["rfm", str(workspace), "--on", "2024-03-02", "--out", str(out)]) == 0
    with out.open(encoding="utf-8") as file:
        rows = {row["customer"]: (row["days_since"], row["orders"], row["amount"]) for row in csv.DictReader(file)}
    assert rows == {"a": ("1", "1", "10.0"), "b": ("0", "1", "20.0")}


def test_that_engagement_may_ask_for_properties(workspace: Path, tmp_path: Path) -> None:
    given = {}
    for like in ("bought", "bought where amount > 15"):
        out = tmp_path / "rfm.csv"
        assert run(["rfm", str(workspace), "--engaged", like, "--fifths", "quantile", "--out", str(out)]) == 0
        with out.open(encoding="utf-8") as file:
            given[like] = {row["customer"]: row["score"][-1] for row in csv.DictReader(file)}
    assert given["bought"]["a"] > given["bought"]["b"]
    assert given["bought where amount > 15"]["a"] == given["bought where amount > 15"]["b"]


def test_that_what_buying_is_has_to_be_named_where_the_data_does_not_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = tmp_path / "events.csv"
    events.write_text("customer_id,date,event\na,2024-03-01,hello\n", encoding="utf-8")
    assert run(["import", str(tmp_path / "w.rehearse"), str(events), "--as", "events"]) == 0
    assert run(["rfm", str(tmp_path / "w.rehearse")]) == 1
    assert "--purchase EVENT --amount PROPERTY" in capsys.readouterr().err


def test_that_purchases_without_an_amount_are_said_to_lack_just_that(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for properties, words in (
        ("place", "and no property of its events is a number"),
        ("points", "name one with --amount: points"),
    ):
        events = tmp_path / f"{properties}.csv"
        value = "5" if properties == "points" else "Brno"
        events.write_text(f"customer_id,date,event,{properties}\na,2024-03-01,purchase,{value}\n", encoding="utf-8")
        assert run(["import", str(tmp_path / "w.rehearse"), str(events), "--as", "events"]) == 0
        assert run(["rfm", str(tmp_path / "w.rehearse"), "--dataset", properties]) == 1
        said = capsys.readouterr().err
        assert f"“purchase” is known in “{properties}”, but not which property is its amount; {words}." in said


def test_that_of_several_datasets_the_one_imported_last_is_taken_and_said(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = tmp_path / "a later one.csv"
    later.write_text("customer_id,date,event,amount\nz,2024-05-01,bought,10\n", encoding="utf-8")
    assert run(["import", str(workspace), str(later), "--as", "events", "--dataset", "aaa"]) == 0
    capsys.readouterr()
    assert run(["rfm", str(workspace), "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["customers"] == 1
    assert "Note: this is of “aaa”, imported last; --dataset chooses of aaa, events." in said.err
    assert run(["quality", str(workspace), "--mend", "gap"]) == 1
    assert "Say which dataset with --dataset" in capsys.readouterr().err
