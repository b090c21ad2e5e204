"""Steps in processes of their own."""

from __future__ import annotations

import pytest

from app.bench.child import measured
from app.errors import AppError, Cancelled
from app.progress import silent


def test_that_a_step_gives_its_figures() -> None:
    figures = measured("uncompiled", {"customers": 100}, silent)
    assert figures["visits"] > 100
    assert figures["seconds"] > 0


def test_that_a_step_that_fails_says_why() -> None:
    with pytest.raises(AppError, match="unheard_of"):
        measured("unheard_of", {}, silent)


def test_that_a_step_can_be_cancelled() -> None:
    def progress(done: int, total: int, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        measured("to_counts", {"customers": 1_000_000}, progress)
