"""What nodes are called on their cards, in conditions and clauses that name them by their ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from app.nodes.conditions import Condition, EventTest, PropertyTest, Where
from app.nodes.words.sentences import sentence, where_sentence
from app.runtime.explanation import Value
from app.scenario.combined import full_id
from app.scenario.graph import Node, Scenario
from app.scenario.names import label_of
from app.scenario.references import described, with_names

_CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)
_SENDER = "node"  # the property of message events that holds the id of the node that sent it


class NodeNames:
    """The names of all nodes of scenarios that run together; a scenario is given by its number."""

    def __init__(self, scenarios: Sequence[Scenario]) -> None:
        self._is_one = len(scenarios) == 1
        self._ids = [scenario.id for scenario in scenarios]
        every = {full_id(each, node.id): self._among(each.id, node) for each in scenarios for node in each.nodes}
        self._names: list[Mapping[str, str]] = [
            {**every, **{node.id: label_of(node) for node in scenario.nodes}} for scenario in scenarios
        ]
        self._words: dict[int, str] = {}

    def described(self, scenario: int, node: Node) -> str:
        """What a node does, in a few words: `Wait 1 hour`."""
        return described(node, self._names[scenario])

    def message(self, scenario: int, node: Node) -> str:
        """What a message is called on its card, with its scenario before it where there are several."""
        return self._among(self._ids[scenario], node)

    def condition(self, scenario: int, condition: Condition) -> str:
        """A condition in words; it is asked again and again, and must be one that stays."""
        if id(condition) not in self._words:
            self._words[id(condition)] = sentence(with_names(condition, _CONDITION, self._names[scenario]))
        return self._words[id(condition)]

    def where(self, scenario: int, event: str, where: Where) -> str:
        """Clauses over an event's properties in words, with a blank before them."""
        asked = EventTest(event=event, where=where)
        return where_sentence(with_names(asked, TypeAdapter(EventTest), self._names[scenario]).where)

    def clause(self, scenario: int, event: str, clause: PropertyTest) -> str:
        """One of them: `amount above 20`."""
        return self.where(scenario, event, (clause,)).removeprefix(" with ")

    def value(self, scenario: int, name: str, value: Value) -> Value:
        """A property of a message event; the node that sent it by its name."""
        return self._names[scenario].get(value, value) if name == _SENDER and isinstance(value, str) else value

    def _among(self, scenario_id: str, node: Node) -> str:
        return label_of(node) if self._is_one else f"{scenario_id}/{label_of(node)}"
