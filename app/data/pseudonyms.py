"""A dataset of people who do not exist: who they were cannot be told from it, what they did can.

Ids, addresses, phones and names become others by a keyed hash: the same text becomes the same pseudonym wherever it
stands, and nobody can find out which without the key. Instants and dates are moved by whole weeks, each customer's by a
number of their own, so that days of the week and the time between events stay. Any other text stays only where several
customers share it.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.arrow import numpy_of, pick, words_of
from app.data.columns import MISSING_CODE, Column, ColumnType
from app.data.dataset import Dataset
from app.data.importing.assemble import signed
from app.data.selection import places, reorder

SHARED_BY = 5
MOST_WEEKS = 26
_WEEK_US = 7 * 86_400_000_000
_WEEK_DAYS = 7
_FIRST_US, _LAST_US = -62_135_596_800_000_000, 253_402_300_799_999_999  # the years 1 to 9999
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_KEPT_ATTRIBUTES = frozenset({"timezone", "country"})
_KEPT_PROPERTIES = frozenset({"product", "category", "currency"})
_PLACES = frozenset({"latitude", "longitude"})
_LEAST_NUMBER_OF_A_CARD = 100_000
_MOSTLY = 0.9

Name = Callable[[str], str]


def pseudonymised(dataset: Dataset, key: bytes) -> Dataset:
    """The dataset with other people in it; columns, lists, roles and the catalogue stay. `key` is to be forgotten."""
    names = _Names(key)
    roles = {column: role for role, column in dataset.roles.attributes.items()}
    meant = {column: role for role, column in dataset.roles.properties.items()}
    people, owners = np.arange(dataset.customer_count), dataset.event_customers()
    weeks = np.array([names.weeks(who) for who in words_of(dataset.customer_ids)], np.int64)
    attributes = {
        title: names.column(column, people, roles.get(title, ""), roles.get(title) in _KEPT_ATTRIBUTES, weeks)
        for title, column in dataset.attributes.items()
    }
    attributes = {title: names.without_numbers(column, roles.get(title, "")) for title, column in attributes.items()}
    properties = {
        title: names.column(column, owners, "", meant.get(title) in _KEPT_PROPERTIES, weeks)
        for title, column in dataset.properties.items()
    }
    made = replace(
        dataset,
        customer_ids=names.texts(dataset.customer_ids, names.id),
        attributes=attributes,
        at=_moved(dataset.at, weeks[owners] * _WEEK_US, _FIRST_US, _LAST_US),
        properties=properties,
        pools={title: names.texts(codes, names.code) for title, codes in dataset.pools.items()},
    )
    return signed(_in_order(made))


@dataclass(frozen=True, slots=True)
class _Names:
    """Gives pseudonyms by a keyed hash."""

    key: bytes

    def texts(self, texts: pa.StringArray, name: Name) -> pa.StringArray:
        return pa.array([name(text) for text in words_of(texts)], pa.string())

    def column(
        self, column: Column, owners: NDArray[np.integer], role: str, is_kept: bool, weeks: NDArray[np.int64]
    ) -> Column:
        """A column whose row i belongs to the customer `owners[i]`."""
        if column.type is ColumnType.INSTANT:
            return replace(column, values=_moved(column.values, weeks[owners] * _WEEK_US, _FIRST_US, _LAST_US))
        if column.type is ColumnType.DATE:
            days = _moved(column.values, weeks[owners] * _WEEK_DAYS, _FIRST_DAY, _LAST_DAY)
            return replace(column, values=days.astype(column.values.dtype))
        if column.type is not ColumnType.TEXT or is_kept or not len(column.words):
            return column
        return self._renamed(column, _customers_of_words(column, owners), self._by_role().get(role))

    def without_numbers(self, column: Column, role: str) -> Column:
        """Numbers that name a person become others; places are told to about ten kilometres."""
        if column.type is not ColumnType.NUMBER:
            return column
        if role in _PLACES:
            return replace(column, values=np.round(column.values, 1))
        filled = column.values[column.filled]
        distinct = np.unique(filled)
        is_name = len(distinct) and distinct.min() >= _LEAST_NUMBER_OF_A_CARD and (distinct == np.floor(distinct)).all()
        if not is_name or len(distinct) < _MOSTLY * len(filled):
            return column
        return replace(column, values=np.array([self._number(value) for value in column.values.tolist()]))

    def id(self, text: str) -> str:
        return self.email(text) if "@" in text else f"c{self._hash(text)}"

    def email(self, text: str) -> str:
        return f"{self._word(text.casefold())}.{self._hash(text.casefold())[:8]}@example.com"

    def phone(self, text: str) -> str:
        """Other digits in the same places; the first two stay, which tell the country."""
        digits = iter(str(int(self._hash(text), 16)).rjust(20, "0") * (1 + len(text) // 20))
        seen, made = 0, []
        for sign in text:
            if sign.isdigit():
                seen += 1
                made.append(sign if seen <= 2 else next(digits))
            else:
                made.append(sign if sign in "+-() ./" else "x")
        return "".join(made)

    def person(self, text: str) -> str:
        return self._word(text).capitalize()

    def code(self, text: str) -> str:
        return f"V{self._hash(text).upper()}"

    def weeks(self, customer_id: str) -> int:
        """By how many weeks a customer's instants are moved; never none."""
        number = int(self._hash(f"weeks of {customer_id}"), 16) % (2 * MOST_WEEKS)
        return number - MOST_WEEKS if number < MOST_WEEKS else number - MOST_WEEKS + 1

    def _renamed(self, column: Column, shared_by: NDArray[np.int64], name: Name | None) -> Column:
        words = [
            name(word) if name else word if count >= SHARED_BY and not _is_address(word) else self._other(word)
            for word, count in zip(words_of(column.words), shared_by.tolist(), strict=True)
        ]
        return _sorted(column, pa.array(words, pa.string()))

    def _by_role(self) -> Mapping[str, Name]:
        return {"email": self.email, "phone": self.phone, "first_name": self.person, "last_name": self.person}

    def _other(self, word: str) -> str:
        return self.email(word) if "@" in word else f"text-{self._hash(word)}"

    def _word(self, text: str) -> str:
        number = int(self._hash(text), 16)
        made = []
        for _ in range(4):
            number, consonant = divmod(number, len(_CONSONANTS))
            number, vowel = divmod(number, len(_VOWELS))
            made.append(_CONSONANTS[consonant] + _VOWELS[vowel])
        return "".join(made)

    def _number(self, value: float) -> float:
        if math.isnan(value):
            return value
        size = 10 ** int(math.log10(value))
        return float(size + int(self._hash(repr(value)), 16) % (9 * size))

    def _hash(self, text: str) -> str:
        return hashlib.blake2b(text.encode(errors="replace"), key=self.key, digest_size=8).hexdigest()


def _is_address(word: str) -> bool:
    return "@" in word


def _customers_of_words(column: Column, owners: NDArray[np.integer]) -> NDArray[np.int64]:
    """How many customers have each word."""
    rows = np.flatnonzero(column.values >= 0)
    pairs = np.unique(owners[rows].astype(np.int64) * len(column.words) + column.values[rows])
    return np.bincount(pairs % len(column.words), minlength=len(column.words))


def _sorted(column: Column, words: pa.StringArray) -> Column:
    """The column with other words in place of its own, which may be fewer and stand in another order."""
    distinct = pc.unique(words)
    ordered = pick(distinct, numpy_of(pc.sort_indices(distinct)))
    codes = np.append(places(words, ordered), np.int32(MISSING_CODE))
    return Column(column.type, codes[column.values].astype(np.int32), ordered)


def _moved(values: NDArray[np.integer], by: NDArray[np.int64], first: int, last: int) -> NDArray[np.int64]:
    """The instants or days moved; those that are missing, or would leave the years 1 to 9999, stay."""
    moved = np.where((values >= first) & (values <= last), values.astype(np.int64) + by, values.astype(np.int64))
    made: NDArray[np.int64] = np.where((moved >= first) & (moved <= last), moved, values)
    return made


def _in_order(dataset: Dataset) -> Dataset:
    """The customers sorted by their new ids, and their events with them."""
    order = numpy_of(pc.sort_indices(dataset.customer_ids)).astype(np.int64)
    counts = np.diff(dataset.offsets)[order]
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)])
    first = np.repeat(dataset.offsets[:-1][order] - offsets[:-1], counts)
    events = np.arange(dataset.event_count, dtype=np.int64) + first
    return replace(
        dataset,
        customer_ids=pick(dataset.customer_ids, order),
        attributes={title: reorder(column, order) for title, column in dataset.attributes.items()},
        offsets=offsets,
        at=dataset.at[events],
        names=reorder(dataset.names, events),
        properties={title: reorder(column, events) for title, column in dataset.properties.items()},
        lists={title: members[order] for title, members in dataset.lists.items()},
    )
