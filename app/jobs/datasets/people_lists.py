"""Customers of a dataset as a table to take along: their ids and attributes, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.numbers import data_instant, exact

_FIRST_DAY = date(1970, 1, 1)
_MEANS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def people_csv(dataset: Dataset, rows: NDArray[np.int64]) -> str:
    """A header and a line for each of these customers; texts that a spreadsheet would take for formulas are guarded."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["customer_id", *map(guarded, dataset.attributes)])
    readers = [_reader(column) for column in dataset.attributes.values()]
    for at in rows.tolist():
        writer.writerow([guarded(str(dataset.customer_ids[at])), *(read(at) for read in readers)])
    return out.getvalue()


def _reader(column: Column) -> Callable[[int], str]:
    """The text of a row."""
    values, filled = column.values, column.filled
    words: dict[ColumnType, Callable[[int], str]] = {
        ColumnType.TEXT: lambda at: guarded(str(column.words[int(values[at])])),
        ColumnType.NUMBER: lambda at: exact(float(values[at]), 15),
        ColumnType.BOOLEAN: lambda at: "true" if values[at] else "false",
        ColumnType.DATE: lambda at: (_FIRST_DAY + timedelta(days=int(values[at]))).isoformat(),
        ColumnType.INSTANT: lambda at: data_instant(int(values[at])),
    }
    read = words[column.type]
    return lambda at: read(at) if filled[at] else ""


def guarded(text: str) -> str:
    """The text so that a spreadsheet takes it for no formula."""
    return f"'{text}" if text.startswith(_MEANS_A_FORMULA) else text
