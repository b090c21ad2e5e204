"""Behind every number that counts customers stand exactly these customers, in each report of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import pytest

from app.look.palette import LIGHT
from app.reports.catalogue import recorded_reports, reports
from app.reports.documents.composing.cell_values import value_of
from app.reports.documents.figures.pictures import screen_picture
from app.reports.report import Cell
from tests.builders.b2b import b2b
from tests.builders.figures import figures_of_all, shop, shop_of_series

COUNTING: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {  # by report, the headers of the columns that count customers, or a share of them
        "funnel": re.compile("^(Customers|Of first|Of previous|Lost|Still waiting|Share|By then)$"),
        "cohorts": re.compile(r"^(Customers|\w+ \d+)$"),
        "rfm": re.compile("^(Customers|Share)$"),
        "attribution": re.compile("^$"),  # conversions and their worth
        "experiments": re.compile("^(Customers|Converted|Rate)$"),
        "scores": re.compile("^(Customers|Share|Converted|Rate)$"),
        "trend": re.compile("customers"),
        "event_flow": re.compile("^(Customers|Of all|Of those before)$"),
        "geo": re.compile("^(Customers|Of all)$"),
        "lifecycle": re.compile("^(Reached|Of the stage before|Of the first|Here now|Lost here)$"),
        "pipeline": re.compile("^People$"),
        "accounts": re.compile("^People$"),
        "crm_audit": re.compile("^Q"),
        "growth": re.compile("^(Joined|Left|On the list at its end)$"),
        "recommendations": re.compile("^(Customers|First|Popular)"),
        "coverage": re.compile("^(With an address|With consent|Unsubscribed|Reachable)$"),
        "flow": re.compile("^$"),  # visits; by how many customers stands beside
        "messages": re.compile("^Customers reached$"),
        "drop_off": re.compile("^$"),  # journeys
        "comparison": re.compile("^Customers"),
        "ranges": re.compile("^$"),  # of the replication that is kept; by how many customers stands beside
        "audit": re.compile("^(Customers|Of those who entered)$"),
    }
)
MOST_TRIED = 60


def counted_in(cell: Cell) -> int | None:
    """How many customers a cell says there are: the count, or that above the line of a share."""
    value = value_of(cell)
    if value is None or cell.tone == "words":
        return None
    if value.kind == "share":
        above = re.match(r"(?:.*\()?([\d.,\s]+) of", cell.note)
        return int(re.sub(r"\D", "", above[1])) if above else None
    return round(value.value)


def test_that_each_report_says_which_of_its_columns_count_customers() -> None:
    assert {report.key for report in (*reports(), *recorded_reports())} == set(COUNTING)
    assert {figures.key for figures in figures_of_all()} == set(COUNTING)


@pytest.mark.parametrize("key", sorted(COUNTING))
def test_that_behind_each_count_of_customers_stand_exactly_so_many(key: str) -> None:
    compared = 0
    for figures in figures_of_all():
        headers, rows = figures.table()
        for at, row in enumerate(rows) if figures.key == key else ():
            for column, (header, cell) in enumerate(zip(headers, row, strict=False)):
                many = counted_in(cell) if COUNTING[key].search(header) else None
                if (by := re.search(r"by ([\d,]+) customer", cell.note)) is not None:
                    many = int(by[1].replace(",", ""))
                of_deals = key == "crm_audit" and not row[0].startswith("Leads")
                if many is None or not column or of_deals:
                    continue
                ids = figures.people(at, column)
                assert ids is not None, (row[0], header, cell)
                assert len(set(ids.to_pylist())) == len(ids) == many, (row[0], header, cell, cell.note)
                compared += 1
    assert compared or key in ("attribution", "drop_off", "audit")  # which counts none of so sound a scenario


@pytest.mark.parametrize("key", sorted(COUNTING))
def test_that_whoever_is_named_is_a_customer_and_named_once(key: str) -> None:
    known = {str(each) for data in (b2b(), shop(), shop_of_series()) for each in data.customer_ids.to_pylist()}
    for figures in figures_of_all():
        headers, rows = figures.table()
        for at, row in enumerate(rows[:40]) if figures.key == key else ():
            for column in range(min(len(headers), len(row))):
                ids = figures.people(at, column)
                names = [] if ids is None else [str(each) for each in ids.to_pylist()]
                assert len(names) == len(set(names))
                assert known.issuperset(names)


@pytest.mark.parametrize("key", sorted(COUNTING))
def test_that_a_click_on_what_is_drawn_is_about_a_cell_of_the_table(key: str) -> None:
    for figures in figures_of_all():
        if figures.key != key:
            continue
        _, rows = figures.table()
        drawn = screen_picture(figures, 900, 600, palette=LIGHT, scale=1.0, unit=1.0)
        assert len(drawn.hits) or not rows or key == "audit"
        for at in range(0, len(drawn.hits), max(len(drawn.hits) // MOST_TRIED, 1)):
            row, column = drawn.hits.cell(at)
            assert 0 <= row < len(rows)
            assert 0 < column < len(rows[row])
            figures.people(row, column)
