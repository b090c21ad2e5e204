"""A report and a document format that are added from outside appear everywhere without anything else being touched."""

from __future__ import annotations

import ast
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pyarrow as pa
import pytest
from matplotlib.figure import Figure
from PySide6.QtWidgets import QLabel, QMenu, QPushButton
from typer.testing import CliRunner

from app.cli import app
from app.desktop.data.undoing import DataUndo
from app.desktop.results.entries import Chosen, entries_over
from app.desktop.results.place import ResultsPlace
from app.look.palette import LIGHT, Palette
from app.reports import catalogue
from app.reports.documents import formats
from app.reports.documents.composing.composed import ComposedReport, FiguresPart, compose
from app.reports.documents.composing.content import ReportContent, report_content
from app.reports.documents.formats import DocumentFormat
from app.reports.documents.page.html import html_report
from app.reports.drawing.drawing_area import Chart
from app.reports.report import Cell, Definition, Figures, Measured, Records, Subject, Table
from app.runtime.rehearse import Run
from app.runtime.summary import Summary
from app.scenario.graph import Scenario

WORDS = "Journeys that were still inside when the record ended."


class _Words:
    def in_words(self) -> str:
        return WORDS

    def to_document(self) -> dict[str, Any]:
        return {"counting": "journeys"}


@dataclass(frozen=True, slots=True)
class _Inside:
    key: ClassVar[str] = "inside"
    many: int

    @property
    def definition(self) -> Definition:
        return _Words()

    def to_document(self) -> dict[str, Any]:
        return {"inside": self.many}

    def table(self) -> Table:
        return ("What", "Journeys"), [(Cell("Still inside"), Cell(str(self.many)))]

    def records(self) -> Records:
        return ("inside",), [(self.many,)]

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        return None


class _InsideReport:
    key = "inside"
    title = "Still inside"
    why_none = ""

    def measure(self, subject: Subject) -> Iterator[Measured]:
        yield Measured("Who is still inside", _Inside(subject.summary.beyond_data))

    def draw(self, figures: _Inside, palette: Palette, *, with_definition: bool) -> Figure:
        return Chart(palette, lambda paper: paper.sentence(f"{figures.many} inside"))

    def height_px(self, figures: _Inside) -> int:
        return 320

    def words(self, figures: _Inside) -> Iterator[str]:
        yield f"{figures.many} journeys inside"


@pytest.fixture(name="inside", autouse=True)
def _inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report, as a line of the catalogue; the formats, as lines of the table."""
    monkeypatch.setattr(catalogue, "REPORTS", (*catalogue.REPORTS, _InsideReport()))
    added = (
        DocumentFormat(("txt",), "Plain text", of_report=_headings),
        DocumentFormat(("json",), "JSON figures", of_figures=_json),
    )
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, *added))


def _json(figures: Figures) -> bytes:
    return json.dumps(figures.to_document()).encode()


def _headings(report: ComposedReport) -> bytes:
    return "\n".join(part.heading for part in report.parts if isinstance(part, FiguresPart)).encode()


@pytest.fixture(name="content")
def _content(cart: Scenario, counted: Summary) -> ReportContent:
    nobody: list[str] = []
    columns = {name: pa.array(nobody, pa.string()) for name in ("customer_id", "node", "port")}
    at = pa.array([], pa.timestamp("us", "UTC"))
    visits = pa.table({**columns, "instance": pa.array([], pa.int32()), "arrived_at": at})
    return report_content(Subject(cart, counted, {"visits": visits}), dataset_name="shop")


REPORTS = Path(catalogue.__file__).parent


def test_that_only_the_catalogue_knows_more_than_one_report() -> None:
    folders = {path.parent.name for path in REPORTS.glob("*/report.py")}
    contracts = tomllib.loads((REPORTS.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]
    apart = next(each for each in contracts["contracts"] if each["name"] == "Reports do not know one another")
    assert {f"app.reports.{folder}" for folder in folders} == set(apart["modules"])
    knowing = set()
    texts = {path: path.read_text(encoding="utf-8") for path in REPORTS.parent.rglob("*.py")}
    for path, text in texts.items():
        imported = {
            node.module.split(".")[2]
            for node in (ast.walk(ast.parse(text)) if "from app.reports." in text else ())
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("app.reports.")
        }
        own = {path.parent.name} if path.parent.parent == REPORTS else set()
        if len((imported | own) & folders) > 1:
            knowing.add(path.relative_to(REPORTS).as_posix())
    assert knowing == {"catalogue.py"}


def test_that_a_report_from_outside_stands_in_the_document(content: ReportContent) -> None:
    page = html_report(compose(content))
    assert "Who is still inside" in page
    assert page.count(WORDS) == 2  # over the chart, and on the page of definitions
    assert "7 inside" in page


def test_that_a_report_from_outside_is_saved_in_every_format(content: ReportContent, tmp_path: Path) -> None:
    figures = content.sections[-1].measured[0].figures
    assert formats.figures_as(figures, tmp_path / "x.png").startswith(b"\x89PNG")
    assert b"7 inside" in formats.figures_as(figures, tmp_path / "x.svg")
    assert formats.figures_as(figures, tmp_path / "x.csv") == b"inside\n7\n"
    assert formats.figures_as(figures, tmp_path / "x.json") == b'{"inside": 7}'


def test_that_a_report_from_outside_has_a_place_in_the_window(qtbot: Any) -> None:
    from app.desktop.open_workspace import Desk

    titles = [entry.title for entry in entries_over(Chosen("shop", run=1), {})]
    assert "Still inside" in titles
    assert len(titles) == len(catalogue.reports_over_runs())
    desk = Desk()
    place = ResultsPlace(desk, DataUndo(desk), LIGHT, QLabel())
    qtbot.addWidget(place)
    save = place.findChild(QPushButton, "report_save")
    assert isinstance(save, QPushButton)
    menu = save.menu()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()][-1] == "JSON figures…"


def test_that_the_command_line_writes_a_format_from_outside_and_names_it_when_refusing(
    cart: Scenario, counted: Summary, content: ReportContent, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    _write_run(folder, cart, counted)
    written = CliRunner().invoke(app, ["report", str(folder), "--out", str(tmp_path / "report.txt")])
    assert written.exit_code == 0, written.output
    assert "Who is still inside" in (tmp_path / "report.txt").read_text(encoding="utf-8")
    refused = CliRunner().invoke(app, ["report", str(folder), "--out", str(tmp_path / "report.odt")])
    assert str(refused.exception).startswith(f"{tmp_path / 'report.odt'} should end in .html, ")
    assert " or .txt. Nothing" in str(refused.exception)


def _write_run(folder: Path, scenario: Scenario, summary: Summary) -> None:
    from app.jobs.runs.run_folder import write_run_folder

    columns = {name: pa.array(["ann"]) for name in ("customer_id", "node", "port")}
    at = pa.array([0], pa.timestamp("us", "UTC"))
    visits = pa.table({**columns, "instance": pa.array([1], pa.int32()), "arrived_at": at})
    write_run_folder((scenario,), Run({"visits": visits}, summary), folder, "parquet")
