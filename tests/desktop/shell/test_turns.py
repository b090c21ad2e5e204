"""Turns of threads: the window does not wait long for Python's lock."""

from __future__ import annotations

import sys

from app.desktop.shell.turns import TURN_S, take_short_turns


def test_that_a_thread_lets_the_window_in_within_a_thousandth_of_a_second() -> None:
    before = sys.getswitchinterval()
    try:
        take_short_turns()
        assert sys.getswitchinterval() == TURN_S <= 0.001
    finally:
        sys.setswitchinterval(before)
