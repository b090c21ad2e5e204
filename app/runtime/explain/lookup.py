"""What stands behind the numbers that a witness is told: nodes, events and values of one customer's dataset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.data.columns.column import Column, ColumnType
from app.data.columns.values import value_at
from app.data.dataset import Dataset
from app.nodes.catalogue import KINDS
from app.nodes.conditions import PropertyTest
from app.nodes.instructions import Instruction, Send
from app.nodes.kind import Port
from app.nodes.response import Response
from app.nodes.times import Moment
from app.runtime.compiler.events import Drawn, EventTable, MessageNote, notes_of
from app.runtime.compiler.nodes import instructions_of
from app.runtime.compiler.responses import Responses
from app.runtime.explain.node_names import NodeNames
from app.runtime.explanation import Sight, Value
from app.runtime.matching import passing
from app.runtime.program.zones import read_zone, zone_names
from app.scenario.combined import full_id
from app.scenario.graph import Node, Scenario

_MOST_PROPERTIES = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the machine: its scenario by number, the node, what it does, and, if it sends, how people respond."""

    scenario: int
    node: Node
    instruction: Instruction
    response: Response | None
    words: str  # what it does: `Wait 1 hour`

    def port(self, place: int) -> Port:
        """An output by its place."""
        ports: tuple[Port, ...] = KINDS[self.node.type].ports(self.node.params)
        return ports[place]

    @property
    def label(self) -> str:
        """The node's label, or failing that what it does in a few words."""
        return self.node.label or self.words


class Lookup:
    """Scenarios and a dataset of one customer, addressed by the rows of the machine's tables."""

    def __init__(
        self, scenarios: Sequence[Scenario], dataset: Dataset, channels: Mapping[str, Response], replication: int
    ) -> None:
        self.scenarios = tuple(scenarios)
        self.dataset = dataset
        responses = Responses(channels) if replication else None
        self.names = NodeNames(scenarios)
        self.places = tuple(
            Place(number, node, instruction, _response(instruction, responses), self.names.described(number, node))
            for number, scenario in enumerate(scenarios)
            for node, instruction in zip(scenario.nodes, instructions_of(scenario), strict=True)
        )
        self.drawn = tuple(
            Drawn(place.response.convert.event, place.response.convert.property or "")
            for place in self.places
            if place.response is not None and place.response.convert is not None
        )
        self.notes = self._notes()
        self.events = EventTable(dataset, self.notes, self.drawn)
        self.zones = tuple(self._zone(scenario) for scenario in scenarios)
        self._names = [str(word) for word in dataset.names.words.to_pylist()]
        self._columns: dict[tuple[str, int], Column] = {}

    def _notes(self) -> tuple[MessageNote, ...]:
        """The notes of all messages, in the order of their rows."""
        return tuple(
            note
            for place in self.places
            if isinstance(place.instruction, Send)
            for note in notes_of(
                place.scenario,
                place.node.id,
                full_id(self.scenarios[place.scenario], place.node.id),
                place.instruction.channel,
            )
        )

    def _zone(self, scenario: Scenario) -> str:
        own = self.attribute(self.dataset.roles.attributes.get("timezone", ""))
        return own if isinstance(own, str) and own in zone_names() else scenario.settings.timezone

    @cached_property
    def recorded(self) -> int:
        """How many recorded events the customer has; their rows come first."""
        return self.dataset.event_count

    def is_drawn(self, event: int) -> bool:
        """Whether a row is that of a modelled conversion."""
        return self.events.first_drawn <= event < self.events.first_drawn + len(self.drawn)

    def drawn_property(self, event: int) -> str:
        """The property that a modelled conversion draws."""
        return self.drawn[event - self.events.first_drawn].property

    def message_id(self, place: Place) -> str:
        """A message node's id, with its scenario's before it where there are several."""
        return full_id(self.scenarios[place.scenario], place.node.id) if len(self.scenarios) > 1 else place.node.id

    def name(self, event: int) -> str:
        """The name of an event by its row; empty for the event that never was."""
        if event < self.recorded:
            return self._names[int(self.dataset.names.values[event])]
        if event < self.events.first_drawn:
            return self.notes[event - self.recorded].name
        return self.drawn[event - self.events.first_drawn].event if self.is_drawn(event) else ""

    def property(self, event: int, name: str, scenario: int, drawn: float) -> Value:
        """A property of an event as a scenario sees it; `drawn` is the value of the one that is drawn."""
        if self.is_drawn(event) and self.drawn_property(event) == name:
            return None if np.isnan(drawn) else float(drawn)
        return value_at(self._column(name, scenario), event, _moment)

    def properties(self, event: int, scenario: int, drawn: float) -> dict[str, Value]:
        """All properties that an event has, up to a dozen."""
        names = [*self.dataset.properties, *(d.property for d in self.drawn), "node", "channel", "reason"]
        if event < self.recorded:
            names = list(self.dataset.properties)
        found = {name: self.property(event, name, scenario, drawn) for name in dict.fromkeys(names) if name}
        filled = [(name, value) for name, value in found.items() if value is not None]
        return dict(filled[:_MOST_PROPERTIES])

    def passes(self, event: int, clause: PropertyTest, scenario: int) -> bool:
        """Whether a recorded event, or a note, passes a clause that depends on neither now nor a draw."""
        column = _one(self._column(clause.property, scenario), event)
        zone = read_zone(self.zones[scenario])
        return bool(passing(column, clause, lambda wall: zone.instants(np.array([wall])))[0])

    def attribute(self, name: str) -> Value:
        """An attribute as recorded."""
        column = self.dataset.attributes.get(name)
        return None if column is None else value_at(column, 0, _moment)

    def sight(self, at: int, event: int, scenario: int, drawn: float, why_not: str = "") -> Sight:
        """An event with all its properties."""
        return Sight(at, self.name(event), self.properties(event, scenario, drawn), why_not, event >= self.recorded)

    def _column(self, name: str, scenario: int) -> Column:
        key = (name, scenario)
        if key not in self._columns:
            self._columns[key] = self.events.column(name, scenario)
        return self._columns[key]


def _response(instruction: Instruction, responses: Responses | None) -> Response | None:
    return responses.of(instruction) if responses is not None and isinstance(instruction, Send) else None


def _one(column: Column, row: int) -> Column:
    """One row of a column, of all its words with the own one alone, since each of them would be tested."""
    code = column.values[row]
    if column.type is not ColumnType.TEXT or code < 0:
        return Column(column.type, column.values[row : row + 1], column.words[:0])
    return Column(column.type, np.zeros(1, np.int32), column.words[int(code) : int(code) + 1])


def _moment(at_us: int) -> Moment:
    return Moment("", at_us, False)
