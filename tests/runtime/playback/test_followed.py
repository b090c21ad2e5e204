"""The way of one customer while a run is played back."""

from __future__ import annotations

from app.runtime.playback.followed import Spot, follow
from app.runtime.playback.timeline import Timeline
from app.runtime.rehearse import rehearse
from tests.builders.datasets import from_rows
from tests.builders.scenarios import MESSAGE, scenario

START = 1_714_557_600_000_000  # 2024-05-01 10:00 UTC
HOUR = 3_600_000_000


def test_that_a_customer_is_on_each_wire_in_turn_then_where_they_wait_and_nowhere_else() -> None:
    journey = scenario(
        {
            "start": ("entry_event", {"event": "buy"}),
            "mail": ("email", MESSAGE),
            "pause": ("wait", {"for": "P1D"}),
            "end": ("exit", {}),
        },
        "start>mail mail>pause pause>end",
    )
    events = [{"id": id_, "event": "buy", "at": "2024-05-01T10:00:00Z"} for id_ in ("ann", "bob")]
    run = rehearse(journey, from_rows([{"id": "ann"}, {"id": "bob"}, {"id": "eve"}], events))
    edges = Timeline(journey, run.tables).edges
    ann = follow(journey, run.tables, edges, "ann")
    assert ann is not None
    assert ann.begin == START
    assert ann.spots(START - 1, HOUR) == []
    assert [ann.spots(START + quarter * HOUR // 4, HOUR)[0].wire for quarter in range(8)] == [0] * 4 + [1] * 4
    assert ann.spots(START + HOUR // 2, HOUR) == [Spot(wire=0, share=0.5)]
    assert ann.spots(START + 3 * HOUR, HOUR) == [Spot(node="pause")]
    assert ann.spots(START + 24 * HOUR, HOUR) == [Spot(wire=2)]
    assert ann.spots(START + 26 * HOUR, HOUR) == []
    assert ann.next_after(START - 1) == START
    assert ann.next_after(START) == START + 24 * HOUR
    assert ann.next_after(START + 24 * HOUR) is None
    assert follow(journey, run.tables, edges, "eve") is None
