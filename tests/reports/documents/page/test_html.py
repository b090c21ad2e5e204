"""The HTML report: complete in itself, every text escaped, every share with its counts."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pyarrow as pa
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.reports.cohorts.definition import CohortDefinition, cohorts
from app.reports.documents.composing.composed import ComposedReport, TablesPart, compose
from app.reports.documents.composing.composition import Composition, Theme, with_logo
from app.reports.documents.composing.content import ReportContent, report_content
from app.reports.documents.composing.named_table import NamedTable
from app.reports.documents.page.html import html_report
from app.reports.flow.figures import FlowFigures
from app.reports.funnel.definition import FunnelDefinition
from app.reports.funnel.steps import funnel
from app.reports.report import Cell, Measured, Subject
from app.runtime.summary import Summary
from app.scenario.graph import Scenario

DAY_US = 86_400_000_000
VOID = {"meta", "img", "br"}


class Reader(HTMLParser):
    """What a browser would read: tags in balance, attributes, text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "svg"} & set(self.open):
            self.text += data


@pytest.fixture(name="content")
def _content(cart: Scenario, counted: Summary, dataset_of: Callable[..., Dataset]) -> ReportContent:
    history = [(0, "signup"), (20, "buy"), (40, "buy"), (70, "visit")]
    dataset = dataset_of(dict.fromkeys(("ann", "bob", "cyd"), history), unit_us=DAY_US)
    steps = (Step(event="signup"), Step(event="buy"))
    visits = pa.table(
        {
            "customer_id": pa.array(["ann"]),
            "instance": pa.array([1]),
            "visit": pa.array([1]),
            "node": pa.array(["start"]),
            "arrived_at": pa.array([datetime(2024, 1, 1, tzinfo=UTC)], pa.timestamp("us", "UTC")),
            "port": pa.array(["out"]),
        }
    )
    content = report_content(Subject(cart, counted, {"visits": visits}), dataset_name="shop", text="What we tried.")
    recorded = {
        "funnel": Measured("To the first order", funnel(dataset, FunnelDefinition(steps, Duration.parse("P30D")))),
        "cohorts": Measured("Coming back", cohorts(dataset, CohortDefinition(*steps))),
    }
    sections = (
        replace(section, measured=(*section.measured, *(recorded[key] for key in recorded if key == section.key)))
        for section in content.sections
    )
    return replace(content, sections=tuple(sections))


@pytest.fixture(name="drawn", scope="module")
def _drawn() -> dict[str, str]:
    """The page, once it is drawn: every test looks at the same."""
    return {}


@pytest.fixture(name="page")
def _page(content: ReportContent, drawn: dict[str, str]) -> str:
    if not drawn:
        drawn["page"] = html_report(compose(content))
    return drawn["page"]


def test_that_the_report_is_well_formed_and_no_two_things_share_an_id(page: str) -> None:
    reader = Reader(page)
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))


def test_that_every_reference_stays_inside_the_file(page: str) -> None:
    reader = Reader(page)
    links = [value for name, value in reader.attributes if name in {"src", "href", "xlink:href", "srcset", "action"}]
    assert all(link.startswith(("data:", "#")) for link in links)
    assert {link[1:] for link in links if link.startswith("#")} <= set(reader.ids)
    assert set(re.findall(r"url\(#([^)]*)\)", page)) <= set(reader.ids)
    elsewhere = re.sub(r'url\("data:[^"]*"\)', "", page.replace("<!doctype html>", ""))
    assert not re.search(r"https?:|//[a-z]|@import|url\((?!#)", elsewhere)
    assert not {"link", "iframe", "object", "form"} & set(reader.tags)


def test_that_the_same_content_gives_the_same_report(content: ReportContent, page: str) -> None:
    assert html_report(compose(content)) == page


def test_that_every_node_stands_in_the_table_with_its_counts(page: str) -> None:
    flow = page[page.index("<h2>Where everybody went") : page.index("<h2>What became of the messages")]
    rows = re.findall(r"<tr><th><span class=\"dot \w+\"></span>(.*?)</th>(.*?)</tr>", flow)
    cells = {label: re.findall(r">(\d+)(?: <small>.*?</small>)?</td>", row) for label, row in rows}
    assert cells == {
        "Entry": ["100", "100", "0", "0", "0"],
        "Wait for": ["100", "60", "25", "5", "10"],
        "E-mail": ["60", "60", "0", "0", "0"],
        "Exit": ["60", "0", "0", "0", "60"],
    }


def test_that_shares_stand_beside_their_counts(page: str) -> None:
    text = " ".join(Reader(page).text.replace("\N{NO-BREAK SPACE}", " ").split())
    assert "20% 20 of 100" in text
    assert "50 83%" in text
    assert "10 17% (10 of 60)" in text
    assert "100% 3 of 3" in text
    assert "3 of 3" in text


def test_that_the_last_page_holds_definitions_warnings_and_where_it_all_comes_from(page: str) -> None:
    last = page[page.index('class="last"') :]
    for words in (
        "within 30 days of the first step",
        "weighted by cohort size",
        "Mind the gap.",
        "f00d",
        "Rehearse 0.1.0",
    ):
        assert words in last


def test_that_each_picture_says_in_words_what_it_shows(page: str) -> None:
    words = [value for name, value in Reader(page).attributes if name == "aria-label"]
    assert any(text.startswith("Flow of visits through Cart. Entry: 100 arrived") for text in words)
    assert any(text.startswith("Funnel. signup: 3") for text in words)
    assert any(text.startswith("Heat map of 1 cohorts by month") for text in words)


def test_that_words_from_files_are_only_words(content: ReportContent) -> None:
    attack = "<script>alert('x')</script><img src=x onerror=y>{{ 7 * 7 }}"
    others, last = content.sections[:2], content.sections[2]
    flow = last.measured[0].figures
    assert isinstance(flow, FlowFigures)
    nodes = tuple(replace(node, label=attack) for node in flow.nodes)
    attacked = replace(last, measured=(Measured(attack, replace(flow, nodes=nodes, scenario=attack)),))
    hostile = replace(content, title=attack, text=attack, warnings=(attack,), sections=(*others, attacked))
    reader = Reader(html_report(compose(hostile)))
    assert reader.tags.count("script") == 1
    assert "img" not in reader.tags
    assert not any(name.startswith("on") for name, _ in reader.attributes)
    assert reader.text.count(attack) >= 3


def test_that_a_large_picture_is_put_in_as_pixels(content: ReportContent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.reports.documents.page.html._LARGEST_SVG", 0)
    reader = Reader(html_report(compose(content)))
    assert reader.tags.count("svg") == reader.attributes.count(("class", "hits"))  # only what one points at
    assert sum(value.startswith("data:image/png;base64,") for name, value in reader.attributes if name == "src") == 12


def test_that_a_run_without_messages_and_goals_has_no_empty_sections(content: ReportContent) -> None:
    page = html_report(compose(replace(content, goals=(), sections=content.sections[2:3], warnings=(), text="")))
    assert re.findall(r"<h2>(.*?)</h2>", page) == ["Where everybody went", "How to read this, and where it comes from"]


def test_that_the_page_carries_the_letters_it_shows(page: str) -> None:
    faces = re.findall(r'@font-face .*?font-weight: (\d+); src: url\("data:font/woff;base64,([^"]+)"', page)
    assert [weight for weight, _ in faces] == ["400", "600", "700"]
    shown = set(Reader(page).text)
    for _, content in faces:
        font = TTFont(io.BytesIO(base64.b64decode(content)))
        held = set(map(chr, font.getBestCmap()))
        assert {c for c in shown if c.isalnum() and ord(c) < 0x250} <= held
        assert len(content) < 40_000


def test_that_the_heads_of_numbers_stand_over_them(page: str) -> None:
    assert '<th class="n">Customers</th>' in page
    assert "=&#34;" not in page


def test_that_only_its_own_script_may_run_and_nothing_is_fetched(page: str) -> None:
    said = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(said) == len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in said[0]
    assert said[0].startswith("default-src 'none';")
    assert "unsafe-inline" not in said[0].replace("style-src 'unsafe-inline'", "")


def test_that_each_cell_drawn_says_itself_where_one_points(page: str) -> None:
    titles = [text.replace("\N{NO-BREAK SPACE}", " ") for text in re.findall(r"<title>(.*?)</title>", page)[1:]]
    assert {"Entry · Arrived: 100 (by 1 customer)", "Wait for · Passed on: 60"} <= set(titles)
    assert "Wait for, Timed out → E-mail · Arrived: 60 (60% of 100)" in titles


def test_that_numbers_can_be_sorted_by_what_they_are(page: str) -> None:
    assert re.search(r'<td class="n" data-v="0.2">20%', page)
    assert re.search(r'<td class="n" data-v="50.0">50 <small>83%', page)


@pytest.mark.parametrize(("theme", "charts"), [("reader", 2), ("dark", 2), ("light", 1)])
def test_that_a_theme_draws_what_it_shows_and_no_more(content: ReportContent, theme: Theme, charts: int) -> None:
    flow = replace(content, sections=content.sections[2:3])
    logo, written = Image.new("RGBA", (90, 30), "#00000000"), io.BytesIO()
    logo.paste("#101010", (10, 10, 80, 20))
    logo.save(written, "PNG")
    page = html_report(compose(flow, with_logo(Composition(theme=theme, colour="#d9480f"), written.getvalue())))
    assert len(re.findall(r"<svg(?! class)", page)) == charts
    assert ("prefers-color-scheme" in page) == (theme == "reader")
    assert ("background: #ffffff" in page) == (theme != "light")  # under a logo that is lost in the dark
    assert "--accent: #5457d6" not in page


def _chromium(tmp_path: Path, page: str, *wanted: str) -> bytes:
    """What Chromium says of the page."""
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/home"]
    done = subprocess.run([*command, *wanted, f"file://{tmp_path}/page.html"], check=True, capture_output=True,
                          timeout=300)  # fmt: skip
    return done.stdout


def _printed(page: str, tmp_path: Path) -> str:
    file = tmp_path / "page.pdf"
    _chromium(tmp_path, page, f"--print-to-pdf={file}")
    return subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True, text=True).stdout


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("chromium") and shutil.which("pdftotext")), reason="Chromium is not installed")
def test_that_wide_tables_are_printed_to_their_last_column(single: ComposedReport, tmp_path: Path) -> None:
    wide = [f"Column number {at}" for at in range(14)]
    rows = [(Cell(f"Row {at}"), *(Cell("1,234", "60% of 2,056") for _ in wide)) for at in range(3)]
    part = TablesPart((NamedTable("Wide", "", (("Name", *wide), rows)),))
    page = html_report(replace(single, parts=(part,)))
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    said = _printed(page, tmp_path)
    assert said.count("1,234") == len(wide) * len(rows)


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("chromium") and shutil.which("pdftotext")), reason="Chromium is not installed")
def test_that_a_table_of_300_rows_names_its_columns_on_each_page_and_sorts_what_is_unknown_last(
    single: ComposedReport, tmp_path: Path
) -> None:
    rows: list[tuple[Cell, ...]] = [
        (Cell(f"Row {at}"), Cell(f"{at * 7 % 300}" if at % 3 else "–")) for at in range(300)
    ]
    part = TablesPart((NamedTable("Long", "", (("Name", "Orders placed"), rows)),))
    page = html_report(replace(single, parts=(part,)))
    said = _printed(page, tmp_path)
    assert said.count("Orders placed") >= said.count("\f") - 2 >= 3  # the first page and the last are without the table
    sorting = """<script>
      var head = Array.from(document.querySelectorAll("thead [role=button]")).pop();
      var said = [];
      for (var turn = 0; turn < 2; turn++) {
        head.click();
        var rows = Array.from(head.closest("table").tBodies[0].rows);
        var cells = rows.map(function (row) { return row.cells[1].textContent; });
        said.push(cells[0].trim() + ".." + cells[299].trim());
      }
      document.title = "sorted " + said.join(" ");
    </script></body>"""
    open_page = re.sub(r"<meta[^>]*Content-Security[^>]*>", "", page).replace("</body>", sorting)
    dom = _chromium(tmp_path, open_page, "--dump-dom").decode()
    found = re.search(r"<title>sorted (\S+) (\S+)</title>", dom)
    assert found is not None
    known = [at * 7 % 300 for at in range(300) if at % 3]
    assert found.groups() == (f"{max(known)}..–", f"{min(known)}..–")
