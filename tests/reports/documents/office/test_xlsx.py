"""XLSX: numbers as numbers in their formats, charts of its own, and no text that is ever a formula."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from app.reports.documents.composing.composed import ComposedReport, FiguresPart, TablesPart
from app.reports.documents.composing.named_table import NamedTable
from app.reports.documents.office.xlsx import xlsx_report
from app.reports.report import Cell
from tests.reports.documents.conftest import HOSTILE, MANY

soffice = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
Sheets = dict[str, list[list[Any]]]


def sheets_in(content: bytes) -> Sheets:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def files_in(content: bytes, pattern: str) -> Iterator[str]:
    with ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if re.search(pattern, name):
                yield archive.read(name).decode()


def row_of(sheet: list[list[Any]], head: str) -> list[Any]:
    return next(row for row in sheet if row[0] == head)


def test_that_every_number_is_a_number_and_every_share_exact(usual: ComposedReport) -> None:
    sheets = sheets_in(xlsx_report(usual))
    funnel = row_of(sheets["Funnel"], "purchase")
    assert funnel[1] == 1
    assert funnel[2] == 1 / 3
    assert funnel[3] == "1 of 3"
    assert row_of(sheets["RFM"], "All who bought")[5] == 62
    assert row_of(sheets["Report"], "Customers")[1] == 3


def test_that_formats_print_as_we_do(usual: ComposedReport) -> None:
    styles = "".join(files_in(xlsx_report(usual), "styles.xml"))
    assert 'formatCode="0%"' in styles or 'numFmtId="9"' in styles
    assert 'formatCode="#,##0"' in styles or 'numFmtId="3"' in styles
    assert "[h]:mm:ss" in styles


def test_that_nothing_is_cut_in_the_counts_below_a_wide_table(usual: ComposedReport) -> None:
    heads = ("Message", *(f"{at} in words" for at in range(11)))
    rows = [(Cell("Reminder"), *(Cell("6%", "1,130 of 18,833; 95% sure") for _ in heads[1:]))]
    content = xlsx_report(replace(usual, parts=(TablesPart((NamedTable("Wide", "Counted.", (heads, rows)),)),)))
    front, sheet = (next(files_in(content, rf"sheet{number}\.xml$")) for number in (1, 2))
    assert re.search(r'<row r="2"[^>]* ht="30"', front)  # the title has a line of its own
    wide = [float(width) for width in re.findall(r'<col min="[^>]* width="([\d.]+)"', sheet)]
    below = sheets_in(content)["Wide"]
    start = next(at for at, row in enumerate(below) if row[0] == "The counts behind the shares")
    assert below[start + 2][1:12] == ["1,130 of 18,833; 95% sure"] * 11
    assert min(wide[1:]) >= len("1,130 of 18,833; 95% sure")


def test_that_long_headings_stand_whole_in_front_and_long_words_in_several_lines(usual: ComposedReport) -> None:
    heading, words = "From add_to_cart to purchase, with or without messages", "Nobody said who agreed. " * 4
    table = (("Where", "Found"), [(Cell("Reminder"), Cell(words, tone="words"))])
    content = xlsx_report(replace(usual, parts=(TablesPart((NamedTable(heading, "Counted.", table),)),)))
    assert [heading] in [row[:1] for row in sheets_in(content)["Report"]]
    style = re.search(r'<c r="B5" s="(\d+)"', next(files_in(content, r"sheet2\.xml$")))
    assert style
    formats = next(files_in(content, "styles.xml")).partition("<cellXfs")[2].split("<xf ")[1:]
    assert 'wrapText="1"' in formats[int(style[1])]
    assert re.search(r'<row r="5"[^>]* ht="45"', next(files_in(content, r"sheet2\.xml$")))  # three lines


def test_that_charts_are_the_workbooks_own(usual: ComposedReport) -> None:
    content = xlsx_report(usual)
    charts = list(files_in(content, r"charts/chart\d+\.xml"))
    assert len(charts) == 3  # funnel, RFM, attribution; cohorts are coloured cells
    assert "<c:f>Funnel!$B$5:$B$6</c:f>" in charts[0]
    assert any("<colorScale>" in sheet for sheet in files_in(content, r"worksheets/sheet\d+"))
    bare = replace(usual, parts=tuple(replace(p, has_chart=False) for p in usual.parts if isinstance(p, FiguresPart)))
    assert list(files_in(xlsx_report(bare), r"charts/chart\d+\.xml")) == []


def test_that_no_text_is_a_formula_or_a_link(crowded: ComposedReport) -> None:
    content = xlsx_report(crowded)
    for sheet in files_in(content, r"worksheets/sheet\d+"):
        assert "<f>" not in sheet
    assert not any("http://x.test" in relations for relations in files_in(content, r"worksheets/_rels"))
    sheets = sheets_in(content)
    heads = {row[0] for rows in sheets.values() for row in rows if row}
    assert {name.strip() for name in HOSTILE if len(name) < 60} <= {str(head).strip() for head in heads} | {
        "=1",
        "\t=1",
    }
    assert sum(str(head).startswith("channel ") for head in heads) == MANY - len(HOSTILE)


def test_that_definitions_and_fingerprint_stand_on_a_sheet(usual: ComposedReport) -> None:
    said = {row[0]: row[1] for row in sheets_in(xlsx_report(usual))["Definitions"] if len(row) > 1}
    assert said["Data fingerprint"] == usual.provenance[1].value
    assert "within 30 days of the first step" in str(said["Funnel"])


def test_that_nothing_counted_and_one_section_are_workbooks_too(empty: ComposedReport, single: ComposedReport) -> None:
    assert [row[0] for row in sheets_in(xlsx_report(empty))["RFM"][3:4]] == ["There is nothing to count."]
    assert [row[0] for row in sheets_in(xlsx_report(single))["Report"] if row[0]] == [
        "Report on recorded events", "Alone", "Only this.",
    ]  # fmt: skip


def test_that_sheets_of_one_name_and_of_long_names_are_kept_apart(usual: ComposedReport) -> None:
    funnel = usual.parts[1]
    assert isinstance(funnel, FiguresPart)
    named = [
        replace(funnel, heading=each)
        for each in ("a" * 40, "a" * 41, "History", "[x]:*?/\\'", "=A1", "日本語", "日本語")
    ]
    names = list(sheets_in(xlsx_report(replace(usual, parts=tuple(named)))))
    assert names == ["Report", "a" * 31, "a" * 29 + " 2", "History 2", "x", "A1", "日本語", "日本語 2", "Definitions"]


@soffice
@pytest.mark.slow
def test_that_libreoffice_reads_the_same_numbers(usual: ComposedReport, tmp_path: Path) -> None:
    file = tmp_path / "report.xlsx"
    file.write_bytes(xlsx_report(usual))
    filter_ = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"  # the second sheet
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to", filter_]
    subprocess.run([*command, "--outdir", tmp_path, file], check=True, capture_output=True, timeout=300)
    (written,) = tmp_path.glob("*.csv")
    assert re.search(r"^purchase,1,33\.3333\d*%,1 of 3,", written.read_text(encoding="utf-8"), re.MULTILINE)
