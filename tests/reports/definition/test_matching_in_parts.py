"""Large data are looked through in parts."""

from __future__ import annotations

import numpy as np
import pytest

from app.data.columns import cores
from app.nodes.conditions import Step
from app.reports.definition.matching import matching
from tests.builders.datasets import dataset


@pytest.mark.parametrize("processors", [2, 3, 7])
def test_that_parts_find_the_rows_that_the_whole_does(processors: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(processors)
    events = [
        {"id": f"c{at % 7}", "at": f"2024-05-{1 + at % 28:02d}T10:00:00Z", "event": name, "amount": str(amount)}
        for at, (name, amount) in enumerate(zip(rng.choice(["buy", "view"], 90), rng.integers(0, 9, 90), strict=True))
    ]
    data = dataset([{"id": f"c{at}"} for at in range(7)], events)
    steps = (
        Step(event="buy"),
        Step.model_validate({"event": "buy", "where": ({"property": "amount", "op": "ge", "value": 4},)}),
    )
    whole = [matching(data, step).tolist() for step in steps]
    monkeypatch.setattr(cores, "_AT_ONCE", 11)
    monkeypatch.setattr(cores, "CORES", processors)
    assert [matching(data, step).tolist() for step in steps] == whole
    assert 0 < len(whole[1]) < len(whole[0])
