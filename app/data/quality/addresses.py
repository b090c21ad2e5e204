"""E-mail addresses and phone numbers that nobody can be reached at, and ids whose digits a spreadsheet has lost."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.changes.mending import emptied, without_customers
from app.data.columns.arrow import matches, numpy_of, pick, words_of
from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.data.quality.consent_choice import with_role
from app.data.quality.finding import Finding, Mend
from app.data.quality.spare_addresses import OF_IDS, Spare, filled_from, spare_addresses, valid_emails
from app.numbers import Rate, counted

_MOST_EXAMPLES = 3
_PHONE = r"^\+?(?:[ ()./-]*\d){7,15}[ ()./-]*(?:(?:x|ext\.?)[ .]*\d{1,6})?$"
_LOST_DIGITS = r"^\d(?:[.,]\d+)?[eE]\+?\d+$"
_LOOK_LIKE_LABELS = ("email", "phone")
_MOST_OFFERED = 3


def address_findings(dataset: Dataset) -> Iterator[Finding]:
    """Addresses that cannot be right, those that are missing, and digits that are lost."""
    emails, phones = (dataset.attribute_of(role, ColumnType.TEXT) for role in _LOOK_LIKE_LABELS)
    if emails is not None:
        yield from _missing(dataset, emails)
        names = ("e-mail address", "e-mail addresses")
        yield from _invalid("emails-invalid", dataset, "email", ~valid_emails(emails.words), names)
    elif dataset.roles.attributes.get("email") not in dataset.attributes:
        yield from _unused(dataset)
    if phones is not None:
        wrong = ~valid_phones(phones.words) & ~_lost_digits(phones.words)
        yield from _invalid("phones-invalid", dataset, "phone", wrong, ("phone number", "phone numbers"))
    yield from _lost(dataset)


def valid_phones(words: pa.StringArray) -> NDArray[np.bool_]:
    """Whether each text is a number that can be dialled."""
    return matches(pc.utf8_trim_whitespace(words), _PHONE)


def _missing(dataset: Dataset, column: Column) -> Iterator[Finding]:
    rows = np.flatnonzero(~column.filled)
    if not len(rows):
        return
    words = f"{counted(len(rows), 'customer has', 'customers have')} no e-mail address."
    spares = spare_addresses(dataset)[:_MOST_OFFERED]
    mends = [
        Mend(_taking(spare, int(spare.column.filled[rows].sum())), partial(filled_from, spare=spare), spare.name)
        for spare in spares
    ]
    mends.append(Mend("Leave these customers out", partial(without_customers, rows=rows)))
    advice = "They get no message that goes there. " + (
        "Some of their addresses stand elsewhere in these data." if spares else "Import a file that has them."
    )
    rate = Rate(len(rows), len(column))
    file_wanted = "Import a file that has them…"
    yield Finding("emails-missing", words, advice, rate, "remark", rows, mends=tuple(mends), file_wanted=file_wanted)


def _taking(spare: Spare, count: int) -> str:
    return f"Take {counted(count, 'address', 'addresses')} from {spare.words}"


def _unused(dataset: Dataset) -> Iterator[Finding]:
    """Columns of addresses that are not known as such, where no column is."""
    spares = [spare for spare in spare_addresses(dataset) if spare.are_addresses][:_MOST_OFFERED]
    if not spares:
        return
    rows = np.flatnonzero(spares[0].column.filled)
    words = f"No column is known to hold e-mail addresses, but {spares[0].words} do."
    if spares[0].name in dataset.attributes:
        words = f"No column is known to hold e-mail addresses, but {spares[0].words} does."
    mends = tuple(Mend(_using(spare), partial(_used, spare=spare), spare.name) for spare in spares)
    rate = Rate(len(rows), dataset.customer_count)
    advice = "Until one is, no message goes to an e-mail address."
    yield Finding("emails-unused", words, advice, rate, "fault", rows, mends=mends)


def _using(spare: Spare) -> str:
    return f"Use {spare.words} as e-mail addresses"


def _used(dataset: Dataset, spare: Spare) -> Dataset:
    if spare.name in dataset.attributes and spare.name != OF_IDS:
        return with_role(dataset, "email", spare.name)
    return filled_from(dataset, spare)


def _invalid(
    key: str, dataset: Dataset, role: str, wrong: NDArray[np.bool_], names: tuple[str, str]
) -> Iterator[Finding]:
    attribute = dataset.roles.attributes[role]
    column = dataset.attributes[attribute]
    rows = _rows_with(column, wrong)
    if len(rows):
        words = f"{counted(len(rows), f'{names[0]} cannot', f'{names[1]} cannot')} be right."
        mends = (
            Mend("Empty them", lambda whole: emptied(whole, attribute, rows)),
            Mend("Leave these customers out", lambda whole: without_customers(whole, rows)),
        )
        advice = "Import a file with the right ones, empty them, or leave these customers out."
        rate = Rate(len(rows), int(column.filled.sum()))
        wanted = f"Import the right {names[1]}…"
        yield Finding(key, words, advice, rate, "fault", rows, _some(column, wrong), mends, file_wanted=wanted)


def _lost(dataset: Dataset) -> Iterator[Finding]:
    ids = matches(dataset.customer_ids, _LOST_DIGITS)
    if ids.any():
        some = tuple(words_of(dataset.customer_ids.filter(pa.array(ids)).slice(0, _MOST_EXAMPLES)))
        rows = np.flatnonzero(ids)
        mends = (Mend("Leave these customers out", lambda whole: without_customers(whole, rows)),)
        yield _lost_finding("ids-lost-digits", "ids", rows, len(ids), some, mends)
    phones = dataset.attribute_of("phone", ColumnType.TEXT)
    if phones is not None:
        lost = _lost_digits(phones.words)
        holders = _rows_with(phones, lost)
        if len(holders):
            attribute = dataset.roles.attributes["phone"]
            mends = (Mend("Empty them", lambda whole: emptied(whole, attribute, holders)),)
            some, of = _some(phones, lost), int(phones.filled.sum())
            yield _lost_finding("phones-lost-digits", "phone numbers", holders, of, some, mends)


def _lost_finding(
    key: str, what: str, rows: NDArray[np.int64], of: int, some: tuple[str, ...], mends: tuple[Mend, ...]
) -> Finding:
    which = counted(len(rows), what.removesuffix("s"), what)
    words = f"A spreadsheet has written {which} as a power of ten: digits are lost."
    advice = "Export the file again without opening it in a spreadsheet in between."
    wanted = "Import the file again…"
    return Finding(key, words, advice, Rate(len(rows), of), "fault", rows, some, mends, file_wanted=wanted)


def _lost_digits(words: pa.StringArray) -> NDArray[np.bool_]:
    return matches(words, _LOST_DIGITS)


def _rows_with(column: Column, wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The rows whose word is among those."""
    return np.flatnonzero(np.append(wanted, False)[column.values])


def _some(column: Column, wanted: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(words_of(pick(column.words, np.flatnonzero(wanted)[:_MOST_EXAMPLES])))


def normal_emails(words: pa.StringArray) -> pa.StringArray:
    """Addresses without case and blanks, so that one person's are equal."""
    return pc.utf8_lower(pc.utf8_trim_whitespace(words))


def normal_phones(words: pa.StringArray) -> pa.StringArray:
    """Phone numbers as their digits."""
    return pc.replace_substring_regex(words, r"\D", "")


def is_empty(words: pa.StringArray) -> NDArray[np.bool_]:
    """Where nothing is left of a text."""
    return numpy_of(pc.equal(pc.binary_length(words), pa.scalar(0)))
