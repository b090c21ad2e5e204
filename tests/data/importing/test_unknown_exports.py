"""Exports of tools that no preset knows come in rightly by their header and values alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.data.dataset import Dataset
from app.data.importing.mapping import parse_mapping
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from tests.builders.further_exports import FURTHER
from tests.builders.later_exports import LATER
from tests.builders.unknown_exports import UNKNOWN, german_customers, german_orders, made_unknown, mailchimp_activity


def _texts(dataset: Dataset, role: str) -> list[str]:
    column = dataset.attributes[dataset.roles.attributes[role]]
    words = column.words.to_pylist()
    return [str(words[code]).strip().lower() if code >= 0 else "" for code in column.values]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("make", [*UNKNOWN, *FURTHER, *LATER], ids=lambda make: str(make.__name__))
def test_that_an_unknown_export_is_taken_for_what_it_is(make: Callable[..., Any], seed: int, tmp_path: Path) -> None:
    right = made_unknown(make, seed)
    plan = propose([right.write(tmp_path)])
    file = plan.files[0]
    assert (file.kind, file.keys[0].column) == (right.kind, right.key)
    assert right.roles.items() <= dict(file.roles).items()
    assert right.properties.items() <= dict(file.property_roles).items()
    imported = import_plan(plan, "t")
    assert imported.dataset.customer_count == 60
    assert imported.dataset.schema().events == right.events
    assert [account.rejected for account in imported.accounts] == [0]
    name = imported.dataset.roles.attributes.get("email_consent")
    if name is not None:
        consent = imported.dataset.attributes[name].values
        emails = _texts(imported.dataset, "email")
        assert {emails[row] for row in np.flatnonzero(consent == 1)} == right.export.agreed
        assert int((consent == 0).sum()) == right.refused
    assert (name is None) == (right.kind != "customers")


@pytest.mark.parametrize("make", [*UNKNOWN, *FURTHER, *LATER], ids=lambda make: str(make.__name__))
def test_that_the_mapping_of_an_unknown_export_says_it_all_again(make: Callable[..., Any], tmp_path: Path) -> None:
    path = made_unknown(make, 3).write(tmp_path)
    imported = import_plan(propose([path]), "t")
    mapping = parse_mapping(imported.mapping.model_dump_json(by_alias=True), "mapping")
    assert import_plan(propose([path], mapping), "t").dataset.fingerprint == imported.dataset.fingerprint


def test_that_customers_and_orders_with_german_headers_join_by_the_number_of_the_customer(tmp_path: Path) -> None:
    plan = propose([made_unknown(make, 1).write(tmp_path) for make in (german_customers, german_orders)])
    (join,) = plan.chosen
    assert (join.first.column, join.second.column, join.met) == ("Kundennummer", "Kundennummer", 60)
    assert import_plan(plan, "t").dataset.customer_count == 60


def test_that_opens_and_clicks_are_those_of_e_mails_where_e_mails_are_told_of(tmp_path: Path) -> None:
    dataset = import_plan(propose([made_unknown(mailchimp_activity, 1).write(tmp_path)]), "t").dataset
    assert dataset.roles.events["email_open"] == "open"
    assert dataset.roles.events["email_click"] == "click"
    (tmp_path / "web.csv").write_text("user_id,at,action\n1,2026-01-05,click\n1,2026-01-06,scroll\n", encoding="utf-8")
    assert "email_click" not in import_plan(propose([tmp_path / "web.csv"]), "t").dataset.roles.events


def test_that_exports_with_japanese_headers_join_and_become_purchases(tmp_path: Path) -> None:
    people = "会員番号,姓,メールアドレス,電話番号,生年月日,登録日\n" + "".join(
        f"{row:06},田中,a{row}@x.jp,090-1234-{row:04},{1960 + row}年{row}月5日,2026/01/05\n" for row in range(1, 9)
    )
    orders = "注文番号,会員番号,注文日時,商品名,単価,合計金額\n" + "".join(
        f'R{row},{row % 8 + 1:06},2026/02/05 10:15,シャツ,"1,500円","3,000円"\n' for row in range(24)
    )
    (tmp_path / "people.csv").write_bytes(people.encode("cp932"))
    (tmp_path / "orders.csv").write_bytes(orders.encode("cp932"))
    dataset = import_plan(propose([tmp_path / "people.csv", tmp_path / "orders.csv"]), "t").dataset
    assert (dataset.customer_count, dataset.event_count) == (8, 24)
    assert dataset.roles.attributes["birthday"] == "生年月日"
    assert dataset.roles.events["purchase"] == "purchase"
    amount = dataset.properties[dataset.roles.properties["amount"]]
    assert amount.values.tolist() == [3000.0] * 24
    assert dataset.roles.property_currencies["合計金額"] == "JPY"


def test_that_a_phone_names_the_customer_where_nothing_else_does(tmp_path: Path) -> None:
    people = "First name,Mobile phone\n" + "".join(f"Ann,0049 (176) 00000{row}\n" for row in range(8))
    texts = "mobile,sent_at,message_status\n" + "".join(
        f"+4917600000{row % 8},2026-02-05 10:{row},delivered\n" for row in range(10, 34)
    )
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    (tmp_path / "texts.csv").write_text(texts, encoding="utf-8")
    dataset = import_plan(propose([tmp_path / "people.csv", tmp_path / "texts.csv"]), "t").dataset
    assert (dataset.customer_count, dataset.event_count) == (8, 24)


def test_that_a_rejected_row_names_the_columns_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("Customer ID,Email\n1,a@x.io\n2,b@x.io\n", encoding="utf-8")
    events = "Email,Metric,Timestamp\na@x.io,visit,2026-01-01\n,visit,2026-01-01\nb@x.io,visit,2026-01-02\n"
    (tmp_path / "events.csv").write_text(events, encoding="utf-8")
    imported = import_plan(propose([tmp_path / "people.csv", tmp_path / "events.csv"]), "t")
    assert [note.reason for note in imported.accounts[1].notes] == ["The column “Email” is empty."]


def test_that_an_id_of_the_user_names_the_customer_rather_than_the_device(tmp_path: Path) -> None:
    rows = "".join(f"u{row % 5},d{row % 7},visit,2026-01-01 10:{row}\n" for row in range(10, 40))
    (tmp_path / "e.csv").write_text(f"external_user_id,device_id,name,time\n{rows}", encoding="utf-8")
    assert import_plan(propose([tmp_path / "e.csv"]), "t").dataset.customer_count == 5


def test_that_answers_below_a_question_name_its_columns(tmp_path: Path) -> None:
    header = (
        "Respondent ID,Start Date,Email Address,How likely are you?,Which do you use?,,\n,,,Response,Boots,Hats,Other\n"
    )
    rows = "".join(f"11{row},2026-01-0{row} 10:00,p{row % 3}@x.io,{row},Boots,,\n" for row in range(1, 9))
    (tmp_path / "survey.csv").write_text(header + rows, encoding="utf-8")
    imported = import_plan(propose([tmp_path / "survey.csv"]), "t")
    assert (imported.dataset.event_count, imported.accounts[0].rejected) == (8, 0)
    answers = ["How likely are you?", *(f"Which do you use?: {answer}" for answer in ("Boots", "Hats", "Other"))]
    assert [name for name in imported.dataset.properties if "you" in name] == answers


def test_that_people_who_are_called_alike_stay_apart_by_their_addresses(tmp_path: Path) -> None:
    rows = "".join(f"Ann {('Lee', 'Novak')[row % 2]},p{row}@x.io,Brno\n" for row in range(8))
    (tmp_path / "contacts.csv").write_text(f"Customer,Email,City\n{rows}", encoding="utf-8")
    assert import_plan(propose([tmp_path / "contacts.csv"]), "t").dataset.customer_count == 8


def test_that_what_a_message_cost_is_no_purchase(tmp_path: Path) -> None:
    rows = "".join(
        f"+14155550100,+42060000{row % 6:04},2026-01-05 10:{row},delivered,-0.0075\n" for row in range(10, 40)
    )
    (tmp_path / "texts.csv").write_text(f"From,To,SentDate,Status,Price\n{rows}", encoding="utf-8")
    plan = propose([tmp_path / "texts.csv"])
    assert (plan.files[0].keys[0].column, plan.files[0].keys[0].identifies) == ("To", "phone")
    assert import_plan(plan, "t").dataset.schema().events == {"texts": 30}


def test_that_a_type_tells_what_was_given_back(tmp_path: Path) -> None:
    rows = "".join(
        f"{('SALE', 'RETURN')[row % 4 == 3]},2026-01-0{row} 10:00,o{row},49.90,p{row}@x.io\n" for row in range(1, 9)
    )
    (tmp_path / "settled.csv").write_text(f"type,capture_date,order_id,amount,customer_email\n{rows}", encoding="utf-8")
    dataset = import_plan(propose([tmp_path / "settled.csv"]), "t").dataset
    assert dataset.schema().events == {"purchase": 6, "refund": 2}


def test_that_what_somebody_is_called_is_no_event_where_a_type_says_what_happened(tmp_path: Path) -> None:
    rows = "".join(
        f"0{row}.03.2026\t10:0{row}:00\tCET\tJan {'ABC'[row % 3]}\t{('Rückzahlung', 'Website-Zahlung')[row % 4 > 0]}\t"
        f"{'-' * (row % 4 == 0)}1.19{row},00\tp{row % 3}@x.io\n"
        for row in range(1, 9)
    )
    header = "Datum\tUhrzeit\tZeitzone\tName\tTyp\tBrutto\tAbsender E-Mail-Adresse\n"
    (tmp_path / "konto.txt").write_bytes((header + rows).encode("utf-16"))
    dataset = import_plan(propose([tmp_path / "konto.txt"]), "t").dataset
    assert (dataset.customer_count, dataset.schema().events) == (3, {"Rückzahlung": 2, "Website-Zahlung": 6})
    assert dataset.roles.events == {"purchase": "Website-Zahlung", "refund": "Rückzahlung"}
    assert int(dataset.at.min()) == 1_772_355_660_000_000


def test_that_an_amount_may_name_its_currency_and_events_be_many(tmp_path: Path) -> None:
    bills = "".join(f"{100 + row % 3};0{row}.03.2026;F{row};{row}'190.50\n" for row in range(1, 9))
    (tmp_path / "suisse.csv").write_text(f"N° client;Date;N° facture;Montant CHF\n{bills}", encoding="utf-8")
    dataset = import_plan(propose([tmp_path / "suisse.csv"]), "t").dataset
    assert dataset.roles.properties["amount"] == "Montant CHF"
    used = "".join(f"u{row % 9},used_{row % 90},2026-03-01T10:{row % 60:02}:00\n" for row in range(200))
    (tmp_path / "used.csv").write_text(f"user_id,event,time\n{used}", encoding="utf-8")
    assert len(import_plan(propose([tmp_path / "used.csv"]), "t").dataset.schema().events) == 90
