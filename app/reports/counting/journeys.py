"""A run's journeys and the rows of its tables that belong to them, in columns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Longs = NDArray[np.int64]
_DENSE = 1 << 24
NEVER = int(np.iinfo(np.int64).min)


@dataclass(frozen=True, slots=True)
class Journeys:
    """The j rows of a run's table `instances`; `owner` (j,) is the place of each one's customer in `ids`.

    `keys` (j,) are ascending numbers of customer and instance, those of the rows `order`; `many` is the base.
    """

    ids: pa.StringArray | pa.LargeStringArray
    owner: Longs
    keys: Longs
    order: Longs
    many: int

    def rows_of(self, table: pa.Table) -> Longs:
        """The journey of each row of another table of the same run."""
        if not table.num_rows:
            return np.zeros(0, np.int64)
        owners = pc.index_in(table.column("customer_id").cast(self.ids.type), value_set=self.ids)
        keys = owners.to_numpy().astype(np.int64) * self.many + table.column("instance").to_numpy()
        found: Longs = self.order[np.searchsorted(self.keys, keys)]
        return found

    def customers(self, journeys: NDArray[Any]) -> pa.Array[Any]:
        """The ids of the customers of these journeys, each once."""
        return self.ids.take(places_in(self.owner[journeys], len(self.ids)))


def journeys_of(tables: Mapping[str, pa.Table]) -> Journeys:
    """The journeys of a run."""
    instances = tables["instances"]
    owner, ids = encoded(instances.column("customer_id"))
    number = instances.column("instance").to_numpy().astype(np.int64)
    many = int(number.max(initial=0)) + 1
    keys = owner * many + number
    order = np.argsort(keys, kind="stable")
    return Journeys(ids, owner, keys[order], order, many)


def encoded(column: pa.ChunkedArray[Any]) -> tuple[Longs, pa.StringArray | pa.LargeStringArray]:
    """Texts as codes into distinct words; -1 where there is none."""
    whole: Any = column.dictionary_encode().unify_dictionaries().combine_chunks()
    codes = pc.fill_null(whole.indices, -1).to_numpy().astype(np.int64)
    return codes, whole.dictionary


def is_word(column: pa.ChunkedArray[Any], word: str) -> NDArray[np.bool_]:
    """Which rows hold that text."""
    codes, words = encoded(column)
    places = words.to_pylist()
    found: NDArray[np.bool_] = codes == (places.index(word) if word in places else len(places))
    return found


def instants(column: pa.ChunkedArray[Any]) -> Longs:
    """Microseconds UTC; `NEVER` where there is no instant."""
    whole = column.cast(pa.timestamp("us", "UTC")).cast(pa.int64()).fill_null(pa.scalar(NEVER))
    return np.asarray(whole.to_numpy(), np.int64)


def places_in(values: NDArray[Any], many: int) -> Longs:
    """Which of the numbers below `many` occur, ascending; numpy's own way to distinct numbers is far slower."""
    return np.flatnonzero(np.bincount(values, minlength=many))


def combinations(*columns: Longs) -> tuple[Longs, Longs]:
    """The distinct rows of columns of small numbers, which may be -1, and each row's place among them."""
    sizes = [int(column.max(initial=-1)) + 2 for column in columns]
    keys = np.zeros(len(columns[0]), np.int64)
    for column, size in zip(columns, sizes, strict=True):
        keys = keys * size + column + 1
    if math.prod(sizes) > _DENSE:
        used, places = np.unique(keys, return_inverse=True)
        places = places.reshape(-1)
    else:
        used = places_in(keys, math.prod(sizes))
        place_of = np.zeros(math.prod(sizes), np.int64)
        place_of[used] = np.arange(len(used))
        places = place_of[keys]
    return np.stack(np.unravel_index(used, sizes), axis=1) - 1, places
