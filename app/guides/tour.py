"""The five-minute tour: words from resources/learn/tour.json."""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.resources import resource


@dataclass(frozen=True, slots=True)
class TourStep:
    """One stop of the tour."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Tour:
    """The whole tour in plain text."""

    title: str
    intro: str
    steps: tuple[TourStep, ...]


def load_tour() -> Tour:
    """Read the bundled tour."""
    read = json.loads(resource("learn", "tour.json").read_text(encoding="utf-8"))
    return Tour(read["title"], read["intro"], tuple(TourStep(**step) for step in read["steps"]))
