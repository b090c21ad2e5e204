"""`rehearse run`: several scenarios together, forecasts, tables in folders, and the way of one customer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from app.cli import run
from app.data.importing.plan import propose, with_file
from app.errors import AppError
from app.jobs.datasets.corrections import Corrections
from app.jobs.reports.reporting import report_of_folder
from app.workspace.store import Workspace
from tests.builders.exports import klaviyo_events, made, shopify_customers, shopify_orders
from tests.builders.scenarios import MESSAGE, document, kind
from tests.builders.workspaces import small_workspace

EVENTS = """customer_id,timestamp,event,amount
ann,2024-05-01T10:00:00Z,cart,
ann,2024-05-03T10:00:00Z,purchase,40
bob,2024-05-01T11:00:00Z,cart,
cat,2024-05-02T12:00:00Z,visit,
"""
CUSTOMERS = """customer_id,email
ann,ann@example.com
bob,
cat,cat@example.com
"""
CAPPED = {"frequency_caps": [{"channel": "email", "max": 1, "per": "P7D"}]}
RESPONSE = {"deliver": 1, "open": 1, "click": 1, "convert": {
    "event": "purchase", "rate": 1, "after": {"median": "PT1H", "sigma": 0},
    "property": "amount", "value": {"median": 50, "sigma": 0}}}  # fmt: skip


def journey(id_: str, **message: Any) -> str:
    """Whoever fills a cart is sent an e-mail; at most one a week."""
    nodes = [
        kind("in", "entry_event", event="cart") | {"label": "Cart"},
        kind("mail", "email", **{**MESSAGE, **message}) | {"label": "Mail"},
    ]
    goals = [{"id": "order", "event": "purchase", "value": "amount"}]
    return json.dumps(document(nodes, "in>mail", id=id_, name=id_.title(), settings={**CAPPED, "goals": goals}))


class Desk:
    """A folder with data and scenarios, and the command line over them."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        (folder / "events.csv").write_text(EVENTS, encoding="utf-8")
        (folder / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
        (folder / "first.json").write_text(journey("first"), encoding="utf-8")
        (folder / "second.json").write_text(journey("second"), encoding="utf-8")
        (folder / "react.json").write_text(journey("react", response=RESPONSE), encoding="utf-8")

    def run(self, *arguments: str, code: int = 0) -> str:
        """What `rehearse run` says over the files."""
        data = ["--customers", str(self.folder / "customers.csv"), "--events", str(self.folder / "events.csv")]
        named = [str(self.folder / word) if word.endswith(".json") else word for word in arguments]
        self._capsys.readouterr()
        assert run(["run", *named, *data]) == code
        said = self._capsys.readouterr()
        return said.out + said.err if code else said.out


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def test_that_scenarios_run_together_share_a_cap(desk: Desk) -> None:
    summary = json.loads(desk.run("first.json", "second.json", "--json"))
    assert summary["nodes"]["first/mail"]["sent"] == 1
    assert summary["nodes"]["second/mail"]["sent"] == 0
    assert summary["nodes"]["second/mail"]["skipped"] == {"no_address": 1, "capped": 1}


def test_that_two_scenarios_of_one_id_are_refused(desk: Desk) -> None:
    assert "'first'" in desk.run("first.json", "first.json", code=1)


def test_that_a_forecast_keeps_observed_and_modelled_apart(desk: Desk) -> None:
    forecast = json.loads(desk.run("react.json", "--mode", "forecast", "--replications", "3", "--json"))
    value = forecast["figures"]["goals.order.modelled_value"]
    assert (value["observed"], value["mean"], value["low_95"]) == (0.0, 50.0, 50.0)
    assert forecast["replay"]["goals"]["order"]["value"] == 40.0
    assert forecast["figures"]["nodes.mail.reactions.clicked"]["median"] == 1.0


def test_that_a_forecast_says_what_it_models(desk: Desk) -> None:
    said = desk.run("react.json", "--mode", "forecast", "--replications", "3")
    assert "3 replications" in said
    assert "Modelled: mean" in said


def test_that_tables_of_a_forecast_mark_what_is_modelled(desk: Desk) -> None:
    desk.run("react.json", "--mode", "forecast", "--replications", "2", "--out", str(desk.folder / "out"))
    conversions = pq.read_table(desk.folder / "out" / "conversions.parquet").to_pylist()
    assert [(row["customer_id"], row["observed"], row["value"]) for row in conversions] == [("ann", False, 50.0)]
    assert {path.name for path in (desk.folder / "out").iterdir()} >= {"forecast.json", "summary.json", "scenario.json"}


def test_that_a_later_run_forgets_what_an_earlier_one_left_in_its_folder(desk: Desk) -> None:
    out = desk.folder / "out"
    desk.run("first.json", "second.json", "--out", str(out), "--format", "csv")
    assert (out / "scenario-2.json").exists()
    desk.run("first.json", "--out", str(out))
    assert not [path.name for path in out.iterdir() if path.suffix == ".csv" or path.name == "scenario-2.json"]


def test_that_the_way_of_one_customer_is_told(desk: Desk) -> None:
    assert "e-mail sent" in desk.run("first.json", "--explain", "ann")
    assert "address" in desk.run("first.json", "--explain", "bob")
    assert "cart" in desk.run("first.json", "--explain", "cat")
    assert "ann" in desk.run("first.json", "--explain", "anne", code=1)


@pytest.mark.parametrize(
    "options",
    [("--explain", "ann", "--out", "somewhere"), ("--mode", "guess"), ("--replications", "0"), ("--dataset", "shop")],
)
def test_that_options_that_do_not_go_together_are_wrong_usage(desk: Desk, options: tuple[str, ...]) -> None:
    assert "rehearse run --help" in desk.run("first.json", *options, code=2)


def test_that_a_folder_with_files_of_ones_own_is_refused_and_left_as_it_was(desk: Desk) -> None:
    mine = desk.folder / "mine"
    mine.mkdir()
    for name in ("visits.csv", "scenario.json", "scenario-cart.json", "events.csv"):
        (mine / name).write_text("mine", encoding="utf-8")
    said = desk.run("first.json", "--out", str(mine), code=1)
    assert "already holds scenario.json, visits.csv" in said
    assert {path.name for path in mine.iterdir()} == {"visits.csv", "scenario.json", "scenario-cart.json", "events.csv"}


def test_that_a_run_removes_nothing_that_no_run_wrote(desk: Desk) -> None:
    out = desk.folder / "out"
    desk.run("first.json", "--out", str(out))
    for name in ("events.csv", "scenario-cart.json", "notes.parquet"):
        (out / name).write_text("mine", encoding="utf-8")
    desk.run("second.json", "--out", str(out), "--format", "csv")
    assert {path.name for path in out.iterdir()} >= {"events.csv", "scenario-cart.json", "notes.parquet", "visits.csv"}
    assert not (out / "visits.parquet").exists()


def test_that_a_run_that_cannot_begin_leaves_no_folder(desk: Desk) -> None:
    (desk.folder / "broken.json").write_text("{", encoding="utf-8")
    desk.run("broken.json", "--out", str(desk.folder / "out"), code=1)
    assert not (desk.folder / "out").exists()


def test_that_an_interrupted_run_says_so_and_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.jobs.runs.run_folder.rehearse_in_parts", interrupt)
    said = desk.run("first.json", "--out", str(desk.folder / "out"), code=130)
    assert "Stopped. Nothing of it was kept." in said
    assert not (desk.folder / "out").exists()


def test_that_names_types_and_form_are_told_at_once(desk: Desk) -> None:
    broken = json.loads(journey("broken"))
    broken["edges"].append({"from": "mail", "port": "out", "to": "ghost"})
    broken["nodes"][0]["params"]["condition"] = {"attribute": "nope", "op": "eq", "value": 1}
    (desk.folder / "broken.json").write_text(json.dumps(broken), encoding="utf-8")
    said = desk.run("broken.json", code=1)
    assert "ghost" in said
    assert "nope" in said


def test_that_the_report_of_scenarios_run_together_counts_both(desk: Desk) -> None:
    out = desk.folder / "out"
    desk.run("first.json", "second.json", "--out", str(out))
    content = report_of_folder(out)
    assert [(row.id, row.journeys.count, row.journeys.of) for row in content.goals] == [
        ("first/order", 1, 4),
        ("second/order", 1, 4),
    ]
    assert content.title == "First + Second"
    assert content.sections[0].measured[0].figures.table()[1][0][1] == "2"


def test_that_a_report_keeps_observed_and_modelled_conversions_apart(desk: Desk) -> None:
    out = desk.folder / "out"
    desk.run("react.json", "--mode", "forecast", "--replications", "2", "--out", str(out))
    observed, modelled = report_of_folder(out).goals
    assert (observed.id, observed.journeys.count, observed.value) == ("order", 0, "0")
    assert (modelled.id, modelled.journeys.count, modelled.value) == ("order (modelled)", 1, "50")


def test_that_a_run_whose_tables_find_no_room_is_not_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fill(*_: object) -> None:
        raise AppError("The disk is full. Nothing was changed.")

    path = small_workspace(tmp_path / "small.rehearse")
    with Workspace.open(path, read_only=True) as workspace:
        before = workspace.runs.all()
    monkeypatch.setattr("app.commands.scenarios.run_scenario.write_run_folder", fill)
    options = ["--workspace", str(path), "--dataset", "shop", "--out", str(tmp_path / "out")]
    assert run(["run", "reminder", *options]) == 1
    assert "Nothing was changed" in capsys.readouterr().err
    with Workspace.open(path, read_only=True) as workspace:
        assert workspace.runs.all() == before


def _bought(id_: str, event: str) -> str:
    """Whoever buys is sent an e-mail; there is no goal."""
    document = json.loads(journey(id_).replace('"cart"', json.dumps(event)))
    return json.dumps({**document, "settings": {}})


def _write_exports(folder: Path) -> tuple[str, str]:
    """Exports of two tools: one names customers by id, the other by e-mail address."""
    paths = [made(make, 1).write(folder) for make in (shopify_customers, klaviyo_events)]
    (folder / "order.json").write_text(
        _bought("order", "Placed Order"),
        encoding="utf-8",
    )
    return str(paths[0]), str(paths[1])


def test_that_exports_of_two_tools_run_joined_at_the_right_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    customers, events = _write_exports(tmp_path)
    files = ("--customers", customers, "--events", events)
    assert run(["run", str(tmp_path / "order.json"), *files, "--json"]) == 0
    node = json.loads(capsys.readouterr().out)["nodes"]["mail"]
    assert node["sent"] > 0
    assert "no_address" not in node["skipped"]


def test_that_lines_of_orders_run_as_orders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    customers, _ = _write_exports(tmp_path)
    orders = str(made(shopify_orders, 1).write(tmp_path))
    (tmp_path / "bought.json").write_text(_bought("bought", "purchase"), encoding="utf-8")
    assert run(["run", str(tmp_path / "bought.json"), "--customers", customers, "--events", orders, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["nodes"]["in"]["arrived"] == 108


def test_that_files_of_other_people_are_asked_about_before_they_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, events = _write_exports(tmp_path)
    (tmp_path / "others.csv").write_text("customer_id,email\n1,x@example.com\n2,y@example.com\n", encoding="utf-8")
    command = ["run", str(tmp_path / "order.json"), "--customers", str(tmp_path / "others.csv"), "--events", events]
    assert run(command) == 1
    assert "Import them together all the same?" in capsys.readouterr().err
    assert run([*command, "--unrelated"]) == 0


def test_that_rows_which_could_not_be_read_are_counted(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    (desk.folder / "events.csv").write_text(f"{EVENTS}bob,never,cart,\n", encoding="utf-8")
    files = ("--customers", str(desk.folder / "customers.csv"), "--events", str(desk.folder / "events.csv"))
    assert run(["run", str(desk.folder / "first.json"), *files]) == 0
    assert "events.csv: 1 of 5 rows were not read" in capsys.readouterr().err


def test_that_two_files_of_one_name_are_told_apart(desk: Desk) -> None:
    for folder in ("a", "b"):
        (desk.folder / folder).mkdir()
    (desk.folder / "a" / "export.csv").write_text(CUSTOMERS, encoding="utf-8")
    (desk.folder / "b" / "export.csv").write_text(EVENTS, encoding="utf-8")
    files = (desk.folder / "a" / "export.csv", desk.folder / "b" / "export.csv")
    assert run(["run", str(desk.folder / "first.json"), "--customers", str(files[0]), "--events", str(files[1])]) == 0


def test_that_a_run_reads_files_as_was_said_of_their_header_before_and_says_so(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    events = desk.folder / "events.csv"
    corrected = with_file(propose([events]), 0, name=None, name_constant="cart")
    Corrections().keep(corrected.files)
    command = ["run", str(desk.folder / "first.json"), "--customers", str(desk.folder / "customers.csv")]
    command += ["--events", str(events), "--json"]
    assert run(command) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["nodes"]["in"]["arrived"] == 4
    assert "Note: events.csv: As you said of a file with this header before. With --forget it is guessed." in told.err
    assert run([*command, "--forget"]) == 0
    assert json.loads(capsys.readouterr().out)["nodes"]["in"]["arrived"] == 2
    assert Corrections().remembered().said == {}


@pytest.mark.parametrize("mode", [(), ("--mode", "forecast", "--replications", "2")], ids=["replay", "forecast"])
def test_that_a_run_has_a_name_and_is_not_stored_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], mode: tuple[str, ...]
) -> None:
    path = small_workspace(tmp_path / "office.rehearse")

    def says() -> str:
        assert run(["run", "reminder", "--workspace", str(path), *mode]) == 0
        return " ".join(capsys.readouterr().out.split())

    if mode:
        assert "as run 2 “First forecast”." in says()
    else:
        file = tmp_path / "reminder.json"
        alone = document([kind("start", "entry_event", event="cart")], id="reminder")
        file.write_text(json.dumps(alone), encoding="utf-8")
        assert run(["run", str(file), "--workspace", str(path)]) == 0
        assert "as run 2 “" in " ".join(capsys.readouterr().out.split())
    says()
    assert "Nothing new was stored." in says()
