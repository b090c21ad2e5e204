"""Small exports written by hand as vendors write them: nothing lost, and consent never better than the file says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from app.data.columns.arrow import words_of
from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.data.importing.keys.stored import texts_of
from app.data.importing.plan import answered, propose
from app.data.importing.planned import import_plan

YES, NO, UNKNOWN = 1, 0, -1


def _imported(folder: Path, encoding: str = "utf-8", **texts: str) -> Dataset:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding=encoding)
    plan = propose([folder / f"{name}.csv" for name in texts])
    for doubt in plan.unanswered:
        plan = answered(plan, doubt)
    imported = import_plan(plan, "t")
    assert all(each.read == each.imported + each.repaired + each.rejected for each in imported.accounts)
    return imported.dataset


def _consents(dataset: Dataset) -> dict[str, int]:
    values = dataset.attributes[dataset.roles.attributes["email_consent"]].values.tolist()
    return dict(zip(map(str, dataset.customer_ids.to_pylist()), values, strict=True))


def _events(dataset: Dataset) -> list[tuple[str, str]]:
    names = words_of(texts_of(dataset.names))
    owners = np.repeat(np.array(dataset.customer_ids.to_pylist(), object), np.diff(dataset.offsets))
    return list(zip(owners.tolist(), names, strict=True))


def test_that_brevo_refuses_in_any_language(tmp_path: Path) -> None:
    header = "EMAIL;LASTNAME;FIRSTNAME;SMS;EMAIL_BLACKLISTED;SMS_BLACKLISTED;ADDED_TIME;MODIFIED_TIME\n"
    rows = "a@x.fr;D;Z;33612345678;Non;Oui;03-04-2025;13-04-2025\nb@x.fr;M;L;;Oui;Non;14-04-2025;\n"
    assert _consents(_imported(tmp_path, brevo=header + rows)) == {"a@x.fr": UNKNOWN, "b@x.fr": NO}


def test_that_hubspot_does_not_write_to_contacts_that_are_not_for_marketing(tmp_path: Path) -> None:
    header = "Record ID,First Name,Last Name,Email,Create Date,Lifecycle Stage,Marketing contact status\n"
    rows = (
        "1,A,B,a@h.com,2025-01-01 08:00,Lead,Marketing contact\n"
        "2,C,D,c@h.com,2025-01-01 08:00,Lead,Non-marketing contact\n"
    )
    assert _consents(_imported(tmp_path, hubspot=header + rows)) == {"1": UNKNOWN, "2": NO}


def test_that_an_export_says_who_refused_in_columns_that_its_preset_does_not_know(tmp_path: Path) -> None:
    header = "Record ID,First Name,Last Name,Email,Create Date,Lifecycle Stage,Unsubscribed from all email\n"
    rows = "1,A,B,a@h.com,2025-01-01 08:00,Lead,true\n2,C,D,c@h.com,2025-01-01 08:00,Lead,false\n"
    assert _consents(_imported(tmp_path, hubspot=header + rows)) == {"1": NO, "2": UNKNOWN}


def test_that_consent_that_stands_on_orders_alone_is_the_customers(tmp_path: Path) -> None:
    orders = (
        "Order ID,Email,Created at,Total,Accepts Marketing\n1,a@x.io,2024-01-01,5,yes\n2,a@x.io,2024-02-01,5,no\n"
        "3,b@x.io,2024-02-01,5,yes\n4,c@x.io,2024-02-01,5,\n"
    )
    assert _consents(_imported(tmp_path, orders=orders)) == {"a@x.io": NO, "b@x.io": YES, "c@x.io": UNKNOWN}
    people = "Email,Accepts Marketing\nb@x.io,no\n"
    assert _consents(_imported(tmp_path, orders=orders, people=people))["b@x.io"] == NO


def test_that_a_payment_that_failed_is_no_purchase_and_a_guest_is_known_by_address(tmp_path: Path) -> None:
    header = "id,Created date (UTC),Amount,Currency,Status,Customer ID,Customer Email\n"
    rows = (
        'ch_1,2025-02-01 10:00:00,"1.234,50",eur,Paid,cus_1,a@s.com\n'
        'ch_2,2025-02-02 10:00:00,"20,00",eur,Refunded,cus_2,b@s.com\n'
        'ch_3,2025-02-03 10:00:00,"5,00",eur,Failed,,guest@s.com\n'
    )
    dataset = _imported(tmp_path, stripe=header + rows)
    assert _events(dataset) == [("cus_1", "purchase"), ("cus_2", "refund"), ("guest@s.com", "failed_purchase")]
    assert words_of(texts_of(dataset.attributes["Customer Email"])) == ["a@s.com", "b@s.com", "guest@s.com"]


def test_that_a_row_is_rejected_for_what_stands_there(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("email,city\nA@x.de,Brno\nnobody,Wien\n,Graz\n", encoding="utf-8")
    account = import_plan(propose([tmp_path / "list.csv"]), "t").accounts[0]
    assert [(note.line, note.reason) for note in account.notes] == [
        (3, "What stands in “email” is no e-mail address."),
        (4, "The column “email” is empty."),
    ]


def test_that_a_list_has_no_say_in_how_many_agreed(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,Email,newsletter\n1,a@x.io,yes\n2,b@x.io,\n", encoding="utf-8")
    (tmp_path / "vips.csv").write_text("email\na@x.io\nb@x.io\n", encoding="utf-8")
    accounts = import_plan(propose([tmp_path / "people.csv", tmp_path / "vips.csv"]), "t").accounts
    said = "1 row does not say whether they agreed to e-mail: they count as not subscribed."
    assert said in accounts[0].remarks


def test_that_people_with_a_birthday_and_few_ids_are_people(tmp_path: Path) -> None:
    crm = (
        "Contact ID,E-Mail,Vorname,Telefon,Newsletter,Geburtstag\n0001,a@x.de,A,0171/1234567,ja,03.04.1980\n"
        ",b@x.de,B,,nein,13.04.1981\n0003,,C,030 123456,vielleicht,\n"
    )
    dataset = _imported(tmp_path, crm=crm)
    assert dataset.event_count == 0
    assert _consents(dataset) == {"0001": YES, "0003": UNKNOWN, "b@x.de": NO}
    assert dataset.attributes["Geburtstag"].type is ColumnType.DATE


def test_that_a_cancelled_order_is_a_refund_in_spanish_too(tmp_path: Path) -> None:
    orders = (
        "Pedido;Correo electrónico;Fecha;Importe;Estado\nP1;a@x.es;01/02/2025;1.234,50;Pagado\n"
        "P2;c@x.es;13/02/2025;10,00;Cancelado\n"
    )
    dataset = _imported(tmp_path, "cp1252", orders=orders)
    assert _events(dataset) == [("a@x.es", "purchase"), ("c@x.es", "refund")]
    assert dataset.properties["Importe"].values.tolist() == [1234.5, 10.0]


def test_that_the_sign_of_yen_in_shift_jis_is_a_currency(tmp_path: Path) -> None:
    orders = (
        "注文番号,会員番号,注文日時,商品名,数量,金額\n"
        '1,000001,2026/02/01 10:00,本,1,"\\1,200"\n2,000002,2026/02/02 10:00,茶,2,\\800\n'
    )
    dataset = _imported(tmp_path, "cp932", orders=orders)
    assert dataset.properties[dataset.roles.properties["amount"]].values.tolist() == [1200.0, 800.0]
