"""Rows that are bookings: tables, appointments, places in a class, with or without what they cost."""

from __future__ import annotations

import re

import pyarrow as pa

from app.data.importing.fates_of_orders import OF_ORDERS, RESERVATION, says_missed
from app.data.importing.recognition.columns.first_rows import filled_columns
from app.data.importing.recognition.events.purchases import has_income
from app.data.vocabulary.headers import plain, ranked
from app.data.vocabulary.roles import PROPERTY_ROLES

_IDS = re.compile(
    r"^(?:booking|reservation|appointment)_(?:id|no|nr|number|reference|ref|code)$"
    r"|^(?:buchungs|reservierungs|termin|boekings|reserverings)_?(?:nummer|nr|id)$|^(?:n|no|numero)_de_reserv(?:ation|a)$"
    r"|^(?:numero|codice)_(?:di_)?prenotazione$|^numer_rezerwacji$|^cislo_rezervace$|^予約番号$"
)
_MONEY = ("amount", "price", "currency")


def are_bookings(table: pa.Table) -> bool:
    """Whether a column has ids of bookings, or says of some rows that nobody came."""
    ids = [name for name in table.column_names if _IDS.search(plain(name))]
    return bool(filled_columns(table, ids)) or says_missed(table)


def name_of_orders(table: pa.Table) -> str:
    """How events are called that are orders: reservations where they are bookings that cost nothing."""
    return RESERVATION if _cost_nothing(table) and are_bookings(table) else OF_ORDERS[0]


def _cost_nothing(table: pa.Table) -> bool:
    known = [word for role in _MONEY for word in PROPERTY_ROLES[role].known]
    named = filled_columns(table, ranked(table.column_names, known, ends=True))
    return not named or not has_income(table, named)
