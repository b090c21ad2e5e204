"""Datasets whose events are worth something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset


@pytest.fixture(name="worthy")
def _worthy() -> Callable[[Dataset, list[float]], Dataset]:
    def worthy(dataset: Dataset, amounts: list[float]) -> Dataset:
        column = Column(ColumnType.NUMBER, np.array(amounts, np.float64), pa.array([], pa.string()))
        return replace(dataset, properties={"amount": column})

    return worthy
