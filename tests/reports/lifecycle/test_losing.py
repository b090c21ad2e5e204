"""Who was lost: the compiled loop, the same in plain Python, and the opportunities agree."""

from __future__ import annotations

import numpy as np
import pytest

from app.reports.crm.speaking import speaking
from app.reports.crm.way import Way
from app.reports.lifecycle import losing
from app.reports.lifecycle.kernel import note_lost_of
from app.reports.lifecycle.losing import lost_of, plainly
from tests.builders.datasets import histories

EVENTS = ("lead", "open", "stage", "won", "lost")


@pytest.mark.parametrize(
    "way",
    [
        Way(lead="lead", opportunity="open", stage="stage", won="won", lost="lost"),
        Way(lead="lead", opportunity="open", won="open", lost="lost"),
        Way(lead="lead", won="won", lost="lost"),
    ],
)
def test_that_the_loop_finds_those_whose_opportunities_are_all_lost(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(7)
    named = {f"c{who:03}": [(int(at), str(rng.choice(EVENTS))) for at in rng.integers(0, 9, 6)] for who in range(300)}
    data = histories(named, names=EVENTS)
    expected = plainly(data, way)
    assert 0 < expected.sum() < len(expected)
    events, lost = speaking(data, way), np.empty(data.customer_count, np.uint8)
    note_lost_of(events.codes, data.offsets, events.means, 0, data.customer_count, lost)
    assert lost.tolist() == expected.tolist()
    monkeypatch.setattr(losing, "ENOUGH_EVENTS", 1)
    assert lost_of(data, way).tolist() == expected.tolist()
