"""How fast a run is played back."""

from __future__ import annotations

from app.canvas.playback.speed import DAY_US, HOP_S, Speed


def test_that_speeds_are_told_as_they_are_and_a_wire_takes_the_same_time_on_the_screen() -> None:
    assert [speed.title for speed in Speed] == [
        "1 day a second",
        "3 days a second",
        "1 week a second",
        "1 month a second",
    ]
    assert [speed.us_a_second // DAY_US for speed in Speed] == [1, 3, 7, 30]
    assert all(speed.hop_us / speed.us_a_second == HOP_S for speed in Speed)
