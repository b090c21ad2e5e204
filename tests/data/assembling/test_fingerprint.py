"""A dataset's fingerprint stays what it was in earlier versions, however its bytes are fed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.data.assembling import fingerprint
from app.data.assembling.fingerprint import signed
from app.data.columns.selection import reorder
from tests.builders.datasets import dataset


def test_that_events_are_put_into_order_and_signed_at_once_as_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fingerprint, "_FED_AT_ONCE", 2)
    happened = [{"id": "a", "at": f"2024-01-0{day}T00:00:00Z", "event": event} for day, event in enumerate("xyxzx", 1)]
    data = dataset([{"id": "a"}], [{**each, "url": each["event"] * 2} for each in happened])
    order = np.array([4, 0, 3, 1, 2])
    ordered = replace(
        data,
        at=data.at[order],
        names=reorder(data.names, order),
        properties={title: reorder(column, order) for title, column in data.properties.items()},
    )
    made = signed(data, order)
    assert made.fingerprint == signed(ordered).fingerprint != data.fingerprint
    assert made.at.tolist() == ordered.at.tolist()
    assert made.names.values.tolist() == ordered.names.values.tolist()
    assert made.properties["url"].values.tolist() == ordered.properties["url"].values.tolist()


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
