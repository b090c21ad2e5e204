"""A value of a column is a Python value of its type, and None where there is none."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from app.data.columns.column import MISSING, Column, ColumnType
from app.data.columns.values import value_at


@pytest.mark.parametrize(
    ("type_", "stored", "value"),
    [
        (ColumnType.TEXT, 1, "Brno"),
        (ColumnType.NUMBER, 2.5, 2.5),
        (ColumnType.BOOLEAN, 0, False),
        (ColumnType.DATE, 19_844, date(2024, 5, 1)),
        (ColumnType.INSTANT, 7, "7 µs"),
    ],
)
def test_that_each_type_has_its_value_or_none(type_: ColumnType, stored: Any, value: object) -> None:
    words = pa.array(["Aš", "Brno"] if type_ is ColumnType.TEXT else [], pa.string())
    missing = MISSING[type_]
    column = Column(type_, np.array([stored, missing], np.asarray(missing).dtype), words)
    assert value_at(column, 0, "{} µs".format) == value
    assert value_at(column, 1, "{} µs".format) is None
