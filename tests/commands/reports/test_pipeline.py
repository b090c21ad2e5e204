"""`rehearse pipeline` says what each campaign brought."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from app.cli import run
from tests.builders.scenarios import MESSAGE, document

ROWS = (
    "a,2024-03-01,visit,spring,,", "a,2024-03-02,visit,Spring,,", "a,2024-03-03,visit,summer,,",
    "a,2024-03-04,lead created,,,", "a,2024-03-05,deal created,,d1,100", "a,2024-03-09,closed won,,d1,100",
    "b,2024-03-05,deal created,,d2,50",
)  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    events = tmp_path / "events.csv"
    events.write_text("\n".join(("customer_id,date,event,utm_campaign,deal_id,amount", *ROWS)), encoding="utf-8")
    path = tmp_path / "crm.rehearse"
    assert run(["import", str(path), str(events), "--as", "events"]) == 0
    capsys.readouterr()
    return path


def test_that_revenue_is_shared_to_the_cent_and_what_had_no_touch_stands_apart(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["pipeline", str(workspace), "--models", "linear", "--cost", "summer=20.50", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    found = {each["name"]: (each["cost"], each["models"]["linear"]["revenue"]) for each in document["campaigns"]}
    assert found == {"spring": (0, 66.67), "summer": (20.5, 33.33)} or found == {
        "Spring": (0, 66.67), "summer": (20.5, 33.33),
    }  # fmt: skip
    assert (document["no_touch"]["pipeline"], document["total"]["pipeline"]) == (50, 150)


def test_that_spellings_stay_apart_where_asked(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "pipeline.csv"
    assert run(["pipeline", str(workspace), "--models", "first", "--as-spelled", "--out", str(out)]) == 0
    with out.open(encoding="utf-8") as file:
        rows = {row["campaign"]: row["revenue"] for row in csv.DictReader(file)}
    assert rows == {"spring": "100.0", "Spring": "0.0", "summer": "0.0", "(no touch)": "0.0"}


@pytest.mark.parametrize(
    "wrong", [["--models", "best"], ["--compare", "fame"], ["--cost", "summer"], ["--run", "1", "--dataset", "crm"]]
)
def test_that_mistyped_choices_are_wrong_usage(workspace: Path, wrong: list[str]) -> None:
    assert run(["pipeline", str(workspace), *wrong]) == 2


def test_that_data_without_opportunities_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = tmp_path / "other.csv"
    events.write_text("customer_id,date,event\na,2024-03-01,hello\n", encoding="utf-8")
    assert run(["import", str(tmp_path / "w.rehearse"), str(events), "--as", "events"]) == 0
    assert run(["pipeline", str(tmp_path / "w.rehearse")]) == 1
    assert "Nothing says what an opportunity" in capsys.readouterr().err


def test_that_the_messages_of_a_run_are_touches_of_its_scenario(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nodes = {"start": ("entry_event", {"event": "lead created"}), "mail": ("email", MESSAGE)}
    scenario = tmp_path / "nurture.json"
    scenario.write_text(json.dumps(document(nodes, "start>mail", name="Nurture")), encoding="utf-8")
    assert run(["run", str(scenario), "--workspace", str(workspace)]) == 0
    capsys.readouterr()
    assert run(["pipeline", str(workspace), "--run", "1", "--models", "last", "--json"]) == 0
    campaigns = json.loads(capsys.readouterr().out)["campaigns"]
    assert {each["name"]: each["models"]["last"]["revenue"] for each in campaigns}["Nurture"] == 100
