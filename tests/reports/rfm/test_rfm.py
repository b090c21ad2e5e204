"""RFM against the figures that the R package rfm publishes, and its rules."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from app.data.dataset import Dataset
from app.data.importing.read import Source, import_files
from app.errors import AppError
from app.look.palette import LIGHT
from app.nodes.conditions import Step
from app.reports.rfm.chart import draw_rfm
from app.reports.rfm.definition import RfmDefinition, proposed_rfm, rfm
from app.reports.rfm.fifths import fifths_of
from app.reports.rfm.figures import RfmFigures
from app.reports.rfm.sentence import changed, sentence

PUBLISHED = Path(__file__).resolve().parents[4] / "shared" / "data" / "rfm" / "rfm_data_orders.csv"
ON = date(2006, 12, 31)


@pytest.fixture(name="orders", scope="module")
def _orders() -> Dataset:
    if not PUBLISHED.exists():
        pytest.skip("the published orders are not here")
    return import_files("orders", [Source(PUBLISHED, "events")]).dataset


@pytest.fixture(name="definition", scope="module")
def _definition(orders: Dataset) -> RfmDefinition:
    proposed = proposed_rfm(orders)
    assert proposed is not None
    return replace(proposed, on=ON)


@pytest.fixture(name="figures", scope="module")
def _figures(orders: Dataset, definition: RfmDefinition) -> RfmFigures:
    return rfm(orders, definition)


def scores_of(figures: RfmFigures, customer: str) -> tuple[int, int, float, int]:
    at = figures.customer_ids.to_pylist().index(customer)
    (row,) = np.flatnonzero(figures.now.customers == at)
    now = figures.now
    return int(now.days[row]), int(now.orders[row]), float(now.amount[row]), int(now.score()[row])


def test_that_the_scores_of_customers_are_those_published(figures: RfmFigures) -> None:
    assert scores_of(figures, "Abbey O'Reilly") == (205, 6, 472, 343)
    assert scores_of(figures, "Add Senger") == (140, 3, 340, 412)


def test_that_the_ten_segments_are_those_published(figures: RfmFigures) -> None:
    assert {(each.name, each.customers.count, each.orders, each.amount) for each in figures.segments()} == {
        ("Champions", 35, 316, 31646),
        ("Potential Loyalists", 342, 2211, 204856),
        ("Loyal Customers", 170, 799, 76562),
        ("Promising", 9, 28, 4249),
        ("New Customers", 104, 329, 28837),
        ("Can’t Lose Them", 47, 274, 32446),
        ("At Risk", 28, 216, 22227),
        ("Need Attention", 10, 57, 4562),
        ("About To Sleep", 102, 283, 23449),
        ("Lost", 148, 393, 35324),
    }


def test_that_amounts_say_their_share_and_whose_they_are(figures: RfmFigures) -> None:
    headers, rows = figures.table()
    row = next(dict(zip(headers, cells, strict=True)) for cells in rows if cells[0] == "About To Sleep")
    assert row["Amount"].asked == "5% of 464,158, by 102 customers"
    assert row["A customer"].asked == "23,449 by 102 customers"
    assert row["Orders"].asked == "of 4,906, by 102 customers"


def test_that_the_people_of_each_segment_are_as_many_as_it_counts(figures: RfmFigures) -> None:
    people = [figures.people(row, 1) for row in range(len(figures.segments()) + 1)]
    assert all(ids is not None for ids in people)
    counts = [len(ids) for ids in people if ids is not None]
    assert counts == [*(each.customers.count for each in figures.segments()), 995]
    assert sum(counts[:-1]) == counts[-1]


def test_that_every_customer_of_cdnow_bought_as_often_and_as_lately_as_its_summary_says(
    shared: Path, tmp_path: Path
) -> None:
    folder = shared / "data" / "cdnow"
    bought = dict.fromkeys(tuple(line.split()[1:3]) for line in (folder / "CDNOW_sample.txt").read_text().splitlines())
    early = [(who, f"{day[:4]}-{day[4:6]}-{day[6:]}") for who, day in bought if day <= "19970930"]
    lines = [f"{who},{day}T12:00:00Z,purchase,1" for who, day in early]
    (tmp_path / "days.csv").write_text("\n".join(["customer_id,timestamp,event,amount", *lines]), encoding="utf-8")
    data = import_files("days", [Source(tmp_path / "days.csv", "events")]).dataset
    asked = RfmDefinition(Step(event="purchase"), "amount", on=date(1997, 9, 30))
    found = {int(str(who)): (since, orders) for who, since, orders, *_ in rfm(data, asked).records()[1]}
    with (folder / "cdnow_customers_summary.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(found) == len(rows) == 2357
    for row in rows:
        since, orders = found[int(row["ID"])]
        assert orders == int(float(row["frequency"])) + 1
        assert since == pytest.approx(7 * (float(row["T"]) - float(row["recency"])), abs=0.1)  # weeks of two decimals


def test_that_everybody_moved_from_somewhere(orders: Dataset, definition: RfmDefinition) -> None:
    figures = rfm(orders, replace(definition, before=date(2006, 6, 30)))
    moves = figures.moves()
    assert sum(moves.values()) == 995
    arrived = {each.name: 0 for each in figures.segments()}
    for (_, new), count in moves.items():
        arrived[new] += count
    assert arrived == {each.name: each.customers.count for each in figures.segments()}
    stayed_or_left = sum(count for (old, _), count in moves.items() if old != "new")
    assert figures.before is not None
    assert stayed_or_left == len(figures.before.customers)


def test_that_only_what_was_bought_by_the_day_counts(orders: Dataset, definition: RfmDefinition) -> None:
    early = rfm(orders, replace(definition, on=date(2005, 1, 31)))
    assert 0 < len(early.now.customers) < 995
    assert int(early.now.days.min()) >= 0


def test_that_engagement_is_a_fourth_letter(orders: Dataset, definition: RfmDefinition) -> None:
    name = definition.purchase.event
    figures = rfm(orders, replace(definition, engaged=(name,)))
    assert figures.now.engagement is not None
    assert np.array_equal(figures.now.engagement, figures.now.frequency)
    assert scores_of(figures, "Abbey O'Reilly")[3] == 3434


def test_that_engagement_with_conditions_counts_what_fits_them_and_the_sentence_can_change_them(
    orders: Dataset, definition: RfmDefinition
) -> None:
    name, amount = definition.purchase.event, definition.amount
    engaged = replace(definition, engaged=(name,))
    clauses = json.dumps([{"property": amount, "op": "gt", "value": 100}])
    asked = changed(engaged, f"where engaged {name}", clauses)
    large = (orders.properties[amount].values > 100) & (orders.names.values == orders.names.words.index(name).as_py())
    plain = np.bincount(orders.event_customers()[large], minlength=orders.customer_count)
    found = rfm(orders, asked).now
    assert found.engagement is not None
    assert np.array_equal(found.engagement, fifths_of("above", plain[found.customers]))
    assert not np.array_equal(found.engagement, found.frequency)
    assert f"where engaged {name}" in {part.field for part in sentence(orders, asked) if not isinstance(part, str)}
    assert "100" in asked.in_words()
    assert changed(asked, f"where engaged {name}", "[]").where == ()


def test_that_the_day_looked_from_is_the_last_of_the_data_unless_one_is_named(
    orders: Dataset, definition: RfmDefinition
) -> None:
    assert int(rfm(orders, replace(definition, on=None)).now.days.min()) == 0


def test_that_everything_wrong_with_a_definition_is_named(orders: Dataset) -> None:
    wrong = RfmDefinition(Step(event="bought"), "price", ON, date(2007, 1, 1), ("opened",))
    with pytest.raises(AppError) as caught:
        rfm(orders, wrong)
    assert {problem.code for problem in caught.value.problems} >= {"rfm-amount", "rfm-engaged", "rfm-before"}


def test_that_the_chart_says_where_each_segment_is_drawn(figures: RfmFigures) -> None:
    chart = draw_rfm(figures, LIGHT)
    chart.lay_out(800, 600)
    drawn = {(hit.row, figures.table()[0][hit.column]): hit.path.get_extents() for hit in chart.hits}
    segments = range(len(figures.segments()))
    assert set(drawn) == {(row, column) for row in segments for column in ("Customers", "Amount")}
    assert all(0 <= each.x0 < each.x1 <= 800 and 0 <= each.y0 < each.y1 <= 600 for each in drawn.values())
    assert drawn[0, "Customers"].y1 <= drawn[0, "Amount"].y0 < drawn[1, "Customers"].y0
