"""Of what payment services, tills and shops export, only what was bought and kept is revenue."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from app.data.importing.read import Imported
from app.errors import AppError

DAY = "2025-03-01T08:00:00Z"


def _imported(folder: Path, text: str) -> Dataset:
    return _imported_from(folder, text).dataset


def _imported_from(folder: Path, text: str) -> Imported:
    (folder / "payments.csv").write_text(text, encoding="utf-8")
    return import_plan(propose([folder / "payments.csv"]), "t")


def _revenue(dataset: Dataset) -> float:
    rows = dataset.names.values == dataset.names.words.to_pylist().index("purchase")
    return round(float(np.nansum(dataset.properties[dataset.roles.properties["amount"]].values[rows])), 2)


def test_that_fees_of_a_settlement_are_no_purchases_and_a_return_is_one_of_its_order(tmp_path: Path) -> None:
    rows = [
        line
        for order in range(8)
        for line in (
            f"SALE,{DAY},o{order},49.90,EUR,p{order % 3}@x.io",
            f"FEE,{DAY},o{order},-1.20,EUR,p{order % 3}@x.io",
            *((f"RETURN,{DAY},o{order},-{49.9 if order else 20},EUR,p{order % 3}@x.io",) if order % 4 == 0 else ()),
        )
    ]
    dataset = _imported(tmp_path, "\n".join(["type,captured,order_id,amount,currency,email", *rows]))
    assert dataset.schema().events == {"purchase": 8, "refund": 2, "fee": 8}
    assert _revenue(dataset) == 399.2
    back = dataset.names.values == dataset.names.words.to_pylist().index("refund")
    assert sorted(dataset.properties["amount"].values[back]) == [20, 49.9]


def test_that_a_tills_rows_of_totals_and_payments_count_once_with_its_lines(tmp_path: Path) -> None:
    rows = []
    for sale in range(6):
        count = sale % 3 + 1
        whose = f"2025-03-0{sale + 1} 08:00,{sale},c{sale % 4}"
        rows += [f"{whose},Sale,,{count * 10.5}", *(f"{whose},Sale Line,b{at},10.5" for at in range(count))]
        rows.append(f"{whose},Payment,,{count * 10.5}")
    dataset = _imported(tmp_path, "\n".join(["Date,Receipt,Customer Code,Line Type,Sku,Total", *rows]))
    assert dataset.schema().events == {"purchase": 6, "ordered_product": 12}
    assert _revenue(dataset) == 126


def test_that_the_same_amount_in_each_colour_is_no_repeated_total(tmp_path: Path) -> None:
    rows = [f"2025-03-01,{at // 2},c{at // 2 % 3},{('red', 'blue')[at % 2]},b{at % 2},20" for at in range(12)]
    dataset = _imported(tmp_path, "\n".join(["Date,Order ID,Customer ID,Colour,Sku,Line total", *rows]))
    assert _revenue(dataset) == 240


def test_that_drafts_refusals_and_credits_are_no_purchases(tmp_path: Path) -> None:
    said = ("sale,settled", "credit,settled", "sale,processor_declined", "sale,draft", "sale,refused")
    rows = [f"t{at},{said[at % 5]},{DAY},15.00,EUR,c{at % 4}" for at in range(20)]
    header = "Transaction ID,Transaction Type,Transaction Status,Created at,Amount,Currency,Customer ID"
    dataset = _imported(tmp_path, "\n".join([header, *rows]))
    assert dataset.schema().events == {"purchase": 4, "refund": 4, "failed_purchase": 8, "draft_order": 4}


@pytest.mark.parametrize(("more", "purchases"), [("", 6), (",amount_refunded", 12)])
def test_that_a_day_of_refund_takes_an_order_back_unless_a_part_of_it_may_have_been(
    more: str, purchases: int, tmp_path: Path
) -> None:
    parts = ",2.00" if more else ""
    rows = [f"t{at},{DAY},9.99,{DAY if at % 2 else ''},c{at % 4}{parts}" for at in range(12)]
    dataset = _imported(
        tmp_path, "\n".join([f"transaction_id,paid_at,price_in_usd,refunded_at,customer_id{more}", *rows])
    )
    assert dataset.schema().events["purchase"] == purchases


def test_that_checkouts_that_were_left_bring_no_revenue(tmp_path: Path) -> None:
    rows = [f"{at},p{at % 4}@x.io,{DAY},Sent,EUR,45.00,Boot,https://x.io" for at in range(12)]
    header = "Id,Email,Created at,Email status,Currency,Total,Lineitem name,Abandoned Checkout URL"
    assert _imported(tmp_path, "\n".join([header, *rows])).schema().events == {"abandoned_checkout": 12}


def test_that_payments_without_a_person_are_nobodys(tmp_path: Path) -> None:
    rows = [f"{DAY},19.95,EUR,paid,tr_{at},Ana Bach" for at in range(6)]
    with pytest.raises(AppError, match=r"“ID” has another value in each row.*“Consumer name” has names"):
        _imported(tmp_path, "\n".join(["Date,Amount,Currency,Status,ID,Consumer name", *rows]))


def test_that_what_counts_many_people_together_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(AppError, match=r"counts many people together \(“pageviews” and “visitors”\).*a row for each"):
        _imported(tmp_path, "date,page,pageviews,visitors\n2025-03-01,/,10,5\n2025-03-02,/,12,6\n")


def test_that_guests_who_share_an_id_are_known_by_their_addresses(tmp_path: Path) -> None:
    rows = [f"{at},{at % 6 if at % 2 else 0},p{at % 6}@x.io,{DAY},5.00,complete" for at in range(24)]
    dataset = _imported(tmp_path, "\n".join(["order_id,customer_id,email,date_added,total,status", *rows]))
    assert dataset.customer_count == 6
    assert "0" not in dataset.customer_ids.to_pylist()


@pytest.mark.parametrize("nobody", ["0", "-1", "guest", "Guest", "-", "(none)"])
def test_that_orders_of_guests_without_an_address_are_listed_and_no_one_person(tmp_path: Path, nobody: str) -> None:
    rows = [f"{at},{at // 2 + 1 if at % 3 else nobody},{DAY},5.00,complete" for at in range(60)]
    (tmp_path / "orders.csv").write_text("\n".join(["order_id,customer_id,date_added,total,status", *rows]), "utf-8")
    imported = import_plan(propose([tmp_path / "orders.csv"]), "t")
    (account,) = imported.accounts
    assert nobody not in imported.dataset.customer_ids.to_pylist()
    assert {note.reason for note in account.notes} == {"What stands in “customer_id” names nobody."}
    assert (account.imported, account.rejected) == (40, 20)
    assert any("names nobody" in remark and "20 rows are listed" in remark for remark in account.remarks)


def test_that_guests_are_known_by_their_cookies_where_they_have_one(tmp_path: Path) -> None:
    rows = [f"{at + 100 if at % 3 else 'guest'},{f'v{at}' if at < 30 else ''},{DAY},visit" for at in range(60)]
    (tmp_path / "visits.csv").write_text("\n".join(["user_id,anonymous_id,at,event", *rows]), encoding="utf-8")
    (account,) = import_plan(propose([tmp_path / "visits.csv"]), "t").accounts
    assert {note.reason for note in account.notes} == {"What stands in “user_id” or “anonymous_id” names nobody."}
    assert account.rejected == 10
    assert any("10 rows are known by “anonymous_id” instead" in remark for remark in account.remarks)


def test_that_an_id_with_a_large_share_of_all_orders_is_remarked(tmp_path: Path) -> None:
    rows = [f"{at},{'K7' if at % 3 == 0 else f'K{at % 40 + 100}'},{DAY},5.00,complete" for at in range(120)]
    (tmp_path / "orders.csv").write_text("\n".join(["order_id,customer_id,date_added,total,status", *rows]), "utf-8")
    (account,) = import_plan(propose([tmp_path / "orders.csv"]), "t").accounts
    assert account.rejected == 0
    assert any("“K7” in “customer_id” stands on 40 of 120 rows" in remark for remark in account.remarks)


@pytest.mark.parametrize("id_", ["0", "na"])
def test_that_somebody_who_is_called_like_nobody_stays_a_person(tmp_path: Path, id_: str) -> None:
    others = ("1", "2", "3") if id_ == "0" else ("bo", "al", "cy")
    rows = [f"{at},{(id_, *others)[at % 4]},{DAY},5.00,complete" for at in range(12)]
    dataset = _imported(tmp_path, "\n".join(["order_id,customer_id,date_added,total,status", *rows]))
    assert sorted(map(str, dataset.customer_ids.to_pylist())) == sorted([id_, *others])


@pytest.mark.parametrize(
    ("header", "row", "voided"),
    [
        (
            "invoice_number,invoice_state,created_at,total,account_email",
            "{at},{state},2025-03-01,20.00,p{who}@x.io",
            "voided",
        ),
        (
            "Localizador,Estado,Fecha de reserva,Importe,Correo",
            'L{at},{state},01/03/2025,"20,00 €",p{who}@x.io',
            "Cancelada",
        ),
        ("予約番号,状態,予約日時,料金,メールアドレス", "Y{at},{state},2025/03/01 10:00,20,p{who}@x.io", "キャンセル"),
    ],
)
def test_that_what_was_cancelled_is_no_revenue_whatever_says_so(
    header: str, row: str, voided: str, tmp_path: Path
) -> None:
    rows = [row.format(at=at, who=at % 4, state="ok" if at % 3 else voided) for at in range(12)]
    dataset = _imported(tmp_path, "\n".join([header, *rows]))
    assert dataset.schema().events == {"purchase": 8, "refund": 4}
    assert (_revenue(dataset), dataset.customer_count) == (160, 4)


def test_that_a_fee_beside_no_sales_is_what_somebody_was_sold(tmp_path: Path) -> None:
    rows = [f"{at},p{at % 4}@x.io,{DAY},{('Fee', 'Donation', 'Transfer')[at % 3]},50.00,EUR" for at in range(12)]
    dataset = _imported(tmp_path, "\n".join(["order_id,email,date,type,amount,currency", *rows]))
    assert _revenue(dataset) == 600


_UNPAID = """Booking ID,Guest email,Booked on,Status,Payment status,Total
1,a@x.io,2025-03-01,confirmed,paid,100
2,b@x.io,2025-03-01,pending,,20
3,b@x.io,2025-03-02,no-show,,30
4,c@x.io,2025-03-02,no-show,paid,40
5,c@x.io,2025-03-03,pending,paid,50
"""


def test_that_what_nobody_has_paid_is_no_revenue_until_somebody_does(tmp_path: Path) -> None:
    first = _imported_from(tmp_path, _UNPAID)
    assert first.dataset.schema().events == {"purchase": 3, "pending_purchase": 1, "no_show": 1}
    assert _revenue(first.dataset) == 190
    assert any("1 not paid yet, no revenue: pending_purchase" in each for each in first.accounts[0].remarks)

    paid = _UNPAID.replace("pending,,20", "confirmed,paid,20") + "6,a@x.io,2025-03-04,open,,60\n"
    (tmp_path / "payments.csv").write_text(paid, encoding="utf-8")
    plan = propose([tmp_path / "payments.csv"], None, first.dataset, accounts=first.accounts, before=first.mapping)
    later = import_plan(plan, "t", first.dataset)
    assert later.dataset.schema().events == {"purchase": 5, "no_show": 1}
    assert _revenue(later.dataset) == 270
    assert (later.accounts[0].imported, later.accounts[0].rejected) == (2, 4)


def test_that_open_is_unpaid_beside_paid_and_a_parcel_may_wait_for_what_is_paid(tmp_path: Path) -> None:
    rows = [f"{at},c{at % 3},2025-03-0{at + 1},{('offen', 'bezahlt')[at % 2]},10" for at in range(6)]
    dataset = _imported(tmp_path, "\n".join(["Rechnungsnummer,Kundennummer,Datum,Status,Betrag", *rows]))
    assert dataset.schema().events == {"purchase": 3, "pending_purchase": 3}
    rows = [f"{at},c{at % 3},2025-03-0{at + 1},{('open', 'closed')[at % 2]},pending,10" for at in range(6)]
    header = "Order ID,Customer ID,Date,Order status,Fulfillment status,Total"
    assert _imported(tmp_path, "\n".join([header, *rows])).schema().events == {"purchase": 6}


def test_that_customers_who_are_known_by_their_address_can_be_written_to(tmp_path: Path) -> None:
    rows = "email,event,at\na@x.io,visit,2025-03-01\nb@x.io,visit,2025-03-02\n,visit,2025-03-02\nc@x.io,visit,never\n"
    dataset = _imported(tmp_path, rows)
    column = dataset.attribute_of("email", ColumnType.TEXT)
    assert column is not None
    assert dataset.customer_ids.to_pylist() == ["a@x.io", "b@x.io"]
    assert column.words.to_pylist() == ["a@x.io", "b@x.io"]
    assert _imported(tmp_path, rows.replace("a@", "A@")).customer_ids.to_pylist() == ["a@x.io", "b@x.io"]


def test_that_rows_that_stand_for_several_events_are_remarked(tmp_path: Path) -> None:
    rows = "user_id,event,date,Event count\nu1,view,2025-03-01,3\nu2,buy,2025-03-01,1\nu2,view,2025-03-02,2\n"
    remarks = _imported_from(tmp_path, rows).accounts[0].remarks
    assert any("“Event count”: 2 rows stand for 5 events." in each for each in remarks)


def test_that_a_shop_says_in_any_language_who_has_not_paid_yet(tmp_path: Path) -> None:
    said = ("Paiement accepté", "En attente du paiement par chèque", "Livré", "Annulé", "Erreur de paiement")
    rows = [f"R{at};p{at % 3}@x.fr;{(at + 1) * 10},00 €;{word};{at + 11}/03/2025" for at, word in enumerate(said)]
    french = _imported(tmp_path, "\n".join(["Référence;Email;Total;État;Date", *rows]))
    assert french.schema().events == {"purchase": 2, "pending_purchase": 1, "refund": 1, "failed_purchase": 1}
    assert _revenue(french) == 40
    rows = ["1;2025-03-01;Vyřízena;a@x.cz;100,00;Ano", "2;2025-03-02;Nevyřízena;b@x.cz;50,00;Ne"]
    rows.append("3;2025-03-03;Stornována;a@x.cz;70,00;Ne")
    czech = _imported(tmp_path, "\n".join(["kód;datum;stav;email;cena celkem;zaplaceno", *rows]))
    assert czech.schema().events == {"purchase": 1, "pending_purchase": 1, "refund": 1}


def test_that_who_agrees_in_an_order_form_agrees_and_nobody_else(tmp_path: Path) -> None:
    rows = ["1,a@x.io,2025-03-01,10,Yes", "2,b@x.io,2025-03-02,20,No", "3,c@x.io,2025-03-02,20,"]
    dataset = _imported(tmp_path, "\n".join(["Order ID,Email,Date,Total,Do you want our newsletter?", *rows]))
    column = dataset.attribute_of("email_consent", ColumnType.BOOLEAN)
    assert column is not None
    assert column.values.tolist() == [1, 0, -1]
