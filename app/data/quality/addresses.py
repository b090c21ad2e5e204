"""E-mail addresses and phone numbers that nobody can be reached at, and ids whose digits a spreadsheet has lost."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.arrow import matches, numpy_of, pick, words_of
from app.data.columns import Column, ColumnType
from app.data.dataset import Dataset
from app.data.mending import emptied, without_customers
from app.data.quality.finding import Finding, Mend
from app.numbers import Rate, counted

_MOST_EXAMPLES = 3
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_ADDRESS = rf"^[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~\x{{80}}-\x{{10ffff}}-]+@{_LABEL}(?:\.{_LABEL})+$"
"""What browsers take for a valid e-mail address (WHATWG HTML, "valid e-mail address"), with a domain of two parts."""
_MISPLACED_POINT = r"^\.|\.\.|\.@"
_PHONE = r"^\+?(?:[ ()./-]*\d){7,15}[ ()./-]*(?:(?:x|ext\.?)[ .]*\d{1,6})?$"
_LOST_DIGITS = r"^\d(?:[.,]\d+)?[eE]\+?\d+$"
_LOOK_LIKE_LABELS = ("email", "phone")


def address_findings(dataset: Dataset) -> Iterator[Finding]:
    """Addresses that cannot be right, those that are missing, and digits that are lost."""
    emails, phones = (_column(dataset, role) for role in _LOOK_LIKE_LABELS)
    if emails is not None:
        yield from _missing("emails-missing", emails, "e-mail address")
        names = ("e-mail address", "e-mail addresses")
        yield from _invalid("emails-invalid", dataset, "email", ~valid_emails(emails.words), names)
    if phones is not None:
        wrong = ~matches(pc.utf8_trim_whitespace(phones.words), _PHONE) & ~_lost_digits(phones.words)
        yield from _invalid("phones-invalid", dataset, "phone", wrong, ("phone number", "phone numbers"))
    yield from _lost(dataset)


def valid_emails(words: pa.StringArray) -> NDArray[np.bool_]:
    """Where a text could be an e-mail address."""
    bare = pc.utf8_trim_whitespace(words)
    return matches(bare, _ADDRESS) & ~matches(bare, _MISPLACED_POINT)


def _column(dataset: Dataset, role: str) -> Column | None:
    column = dataset.attributes.get(dataset.roles.attributes.get(role, ""))
    return column if column is not None and column.type is ColumnType.TEXT else None


def _missing(key: str, column: Column, what: str) -> Iterator[Finding]:
    rows = np.flatnonzero(~column.filled)
    if len(rows):
        words = f"{counted(len(rows), 'customer has', 'customers have')} no {what}."
        yield Finding(key, words, "They get no message that goes there.", Rate(len(rows), len(column)), "remark", rows)


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
        advice = "Mend them where the file comes from and import it again, or leave these customers out."
        yield Finding(
            key, words, advice, Rate(len(rows), int(column.filled.sum())), "fault", rows, _some(column, wrong), mends
        )


def _lost(dataset: Dataset) -> Iterator[Finding]:
    ids = matches(dataset.customer_ids, _LOST_DIGITS)
    if ids.any():
        some = tuple(words_of(dataset.customer_ids.filter(pa.array(ids)).slice(0, _MOST_EXAMPLES)))
        rows = np.flatnonzero(ids)
        mends = (Mend("Leave these customers out", lambda whole: without_customers(whole, rows)),)
        yield _lost_finding("ids-lost-digits", "ids", rows, len(ids), some, mends)
    phones = _column(dataset, "phone")
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
    return Finding(key, words, advice, Rate(len(rows), of), "fault", rows, some, mends)


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
