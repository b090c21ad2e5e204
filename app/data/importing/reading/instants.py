"""The instants of events: rows whose instant cannot be read are rejected."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from app.data.awaiting import reported
from app.data.columns.arrow import joined, pick, whole, words_of
from app.data.columns.cores import same
from app.data.columns.texts import encode
from app.data.importing.accounting.accounts import Reasons
from app.data.importing.accounting.sentences import marked_remarks, naive_remark, no_instant_reason, undecided
from app.data.importing.reading.gathering import FileRows
from app.data.importing.recognition.columns.looks import look_at
from app.data.importing.recognition.columns.types import order_of_file, order_that_may_be
from app.data.importing.values.convert import DateStyle, in_zone_of_header, marked
from app.data.importing.values.moments import Moments, read_moments
from app.progress import Progress


def timed(
    files: Sequence[FileRows], columns: Sequence[str], styles: Sequence[DateStyle], progress: Progress
) -> tuple[list[FileRows], NDArray[np.int64]]:
    """The rows whose instant can be read, and those instants, microseconds UTC; the other rows are rejected."""
    kept: list[FileRows] = []
    instants: list[NDArray[np.int64]] = []
    for part, column, of_file in zip(files, columns, styles, strict=True):
        style = in_zone_of_header(column, of_file)
        moments = reported(partial(_moments, part, column, style), len(part.rows), progress, "Reading instants")
        _reject(part, column, moments)
        if same(moments.naive).any():
            part.ledger.remark(naive_remark([column], style))
        if same(moments.marks).any():
            for remark in marked_remarks(column, marked(moments.marks, whole(part.table.column(column)))):
                part.ledger.remark(remark)
        kept.append(part.only(moments.fits))
        of_part = moments.instants(style.zone)
        instants.append(of_part if same(moments.fits).all() else of_part[moments.fits])
    return kept, joined(instants or [np.array([], np.int64)])


def _moments(part: FileRows, column: str, style: DateStyle) -> Moments:
    """The column's moments; where nothing in it tells day from month, the other columns of its file may."""
    texts = part.table.column(column)
    said = style.day_first
    moments = read_moments(texts, said if isinstance(said, bool) else None, serials=True)
    found = moments.day_month
    said = order_that_may_be(said, found)
    if said == "year" and found.order != "year":
        return read_moments(texts, said, serials=True)
    if not found.is_open or style.is_first_look or said is not None:
        return moments
    others = (name for name in part.table.column_names if name != column)
    looks = [look_at(name, encode(part.table.column(name))) for name in ([] if found.is_mixed else others)]
    order = order_of_file(looks, None, () if found.is_mixed else part.ledger.raw.table.column_names).day_first
    order = order_that_may_be(order, found)
    if order is None:
        raise undecided(column, found)
    return read_moments(texts, order, serials=True)


def _reject(part: FileRows, column: str, moments: Moments) -> None:
    unread = np.flatnonzero(~same(moments.fits))
    if len(unread):
        texts = encode(pick(whole(part.table.column(column)), unread))
        reasons = [no_instant_reason(word, column) for word in words_of(texts.distinct)]
        part.ledger.reject(part.rows[unread], Reasons(texts.codes, reasons))
