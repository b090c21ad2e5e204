"""Orders come out of their lines: baskets, amounts and products as an independent count has them."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from app.data.dataset import Dataset
from app.data.importing.plan import propose, with_file
from app.data.importing.planned import import_plan
from app.data.product_figures import product_figures

HEADER = ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


def _sum(dataset: Dataset, event: str, role: str = "amount") -> float:
    words = dataset.names.words.to_pylist()
    rows = dataset.names.values == words.index(event)
    return round(float(np.nansum(dataset.properties[dataset.roles.properties[role]].values[rows])), 2)


def _texts(dataset: Dataset, event: str, name: str) -> list[str | None]:
    column = dataset.properties[name]
    words = column.words.to_pylist()
    rows = np.flatnonzero(dataset.names.values == dataset.names.words.to_pylist().index(event))
    return [words[code] if code >= 0 else None for code in column.values[rows]]


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_that_the_lines_of_an_order_are_one_purchase_and_kept_as_products(tmp_path: Path) -> None:
    file = _write(
        tmp_path / "sales.csv",
        "order_id,customer_id,date,sku,quantity,unit_price,country\n"
        "1,a,2024-01-01 10:00,S1,2,1.50,CZ\n"
        "1,a,2024-01-01 10:00,S2,1,4.00,CZ\n"
        "2,b,2024-01-02 10:00,S1,1,1.50,DE\n",
    )
    plan = propose([file])
    assert (plan.files[0].kind, plan.files[0].constant) == ("orders", "purchase")
    imported = import_plan(plan, "t")
    dataset = imported.dataset
    assert dataset.schema().events == {"purchase": 2, "ordered_product": 3}
    assert (_sum(dataset, "purchase"), _sum(dataset, "purchase", "quantity")) == (8.5, 4.0)
    assert _texts(dataset, "purchase", "country") == ["CZ", "DE"]
    assert _texts(dataset, "ordered_product", "sku") == ["S1", "S2", "S1"]
    assert _texts(dataset, "ordered_product", "order_id") == ["1", "1", "2"]
    assert "3 lines make 2 orders." in imported.accounts[0].remarks
    assert "Their purchases come to 8.50 by “amount”." in imported.accounts[0].remarks


@pytest.mark.parametrize(
    ("head", "first", "second", "said"),
    [
        ("gross,net", "1 190.00,1000.00", "59.50,50.00", "Their purchases come to 1\u202f249.50 by “gross”."),
        ("gross,currency", "10,EUR", "12,USD", "Their purchases have amounts in 2 currencies by “gross”."),
        ("gross,currency", "10,EUR", "12,", "Their purchases come to 22.00 by “gross”."),
        ("sku,worn", "S1,yes", "S2,no", "No column was taken for what they cost, so their purchases are no revenue."),
    ],
)
def test_that_an_import_says_what_orders_come_to_and_which_column_says_so(
    tmp_path: Path, head: str, first: str, second: str, said: str
) -> None:
    header = f"order_id,email,order_date,status,{head}"
    bought = f"1,a@b.com,2024-01-01,paid,{first}\n2,c@d.com,2024-01-02,paid,{second}\n"
    refunded = f"3,c@d.com,2024-01-02,refunded,{first}\n"
    imported = import_plan(propose([_write(tmp_path / "orders.csv", f"{header}\n{bought}{refunded}")]), "t")
    assert imported.dataset.schema().events["purchase"] == 2
    assert said in imported.accounts[0].remarks


def test_that_an_order_of_one_line_stays_one_event_with_its_product(tmp_path: Path) -> None:
    file = _write(
        tmp_path / "sales.csv",
        "order_id,customer_id,date,sku,quantity,unit_price\n1,a,2024-01-01,S1,2,1.50\n2,a,2024-01-02,S2,-1,4.00\n",
    )
    dataset = import_plan(with_file(propose([file]), 0, kind="orders"), "t").dataset
    assert dataset.schema().events == {"purchase": 1, "refund": 1}
    assert (_sum(dataset, "purchase"), _sum(dataset, "refund")) == (3.0, 4.0)
    assert _texts(dataset, "purchase", "sku") == ["S1"]


def test_that_the_total_of_an_order_on_each_line_counts_once(tmp_path: Path) -> None:
    file = _write(
        tmp_path / "sales.csv",
        "order_id,customer_id,date,sku,quantity,unit_price,order_total\n"
        "1,a,2024-01-01,S1,2,1.50,9.90\n1,a,2024-01-01,S2,1,4.00,9.90\n2,b,2024-01-02,S1,1,1.50,1.50\n",
    )
    assert _sum(import_plan(propose([file]), "t").dataset, "purchase") == 11.4


def test_that_an_import_of_the_same_orders_adds_only_new_ones(tmp_path: Path) -> None:
    header = "order_id,customer_id,date,sku,quantity,unit_price\n"
    lines = ["1,a,2024-01-01,S1,2,1.50\n", "1,a,2024-01-01,S2,1,4.00\n"]
    first = import_plan(propose([_write(tmp_path / "one.csv", header + "".join(lines))]), "t").dataset
    file = _write(tmp_path / "two.csv", header + "".join(lines) + "2,a,2024-02-01,S1,1,1.50\n2,a,2024-02-01,S9,1,1\n")
    imported = import_plan(propose([file], dataset=first), "t", first)
    assert imported.dataset.schema().events == {"purchase": 2, "ordered_product": 4}
    assert imported.accounts[0].rejected == 2


def _retail(path: Path) -> tuple[dict[str, float], int, int]:
    """A file such as the UCI's online retail, each order's sum, and the lines with and without a customer."""
    draw = random.Random(3)
    sums: dict[str, float] = defaultdict(float)
    at, kept, dropped = datetime(2010, 12, 1, 8, 26), 0, 0
    with path.open("w", newline="", encoding="cp1252") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        for number in range(400):
            at += timedelta(minutes=draw.randint(1, 600))
            customer = draw.choice(["17850", "13047", "", str(12000 + draw.randint(0, 90))])
            is_back = draw.random() < 0.1
            invoice = f"{'C' if is_back else ''}{536365 + number}"
            for _ in range(draw.randint(1, 6)):
                quantity, price = draw.randint(1, 12) * (-1 if is_back else 1), draw.randint(0, 999) / 100
                when = f"{at.month}/{at.day}/{at.year} {at.hour}:{at.minute:02d}"
                row = [invoice, draw.choice(["85123A", "71053", "POST"]), "CAFÉ “SET” £5", quantity, when, price]
                writer.writerow([*row, customer, "United Kingdom"])
                kept, dropped = kept + bool(customer), dropped + (not customer)
                if customer:
                    sums[invoice] += quantity * price
    return sums, kept, dropped


def test_that_a_file_like_online_retail_needs_no_option(tmp_path: Path) -> None:
    sums, kept, dropped = _retail(tmp_path / "online_retail.csv")
    imported = import_plan(propose([tmp_path / "online_retail.csv"]), "t")
    events = imported.dataset.schema().events
    bought = {invoice: total for invoice, total in sums.items() if not invoice.startswith("C")}
    assert (events["purchase"], events["refund"]) == (len(bought), len(sums) - len(bought))
    assert events["ordered_product"] + events["refunded_product"] == kept
    assert _sum(imported.dataset, "purchase") == round(sum(bought.values()), 2)
    assert _sum(imported.dataset, "refund") == round(-sum(total for i, total in sums.items() if i not in bought), 2)
    account = imported.accounts[0]
    assert (account.read, account.imported, account.rejected) == (kept + dropped, kept, dropped)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data is not here")
def test_that_groceries_are_baskets_as_pyarrow_counts_them() -> None:
    file = SHARED / "grocery" / "transactions.parquet"
    lines = pq.read_table(file)
    dataset = import_plan(propose([file]), "t").dataset
    assert dataset.schema().events == {
        "purchase": len(pc.unique(lines["basket_id"])),
        "ordered_product": lines.num_rows,
    }
    assert _sum(dataset, "purchase") == round(float(pc.sum(lines["sales_value"]).as_py() or 0), 2)
    assert _sum(dataset, "purchase", "quantity") == pc.sum(lines["quantity"]).as_py()
    product = dataset.properties[dataset.roles.properties["product"]]
    assert len(product.words) == len(pc.unique(lines["product_id"]))


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data is not here")
def test_that_columns_of_white_space_without_a_header_are_purchases() -> None:
    plan = propose([SHARED / "cdnow" / "CDNOW_sample.txt"])
    dataset = import_plan(plan, "t").dataset
    assert (dataset.customer_count, dataset.schema().events) == (2357, {"purchase": 6919})
    assert _sum(dataset, "purchase") == 244091.94


@pytest.mark.parametrize("column", ["sales_value", "amount"])
def test_that_lines_keep_their_amounts_beside_that_of_the_order(tmp_path: Path, column: str) -> None:
    file = _write(
        tmp_path / "sales.csv",
        f"order_id,customer_id,date,sku,quantity,{column}\n"
        "1,a,2024-01-01 10:00,S1,2,3.00\n1,a,2024-01-01 10:00,S2,1,4.00\n2,b,2024-01-02 10:00,S1,1,1.50\n",
    )
    dataset = import_plan(propose([file]), "t").dataset
    assert (_sum(dataset, "purchase"), _sum(dataset, "ordered_product", "line_amount")) == (8.5, 8.5)
    assert (_sum(dataset, "ordered_product"), _sum(dataset, "purchase", "line_amount")) == (0.0, 0.0)
    figures = product_figures(dataset)
    assert dict(zip(figures.ids.to_pylist(), figures.revenue.tolist(), strict=True)) == {"S1": 4.5, "S2": 4.0}


@pytest.mark.parametrize(("column", "made"), [("total", ["amount", "total"]), ("unit_price", ["amount", "unit_price"])])
def test_that_the_amounts_of_orders_have_the_currency_of_their_lines(
    tmp_path: Path, column: str, made: list[str]
) -> None:
    file = _write(
        tmp_path / "sales.csv",
        f"order_id,customer_id,date,sku,quantity,{column}\n"
        "1,a,2024-01-01 10:00,S1,2,€3.00\n1,a,2024-01-01 10:00,S2,1,€4.00\n2,b,2024-01-02 10:00,S1,1,€1.50\n",
    )
    dataset = import_plan(propose([file]), "t").dataset
    assert dataset.roles.property_currencies == dict.fromkeys(made, "EUR")


def test_that_lines_keep_their_price_even_where_all_lines_of_each_order_cost_the_same(tmp_path: Path) -> None:
    file = _write(
        tmp_path / "sales.csv",
        "order_id,customer_id,date,sku,quantity,unit_price,total\n"
        "1,a,2024-01-01 10:00,S1,2,10.00,30\n"
        "1,a,2024-01-01 10:00,S2,1,10.00,30\n"
        "2,b,2024-01-02 10:00,S1,1,10.00,10\n",
    )
    figures = product_figures(import_plan(propose([file]), "t").dataset)
    assert dict(zip(figures.ids.to_pylist(), figures.revenue.tolist(), strict=True)) == {"S1": 30.0, "S2": 10.0}


OF_PIECES = "Invoice,customer_id,Invoice Date,Product Code,Qty,Price\n11,a,2024-02-01,T1,3,2\n11,a,2024-02-01,T2,1,5\n"
OF_LINES = "Order Number,customer_id,date,Item,Pcs,Line Total\n31,a,2024-03-01,V1,3,6\n31,a,2024-03-01,V2,1,5\n"


@pytest.mark.parametrize("texts", [(OF_PIECES, OF_LINES), (OF_LINES, OF_PIECES)])
@pytest.mark.parametrize("together", [True, False])
def test_that_lines_of_two_shops_count_whatever_their_columns_are_called(
    tmp_path: Path, texts: tuple[str, str], together: bool
) -> None:
    files = [_write(tmp_path / f"{place}.csv", text) for place, text in enumerate(texts)]
    if together:
        dataset = import_plan(propose(files), "t").dataset
    else:
        first = import_plan(propose(files[:1]), "t").dataset
        dataset = import_plan(propose(files[1:], dataset=first), "t", first).dataset
    assert _sum(dataset, "purchase") == 22.0
    figures = product_figures(dataset)
    assert figures.ids.to_pylist() == ["T1", "T2", "V1", "V2"]
    assert figures.pieces.tolist() == [3, 1, 3, 1]
    assert figures.revenue.tolist() == [6, 5, 6, 5]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data is not here")
def test_that_the_mean_value_of_the_repeat_purchases_of_cdnow_is_the_published_one() -> None:
    dataset = import_plan(propose([SHARED / "cdnow" / "CDNOW_sample.txt"]), "t").dataset
    days = dataset.at // (86_400 * 1_000_000)
    is_early = days <= (date(1997, 9, 30) - date(1970, 1, 1)).days
    amount = dataset.properties[dataset.roles.properties["amount"]].values
    spent: defaultdict[int, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
    for who, day, value in zip(dataset.event_customers()[is_early], days[is_early], amount[is_early], strict=True):
        spent[int(who)][int(day)] += value
    repeats = [[value for day, value in each.items() if day > min(each)] for each in spent.values()]
    means = [sum(each) / len(each) for each in repeats if each]
    assert len(means) == 946
    # The file's own dollars, summed by day, give 35.0778; the published mean rounds something on its way.
    assert sum(means) / len(means) == pytest.approx(35.0786, abs=1e-3)
