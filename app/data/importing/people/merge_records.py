"""What was recorded of each id that became one with another, so that it can be told apart again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.data.assembling.rows import CustomerRows
from app.data.assembling.stacking import stacked_customers
from app.data.changes.merges import combined, records_of_rows
from app.data.columns.arrow import keep, numpy_of, pick, words_of
from app.data.columns.selection import codes_in, last_filled, take
from app.data.dataset import Dataset
from app.data.importing.keys.identities import Merge
from app.data.merged import RECORDED, Merged


def ones_of(merges: Sequence[Merge]) -> set[str]:
    """All ids that are one with another."""
    return {id_ for merge in merges for id_ in (merge.kept, *merge.merged)}


def merged_of(merges: Iterable[Merge]) -> set[str]:
    """The ids that are no longer customers of their own."""
    return {id_ for merge in merges for id_ in merge.merged}


def known_ones(dataset: Dataset | None) -> set[str]:
    """The ids that became one with another in earlier imports."""
    return set(words_of(dataset.merged.ids)) if dataset is not None else set()


def new_merges(merges: Sequence[Merge], dataset: Dataset | None) -> list[Merge]:
    """Those of which the dataset does not know yet."""
    if dataset is None or not len(dataset.merged):
        return list(merges)
    is_part = numpy_of(pc.not_equal(dataset.merged.ids, dataset.merged.kept))
    known = set(words_of(keep(dataset.merged.ids, is_part)))
    return [merge for merge in merges if not known.issuperset(merge.merged)]


def split_records(people: CustomerRows, merges: Sequence[Merge], known: set[str]) -> tuple[CustomerRows, Merged]:
    """The rows of people, and what they say of those who became one, each under the id of their row."""
    said = people.attributes.get(RECORDED)
    if said is None:
        return people, Merged()
    attributes = {name: column for name, column in people.attributes.items() if name != RECORDED}
    rows = CustomerRows(people.ids, attributes)
    return rows, records_of_rows(rows, said, ones_of(merges) | known)


def with_records_of_events(records: Merged, merges: Sequence[Merge], said: Sequence[CustomerRows]) -> Merged:
    """The records, and one for each further id that became one: of those whom no file of people names.

    `said` is what events say of customers, by the ids under which they were recorded.
    """
    kept = {id_: merge.kept for merge in merges for id_ in (merge.kept, *merge.merged)}
    every = pa.array(list(kept), pa.string())
    rows = np.flatnonzero(~numpy_of(pc.is_in(every, records.ids)))
    if not len(rows):
        return records
    ids = pick(every, rows)
    columns = {}
    if said:
        stacked = stacked_customers(said)
        codes = np.append(codes_in(stacked.ids.distinct, ids), -1)[stacked.ids.codes]
        there = np.flatnonzero(codes >= 0)
        which = codes[there].astype(np.int32)
        columns = {
            name: last_filled(take(column, there), which, len(ids)) for name, column in stacked.attributes.items()
        }
    fresh = Merged(ids, pick(pa.array(list(kept.values()), pa.string()), rows), columns)
    return combined([records, fresh]) if len(records) else fresh
