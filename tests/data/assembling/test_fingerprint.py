"""A dataset's fingerprint stays what it was in earlier versions, however its bytes are fed."""

from __future__ import annotations

import pytest

from app.data.assembling import fingerprint
from app.data.assembling.fingerprint import signed
from tests.builders.datasets import dataset


@pytest.mark.parametrize("at_once", [0, 2, 1 << 16])
def test_that_fingerprints_of_datasets_without_pools_stay_what_they_were(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprint, "_WORTH_FEEDING", at_once)
    data = dataset(
        [{"id": "a", "city": "Brno", "age": 3}, {"id": "b"}],
        [{"id": "a", "at": "2024-01-01T00:00:00Z", "event": "buy", "url": "/x"}],
    )
    assert signed(data).fingerprint == "5d57d19e54667ad900ec381b041967b60ecd25e7fc999eb9ac0a60775d731378"
