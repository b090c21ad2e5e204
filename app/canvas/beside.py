"""What the scenario's surroundings offer to its conditions: segments, and somebody who counts customers. No toolkit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.nodes.conditions import Condition
from app.nodes.response import Response

Stop = Callable[[], object]
Count = Callable[[Any, Callable[[str], None]], Stop]
"""Takes a condition's document and says in words how many customers it holds for now, or nothing where that cannot be
asked, once they are counted; what it returns stops it."""


class Of(StrEnum):
    """Whose column it is."""

    CUSTOMERS = "customers"
    EVENTS = "events"


Told = Callable[[Sequence[tuple[str, int]]], None]
Values = Callable[[Of, str, Told], Stop]
"""Takes a column by its name and tells its most frequent values, as they are written, with how many customers or events
have each; what it returns stops it."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Conditions by the names of their segments, who counts and knows the values of columns, and how people react.

    Nothing and nobody where there is no workspace.
    """

    segments: Mapping[str, Condition] = field(default_factory=dict)
    count: Count | None = None
    values: Values | None = None
    responses: Mapping[str, Response] = field(default_factory=dict)
    """How people react to a channel's messages in a forecast, where a message does not say so itself."""
    guessed: frozenset[str] = frozenset()
    """The channels of which something is guessed."""
    is_forecast: bool = False
    """Whether the scenario is to be forecast."""


NOTHING_BESIDE = Beside()
