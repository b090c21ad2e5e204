"""PySide6 6.12.0 loses a reference to None in each void call on Python 3.11; this build must not."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject


def test_that_void_calls_keep_their_references_to_none() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(10_000):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > before - 5_000
