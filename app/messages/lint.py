"""What is hardly meant in the messages of a scenario, each with a reason and a way to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from app.errors import Problem, Severity
from app.messages.loops import lost_totals
from app.nodes.catalogue import KINDS
from app.scenario.graph import Node, Scenario

_TEXTS_KEPT = 512


def message_remarks(scenario: Scenario) -> tuple[Problem, ...]:
    """Every remark on the scenario's messages, each with its node and field."""
    return tuple(
        remark
        for index, node in enumerate(scenario.nodes)
        if KINDS[node.type].templates
        for remark in _remarks_of(node, index)
    )


def _remarks_of(node: Node, index: int) -> Iterator[Problem]:
    for field in KINDS[node.type].templates:
        text = getattr(node.params, field, None)
        if isinstance(text, str):
            for code, words in _remarks_of_text(text):
                message, where = f"The {field}, {words}", f"nodes[{index}].params.{field}"
                yield Problem(code, message, where, node.id, field, Severity.REMARK)


@lru_cache(maxsize=_TEXTS_KEPT)
def _remarks_of_text(text: str) -> tuple[tuple[str, str], ...]:
    """Code and words of what any template may have; each edit of a scenario asks again, so answers are kept."""
    return tuple(("lost-total", f"line {line}: {_lost_words(name)}") for line, name in lost_totals(text))


def _lost_words(name: str) -> str:
    return (
        f"what '{name}' is set to in the loop is forgotten after each round, so it shows what it was before. Add up "
        f"with items|sum(attribute='price'), or keep it in a namespace: {{% set sums = namespace({name}=0) %}} before "
        f"the loop and {{% set sums.{name} = sums.{name} + item.price %}} in it."
    )
