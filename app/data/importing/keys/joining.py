"""How many customers of one file are in another, for each pair of columns that could join them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import numpy_of
from app.data.columns.texts import Texts, encode
from app.data.importing.keys.agreeing import Agreement, agreement
from app.data.importing.values.identifiers import COOKIE, EMAIL, PHONE, identified
from app.data.importing.values.phones import NOWHERE, Phones, normal_identifiers
from app.data.vocabulary.headers import plain
from app.numbers import stored_number

ENOUGH = 0.5
_FOREIGN_NAME = 0.2
"""By how much ids of another name must meet better: the numbers 1, 2, 3 … are in every file."""
_NO_RANK = -1
_FEWEST_OTHERS = 3
"""Somebody may have another address now; so many have not."""
_OF_COOKIES = 0.3
"""By how much cookies must meet better than ids."""
_HOW = {EMAIL: ", case aside", PHONE: ", in international form"}


@dataclass(frozen=True, slots=True)
class Side:
    """A key column of a file; `file` is its place among the files, or `DATASET`."""

    file: int
    column: str


DATASET = -1
DATASET_ID = "customer id"


@dataclass(frozen=True, slots=True)
class Join:
    """Two columns that may name the same customers: `met` of the `of` in the smaller one are in the other too."""

    first: Side
    second: Side
    identifies: str
    met: int
    of: int

    @property
    def share(self) -> float:
        """How many meet, of 1."""
        return self.met / self.of if self.of else 0.0

    @property
    def is_enough(self) -> bool:
        """Whether so many meet that the files are surely about the same people."""
        return self.share >= ENOUGH

    def sentence(self) -> str:
        """Like “201 of 203 by “Email”, case aside”."""
        one, other = self.first.column, self.second.column
        by = f"“{one}”" if one == other else f"“{one}” and “{other}”"
        return f"{stored_number(self.met)} of {stored_number(self.of)} by {by}{_HOW.get(self.identifies, '')}"


@dataclass(frozen=True, slots=True)
class KeyColumns:
    """The columns of one file that can name customers, the likeliest first, each in normal form."""

    place: int
    is_people: bool
    columns: dict[str, tuple[str, Texts]] = field(default_factory=dict)
    """Column -> what its values are, and the values."""
    further: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    """Of a dataset: the customers of rows that stand after one for each of them, with what else named them."""


def key_columns(
    place: int,
    table: pa.Table,
    names: Iterable[str],
    *,
    is_people: bool,
    phones: Phones = NOWHERE,
    country: str | None = None,
) -> KeyColumns:
    """These columns of a table, as far as anything stands in them; `country` is the one with each row's country."""
    columns = {}
    countries = encode(table.column(country)) if country is not None else None
    for name in dict.fromkeys(names):
        texts = encode(table.column(name))
        if texts.filled.any():
            what = identified(name, texts)
            columns[name] = what, normal_identifiers(texts, what, phones, countries)
    return KeyColumns(place, is_people, columns)


def measured(files: Sequence[KeyColumns]) -> tuple[Join, ...]:
    """Every pair of columns of two files that may hold the same identifiers."""
    return tuple(join for at, second in enumerate(files) for first in files[:at] for join in _between(first, second))


def proposed(files: Sequence[KeyColumns], joins: Sequence[Join]) -> tuple[Join, ...]:
    """For each file but the first the best way to join it to one before it, people before others."""
    columns = {file.place: file for file in files}
    contradicted = {frozenset((join.first, join.second)) for join in joins if contradiction(join, columns)}
    worth = {join: _worth(join, columns) for join in joins}
    hubs = sorted(files, key=lambda file: not file.is_people)
    chosen: list[Join] = []
    joined = [file.place for file in hubs[:1]]
    waiting = [file.place for file in hubs[1:]]
    while waiting:
        pairs = [join for join in joins if {join.first.file, join.second.file} & set(joined)]
        pairs = [join for join in pairs if {join.first.file, join.second.file} & set(waiting)]
        strange = {join for join in pairs if _is_of_others(join, chosen, contradicted)}
        best = max(pairs, key=lambda join: (0.0, _NO_RANK) if join in strange else worth[join], default=None)
        if best is None:
            joined.append(waiting.pop(0))
            continue
        chosen.append(best)
        new = best.first.file if best.first.file in waiting else best.second.file
        waiting.remove(new)
        joined.append(new)
    return tuple(chosen)


def agreeing(join: Join, other: Join, columns: Mapping[int, KeyColumns]) -> Agreement:
    """How often those who meet by one way to join two files meet by another way to join the same ones too."""
    sides = [(join.first, other.first), (join.second, other.second)]
    one, two = ([columns[by.file].columns[side.column][1] for side in (by, beside)] for by, beside in sides)
    return agreement((one[0], one[1]), (two[0], two[1]))


def _worth(join: Join, files: Mapping[int, KeyColumns]) -> tuple[float, int]:
    of_ids = join.identifies not in (EMAIL, PHONE)
    foreign = of_ids and plain(join.first.column) != plain(join.second.column)
    if join.identifies == COOKIE:  # who is known by an id is: cookies of the same files are compared besides
        return round(join.share - _OF_COOKIES, 3), 0
    rank = 0 if join.identifies == PHONE else 1 if join.identifies == EMAIL else 2
    if of_ids:
        share = join.share * _confirmed(join, files)
        rank = _NO_RANK if contradiction(join, files) else rank
    else:
        share = join.share * min(_filled(join.first, files), _filled(join.second, files))
    return round(share - _FOREIGN_NAME * foreign, 3), rank


def contradiction(join: Join, files: Mapping[int, KeyColumns]) -> Agreement | None:
    """How many who meet by an id have the same address, where that is few: two shops both have a customer 1."""
    found = _by_address(join, files)
    return found if found.of - found.agreed >= _FEWEST_OTHERS and found.share < ENOUGH else None


def _is_of_others(join: Join, chosen: Sequence[Join], contradicted: Set[frozenset[Side]]) -> bool:
    """Whether ids without addresses beside them are those of a file, joined already, in which others have them."""
    for side, other in ((join.first, join.second), (join.second, join.first)):
        joined = {end for each in chosen if other in (each.first, each.second) for end in (each.first, each.second)}
        if any(frozenset((side, end)) in contradicted for end in joined):
            return True
    return False


def _confirmed(join: Join, files: Mapping[int, KeyColumns]) -> float:
    """How many of those who meet by an id have the same address in both files; 1 if that is most of them."""
    share = _by_address(join, files).share
    return share if share < ENOUGH else 1.0


def _by_address(join: Join, files: Mapping[int, KeyColumns]) -> Agreement:
    first, second = files[join.first.file], files[join.second.file]
    one, other = _address(first), _address(second)
    is_of_ids = join.identifies not in (EMAIL, PHONE)
    if not is_of_ids or not join.met or None in (one, other) or (one, other) == (join.first.column, join.second.column):
        return Agreement(0, 0)
    beside = Join(Side(first.place, one or ""), Side(second.place, other or ""), EMAIL, 0, 0)
    return agreeing(join, beside, files)


def _address(file: KeyColumns) -> str | None:
    return next((name for name, (what, _) in file.columns.items() if what == EMAIL), None)


def _filled(side: Side, files: Mapping[int, KeyColumns]) -> float:
    """What a column that is mostly empty is worth: no more than the rows it names, of which half are enough."""
    texts = files[side.file].columns[side.column][1]
    return min(1.0, float(texts.filled.mean()) / ENOUGH)


def _between(first: KeyColumns, second: KeyColumns) -> Iterator[Join]:
    pairs = product(first.columns.items(), second.columns.items())
    for (one, (what, texts)), (other, (what_other, texts_other)) in pairs:
        if _comparable(what, what_other):
            of_second = (
                second.is_people <= first.is_people
                if first.is_people != second.is_people
                else (len(texts_other.distinct) <= len(texts.distinct))
            )
            small, large = (texts_other, texts) if of_second else (texts, texts_other)
            met = int(np.count_nonzero(numpy_of(pc.is_in(small.distinct, value_set=large.distinct))))
            yield Join(Side(first.place, one), Side(second.place, other), what, met, len(small.distinct))


def _comparable(one: str, other: str) -> bool:
    special = (EMAIL, PHONE)
    return one == other if one in special or other in special else True
