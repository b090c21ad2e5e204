"""The page on reports: it shows each report of the catalogue, light and dark, in pictures of one width."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from app.reports.catalogue import recorded_reports, reports

DOCS = Path(__file__).resolve().parents[2] / "docs"
TITLES = {report.key: report.title for report in (*reports(), *recorded_reports())}
WIDTH_PX, MOST_HIGH_PX, MOST_BYTES = 880, 560, 60_000


@pytest.mark.parametrize("key", TITLES)
def test_that_the_page_shows_each_report_light_and_dark(key: str) -> None:
    page = (DOCS / "reports.md").read_text(encoding="utf-8")
    for mode, words in (("light", TITLES[key]), ("dark", f"{TITLES[key]}, dark")):
        name = f"pictures/report-{key}-{mode}.png"
        assert page.count(f"![{words}]({name})") == 1
        with Image.open(DOCS / name) as picture:
            width, height = picture.size
        assert width == WIDTH_PX
        assert height <= MOST_HIGH_PX
        assert (DOCS / name).stat().st_size <= MOST_BYTES


def test_that_no_picture_is_left_of_a_report_that_is_not_there() -> None:
    there = {path.name for path in (DOCS / "pictures").glob("report-*.png")}
    assert there == {f"report-{key}-{mode}.png" for key in TITLES for mode in ("light", "dark")}


def test_that_every_picture_stands_in_a_section_that_speaks_of_its_report() -> None:
    page = (DOCS / "reports.md").read_text(encoding="utf-8")
    for section in re.split(r"^#+ ", page, flags=re.MULTILINE):
        text = re.sub(r"!\[.*?\)", "", section).lower()
        for title in re.findall(r"!\[([^\],]+)\]\(pictures/report-", section):
            assert title.lower() in text
