"""Reports that are hard to write: hostile and very long names, 300 rows, nothing counted, one section alone."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from app.data.dataset import Dataset
from app.data.importing.read import Source, import_files
from app.reports.documents.composing.composed import ComposedReport, compose
from app.reports.documents.composing.composition import Composition, PartSection, ReportSection, TextSection
from app.reports.documents.composing.recorded import dataset_content

HOSTILE = (
    "=1+1", "+1", "-2+3", "@SUM(1)", "\t=1", "=HYPERLINK(\"http://x.test\")", "日本語の名前",
    "<script>alert(1)</script>", "$\\frac{1}{2}$ & {{ 7 }}", "x" * 300,
    "Donaudampfschifffahrtsgesellschaftskapitänsmütze " * 4,
)  # fmt: skip
MANY = 300


@pytest.fixture(name="crowd", scope="session")
def _crowd(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """As many channels as somebody may well have, some of them called what no document likes; each sold once."""
    names = [*(name.strip() for name in HOSTILE), *(f"channel {number}" for number in range(MANY - len(HOSTILE)))]
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(("customer_id", "timestamp", "event", "utm_source", "amount"))
    for number, name in enumerate(names):
        rows.writerow((f"c{number}", "2024-03-01T10:00:00Z", "visit", name, ""))
        rows.writerow((f"c{number}", "2024-03-02T10:00:00Z", "purchase", "", "10"))
    file: Path = tmp_path_factory.mktemp("crowd") / "crowd.csv"
    file.write_text(written.getvalue(), encoding="utf-8")
    return import_files("crowd", [Source(file, "events")]).dataset


@pytest.fixture(name="crowded")
def _crowded(crowd: Dataset) -> ComposedReport:
    """Hostile words in every place that takes words, over 300 rows."""
    sections = (
        TextSection(heading=HOSTILE[0], text="\n\n".join(HOSTILE)),
        PartSection(part="facts"),
        ReportSection(report="attribution", heading=HOSTILE[5], definition={
            "conversion": {"event": "purchase"}, "channel": "utm_source", "value": "amount",
            "models": ["first", "last", "linear"]}),
    )  # fmt: skip
    composition = Composition(title=HOSTILE[5], text=HOSTILE[6], sections=sections)
    made = compose(dataset_content(crowd, "=crowd"), composition, crowd)
    assert made.left_out == ()
    return made


@pytest.fixture(name="empty")
def _empty(orders: Dataset) -> ComposedReport:
    """A report on a day before anybody bought anything."""
    nobody = {"purchase": {"event": "purchase"}, "amount": "amount", "on": "2020-01-01"}
    composition = Composition(sections=(ReportSection(report="rfm", definition=nobody),))
    return compose(dataset_content(orders, "orders"), composition, orders)


@pytest.fixture(name="single")
def _single(orders: Dataset) -> ComposedReport:
    """One text and nothing else."""
    composition = Composition(title="Alone", sections=(TextSection(text="Only this."),))
    return compose(dataset_content(orders, "orders"), composition, orders)


@pytest.fixture(name="usual")
def _usual(orders: Dataset) -> ComposedReport:
    """All there is on a few orders."""
    sections = tuple(ReportSection(report=key) for key in ("funnel", "cohorts", "rfm", "attribution"))
    return compose(
        dataset_content(orders, "orders"),
        Composition(title="Orders", text="All.", theme="light", sections=(PartSection(part="facts"), *sections)),
        orders,
    )
