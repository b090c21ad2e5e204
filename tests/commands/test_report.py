"""`rehearse report` writes what was composed, over runs and over recorded events."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from app.cli import run
from app.jobs.compositions import keep_composition, of_dataset
from app.reports.documents.composition import Composition, TextSection
from app.workspace.store import Workspace

ROWS = ("a,2024-03-01,visit,", "a,2024-03-03,purchase,30", "b,2024-03-02,visit,", "b,2024-03-04,purchase,12")


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    events = tmp_path / "events.csv"
    events.write_text("\n".join(("customer_id,date,event,amount", *ROWS)), encoding="utf-8")
    path = tmp_path / "shop.rehearse"
    assert run(["import", str(path), str(events), "--as", "events"]) == 0
    capsys.readouterr()
    return path


def name_of_data(path: Path) -> str:
    with Workspace.open(path, read_only=True) as workspace:
        return workspace.datasets.names()[0].name


def test_that_recorded_events_are_reported_on_as_composed(workspace: Path, tmp_path: Path) -> None:
    composition = tmp_path / "report.json"
    sections = [{"text": "Only the money."}, {"report": "rfm", "show": ["table"]}, {"report": "flow"}]
    composition.write_text(json.dumps({"title": "March", "sections": sections}), encoding="utf-8")
    logo, png = tmp_path / "logo.png", io.BytesIO()
    Image.new("RGB", (20, 10), "green").save(png, "PNG")
    logo.write_bytes(png.getvalue())
    out = tmp_path / "report.html"
    options = ["--dataset", name_of_data(workspace), "--compose", str(composition), "--logo", str(logo)]
    assert run(["report", str(workspace), *options, "--out", str(out)]) == 0
    page = out.read_text(encoding="utf-8")
    assert "<h1>March</h1>" in page
    assert page.index("Only the money.") < page.index("<h2>RFM</h2>")
    assert "All who bought" in page
    assert "<figure" not in page
    assert 'class="logo"' in page
    assert "It is measured over a run, and these are recorded events." in page


def test_that_what_the_workspace_keeps_is_followed(workspace: Path, tmp_path: Path) -> None:
    name = name_of_data(workspace)
    with Workspace.open(workspace) as store:
        keep_composition(store, of_dataset(name), Composition(title="Kept", sections=(TextSection(text="Alone."),)))
    out = tmp_path / "report.html"
    assert run(["report", str(workspace), "--dataset", name, "--out", str(out)]) == 0
    page = out.read_text(encoding="utf-8")
    assert "<h1>Kept</h1>" in page
    assert "Alone." in page
    assert "RFM" not in page


def test_that_a_composition_that_cannot_be_followed_writes_nothing(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    composition = tmp_path / "report.json"
    composition.write_text('{"sections": [{"report": "flowers"}]}', encoding="utf-8")
    out = tmp_path / "report.html"
    options = ["--dataset", name_of_data(workspace), "--compose", str(composition)]
    assert run(["report", str(workspace), *options, "--out", str(out)]) == 1
    assert "flowers" in capsys.readouterr().err
    assert not out.exists()


def test_that_a_workspace_without_runs_says_what_else_there_is(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", str(workspace), "--out", str(tmp_path / "report.pdf")]) == 1
    assert "--dataset NAME" in capsys.readouterr().err
