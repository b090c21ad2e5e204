"""What a scenario is, in a few short lines. No toolkit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from app.nodes.catalogue import KINDS
from app.nodes.channel import CHANNELS
from app.nodes.checking.sending import MessageParams
from app.nodes.kind import Family
from app.nodes.response import Response
from app.nodes.words.response import completed, response_in_words
from app.numbers import counted
from app.scenario.graph import Node, Scenario
from app.scenario.names import label_of

_MOST = 3
_OBSERVED = "Observed is everything else: who enters, and what people did of themselves."
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
        f"Starts with {_names(label_of(node) for node in entries)}." if entries else "Nothing starts the journey yet.",
        f"Sends {_kinds(messages)}." if messages else "Sends nothing.",
        _AGAIN[scenario.settings.reentry.mode],
    ]
    goals = [goal.id for goal in scenario.settings.goals]
    if goals:
        lines.append(f"Counts {'the goal' if len(goals) == 1 else 'the goals'} {_names(goals)}.")
    return tuple(lines)


def modelled_lines(scenario: Scenario, responses: Mapping[str, Response], guessed: frozenset[str]) -> tuple[str, ...]:
    """Of a forecast: what is modelled and what was observed, message by message where one has responses of its own.

    `guessed` are the channels of which something is a guess, and was not measured.
    """
    messages = [node for node in scenario.nodes if node.type in CHANNELS]
    sent = list(dict.fromkeys(node.type for node in messages))
    if not sent:
        return ("Nothing is modelled: no message is sent.", _OBSERVED)
    lines = ["Modelled, by chance, are the reactions to messages, and what follows from them:"]
    for key in sent:
        said = completed(CHANNELS[key], responses.get(key))
        words = response_in_words(said) if said is not None else "nobody reacts"
        source = "" if said is None else " (a guess)" if key in guessed else " (measured)"
        lines.append(f"• {CHANNELS[key].words}: {words}{source}.")
    for node in messages:
        own = node.params.response if isinstance(node.params, MessageParams) else None
        if own is not None:
            said = completed(CHANNELS[node.type], responses.get(node.type), own)
            words = response_in_words(said) if said is not None else ""
            lines.append(f"• “{label_of(node)}”: {words} (its own, a guess).")
    return (*lines, _OBSERVED)


def _names(names: Iterable[str]) -> str:
    shown = [f"“{name}”" for name in names]
    more = len(shown) - _MOST
    return ", ".join(shown[:_MOST]) + (f" and {more} more" if more > 0 else "")


def _kinds(nodes: Iterable[Node]) -> str:
    """`2 × E-mail, 1 × SMS`."""
    return ", ".join(f"{many} × {title}" for title, many in Counter(KINDS[node.type].title for node in nodes).items())
