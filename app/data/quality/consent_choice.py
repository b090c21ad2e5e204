"""Which column says who agreed to be written to, and which of its values mean yes and no: for the user to say."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.data.assembling.fingerprint import signed
from app.data.columns.arrow import NO_WORDS, words_of
from app.data.columns.column import MISSING_BOOLEAN, Column, ColumnType, missing_column
from app.data.dataset import Dataset
from app.data.vocabulary.words_of_consent import FALSE_WORDS, PLAIN_NO, PLAIN_YES, TRUE_WORDS, consent_word
from app.errors import AppError

ANY_DAY = "any day"
YES, NO = "yes", "no"
_MOST_VALUES = 24
_NEVER = ("email", "phone", "first_name", "last_name", "birthday", "created_at")
"""Roles of columns that cannot say it."""
_SPEAKS = re.compile(
    "(?i)consent|permission|gdpr|opt.?(in|out)|optin|subscri|newsletter|marketing|agree|accept|abonn|einwill|souhlas"
)
_PLAIN = PLAIN_YES | PLAIN_NO
_OF_CONSENT = (TRUE_WORDS | FALSE_WORDS | {"active", "inactive"}) - _PLAIN


@dataclass(frozen=True, slots=True)
class ConsentColumn:
    """A column with few values: each with the number of customers who have it. `speaks`: its name is one of consent."""

    name: str
    values: tuple[tuple[str, int], ...]
    speaks: bool


@dataclass(frozen=True, slots=True)
class ConsentChoice:
    """The columns whose names or values speak of consent, those whose names do first, then those without a role."""

    role: str
    columns: tuple[ConsentColumn, ...]


def consent_choice(dataset: Dataset, role: str) -> ConsentChoice | None:
    """What may say who gave this consent; None where no column can."""
    meant = set(dataset.roles.attributes.values())
    found = sorted(
        _columns(dataset, role), key=lambda column: (not column.speaks, column.name in meant, len(column.values))
    )
    return ConsentChoice(role, tuple(found)) if found else None


def _columns(dataset: Dataset, role: str) -> Iterator[ConsentColumn]:
    own = consent_of(dataset, role)
    others = {name for other, name in dataset.roles.attributes.items() if other in _NEVER}
    for name, column in dataset.attributes.items():
        if name in others or column is own or not column.filled.any():
            continue
        speaks = bool(_SPEAKS.search(name))
        words, codes = _values(column)
        if not 0 < len(words) <= _MOST_VALUES or not (speaks or _speak(words)) or any("@" in w for w in words):
            continue
        counts = np.bincount(codes[codes >= 0], minlength=len(words)).tolist()
        yield ConsentColumn(name, tuple(zip(words, counts, strict=True)), speaks)


def _speak(values: Collection[str]) -> bool:
    """Whether values are those of a consent: nothing but yes and no, or one that is said of nothing else."""
    words = {consent_word(value) for value in values}
    return words <= _PLAIN or bool(words & _OF_CONSENT)


def consent_of(dataset: Dataset, role: str) -> Column | None:
    """The column of yes and no that has this role."""
    return dataset.attribute_of(role, ColumnType.BOOLEAN)


def with_consent(dataset: Dataset, role: str, name: str, yes: Collection[str], no: Collection[str]) -> Dataset:
    """The dataset in which these values of a column mean that a customer agreed, and those that they did not.

    What is known already stays; a value that is in neither leaves it unknown. A column of yes and no that is meant as
    it stands gets the role; of any other a column of yes and no is made. An AppError names values that are not there.
    """
    column = dataset.attributes.get(name)
    words, codes = _values(column) if column is not None else ([], np.zeros(0, np.int64))
    missed = sorted({*yes, *no} - set(words))
    if column is None or missed:
        what = f"no column “{name}”" if column is None else f"no “{missed[0]}” in “{name}”"
        raise AppError(f"There is {what}. Nothing was changed.")
    if both := sorted(set(yes) & set(no)):
        raise AppError(f"“{both[0]}” cannot mean yes and no. Nothing was changed.")
    known = consent_of(dataset, role)
    if known is None and column.type is ColumnType.BOOLEAN and (set(yes), set(no)) == ({YES}, {NO}):
        return with_role(dataset, role, name)
    meaning = np.array([1 if word in yes else 0 if word in no else MISSING_BOOLEAN for word in words], np.int8)
    said = np.append(meaning, np.int8(MISSING_BOOLEAN))[codes]
    return _filled(dataset, role, said)


def without_agreement(dataset: Dataset, role: str) -> Dataset:
    """The dataset in which nobody agreed of whom nothing is known."""
    return _filled(dataset, role, np.zeros(dataset.customer_count, np.int8))


def with_role(dataset: Dataset, role: str, name: str) -> Dataset:
    """The dataset in which an attribute has this role."""
    roles = replace(dataset.roles, attributes={**dataset.roles.attributes, role: name})
    return signed(replace(dataset, roles=roles))


def _filled(dataset: Dataset, role: str, said: NDArray[np.int8]) -> Dataset:
    """The dataset with these values for a consent where nothing is known of it; shape (n,), -1 for nothing."""
    known = consent_of(dataset, role)
    name = dataset.roles.attributes[role] if known is not None else _new_name(dataset, role)
    values = (known or missing_column(ColumnType.BOOLEAN, dataset.customer_count)).values
    made = Column(ColumnType.BOOLEAN, np.where(values == MISSING_BOOLEAN, said, values).astype(np.int8), NO_WORDS)
    return with_role(replace(dataset, attributes={**dataset.attributes, name: made}), role, name)


def _new_name(dataset: Dataset, role: str) -> str:
    name = role
    while name in dataset.attributes:
        name = f"{name} (yes or no)"
    return name


def _values(column: Column) -> tuple[list[str], NDArray[np.int64]]:
    """The values of a column as texts, and which of them each customer has, -1 for none; no texts where too many."""
    nothing = np.full(len(column), -1, np.int64)
    if column.type is ColumnType.TEXT:
        if len(column.words) > _MOST_VALUES:
            return [], nothing
        return words_of(column.words), column.values.astype(np.int64)
    if column.type is ColumnType.BOOLEAN:
        return [NO, YES], column.values.astype(np.int64)
    if column.type is not ColumnType.NUMBER:
        return [ANY_DAY], np.where(column.filled, 0, -1)
    numbers, places = np.unique(column.values[column.filled], return_inverse=True)
    if len(numbers) > _MOST_VALUES or (numbers % 1 != 0).any():
        return [], nothing
    nothing[column.filled] = places
    return [str(int(value)) for value in numbers], nothing
