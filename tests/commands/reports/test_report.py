"""`rehearse report` writes what was composed, over runs and over recorded events."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from app.cli import run
from app.jobs.reports.compositions import keep_composition, of_dataset
from app.reports.documents.composing.composition import Composition, TextSection
from app.workspace.settings.kept_reports import KeptReport
from app.workspace.store import Workspace
from tests.builders.workspaces import small_workspace

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


def keep(path: Path, **reports: KeptReport) -> None:
    with Workspace.open(path) as workspace:
        for name, report in reports.items():
            workspace.kept_reports.put(name, report)


def test_that_a_kept_report_is_written_alone_by_its_own_definition(workspace: Path, tmp_path: Path) -> None:
    data = name_of_data(workspace)
    kept = KeptReport(report="funnel", dataset=data, changes=(("window", "7"),))
    keep(workspace, Short=kept, Usual=kept.model_copy(update={"changes": ()}))
    pages = []
    for name in ("Short", "Usual"):
        out = tmp_path / f"{name}.html"
        assert run(["report", str(workspace), "--kept", name, "--out", str(out)]) == 0
        pages.append(out.read_text(encoding="utf-8"))
        assert f"<h1>{name}</h1>" in pages[-1]
        assert f"<h2>{name}</h2>" in pages[-1]
        assert "<h2>RFM</h2>" not in pages[-1]
    assert ["7 days" in page for page in pages] == [True, False]


def test_that_a_kept_report_of_a_scenario_is_over_its_latest_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = small_workspace(tmp_path / "shop.rehearse"), tmp_path / "report.html"
    keep(
        path,
        Ways=KeptReport(report="flow", scenario="reminder", heading="Where everybody went"),
        Gone=KeptReport(report="flow", scenario="other"),
        Mute=KeptReport(report="messages", scenario="reminder"),
    )
    assert run(["report", str(path), "--kept", "Ways", "--out", str(out)]) == 0
    assert "<h2>Ways</h2>" in out.read_text(encoding="utf-8")
    for name, said in (("Gone", "no run any more"), ("Mute", "This scenario sends no messages.")):
        assert run(["report", str(path), "--kept", name, "--out", str(tmp_path / "not.html")]) == 1
        assert said in capsys.readouterr().err
    assert not (tmp_path / "not.html").exists()


def test_that_a_kept_comparison_is_beside_the_run_it_was_kept_with(tmp_path: Path) -> None:
    path, out = small_workspace(tmp_path / "shop.rehearse"), tmp_path / "report.html"
    keep(path, Same=KeptReport(report="comparison", scenario="reminder", changes=(("other", "1"),)))
    assert run(["report", str(path), "--kept", "Same", "--out", str(out)]) == 0
    assert "Against" in out.read_text(encoding="utf-8")


def test_that_an_unknown_name_is_answered_with_the_names_there_are(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report.html"
    assert run(["report", str(workspace), "--kept", "Short", "--out", str(out)]) == 1
    assert "None is kept yet" in capsys.readouterr().err
    kept = KeptReport(report="funnel", dataset=name_of_data(workspace))
    keep(workspace, Long=kept, Weekly=kept)
    assert run(["report", str(workspace), "--kept", "Short", "--out", str(out)]) == 1
    assert "Kept are “Long”, “Weekly”." in capsys.readouterr().err
    assert run(["report", str(workspace), "--kept", "Long", "--run", "1", "--out", str(out)]) == 1
    assert "without --run" in capsys.readouterr().err
    assert not out.exists()
