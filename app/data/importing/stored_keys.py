"""What names the customers that a dataset has."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from app.data.arrow import pick, whole
from app.data.columns import Column, ColumnType
from app.data.dataset import Dataset
from app.data.importing.mapping import MappingDocument
from app.data.importing.recognition.headers import KEYS, ranked
from app.data.importing.recognition.joining import DATASET, DATASET_ID, KeyColumns, key_columns


def stored_keys(dataset: Dataset) -> KeyColumns:
    """What names the customers of a dataset: their ids, addresses and other identifiers that were kept."""
    ids = dataset.customer_ids
    roles = [dataset.roles.attributes[role] for role in ("email", "phone") if role in dataset.roles.attributes]
    kept = [*roles, *ranked(dataset.attributes, KEYS)]
    table = {DATASET_ID: ids}
    for name in dict.fromkeys(kept):
        column = dataset.attributes.get(name)
        if column is not None and column.type is ColumnType.TEXT:
            table[name] = texts_of(column)
    return key_columns(DATASET, pa.table(table), table, is_people=True)


def keys_of_events(document: MappingDocument) -> frozenset[str]:
    """The columns that named the customer in earlier files of events."""
    timed = [each for each in document.files if each.kind in ("events", "orders")]
    keys = {key.column for each in timed for key in each.keys or ()}
    return frozenset(keys | ({document.events.key} if document.events and document.events.key else set()))


def texts_of(column: Column) -> pa.StringArray:
    """A column of texts as plain ones, "" where there is none."""
    words = whole(pa.chunked_array([column.words, pa.array([""], pa.string())], pa.string()))
    return pick(words, np.where(column.values >= 0, column.values, len(column.words)))
