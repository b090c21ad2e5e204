"""`rehearse attribution` shares the conversions of a workspace among their channels."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run
from tests.commands.reports.conftest import Shop

WRONG_USAGE = 2
ROWS = (
    "a,2024-03-01T10:00:00Z,visit,google,",
    "a,2024-03-02T10:00:00Z,visit,mail,",
    "a,2024-03-03T10:00:00Z,bought,,30",
    "b,2024-03-03T10:00:00Z,bought,,12",
)


@pytest.fixture
def workspace(shop: Shop) -> Path:
    return shop(ROWS)


def test_that_conversion_channel_and_worth_are_known_from_the_data(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["attribution", str(workspace), "--models", "last,first", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [each["name"] for each in document["channels"]] == ["mail", "google"]
    assert document["channels"][0]["models"] == {
        "last": {"conversions": 1.0, "worth": 30.0},
        "first": {"conversions": 0.0, "worth": 0.0},
    }
    assert document["no_touch"] == {"conversions": 1, "worth": 12.0}


def test_that_a_shorter_look_back_leaves_out_what_was_earlier(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["attribution", str(workspace), "--models", "first", "--look-back", "P1D", "--json"]) == 0
    channels = {each["name"]: each["touches"] for each in json.loads(capsys.readouterr().out)["channels"]}
    assert channels == {"mail": 1, "google": 0}


def test_that_touches_and_milestones_may_ask_for_properties(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (
        "a,2024-03-01T10:00:00Z,visit,google,1",
        "a,2024-03-02T10:00:00Z,visit,mail,9",
        "a,2024-03-02T11:00:00Z,form,,1",
        "a,2024-03-02T12:00:00Z,visit,ads,9",
        "a,2024-03-02T13:00:00Z,form,,9",
        "a,2024-03-03T10:00:00Z,bought,,30",
    )
    asked = ["attribution", str(shop(rows)), "--models", "first,w_shaped", "--json", "--opportunity", "form"]
    given = {}
    for name, more in {
        "free": ["--touch", "visit", "--lead", "form"],
        "asked": ["--touch", "visit where amount > 5", "--lead", "form where amount > 5"],
    }.items():
        assert run([*asked, *more]) == 0
        found = json.loads(capsys.readouterr().out)
        given[name] = {each["name"]: each["models"]["w_shaped"]["conversions"] for each in found["channels"]}
    assert given["free"] == pytest.approx({"google": 0.3, "mail": 0.6, "ads": 0.1})
    assert sum(given["asked"].values()) == pytest.approx(1)
    assert given["asked"]["mail"] > given["asked"]["ads"] > 0
    assert "google" not in given["asked"] or given["asked"]["google"] == 0
    assert "amount" in json.dumps(found["definition"]["where"])
    assert run([*asked, "--touch", "visit where amount > 5", "--lead", "form where nowhere > 5"]) == 1
    assert "nowhere" in capsys.readouterr().err


def test_that_a_mistyped_model_is_wrong_usage_and_an_unknown_conversion_is_told(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["attribution", str(workspace), "--models", "frist"]) == WRONG_USAGE
    assert "there is no model frist" in capsys.readouterr().err
    assert run(["attribution", str(workspace), "--conversion", "sold"]) == 1
    assert "sold" in capsys.readouterr().err
    assert run(["attribution", str(workspace), "--half-life", "soon"]) == 1
    assert "--half-life" in capsys.readouterr().err


def test_that_a_channel_that_is_not_known_is_asked_for_among_the_properties(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = tmp_path / "events.csv"
    rows = "a,2024-03-01,visit,mail\na,2024-03-02,purchase,shop\n"
    events.write_text(f"customer_id,date,event,came_by\n{rows}", encoding="utf-8")
    assert run(["import", str(tmp_path / "w.rehearse"), str(events), "--as", "events"]) == 0
    assert run(["attribution", str(tmp_path / "w.rehearse")]) == 1
    assert "the source of what came before “purchase”; name one with --channel: came_by." in capsys.readouterr().err
    assert run(["attribution", str(tmp_path / "w.rehearse"), "--channel", "came_by"]) == 0


def test_that_a_column_called_channel_is_known_beside_a_conversion_of_any_name_and_markov_meets_its_published_example(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """C1 > C2 > C3 converts, C1 and C2 > C3 do not: removal effects 0.5, 1 and 1 share the conversion 20 / 40 / 40."""
    events = tmp_path / "events.csv"
    rows = ["1,2024-01-01,visit,C1", "1,2024-01-02,visit,C2", "1,2024-01-03,visit,C3", "1,2024-01-04,conversion,"]
    rows += ["2,2024-01-01,visit,C1", "3,2024-01-01,visit,C2", "3,2024-01-02,visit,C3"]
    events.write_text("\n".join(("user,date,event,channel", *rows)), encoding="utf-8")
    workspace = str(tmp_path / "w.rehearse")
    assert run(["import", workspace, str(events), "--as", "events"]) == 0
    capsys.readouterr()
    assert run(["attribution", workspace, "--conversion", "conversion", "--models", "markov", "--json"]) == 0
    channels = json.loads(capsys.readouterr().out)["channels"]
    given = {each["name"]: each["models"]["markov"]["conversions"] for each in channels}
    assert given == pytest.approx({"C1": 0.2, "C2": 0.4, "C3": 0.4})
