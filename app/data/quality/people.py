"""Customers who seem to be one person, who only occur in events, or who never do anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.changes.mending import made_one, without_customers
from app.data.columns.arrow import numpy_of, pick
from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.data.quality.addresses import is_empty, normal_emails, normal_phones, valid_phones
from app.data.quality.finding import Finding, Mend
from app.data.quality.spare_addresses import valid_emails
from app.numbers import Rate, counted

_LEAST_DIGITS = 7


def people_findings(dataset: Dataset) -> Iterator[Finding]:
    """Duplicates by address, by phone number, and by name and birthday; customers of one side only."""
    yield from _duplicates("duplicates-email", _emails(dataset), "the e-mail address")
    yield from _duplicates("duplicates-phone", _phones(dataset), "the phone number")
    yield from _duplicates("duplicates-name", _names(dataset), "name and birthday")
    yield from _one_sided(dataset)


def _duplicates(key: str, labels: NDArray[np.int64] | None, what: str) -> Iterator[Finding]:
    """`labels` (n,): customers of one label other than -1 share something."""
    if labels is None or not (labels >= 0).any():
        return
    counts = np.bincount(labels[labels >= 0])
    rows = np.flatnonzero((labels >= 0) & (counts[labels] > 1))
    if len(rows):
        persons = int((counts > 1).sum())
        who = counted(len(rows), "customer shares", "customers share")
        words = f"{who} {what} with another: they may be {counted(persons, 'person', 'people')}."
        advice = "Where they are, make them one; their events come together, and the last filled values count."
        mends = (Mend("Make them one", lambda whole: made_one(whole, labels)),)
        yield Finding(key, words, advice, Rate(len(rows), len(labels)), "fault", rows, mends=mends)


def _emails(dataset: Dataset) -> NDArray[np.int64] | None:
    column = dataset.attribute_of("email", ColumnType.TEXT)
    return None if column is None else _of_right(column, _labels(column, normal_emails(column.words)), valid_emails)


def _phones(dataset: Dataset) -> NDArray[np.int64] | None:
    column = dataset.attribute_of("phone", ColumnType.TEXT)
    if column is None:
        return None
    digits = normal_phones(column.words)
    short = numpy_of(pc.less(pc.binary_length(digits), pa.scalar(_LEAST_DIGITS)))
    return _of_right(column, _labels(column, pc.if_else(pa.array(short), pa.scalar(""), digits)), valid_phones)


def _of_right(
    column: Column, labels: NDArray[np.int64], are_right: Callable[[pa.StringArray], NDArray[np.bool_]]
) -> NDArray[np.int64]:
    """The labels but for what several share that nobody can be reached at: “none” says nothing of who they are."""
    there = labels >= 0
    counts = np.bincount(labels[there], minlength=1)
    codes = np.unique(column.values[there & (counts[labels] > 1)])
    wrong = codes[~are_right(pick(column.words, codes))]
    return np.where(np.isin(column.values, wrong), -1, labels)


def _names(dataset: Dataset) -> NDArray[np.int64] | None:
    """One label for each first name, last name and birthday."""
    first, last = (dataset.attribute_of(role, ColumnType.TEXT) for role in ("first_name", "last_name"))
    born = dataset.attribute_of("birthday", ColumnType.DATE)
    if first is None or last is None or born is None:
        return None
    parts = [
        _labels(first, normal_emails(first.words)),
        _labels(last, normal_emails(last.words)),
        born.values.astype(np.int64),
    ]
    there = (parts[0] >= 0) & (parts[1] >= 0) & born.filled
    labels = np.full(len(there), -1, np.int64)
    if there.any():
        labels[there] = np.unique(np.stack([part[there] for part in parts]), axis=1, return_inverse=True)[1].ravel()
    return labels


def _one_sided(dataset: Dataset) -> Iterator[Finding]:
    has_events = np.diff(dataset.offsets) > 0
    if dataset.attributes:
        known = np.zeros(dataset.customer_count, np.bool_)
        for column in dataset.attributes.values():
            known |= column.filled
        rows = np.flatnonzero(~known & has_events)
        if len(rows):
            who = counted(len(rows), "customer occurs", "customers occur")
            words = f"{who} in events only: nothing else is known of them."
            advice = "If all of them should be known, the files may be joined by the wrong column."
            rate = Rate(len(rows), len(known))
            mends, wanted = (_leaving_out(rows),), "Import a file that knows them…"
            yield Finding("only-events", words, advice, rate, "remark", rows, mends=mends, file_wanted=wanted)
    if dataset.event_count:
        rows = np.flatnonzero(~has_events)
        if len(rows):
            words = f"{counted(len(rows), 'customer has', 'customers have')} no event."
            advice = "They can only be entered by a date or a list."
            rate = Rate(len(rows), len(has_events))
            mends, wanted = (_leaving_out(rows),), "Import what they did…"
            yield Finding("no-events", words, advice, rate, "remark", rows, mends=mends, file_wanted=wanted)


def _leaving_out(rows: NDArray[np.int64]) -> Mend:
    return Mend("Leave these customers out", lambda whole: without_customers(whole, rows))


def _labels(column: Column, normal: pa.StringArray) -> NDArray[np.int64]:
    """A number per customer, the same for words that are equal in normal form, -1 where there is none."""
    encoded = normal.dictionary_encode()
    codes = np.where(is_empty(normal), -1, numpy_of(encoded.indices).astype(np.int64))
    labels: NDArray[np.int64] = np.append(codes, -1)[column.values]
    return labels
