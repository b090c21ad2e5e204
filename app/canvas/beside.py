"""What the scenario's surroundings offer to its conditions: segments, and somebody who counts customers. No toolkit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.nodes.conditions import Condition

Stop = Callable[[], object]
Count = Callable[[Any, Callable[[str], None]], Stop]
"""Takes a condition's document and says in words how many customers it holds for now, or nothing where that cannot be
asked, once they are counted; what it returns stops it."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Conditions by the names of their segments, and who counts; nothing and nobody where there is no workspace."""

    segments: Mapping[str, Condition] = field(default_factory=dict)
    count: Count | None = None


NOTHING_BESIDE = Beside()
