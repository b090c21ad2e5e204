"""What the interpreter remembers of one customer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo


@dataclass
class Event:
    """Something that was applied, or a message that was decided."""

    at: int
    name: str
    properties: dict[str, Any]


@dataclass(eq=False)
class Token:
    """Where an instance stands. `waiting` says for what, `since` in which order it began to."""

    instance: Instance
    node: str
    arrived_at: int = 0
    history: int = 0
    visit: list[Any] | None = None
    waiting: str = ""
    wake_at: int | None = None
    since: int = -1


@dataclass(eq=False)
class Instance:
    """One pass through the scenario."""

    number: int
    entered_at: int
    entry: Event | None
    key: Any
    history: int
    row: list[Any]
    live: bool = True
    tokens: list[Token] = field(default_factory=list)
    visits: int = 0
    pending: dict[str, Any] | None = None
    converted: set[str] = field(default_factory=set)
    states: dict[str, set[str]] = field(default_factory=dict)


@dataclass(eq=False)
class Person:
    """One customer: profile, history, scores, lists and instances."""

    id: str
    profile: dict[str, Any]
    zone: ZoneInfo
    history: list[Event] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)
    opted_out: set[str] = field(default_factory=set)
    sent: list[tuple[int, str]] = field(default_factory=list)
    instances: list[Instance] = field(default_factory=list)
    waiting: list[Token] = field(default_factory=list)
    rises: list[tuple[str, float, float]] = field(default_factory=list)
    fired: set[tuple[str, int]] = field(default_factory=set)
    serial: int = 0
