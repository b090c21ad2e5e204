"""Figures as files for programs: exact, with what they count; all of a report's in one archive."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.jobs.reports.saving import save_figures
from app.reports.documents.composing.composed import ComposedReport, FiguresPart
from app.reports.documents.figures.parquet import parquet_file
from app.reports.documents.figures.parts_archive import parts_archive
from app.reports.report import Figures
from tests.reports.documents.conftest import HOSTILE


def figures_in(report: ComposedReport, key: str) -> Figures:
    return next(part.figures for part in report.parts if isinstance(part, FiguresPart) and part.figures.key == key)


def test_that_parquet_holds_the_exact_values_and_their_definition(usual: ComposedReport) -> None:
    for part in usual.parts:
        if not isinstance(part, FiguresPart):
            continue
        headers, rows = part.figures.records()
        table = pq.read_table(pa.BufferReader(parquet_file(part.figures)))
        assert table.column_names == list(headers)
        assert table.num_rows == len(rows)
        first = [column[0].as_py() for column in table.columns]
        assert [str(value) for value in first] == [str(value) for value in rows[0]]
        about = table.schema.metadata
        assert json.loads(about[b"rehearse.definition"]) == json.loads(
            json.dumps(part.figures.definition.to_document())
        )


def test_that_a_csv_has_its_definition_beside_it(usual: ComposedReport, tmp_path: Path) -> None:
    figures = figures_in(usual, "funnel")
    save_figures(figures, tmp_path / "funnel.csv")
    beside = json.loads((tmp_path / "funnel.csv-metadata.json").read_text(encoding="utf-8"))
    with (tmp_path / "funnel.csv").open(encoding="utf-8") as file:
        assert next(csv.reader(file)) == [column["titles"] for column in beside["tableSchema"]["columns"]]
    assert beside["url"] == "funnel.csv"
    assert beside["dc:description"] == figures.definition.in_words()
    types = {column["titles"]: column["datatype"] for column in beside["tableSchema"]["columns"]}
    assert (types["name"], types["count"], types["of_first"]) == ("string", "integer", "number")
    save_figures(figures, tmp_path / "funnel.parquet")
    assert not list(tmp_path.glob("funnel.parquet-*"))


@pytest.mark.parametrize("report", ["usual", "empty", "single", "crowded"])
def test_that_an_archive_holds_every_figure_in_every_form(report: str, request: pytest.FixtureRequest) -> None:
    made: ComposedReport = request.getfixturevalue(report)
    content = parts_archive(made)
    with ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        about = json.loads(archive.read("report.json"))
        many = sum(isinstance(part, FiguresPart) for part in made.parts)
        assert len(about["parts"]) == many
        for each in about["parts"]:
            ends = [name.removeprefix(each["files"]) for name in names if name.startswith(each["files"])]
            assert ends == [".png", ".svg", ".csv", ".csv-metadata.json", ".parquet"]
            assert archive.read(f"{each['files']}.png").startswith(b"\x89PNG")
    assert len(names) == 5 * many + 1
    assert all(name.isprintable() and "/" not in name for name in names)
    if report == "crowded":
        assert about["title"] == HOSTILE[5]
    if report == "single":
        assert parts_archive(made) == content
