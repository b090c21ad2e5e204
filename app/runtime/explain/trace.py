"""The story while it is written: its steps, and the customer's past as far as it has been told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.nodes.instructions import EnterOnEvent
from app.runtime.explain.context import Context, Past, Told
from app.runtime.explain.entering import unfit
from app.runtime.explanation import Step
from app.runtime.machine.state.history import selects
from app.runtime.program.opcodes import NONE

_NOTHING = float("nan")


@dataclass(frozen=True, slots=True)
class Miss:
    """An event that an entry (by row) did not fit, and how far it was from that."""

    node: int
    past: Past
    distance: tuple[int, float]
    why: str


class Trace:
    """Steps in the order of what was decided, but for late comers.

    Events that mean nothing to the program are passed over by the machine, which never tells of them; they are caught
    up with at the next telling. So the steps have to be sorted by time in the end.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.steps: list[Step] = []
        self.misses: list[Miss] = []
        self.reactions: set[tuple[int, int]] = set()  # those told: the message's row of the table, the state (a bit)
        self._caught_up = 0  # recorded events that have been written down

    def apply(self, past: Past) -> None:
        """Write down an event that is being applied."""
        self._caught_up += past.event < self.context.lookup.recorded
        self._remember(past)

    def catch_up(self) -> None:
        """Write down the recorded events that the machine has passed over since the last telling."""
        state, m = self.context.m.state[0], self.context.m
        until = min(state.now, m.settings[0].until)
        while self._caught_up < state.next_event and m.event_at[self._caught_up] <= until:
            past = Past(m.event_at[self._caught_up], self._caught_up, NONE, _NOTHING)
            self._caught_up += 1
            now, state.now = state.now, past.at
            self._remember(past)
            state.now = now

    def add(self, told: Told, scenario: int, node: int = NONE, index: int = NONE, visit: int = NONE) -> None:
        """Add a step that happens now."""
        self.steps.append(self._step(told, scenario, node, index, visit))

    def add_late(self, at: int, told: Told, scenario: int, node: int, index: int, visit: int = NONE) -> None:
        """Add a step that has happened, or will happen, at another time than now."""
        self.steps.append(replace(self._step(told, scenario, node, index, visit), at=at))

    def insert(self, position: int, told: Told, scenario: int, node: int, index: int, visit: int) -> None:
        """Put a step that happens now before those that it has led to."""
        self.steps.insert(position, self._step(told, scenario, node, index, visit))

    def _step(self, told: Told, scenario: int, node: int, index: int, visit: int) -> Step:
        m, lookup = self.context.m, self.context.lookup
        place = lookup.places[node] if node != NONE else None
        return Step(
            at=self.context.now,
            kind=told.kind,
            scenario=lookup.scenarios[scenario].id,
            sentence=told.sentence,
            node=place.node.id if place else "",
            label=place.label if place else "",
            instance=m.instances[index].number if index != NONE else 0,
            visit=m.visit_records[visit].visit if visit != NONE else 0,
            reason=told.reason,
            clauses=told.clauses,
            sights=told.sights,
            modelled=told.modelled,
        )

    def _remember(self, past: Past) -> None:
        """Add to the past, and note which entries an event of their name does not fit."""
        self.context.remember(past)
        name = self.context.lookup.name(past.event)
        for entry in self.context.m.entries:  # type: ignore[attr-defined]  # the uncompiled machine's tables are lists
            place = self.context.lookup.places[entry.node]
            instruction = place.instruction
            if not isinstance(instruction, EnterOnEvent) or instruction.event != name:
                continue
            with self.context.facing(place.scenario):
                if not selects(self.context.m, entry.selector, past.event, past.value):
                    self._miss(entry.node, instruction, entry.selector, past)

    def _miss(self, node: int, entry: EnterOnEvent, selector: int, past: Past) -> None:
        failing = self.context.unfit(entry.where, selector, past)
        told = unfit(self.context, entry, failing, past)
        self.misses.append(Miss(node, past, self.context.distance(failing, past), told.sights[0].why_not))
        self.add(told, self.context.scenario, node)
