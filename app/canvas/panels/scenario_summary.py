"""What a scenario is, in a few short lines. No toolkit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from app.nodes.catalogue import KINDS
from app.nodes.kind import Family
from app.numbers import counted
from app.scenario.graph import Node, Scenario

_MOST = 3
_AGAIN = {
    "never": "Each customer enters once.",
    "after_exit": "A customer enters again once the last journey has ended.",
    "concurrent": "A customer enters again at any time, side by side.",
    "restart": "A customer enters again at any time, and starts over.",
}


def summary_lines(scenario: Scenario) -> tuple[str, ...]:
    """How many steps there are, what starts a journey, what is sent, who enters again, and what counts as a goal."""
    if not scenario.nodes:
        return ("Nothing stands on the canvas yet.",)
    by_family: dict[Family, list[Node]] = {family: [] for family in Family}
    for node in scenario.nodes:
        by_family[KINDS[node.type].family].append(node)
    entries, messages = by_family[Family.ENTRY], by_family[Family.MESSAGE]
    lines = [
        counted(len(scenario.nodes), "step.", "steps."),
        f"Starts with {_names(node.label or KINDS[node.type].title for node in entries)}."
        if entries
        else "Nothing starts the journey yet.",
        f"Sends {_kinds(messages)}." if messages else "Sends nothing.",
        _AGAIN[scenario.settings.reentry.mode],
    ]
    goals = [goal.id for goal in scenario.settings.goals]
    if goals:
        lines.append(f"Counts {'the goal' if len(goals) == 1 else 'the goals'} {_names(goals)}.")
    return tuple(lines)


def _names(names: Iterable[str]) -> str:
    shown = [f"“{name}”" for name in names]
    more = len(shown) - _MOST
    return ", ".join(shown[:_MOST]) + (f" and {more} more" if more > 0 else "")


def _kinds(nodes: Iterable[Node]) -> str:
    """`2 × E-mail, 1 × SMS`."""
    return ", ".join(f"{many} × {title}" for title, many in Counter(KINDS[node.type].title for node in nodes).items())
