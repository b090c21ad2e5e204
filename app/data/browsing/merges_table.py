"""The ids that became one with another as a table, and which of them stand beside a customer."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.data.browsing.arranging import Rows
from app.data.browsing.table import Table, TableColumn
from app.data.columns.arrow import equals, numpy_of, pick
from app.data.columns.column import Column, ColumnType
from app.data.columns.selection import places, union_of_words
from app.data.dataset import Dataset
from app.data.merged import Merged


def merged_rows(merged: Merged, of: str | None = None) -> Rows:
    """The records of ids that are no longer customers; with `of` those of this customer, or of this id."""
    is_part = numpy_of(pc.not_equal(merged.ids, merged.kept))
    if of is not None:
        is_part = is_part & (equals(merged.kept, of) | equals(merged.ids, of))
    return np.flatnonzero(is_part)


def merges_table(dataset: Dataset) -> Table:
    """One row for each id that is part of a customer who has another one."""
    merged = dataset.merged
    rows = merged_rows(merged)
    columns = (_column("Id", pick(merged.ids, rows)), _column("is part of the customer", pick(merged.kept, rows)))
    return Table(columns, len(rows))


def _column(name: str, texts: pa.StringArray) -> TableColumn:
    def make() -> Column:
        words = union_of_words([texts])
        return Column(ColumnType.TEXT, places(texts, words), words)

    return TableColumn(name, ColumnType.TEXT, make)
