"""An audience of a run as the list of customers that an ad platform takes: addresses as hashes, and with consent only.

A run says who was added last, and the dataset as it is now what is known of them: who is not in it any more, or agrees
no longer, is not written. The file is for machines: its texts are exact.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import numpy_of, whole, words_of
from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.data.importing.values.identifiers import PHONE, normal_form
from app.data.vocabulary.headers import plain
from app.errors import AppError
from app.nodes.ad_platforms import CONSENT_ROLE
from app.numbers import exact
from app.reports.report import Subject
from app.scenario.lists_used import SUPPRESSION

_FIRST_DAY = date(1970, 1, 1)
_ZIP = ("zip", "zip_code", "zipcode", "postal_code", "postcode", "post_code", "plz", "psc")
_LETTERS_OF_A_COUNTRY = 2

Values = Mapping[str, str]
"""What is written of one customer, by the name that it has here."""


@dataclass(frozen=True, slots=True)
class ListForm:
    """A platform's form: its columns, each with what stands in it, and whether phones keep their plus."""

    columns: Mapping[str, str]
    has_plus: bool


FORMS: Mapping[str, ListForm] = {
    "meta": ListForm(
        {
            "email": "email",
            "phone": "phone",
            "fn": "first_name",
            "ln": "last_name",
            "ct": "city",
            "st": "region",
            "zip": "zip",
            "country": "country",
            "dob": "birthday",
        },
        has_plus=False,
    ),
    "google": ListForm(
        {
            "Email": "email",
            "Phone": "phone",
            "First Name": "first_name",
            "Last Name": "last_name",
            "Country": "country",
            "Zip": "zip",
        },
        has_plus=True,
    ),
}


@dataclass(frozen=True, slots=True)
class AudienceList:
    """The text of the file, how many customers it holds, and how many of the audience it does not, by reason."""

    text: str
    written: int
    left_out: Mapping[str, int]


def audience_names(subject: Subject) -> tuple[str, ...]:
    """The audiences that a run changed, in the order of their names."""
    table = subject.tables.get("audiences")
    if table is None or not table.num_rows:
        return ()
    return tuple(sorted(set(_told(table, "audience").tolist())))


def audience_list(subject: Subject, name: str, platform: str, without: Sequence[str] = ()) -> AudienceList:
    """Who is in a run's audience at its end, in a platform's form; members of the lists `without` are left out."""
    form = FORMS.get(platform)
    if form is None:
        raise AppError(f"There is no form of lists for “{platform}”; there are: {', '.join(FORMS)}.")
    dataset = subject.dataset
    if dataset is None:
        raise AppError("The data of this run have changed or are gone. Run the scenario again, and save its audience.")
    unknown = [each for each in without if each not in dataset.lists]
    if unknown:
        raise AppError(f"The data have no list “{unknown[0]}”; there are: {', '.join(dataset.lists) or 'none'}.")
    added = _added(subject, name)
    found = pc.index_in(pa.array(added, pa.string()), dataset.customer_ids)
    rows = np.sort(numpy_of(pc.drop_null(found)).astype(np.int64))
    agreed = rows[_may_be_named(dataset, rows)]
    kept = agreed[~_on_lists(dataset, agreed, without)]
    known = [values for values in _values(dataset, kept, form) if values["email"] or values["phone"]]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(form.columns)
    writer.writerows([values[own] for own in form.columns.values()] for values in known)
    left_out = {
        "no longer in the data": len(added) - len(rows),
        "without consent": len(rows) - len(agreed),
        "on a list that is left out": len(agreed) - len(kept),
        "without an address that can be read": len(kept) - len(known),
    }
    return AudienceList(out.getvalue(), len(known), {why: many for why, many in left_out.items() if many})


def _added(subject: Subject, name: str) -> list[str]:
    """The ids of those whom the run's last change of the audience added."""
    names = audience_names(subject)
    if name not in names:
        there = f"it changed: {', '.join(names)}" if names else "it changed none"
        raise AppError(f"The run changed no audience “{name}”; {there}.")
    table = subject.tables["audiences"]
    changes = np.isin(_told(table, "outcome"), ("added", "removed")) & (_told(table, "audience") == name)
    ids, added = _told(table, "customer_id")[changes], (_told(table, "outcome") == "added")[changes]
    is_in = dict(zip(ids.tolist(), added.tolist(), strict=True))  # in order of time, so that the last one counts
    return [customer for customer, is_member in is_in.items() if is_member]


def _told(table: pa.Table, column: str) -> NDArray[np.object_]:
    return np.asarray(whole(table.column(column)).cast(pa.string()).to_pylist(), np.object_)


def _may_be_named(dataset: Dataset, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Who agrees, where the data say who does, and is not suppressed."""
    column = dataset.attribute_of(CONSENT_ROLE)
    agrees = np.ones(len(rows), np.bool_)
    if column is not None:
        is_said = column.type is ColumnType.BOOLEAN
        agrees = np.asarray(column.values[rows] == 1, np.bool_) if is_said else np.zeros(len(rows), np.bool_)
    return agrees & ~_on_lists(dataset, rows, [SUPPRESSION])


def _on_lists(dataset: Dataset, rows: NDArray[np.int64], names: Sequence[str]) -> NDArray[np.bool_]:
    on = np.zeros(len(rows), np.bool_)
    for name in names:
        if name in dataset.lists:
            on |= np.asarray(dataset.lists[name], np.bool_)[rows]
    return on


def _values(dataset: Dataset, rows: NDArray[np.int64], form: ListForm) -> list[dict[str, str]]:
    """What is known of some customers, e-mail and phone as hashes."""
    texts = {own: _texts(_column(dataset, own), rows) for own in form.columns.values()}
    countries = texts["country"]
    phones = _in_e164(texts["phone"], countries)
    texts["email"] = [hashed(text.lower()) for text in texts["email"]]
    texts["phone"] = [hashed(text if form.has_plus else text.removeprefix("+")) for text in phones]
    return [dict(zip(texts, values, strict=True)) for values in zip(*texts.values(), strict=True)]


def hashed(text: str) -> str:
    """The SHA-256 of a text in hexadecimal; of nothing nothing."""
    return sha256(text.encode()).hexdigest() if text else ""


def _column(dataset: Dataset, own: str) -> Column | None:
    if own == "zip":
        name = next((title for title in dataset.attributes if plain(title) in _ZIP), "")
    else:
        name = dataset.roles.attributes.get(own, "")
    return dataset.attributes.get(name)


def _texts(column: Column | None, rows: NDArray[np.int64]) -> list[str]:
    """Values without blanks around them; a date as 19880127."""
    if column is None:
        return [""] * len(rows)
    reader: Callable[[int], str] = {
        ColumnType.TEXT: lambda at: str(column.words[int(column.values[at])]).strip(),
        ColumnType.NUMBER: lambda at: exact(float(column.values[at]), 15),
        ColumnType.DATE: lambda at: (_FIRST_DAY + timedelta(days=int(column.values[at]))).isoformat().replace("-", ""),
    }.get(column.type, lambda _: "")
    filled = column.filled
    return [reader(at) if filled[at] else "" for at in rows.tolist()]


def _in_e164(phones: list[str], countries: list[str]) -> list[str]:
    """Phones in E.164, those without a country's code by the customer's country; nothing where that cannot be read."""
    done = [""] * len(phones)
    by_country: dict[str, list[int]] = {}
    for at, (phone, country) in enumerate(zip(phones, countries, strict=True)):
        if phone:
            by_country.setdefault(country.upper() if len(country) == _LETTERS_OF_A_COUNTRY else "", []).append(at)
    for country, places in by_country.items():
        read = normal_form(pa.array([phones[at] for at in places], pa.string()), PHONE, country or None)
        for at, text in zip(places, words_of(read), strict=True):
            done[at] = text if text.startswith("+") else ""
    return done
