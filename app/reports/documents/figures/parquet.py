"""Figures as Parquet, with what they count in the file's metadata."""

from __future__ import annotations

import io
import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from app.reports.report import Figures


def parquet_file(figures: Figures) -> bytes:
    """Every value exactly, each column of one type; a column of several types becomes text."""
    headers, rows = figures.records()
    columns = [_column([row[at] for row in rows]) for at in range(len(headers))]
    definition = figures.definition
    about = {
        "rehearse.report": figures.key,
        "rehearse.definition": json.dumps(definition.to_document(), ensure_ascii=False),
        "rehearse.definition_in_words": definition.in_words(),
    }
    table = pa.Table.from_arrays(columns, names=list(headers)).replace_schema_metadata(about)
    target = io.BytesIO()
    pq.write_table(table, target)
    return target.getvalue()


def _column(values: list[object]) -> pa.Array[Any]:
    try:
        made: pa.Array[Any] = pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if value is None else str(value) for value in values], pa.string())
    return made
