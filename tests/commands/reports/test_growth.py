"""`rehearse growth` and `rehearse coverage`: the list of a workspace, and whom it reaches."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import run

CUSTOMERS = ("a,a@x.de,true,2024-01-05", "b,b@x.de,false,2024-01-20", "c,,true,2024-03-02")


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    customers = tmp_path / "customers.csv"
    customers.write_text("\n".join(("customer_id,email,email_consent,created_at", *CUSTOMERS)), encoding="utf-8")
    path = tmp_path / "shop.rehearse"
    assert run(["import", str(path), str(customers), "--as", "customers"]) == 0
    capsys.readouterr()
    return path


def document(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert run([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_that_the_list_grows_month_by_month(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    buckets = document(capsys, "growth", str(workspace))["buckets"]
    assert [(each["joined"], each["left"], each["list"]) for each in buckets] == [(2, 0, 2), (0, 0, 2), (1, 0, 3)]
    assert run(["growth", str(workspace), "--left", "gone"]) == 1
    assert "gone" in capsys.readouterr().err


def test_that_who_is_reached_is_counted_by_channel(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "coverage", str(workspace))
    (mail,) = found["channels"]
    assert (mail["address"]["count"], mail["consent"]["count"], mail["reachable"]["count"]) == (2, 2, 1)
    assert found["by_channels"] == [2, 1]


def test_that_data_without_addresses_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events = tmp_path / "events.csv"
    events.write_text("customer_id,date,event\na,2024-03-01,see\n", encoding="utf-8")
    assert run(["import", str(tmp_path / "w.rehearse"), str(events), "--as", "events"]) == 0
    assert run(["coverage", str(tmp_path / "w.rehearse")]) == 1
    assert "no e-mail addresses" in capsys.readouterr().err
