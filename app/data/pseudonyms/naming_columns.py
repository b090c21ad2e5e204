"""Which columns hold ids of customers, told by the column as a whole: a count of 12 may read like somebody's id."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import numpy_of, pick
from app.data.columns.column import Column, ColumnType
from app.data.columns.selection import codes_in
from app.data.merged import RECORDED
from app.data.vocabulary.headers import KEYS, plain

MOSTLY = 0.9
_LEAST_TELLING = 10_000
_BY_CHANCE = 1e-6
_PEOPLE = re.compile(
    r"(?:^|_)(?:customer|client|user|member|contact|person|profile|visitor|subscriber|guest|household|account|parent|"
    r"referrer|referer|referral|inviter|sponsor|friend)_?(?:id|no|nr|number|key|code)$"
    r"|^(?:referrer|referer|inviter|sponsor|parent|recommender)$|_by$"
)


def holds_ids(
    title: str, column: Column, owners: NDArray[np.integer], own_ids: pa.StringArray, ids: pa.StringArray
) -> bool:
    """Whether the values of a column of texts or numbers are ids: of its own rows' customers, or nearly all of any.

    Row i belongs to the customer `own_ids[owners[i]]`; `ids` are all that are known, in any dataset. Small numbers that
    may be ids by accident are some where the title says so.
    """
    filled = np.flatnonzero(column.filled)
    if not len(filled):
        return False
    values, whose = column.values[filled], owners[filled]
    distinct = np.unique(values)
    if column.type is ColumnType.NUMBER:
        if (distinct != np.floor(distinct)).any() or distinct[0] < 0:
            return False
        are_ids = np.isin(distinct, numbers_of(ids))
        is_own = numbers_of(own_ids)[whose] == values
        numbers = distinct[are_ids]
    else:
        words = pick(column.words, distinct)
        are_ids = numpy_of(pc.is_in(words, value_set=ids))
        is_own = codes_in(column.words, own_ids)[values] == whose
        numbers = numbers_of(words)[are_ids]
    if title == RECORDED or is_own.mean() >= MOSTLY:
        return bool(are_ids.any())
    if are_ids.mean() < MOSTLY:
        return False
    return names_people(title) or not _may_be_chance(numbers, ids)


def names_people(title: str) -> bool:
    """Whether a title says that customers are named in the column."""
    name = plain(title)
    return (name in KEYS and name != "id") or _PEOPLE.search(name) is not None


def numbers_of(texts: pa.StringArray) -> NDArray[np.float64]:
    """What ids are as numbers; NaN for those that are none."""
    is_number = pc.match_substring_regex(texts, r"^[0-9]{1,15}$")
    numbers = pc.if_else(is_number, texts, pa.scalar(None, pa.string())).cast(pa.float64())
    return numpy_of(numbers.fill_null(float("nan")))


def _may_be_chance(numbers: NDArray[np.floating], ids: pa.StringArray) -> bool:
    """Whether small numbers may well be ids by accident: where nearly every number between them is one."""
    if np.isnan(numbers).any() or numbers.min() >= _LEAST_TELLING:
        return False
    every = np.unique(numbers_of(ids))
    low, high = numbers.min(), numbers.max()
    share = np.count_nonzero((every >= low) & (every <= high)) / (high - low + 1)
    return len(numbers) == 1 or bool(share ** len(numbers) >= _BY_CHANCE)
