"""`rehearse accounts` lists the companies behind the people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run


def test_that_accounts_are_listed_with_their_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    customers = tmp_path / "contacts.csv"
    customers.write_text(
        "contact_id,email,company\n1,a@acme.example,Acme\n2,b@acme.example,\n3,c@gmail.com,\n", encoding="utf-8"
    )
    path = str(tmp_path / "crm.rehearse")
    assert run(["import", path, str(customers), "--as", "customers"]) == 0
    capsys.readouterr()
    assert run(["accounts", path, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [(each["name"], each["people"]) for each in document["accounts"]] == [("Acme", 2), ("(no account)", 1)]


def test_that_what_a_touch_is_can_be_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    customers, events = tmp_path / "contacts.csv", tmp_path / "events.csv"
    customers.write_text("contact_id,email,company\n1,a@acme.example,Acme\n", encoding="utf-8")
    rows = ("2024-03-01,seen,web,", "2024-03-02,seen,mail,", "2024-03-03,seen,,paid")
    lines = ("contact_id,date,event,utm_source,medium", *(f"1,{row}" for row in rows))
    events.write_text("\n".join(lines), encoding="utf-8")
    path = str(tmp_path / "crm.rehearse")
    assert run(["import", path, str(customers), str(events)]) == 0
    capsys.readouterr()
    counted = []
    for more in ([], ["--touch", "medium"], ["--touch-where", "utm_source = web"]):
        assert run(["accounts", path, "--json", *more]) == 0
        counted.append(json.loads(capsys.readouterr().out)["accounts"][0]["touches"])
    assert counted == [2, 1, 1]
    assert run(["accounts", path, "--touch", "nowhere"]) == 1
    assert "nowhere" in capsys.readouterr().err


def test_that_people_without_company_or_address_are_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = tmp_path / "events.csv"
    events.write_text("customer_id,date,event\na,2024-03-01,hello\n", encoding="utf-8")
    assert run(["import", str(tmp_path / "w.rehearse"), str(events), "--as", "events"]) == 0
    assert run(["accounts", str(tmp_path / "w.rehearse")]) == 1
    assert "neither a company nor an address" in capsys.readouterr().err
