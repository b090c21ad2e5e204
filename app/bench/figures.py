"""What a benchmark comes to: lines with a figure, its budget, and whether it is met."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from app.version import product_version

_MEASURED_WITH = ("numba", "numpy", "pyarrow")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. `value` is None where it could not be measured, and `remark` then says why.

    `budget` is the most it may be or, where more is better, the least; None without one.
    """

    name: str
    value: float | None
    unit: str
    budget: float | None = None
    more_is_better: bool = False
    remark: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the budget is kept; None where there is nothing to compare."""
        if self.value is None or self.budget is None:
            return None
        return self.value >= self.budget if self.more_is_better else self.value <= self.budget

    def to_document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "budget": self.budget,
            "at_least": self.more_is_better,
            "met": self.is_met,
            "remark": self.remark,
        }


def to_document(lines: Sequence[Line]) -> dict[str, Any]:
    """All lines as JSON, with the machine that they were measured on."""
    return {"machine": machine(), "lines": [line.to_document() for line in lines]}


def machine() -> dict[str, str]:
    """What figures depend on."""
    return {
        "processor": _processor(),
        "cores": str(cores()),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "rehearse": product_version(),
        **{name: version(name) for name in _MEASURED_WITH},
    }


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def busy_cores() -> float:
    """How many cores have been busy of late, over a minute; 0 where the system does not tell."""
    return 0.0 if sys.platform == "win32" else os.getloadavg()[0]


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
