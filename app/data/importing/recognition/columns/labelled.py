"""Columns of ids and numbers that an exporter has labelled throughout: `l:1234`, `p:+49151…`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import matches, numpy_of, whole
from app.data.files.packed.workbook import SheetTable
from app.data.files.source_table import FaultColumns, SourceTable, records_of

_LABELLED = re.compile(r"([a-z]{1,2}):\+?\d{3,}$")
_LOOKED_AT = 20
_NEARLY_ALL = 0.9


class _Labels(NamedTuple):
    """A column, its label, and which rows have it."""

    name: str
    label: str
    rows: NDArray[np.int64]


def unlabelled(source: SourceTable) -> SourceTable:
    """The file without the one label that nearly all values of a column of digits begin with; each row is a repair."""
    found = list(_labels(source.table))
    if not found:
        return source
    table = source.table
    for name, label, _ in found:
        bare: Any = pc.replace_substring_regex(table.column(name), rf"^{label}:(\+?\d+)$", r"\1")
        table = table.set_column(table.column_names.index(name), name, bare)
    records = np.concatenate([records_of(source, each.rows) for each in found])
    reasons = np.repeat(np.arange(len(found)), [len(each.rows) for each in found])
    said = [f"“{label}:” was taken off what stands in “{name}”" for name, label, _ in found]
    order = np.argsort(records, kind="stable")
    repaired = FaultColumns(records[order], reasons[order], said)
    faults = FaultColumns.together([source.faults, repaired])
    if isinstance(source, SheetTable):
        return replace(source, text=replace(source.text, table=table, faults=faults))
    return cast(SourceTable, replace(cast(Any, source), table=table, faults=faults))


def _labels(table: pa.Table) -> Iterator[_Labels]:
    head = table.slice(0, _LOOKED_AT).to_pydict()
    for name, texts in head.items():
        first = next((found for text in texts if text and (found := _LABELLED.match(text))), None)
        if first is None:
            continue
        column = whole(table.column(name))
        has = matches(column, rf"^{first[1]}:\+?\d+$")
        if has.sum() >= _NEARLY_ALL * int(np.count_nonzero(numpy_of(pc.not_equal(column, pa.scalar(""))))):
            yield _Labels(name, first[1], np.flatnonzero(has))
