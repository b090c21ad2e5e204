"""Of bookings only what was paid is revenue; who did not come, or cancelled, is told apart, and when it was is read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.data.columns.arrow import words_of
from app.data.dataset import Dataset
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from app.data.importing.read import Imported


def _imported(folder: Path, header: str, *rows: str) -> Imported:
    (folder / "bookings.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    return import_plan(propose([folder / "bookings.csv"]), "t")


def _sums(dataset: Dataset) -> dict[str, float]:
    amounts = dataset.properties[dataset.roles.properties["amount"]].values
    names = words_of(dataset.names.words)
    return {name: round(float(np.nansum(amounts[dataset.names.values == code])), 2) for code, name in enumerate(names)}


def _first(dataset: Dataset) -> str:
    return str(dataset.at.min().astype("M8[us]"))[:16]


def test_that_visits_are_told_by_their_status_and_begin_at_their_time(tmp_path: Path) -> None:
    dataset = _imported(
        tmp_path,
        "Client ID,First Name,Email,Visit Date,Start Time,Class,Staff,Status,Revenue per visit",
        "100,Ann,ann@x.io,3/14/2025,9:00 AM,Yoga,Zoe,Signed in,$15.00",
        "101,Bob,bob@x.io,3/14/2025,9:30 AM,Yoga,Zoe,No show,$16.00",
        "100,Ann,ann@x.io,3/15/2025,9:00 AM,Yoga,Zoe,Late cancel,$17.00",
        "102,Cid,cid@x.io,3/16/2025,6:30 PM,Spin,Max,Signed in,$18.00",
    ).dataset
    assert (dataset.customer_count, _first(dataset)) == (3, "2025-03-14T09:00")
    assert str(dataset.at.max().astype("M8[us]"))[:16] == "2025-03-16T18:30"
    assert _sums(dataset) == {"purchase": 33.0, "refund": 17.0, "no_show": 16.0}


def test_that_an_appointment_is_a_purchase_of_its_price_once_it_is_paid(tmp_path: Path) -> None:
    dataset = _imported(
        tmp_path,
        "Start Time,End Time,First Name,Phone,Email,Type,Appointment Price,Paid?,Date Scheduled,Label,Appointment ID",
        '"March 14, 2025 9:00 am","March 14, 2025 10:00 am",Ann,1,ann@x.io,Massage,80.00,yes,2025-03-01,Confirmed,5001',
        '"March 15, 2025 9:00 am","March 15, 2025 10:00 am",Bob,2,bob@x.io,Massage,81.00,no,2025-03-02,,5002',
        '"March 16, 2025 9:00 am","March 16, 2025 10:00 am",Ann,1,ann@x.io,Facial,60.00,yes,2025-03-03,No Show,5003',
        '"March 17, 2025 9:00 am","March 17, 2025 10:00 am",Bob,2,bob@x.io,Facial,61.00,no,2025-03-03,No Show,5004',
    ).dataset
    assert (dataset.customer_count, _first(dataset)) == (2, "2025-03-14T09:00")
    assert _sums(dataset) == {"purchase": 140.0, "pending_purchase": 81.0, "no_show": 61.0}


def test_that_a_reservation_without_money_is_no_purchase(tmp_path: Path) -> None:
    imported = _imported(
        tmp_path,
        "Reservation ID,Guest Name,Guest Email,Visit Date,Visit Time,Party Size,Status",
        "R1,Ann Lee,ann@x.io,2025-03-14,19:00,2,Done",
        "R2,Bob Ray,bob@x.io,2025-03-14,20:00,4,No Show",
        "R3,Ann Lee,ann@x.io,2025-03-20,19:30,2,Cancelled",
    )
    dataset = imported.dataset
    assert dataset.schema().events == {"reservation": 1, "no_show": 1, "cancelled_reservation": 1}
    assert dataset.roles.events == {"appointment": "reservation", "appointment_cancelled": "cancelled_reservation"}
    assert "amount" not in dataset.properties.keys() | dataset.roles.properties.keys()
    assert _first(dataset) == "2025-03-14T19:00"
    said = "3 lines make 3 reservations, 1 of them cancelled: cancelled_reservation, 1 to which nobody came: no_show."
    assert said in imported.accounts[0].remarks


@pytest.mark.parametrize(
    ("header", "done", "missed", "cancelled"),
    [
        ("Reservierungsnummer;E-Mail;Datum;Uhrzeit;Personen;Status", "erledigt", "nicht erschienen", "storniert"),
        ("Numéro de réservation;E-mail;Date;Heure;Personnes;Statut", "terminé", "non présenté", "annulé"),
    ],
)
def test_that_reservations_are_known_in_other_languages(
    header: str, done: str, missed: str, cancelled: str, tmp_path: Path
) -> None:
    rows = [f"R{at};p{at}@x.io;{at + 14}.03.2025;19:00;2;{word}" for at, word in enumerate((done, missed, cancelled))]
    dataset = _imported(tmp_path, header, *rows).dataset
    assert dataset.schema().events == {"reservation": 1, "no_show": 1, "cancelled_reservation": 1}
    assert _first(dataset) == "2025-03-14T19:00"


@pytest.mark.parametrize(
    ("columns", "events"),
    [
        ("No show,Cancelled", {"reservation": 2, "no_show": 1, "cancelled_reservation": 1}),
        ("Did not attend,Late cancel", {"reservation": 2, "no_show": 1, "cancelled_reservation": 1}),
    ],
)
def test_that_columns_of_yes_and_no_tell_who_came(columns: str, events: dict[str, int], tmp_path: Path) -> None:
    said = ("No,No", "Yes,No", "No,Yes", "No,No")
    rows = [f"p{at}@x.io,2025-03-0{at + 1} 10:00,{each}" for at, each in enumerate(said)]
    assert _imported(tmp_path, f"Email,Date,{columns}", *rows).dataset.schema().events == events


def test_that_lines_of_one_payment_are_one_purchase_with_its_items(tmp_path: Path) -> None:
    dataset = _imported(
        tmp_path,
        "Date,Time,Time Zone,Item,Qty,SKU,Discounts,Net Sales,Transaction ID,Payment ID,Event Type,Client ID",
        "2025-03-01,09:12:33,Eastern Time (US & Canada),Latte,1,L1,$0.00,$4.50,T1,P1,Payment,C1",
        "2025-03-01,09:12:33,Eastern Time (US & Canada),Bagel,2,B1,-$1.00,$5.00,T1,P1,Payment,C1",
        "2025-03-02,10:00:00,Eastern Time (US & Canada),Latte,1,L1,$0.00,$4.50,T2,P2,Payment,C2",
        "2025-03-03,10:05:00,Eastern Time (US & Canada),Latte,-1,L1,$0.00,-$4.50,T3,P3,Refund,C2",
    ).dataset
    assert dataset.schema().events == {"purchase": 2, "refund": 1, "ordered_product": 3, "refunded_product": 1}
    assert {name: sum_ for name, sum_ in _sums(dataset).items() if sum_} == {"purchase": 14.0, "refund": 4.5}
    assert _first(dataset) == "2025-03-01T14:12"


def test_that_what_happened_to_orders_stays_what_it_is_called_where_no_lines_are_told(tmp_path: Path) -> None:
    rows = [f"c{at % 3},2025-03-0{at + 1},{('purchase', 'refund')[at % 2]},o{at // 2},b,20" for at in range(6)]
    dataset = _imported(tmp_path, "customer_id,time,event,order_id,product,amount", *rows).dataset
    assert dataset.schema().events == {"purchase": 3, "refund": 3}
