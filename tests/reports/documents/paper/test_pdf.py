"""PDF: pages whose words can be found and copied, charts as vectors."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from app.reports.documents.composing.composed import ComposedReport
from app.reports.documents.paper.pdf import pdf_report
from tests.reports.documents.conftest import HOSTILE

pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")


def words_of(content: bytes, folder: Path) -> str:
    file = folder / "report.pdf"
    file.write_bytes(content)
    said = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True)
    return " ".join(said.stdout.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def pages_in(content: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", content))


def test_that_it_is_a_pdf_of_a4_pages_with_fonts_and_without_pictures(usual: ComposedReport) -> None:
    content = pdf_report(usual)
    assert content.startswith(b"%PDF-")
    assert content.count(b"/MediaBox [ 0 0 595 842 ]") == pages_in(content) >= 5
    assert b"/FontFile2" in content
    assert b"/Subtype /Image" not in content


def test_that_the_same_report_gives_the_same_bytes(single: ComposedReport) -> None:
    assert pdf_report(single) == pdf_report(single)


@pdftotext
def test_that_every_figure_stands_in_it_as_text(usual: ComposedReport, tmp_path: Path) -> None:
    words = words_of(pdf_report(usual), tmp_path)
    for text in (
        "Report on recorded events",
        "Orders",
        "Funnel",
        "purchase",
        "weighted by cohort size",
        "All who bought",
    ):
        assert text in words
    assert usual.provenance[1].value in words  # the fingerprint
    assert "67%" in words
    assert "of 3" in words


@pdftotext
def test_that_hostile_words_are_words_and_every_row_is_there(crowded: ComposedReport, tmp_path: Path) -> None:
    content = pdf_report(crowded)
    words = words_of(content, tmp_path)
    for text in ("=1+1", "@SUM(1)", "<script>alert(1)</script>", "{{ 7 }}"):
        assert text in words
    assert {f"channel {number}" for number in range(289)} <= set(re.findall(r"channel \d+", words))
    assert pages_in(content) > 8
    assert len(content) < 3_000_000


@pdftotext
def test_that_a_script_our_fonts_lack_is_found_all_the_same(single: ComposedReport, tmp_path: Path) -> None:
    assert "日本語" in words_of(pdf_report(replace(single, title=HOSTILE[6])), tmp_path)


def test_that_nothing_counted_and_one_section_are_reports_too(empty: ComposedReport, single: ComposedReport) -> None:
    assert pages_in(pdf_report(empty)) == 3
    assert pages_in(pdf_report(single)) == 3  # title, text, definitions
    assert pages_in(pdf_report(replace(single, parts=()))) == 2
