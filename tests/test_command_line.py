"""The command line end to end: what it does, what it says, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import run
from app.guides.templates import load_template
from app.resources import resource
from app.scenario.files import dump_scenario
from app.workspace.store import Workspace
from tests.builders.scenarios import MESSAGE, document

SHOP = resource("samples", "shop")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with a handful of customers and events in the dataset `tiny`."""
    events = tmp_path / "events.csv"
    events.write_text(
        "customer_id,timestamp,event,amount\n"
        "ann,2024-05-01T10:00:00Z,add_to_cart,\n"
        "ann,2024-05-01T10:30:00Z,purchase,40\n"
        "bob,2024-05-01T11:00:00Z,add_to_cart,\n"
        "bob,2024-05-03T09:00:00Z,purchase,15\n"
        "cid,2024-05-01T12:00:00Z,visit,\n",
        encoding="utf-8",
    )
    path = tmp_path / "tiny.rehearse"
    assert run(["import", str(path), str(events), "--as", "events", "--dataset", "tiny"]) == 0
    return path


def test_that_an_import_accounts_for_every_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events = tmp_path / "events.csv"
    events.write_text("customer_id,timestamp,event\na,2024-05-01T10:00:00Z,x\n,2024-05-01T10:00:00Z,x\nb,whenever,x\n")
    assert run(["import", str(tmp_path / "w.rehearse"), str(events), "--as", "events", "--json"]) == 0
    (account,) = json.loads(capsys.readouterr().out)["files"]
    assert (account["read"], account["imported"] + account["repaired"] + account["rejected"]) == (3, 3)
    assert account["rejected"] >= 1
    assert {note["line"] for note in account["notes"]} == {3, 4}


def test_that_the_funnel_prints_a_count_for_each_step(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "funnel",
        str(workspace),
        "--dataset",
        "tiny",
        "--steps",
        "add_to_cart,purchase",
        "--window",
        "PT1H",
        "--json",
    ]
    capsys.readouterr()
    assert run(arguments) == 0
    document = json.loads(capsys.readouterr().out)
    assert [(step["name"], step["count"]) for step in document["steps"]] == [("add_to_cart", 2), ("purchase", 1)]


def test_that_the_cohorts_print_a_matrix(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "cohorts",
        str(workspace),
        "--start",
        "add_to_cart",
        "--return",
        "purchase",
        "--period",
        "day",
        "--json",
    ]
    capsys.readouterr()
    assert run(arguments) == 0
    document = json.loads(capsys.readouterr().out)
    (cohort,) = document["cohorts"]
    assert cohort["size"] == 2
    assert [cell["count"] for cell in cohort["cells"]] == [1, 0, 1]


def test_that_a_run_from_files_writes_its_tables(tmp_path: Path, workspace: Path) -> None:
    out = tmp_path / "out"
    scenario = tmp_path / "s.json"
    scenario.write_text(json.dumps(_scenario()), encoding="utf-8")
    arguments = ["run", str(scenario), "--events", str(tmp_path / "events.csv"), "--out", str(out), "--format", "csv"]
    assert run(arguments) == 0
    tables = {"instances.csv", "visits.csv", "messages.csv", "conversions.csv", "scores.csv", "summary.json"}
    assert tables <= {path.name for path in out.iterdir()}
    assert json.loads((out / "summary.json").read_text(encoding="utf-8"))["nodes"]["mail"]["sent"] == 2


def test_that_a_run_in_a_workspace_is_stored_and_reported(tmp_path: Path, workspace: Path) -> None:
    scenario = tmp_path / "s.json"
    scenario.write_text(json.dumps(_scenario()), encoding="utf-8")
    assert run(["scenario", "add", str(workspace), str(scenario)]) == 0
    assert run(["run", "tiny", "--workspace", str(workspace), "--dataset", "tiny"]) == 0
    assert run(["report", str(workspace), "--out", str(tmp_path / "r.html")]) == 0
    assert "Tiny journey" in (tmp_path / "r.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_that_a_run_in_a_workspace_writes_its_tables_which_can_be_reported(
    tmp_path: Path, workspace: Path, form: str
) -> None:
    scenario, out = tmp_path / "s.json", tmp_path / "out"
    scenario.write_text(json.dumps(_scenario()), encoding="utf-8")
    other = "csv" if form == "parquet" else "parquet"
    for wanted in (other, form):
        assert run(["run", str(scenario), "--workspace", str(workspace), "--out", str(out), "--format", wanted]) == 0
    assert [path.name for path in out.glob("visits.*")] == [f"visits.{form}"]
    assert run(["report", str(out), "--out", str(tmp_path / "r.html")]) == 0


def test_that_an_exported_scenario_comes_back_the_same(
    tmp_path: Path, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cart.json"
    file.write_text(dump_scenario(load_template("abandoned_cart")), encoding="utf-8")
    assert run(["scenario", "add", str(workspace), str(file)]) == 0
    capsys.readouterr()
    assert run(["scenario", "export", str(workspace), "abandoned_cart"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(file.read_text(encoding="utf-8"))


def _scenario() -> dict[str, Any]:
    mail = {"id": "mail", "type": "email", "label": "M", "at": [9, 0], "params": dict(MESSAGE)}
    start = {"id": "start", "type": "entry_event", "label": "Cart", "at": [0, 0], "params": {"event": "add_to_cart"}}
    return document([start, mail], "start>mail", id="tiny", name="Tiny journey")


class TestBadInputEndsInASentence:
    """Each ends with exit code 1, a sentence on stderr, no traceback, and nothing changed."""

    @staticmethod
    def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
        capsys.readouterr()
        assert run([str(argument) for argument in arguments]) == 1
        said = capsys.readouterr().err
        assert said.strip()
        assert "Traceback" not in said
        return said

    def test_that_a_missing_column_is_named(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file, path = tmp_path / "e.csv", tmp_path / "w.rehearse"
        file.write_text("who,when\na,2024-05-01T10:00:00Z\n")
        said = self.refused(capsys, "import", path, file, "--as", "events", "--key", "customer", "--event-name", "x")
        assert "customer" in said
        assert "who" in said
        assert not path.exists()

    def test_that_an_empty_file_is_refused(
        self, tmp_path: Path, workspace: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before, empty = workspace.read_bytes(), tmp_path / "empty.csv"
        empty.write_bytes(b"")
        assert "empty" in self.refused(capsys, "import", workspace, empty, "--as", "events")
        assert workspace.read_bytes() == before

    def test_that_a_file_without_rows_is_refused(
        self, tmp_path: Path, workspace: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before, header = workspace.read_bytes(), tmp_path / "header.csv"
        header.write_text("customer_id,timestamp,event\n")
        assert "not one row" in self.refused(capsys, "import", workspace, header, "--as", "events")
        assert workspace.read_bytes() == before

    def test_that_an_output_that_cannot_be_written_stores_no_run(
        self, tmp_path: Path, workspace: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        scenario, before = tmp_path / "s.json", workspace.read_bytes()
        scenario.write_text(json.dumps(_scenario()), encoding="utf-8")
        self.refused(capsys, "run", scenario, "--workspace", workspace, "--out", tmp_path / "events.csv")
        assert workspace.read_bytes() == before

    def test_that_a_malformed_case_is_named(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        case = tmp_path / "c.json"
        case.write_text('{"name": "x"}')
        assert "is not a case" in self.refused(capsys, "test", case)

    def test_that_a_word_that_means_nothing_opens_no_window(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert "nonsense" in self.refused(capsys, tmp_path / "nonsense")

    def test_that_an_unknown_key_is_named_with_its_path(
        self, tmp_path: Path, workspace: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        document = _scenario() | {"colour": "red"}
        document["nodes"][1]["params"]["subjekt"] = "x"
        file, before = tmp_path / "s.json", workspace.read_bytes()
        file.write_text(json.dumps(document), encoding="utf-8")
        said = self.refused(capsys, "scenario", "add", workspace, file)
        assert "colour" in said
        assert "nodes[1].params.subjekt" in said
        assert workspace.read_bytes() == before

    def test_that_an_edge_from_a_port_that_is_not_there_is_named(
        self, tmp_path: Path, workspace: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        document = _scenario()
        document["edges"] = [{"from": "start", "port": "sideways", "to": "mail"}]
        file = tmp_path / "s.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        said = self.refused(capsys, "run", file, "--workspace", workspace, "--dataset", "tiny")
        assert "sideways" in said
        assert "start" in said

    def test_that_a_file_that_is_no_workspace_is_left_alone(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "holiday.rehearse"
        file.write_text("Dear diary")
        self.refused(capsys, "data", file)
        self.refused(capsys, "run", "x", "--workspace", file)
        assert file.read_text() == "Dear diary"

    def test_that_a_file_that_is_not_there_is_named(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert "nowhere.rehearse" in self.refused(capsys, "data", tmp_path / "nowhere.rehearse")
        assert "nowhere.json" in self.refused(capsys, "scenario", "check", tmp_path / "nowhere.json")


def test_that_wrong_usage_has_an_exit_code_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import"]) == 2
    assert run(["run", "x", "--no-such-option"]) == 2
    assert "Usage" in capsys.readouterr().err
    assert run(["import", "x.rehearse", "x.csv", "--as", "thing"]) == 2
    assert "'--as': 'thing' is not one of 'customers', 'events'" in capsys.readouterr().err


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("can't start new thread")], ids=repr)
def test_that_full_memory_is_told_in_words(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Workspace, "copy_to", fail)
    assert run(["copy", str(workspace), "--out", str(workspace.with_name("copy.rehearse"))]) == 1
    assert "There is not enough free memory for this." in capsys.readouterr().err
    monkeypatch.setattr(Workspace, "copy_to", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(["copy", str(workspace), "--out", str(workspace.with_name("copy.rehearse"))])
