"""The time now, as the workspace writes it down."""

from __future__ import annotations

import time


def now_us() -> int:
    """Microseconds since 1970-01-01, UTC."""
    return time.time_ns() // 1_000
