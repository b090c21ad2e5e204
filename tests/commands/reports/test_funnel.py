"""`rehearse funnel` counts steps that are named in a list or one by one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run
from app.runtime.rehearse import RunOptions, rehearse
from app.workspace.store import Workspace
from tests.builders.scenarios import kind, scenario
from tests.builders.workspaces import imported, workspace_at

VIEWED, ORDERED = "Viewed page, pricing", "Placed order (1,5 %)"
WRONG_USAGE = 2


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    events = tmp_path / "events.csv"
    rows = (
        f'a,2024-03-03T10:00:00Z,"{VIEWED}"',
        f'a,2024-03-03T11:00:00Z,"{ORDERED}"',
        f'b,2024-03-03T11:00:00Z,"{VIEWED}"',
    )
    events.write_text("\n".join(("customer_id,timestamp,event", *rows)), encoding="utf-8")
    path = tmp_path / "shop.rehearse"
    assert run(["import", str(path), str(events), "--as", "events"]) == 0
    capsys.readouterr()
    return path


def _counts(capsys: pytest.CaptureFixture[str]) -> list[int]:
    return [step["count"] for step in json.loads(capsys.readouterr().out)["steps"]]


def test_that_a_name_may_hold_commas_where_steps_are_named_one_by_one(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["funnel", str(workspace), "--step", VIEWED, "--step", ORDERED, "--json"]) == 0
    assert _counts(capsys) == [2, 1]


@pytest.mark.parametrize("steps", [[], ["--steps", "a,b", "--step", "c"]])
def test_that_steps_are_named_in_one_way(workspace: Path, steps: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["funnel", str(workspace), *steps]) == WRONG_USAGE
    assert "--step A --step B" in capsys.readouterr().err


def test_that_a_funnel_takes_all_that_its_definition_has(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = ["--step", VIEWED, "--step", ORDERED]
    further = ["--step-window", "P1D", "--exclude", f"{ORDERED}:1", "--from", "2024-03-03", "--to", "2024-03-03"]
    assert run(["funnel", str(workspace), *steps, *further, "--ties", "apart", "--json"]) == 0
    definition = json.loads(capsys.readouterr().out)["definition"]
    assert definition["step_windows"] == ["P1D"]
    assert definition["exclude"] == [{"event": ORDERED, "after": 1}]
    assert (definition["from"], definition["to"], definition["ties"]) == ("2024-03-03", "2024-03-03", "apart")


@pytest.mark.parametrize(("show", "key"), [("time", "bars"), ("trend", "rows")])
def test_that_a_funnel_is_shown_over_time(
    workspace: Path, show: str, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["funnel", str(workspace), "--step", VIEWED, "--step", ORDERED, "--show", show, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[key]


def test_that_a_step_may_ask_for_properties_and_for_who_the_customer_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    customers, events = tmp_path / "customers.csv", tmp_path / "events.csv"
    customers.write_text("customer_id,country\na,DE\nb,DE\nc,FR\n", encoding="utf-8")
    rows = [
        f"{id_},2024-03-01,seen,\n{id_},2024-03-02,bought,{total}"
        for id_, total in zip("abc", (60, 5, 70), strict=True)
    ]
    events.write_text("\n".join(("customer_id,timestamp,event,total", *rows)), encoding="utf-8")
    path = tmp_path / "shop.rehearse"
    assert run(["import", str(path), str(customers), str(events)]) == 0
    capsys.readouterr()
    asked = ["--step", "seen", "--step", "bought where total > 50", "--step", "where country = DE"]
    assert run(["funnel", str(path), *asked, "--json"]) == 0
    assert _counts(capsys) == [3, 2, 1]
    assert run(["funnel", str(path), "--steps", "seen,bought", "--exclude", "bought where total < 50", "--json"]) == 0
    assert _counts(capsys) == [3, 3]
    assert run(["cohorts", str(path), "--start", "seen", "--return", "bought where total > 50", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cohorts"][0]["cells"][0]["count"] == 2
    assert run(["funnel", str(path), "--steps", "seen,bought where weight > 1"]) == 1
    assert "begins with no property of its events; they are: total" in capsys.readouterr().err


@pytest.fixture
def played(tmp_path: Path) -> Path:
    """A workspace with a run that reminded two of three customers of their carts."""
    made = scenario(
        [kind("start", "entry_event", event="cart"), kind("mail", "email", subject="S", body="B")], "start>mail"
    )
    path = workspace_at(tmp_path / "run.rehearse", made, datasets=[imported()])
    with Workspace.open(path) as workspace:
        workspace.runs.save(rehearse(made, workspace.datasets.load("shop"), RunOptions(compiled=False)), made, "shop")
    return path


def test_that_the_funnel_of_a_run_follows_its_main_path(played: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["funnel", str(played), "--run", "1", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["definition"]["nodes"] == ["start", "mail"]
    assert [step["count"] for step in document["steps"]] == [3, 3]
    assert run(["funnel", str(played), "--run", "1", "--show", "trend", "--period", "month", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["definition"]["show"] == "trend"


def test_that_steps_over_a_run_may_be_what_it_sent(played: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = ["--step", "cart", "--step", "run: sent", "--step", "buy"]
    assert run(["funnel", str(played), "--run", "1", *steps, "--json"]) == 0
    assert _counts(capsys) == [3, 2, 1]


@pytest.mark.parametrize("odd", [["--window", "P1D"], ["--from", "2024-01-01"], ["--dataset", "shop"]])
def test_that_what_the_scenario_says_of_its_way_cannot_be_said_otherwise(
    played: Path, odd: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["funnel", str(played), "--run", "1", *odd]) == WRONG_USAGE
    assert f"{odd[0]} needs steps" in capsys.readouterr().err
