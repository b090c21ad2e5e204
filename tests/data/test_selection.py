"""Rows of columns, and what stands at their codes."""

from __future__ import annotations

import numpy as np
import pytest

from app.data import selection


def test_that_codes_are_looked_up_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = np.array([2, -1, 0, 1, -1], np.int32)
    monkeypatch.setattr(selection, "_AT_ONCE", 2)
    assert selection.looked_up(np.array([5, 6, 7, 8]), codes).tolist() == [7, 8, 5, 6, 8]
    assert selection.looked_up(np.array([5, 6, 7, 8]), codes, 3, 4).tolist() == [7, 8, 5, 6, 8, 3, 4]
    assert selection.looked_up(np.array([5]), codes[:0]).tolist() == []
