"""The most memory that this process has held."""

from __future__ import annotations

import math
import re
import sys
from contextlib import suppress
from pathlib import Path

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")
_FORGET_PEAK = "5"
_KIB = 1 << 10


def forget_peak() -> None:
    """Let the peak begin anew at what is held now, where the system can do that."""
    with suppress(OSError):
        _CLEAR.write_text(_FORGET_PEAK)


def peak_bytes() -> float:
    """The peak of resident memory, since `forget_peak` on Linux and since the start elsewhere; NaN if unknown."""
    with suppress(OSError):
        found = re.search(r"VmHWM:\s+(\d+)", _STATUS.read_text())
        if found:
            return int(found[1]) * _KIB
    if sys.platform == "win32":
        return math.nan
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * _KIB
