"""What the datasets of a workspace say of who their customers are: all that must be found wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import NO_WORDS, keep, numpy_of, pick, words_of
from app.data.columns.column import Column, ColumnType
from app.data.columns.selection import union_of_words
from app.data.dataset import Dataset
from app.data.pseudonyms.fingerprints import Fingerprints
from app.data.pseudonyms.naming_columns import MOSTLY, holds_ids

SHARED_BY = 5
MOST_WORDS = 4
WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
UNSPACED = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
"""Letters of scripts in which names are written without blanks, and go on into the next word."""
MOST_UNSPACED = 12
_LEAST_UNSPACED_ALONE = 4  # of a value that may be no name
_LEAST_NUMBER_OF_A_CARD = 100_000
_LEAST_DIGITS_OF_A_PHONE = 6
_DIGITS_WITHOUT_COUNTRY = 9
_LEAST_LETTERS_OF_A_LOGIN = 6
_AT_ONCE = 10_000  # so that texts stand in memory as Python's own for a moment only
_NAMING_ROLES = frozenset({"email", "phone", "push_token", "first_name", "last_name", "order_id", "opportunity_id"})

KEPT_ROLES = frozenset({"timezone", "country", "product", "category", "currency"})

Of = tuple[Literal["attribute", "property"], str]
"""A column: whose it is, and its title."""


@dataclass(slots=True)
class Known:
    """Learnt from one dataset after another, before any of them is given other names.

    `asked` are the texts that documents compare with: which of them stand in a column is remembered.
    """

    asked: frozenset[str] = frozenset()
    ids: set[str] = field(default_factory=set)
    phones: Fingerprints = field(default_factory=Fingerprints)
    """Their digits, with and without the country."""
    phrases: Fingerprints = field(default_factory=Fingerprints)
    """Names, addresses and logins: words in small letters, with a blank between them."""
    unspaced: Fingerprints = field(default_factory=Fingerprints)
    """Names and addresses in scripts without blanks, as one."""
    roles: dict[Of, str] = field(default_factory=dict)
    shared: dict[Of, set[str]] = field(default_factory=dict)
    """The texts of each column that several customers have in one of the datasets."""
    there: dict[Of, set[str]] = field(default_factory=dict)
    """Which texts of `asked` each column holds."""
    numbering: set[Of] = field(default_factory=set)
    """Columns whose numbers name customers or orders."""
    amounts: set[Of] = field(default_factory=set)
    """Columns whose numbers name nobody in one of the datasets."""
    naming: set[Of] = field(default_factory=set)
    """Columns whose texts are ids of customers."""
    _every_id: pa.StringArray = field(default_factory=lambda: NO_WORDS)

    def learn_ids(self, dataset: Dataset) -> None:
        """Add the ids of one dataset, of all before anything else is learnt of any: columns may hold another's."""
        every = (dataset.customer_ids, dataset.merged.ids, dataset.merged.kept)
        for texts in every:
            self.ids.update(words_of(texts))
        self._every_id = union_of_words([self._every_id, *every])

    def learn(self, dataset: Dataset) -> None:
        """Add what one dataset says."""
        self.learn_ids(dataset)
        self.roles |= {("attribute", title): role for role, title in dataset.roles.attributes.items()}
        self.roles |= {("property", title): role for role, title in dataset.roles.properties.items()}
        people = np.arange(dataset.customer_count)
        for title, column in dataset.attributes.items():
            self._learn_column(("attribute", title), column, people, dataset)
        owners = dataset.event_customers()
        for title, column in dataset.properties.items():
            self._learn_column(("property", title), column, owners, dataset)
        self._learn_names(dataset.roles.attributes, dataset.attributes)
        self._learn_names(dataset.roles.attributes, dataset.merged.columns)
        self.phones.settle()
        self.phrases.settle()
        self.unspaced.settle()

    def _learn_column(self, of: Of, column: Column, owners: NDArray[np.integer], dataset: Dataset) -> None:
        role = self.roles.get(of, "")
        if column.type is ColumnType.NUMBER:
            if not _numbers_somebody(column, role) and not self._holds_ids(of, column, owners, dataset):
                self.amounts.add(of)
            else:
                self.numbering.add(of)
                self._learn_words(of, [str(int(value)) for value in np.unique(column.values[column.filled])])
            return
        if column.type is not ColumnType.TEXT or not len(column.words):
            return
        if role not in KEPT_ROLES and self._holds_ids(of, column, owners, dataset):
            self.naming.add(of)
        is_shared = customers_of_words(column, owners) >= SHARED_BY
        self.shared.setdefault(of, set()).update(words_of(keep(column.words, is_shared)))
        if self.asked:
            asked = pc.is_in(column.words, pa.array(sorted(self.asked), pa.string()))
            self.there.setdefault(of, set()).update(words_of(keep(column.words, numpy_of(asked))))
        if of[0] == "attribute":
            alone = keep(column.words, ~is_shared)
            for first in range(0, len(alone), _AT_ONCE):
                self._learn_words(of, words_of(alone.slice(first, _AT_ONCE)))

    def _holds_ids(self, of: Of, column: Column, owners: NDArray[np.integer], dataset: Dataset) -> bool:
        return holds_ids(of[1], column, owners, dataset.customer_ids, self._every_id)

    def _learn_words(self, of: Of, words: Iterable[str]) -> None:
        if self.roles.get(of) == "phone":
            self.phones.update(digits for word in words for digits in phone_digits(word))
            return
        for word in words:
            parts = WORD.findall(word.casefold()) if len(word) <= MOST_WORDS * 40 else ()
            if 1 < len(parts) <= MOST_WORDS or (len(parts) == 1 and _is_login(parts[0])):
                self.phrases.add(" ".join(parts))
            whole = "".join(parts)
            if len(whole) >= _LEAST_UNSPACED_ALONE:
                self._learn_unspaced(whole)

    def _learn_unspaced(self, whole: str) -> None:
        if len(whole) <= MOST_UNSPACED and UNSPACED.fullmatch(whole):
            self.unspaced.add(whole)

    def _learn_names(self, roles: Mapping[str, str], columns: Mapping[str, Column]) -> None:
        first, last = (columns.get(roles.get(role, "")) for role in ("first_name", "last_name"))
        if first is None or last is None or {first.type, last.type} != {ColumnType.TEXT}:
            return
        for one, other in _pairs(first, last):
            for whole in (f"{one} {other}", f"{other} {one}"):
                parts = WORD.findall(whole.casefold())
                if one and other and 1 < len(parts) <= MOST_WORDS:
                    self.phrases.add(" ".join(parts))
                    self._learn_unspaced("".join(parts))


def phone_digits(text: str) -> Iterator[str]:
    """The digits of a number, and those without its country."""
    digits = re.sub(r"\D", "", text).lstrip("0")
    if len(digits) >= _LEAST_DIGITS_OF_A_PHONE:
        yield digits
        yield digits[-_DIGITS_WITHOUT_COUNTRY:]


def customers_of_words(column: Column, owners: NDArray[np.integer]) -> NDArray[np.int64]:
    """How many customers have each word of a column whose row i belongs to the customer `owners[i]`."""
    rows = np.flatnonzero(column.values >= 0)
    pairs = np.unique(owners[rows].astype(np.int64) * len(column.words) + column.values[rows])
    return np.bincount(pairs % len(column.words), minlength=len(column.words))


def _numbers_somebody(column: Column, role: str) -> bool:
    """Whether the numbers are cards, phones or orders rather than amounts."""
    values = column.values[column.filled]
    if not len(values) or (values != np.floor(values)).any() or values.min() < 0:
        return False
    distinct = np.unique(values)
    is_card = distinct[0] >= _LEAST_NUMBER_OF_A_CARD and len(distinct) >= MOSTLY * len(values)
    return role in _NAMING_ROLES or bool(is_card)


def _pairs(one: Column, other: Column) -> Iterator[tuple[str, str]]:
    """The words that stand in the same rows of two columns of text, each pair once."""
    rows = np.flatnonzero((one.values >= 0) & (other.values >= 0))
    many = max(1, len(other.words))
    pairs = np.unique(one.values[rows].astype(np.int64) * many + other.values[rows])
    for first in range(0, len(pairs), _AT_ONCE):
        codes = pairs[first : first + _AT_ONCE]
        yield from zip(words_of(pick(one.words, codes // many)), words_of(pick(other.words, codes % many)), strict=True)


def _is_login(word: str) -> bool:
    has_both = any(sign.isdigit() for sign in word)
    return len(word) >= _LEAST_LETTERS_OF_A_LOGIN and has_both
