"""How long a thread keeps Python's lock while another waits for it: a short turn, as the window is one of them."""

from __future__ import annotations

import sys

TURN_S = 0.001
"""Python's own choice is five times as long, and the window waits for a turn each time it has let go of the lock."""


def take_short_turns() -> None:
    """Let the window's thread wait less for work in other threads, and that work for the window."""
    sys.setswitchinterval(TURN_S)
