"""Classes of events: two events that the same selectors select are one class, and look the same to the program.

So all that a program asks of an event in the run is one small number, and everything else is looked up by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from app.nodes.conditions import PropertyTest
from app.runtime.codes import NONE
from app.runtime.compiler.conditions import add_recent
from app.runtime.compiler.customers import from_wall
from app.runtime.compiler.draft import Draft, Selector
from app.runtime.compiler.events import EventTable, part_of
from app.runtime.compiler.matching import passing
from app.runtime.program import ClassRow, SelectorRow

ZonesOfRows = Callable[[NDArray[np.int64]], NDArray[np.int64]]
"""The zones, by their rows in the draft, of the customers of some events."""


@dataclass(frozen=True, slots=True)
class Classes:
    """Each event's class; the selectors of each class, one row of flags after the other; what a class is for.

    `selectors` has the clauses that depend on now, which no class can hold.
    """

    of_event: NDArray[np.int32]
    selects: NDArray[np.uint8]
    rows: list[ClassRow]
    selectors: list[SelectorRow]


def classify(draft: Draft, events: EventTable, zones: ZonesOfRows, unsubscribes: Mapping[int, int]) -> Classes:
    """Sort all events into classes; `unsubscribes` are channels (bits) by selector."""
    of_event = np.zeros(events.size, np.int32)
    members: list[frozenset[int]] = [frozenset()]
    places = {members[0]: 0}
    for number, selector in enumerate(draft.selector_index.rows):
        rows = _selected(selector, events, draft, zones)
        joined = of_event[rows]
        moved = np.arange(len(members), dtype=np.int32)
        for place in np.flatnonzero(np.bincount(joined, minlength=len(members))).tolist():
            grown = members[place] | {number}
            moved[place] = places.setdefault(grown, len(members))
            if moved[place] == len(members):
                members.append(grown)
        of_event[rows] = moved[joined]
    selects = np.zeros((len(members), len(draft.selector_index)), np.uint8)
    for place, selectors in enumerate(members):
        selects[place, sorted(selectors)] = 1
    rows_of_classes = _purposes(draft, members, unsubscribes)
    return Classes(of_event, selects.ravel(), rows_of_classes, _recent_clauses(draft))


def _selected(selector: Selector, events: EventTable, draft: Draft, zones: ZonesOfRows) -> NDArray[np.int64]:
    """The rows that name and `where` select, but for clauses that depend on now."""
    rows = events.rows_named(selector.event)
    for clause in selector.where:
        if not _is_recent(clause):
            column = part_of(events.column(clause.property), rows)
            rows = rows[passing(column, clause, from_wall(draft, partial(zones, rows)))]
    return rows


def _is_recent(clause: PropertyTest) -> bool:
    return clause.op in ("in_last", "in_next")


def _recent_clauses(draft: Draft) -> list[SelectorRow]:
    rows = []
    for selector in draft.selector_index.rows:
        first = len(draft.recents)
        for clause in filter(_is_recent, selector.where):
            add_recent(draft, draft.event_moments.place(clause.property), clause.op, clause.value)
        rows.append(SelectorRow(first, len(draft.recents) - first))
    return rows


def _purposes(draft: Draft, members: Iterable[frozenset[int]], unsubscribes: Mapping[int, int]) -> list[ClassRow]:
    remembered = {test.selector for test in draft.event_tests} | set(draft.steps) | {w.selector for w in draft.waits}
    scores = {rule.selector for rule in draft.scoring}
    converts = {goal.selector for goal in draft.goals}
    exits = {rule.selector for rule in draft.exit_rules} - {NONE}
    wakes = {wait.selector for wait in draft.waits_for} - {NONE}
    enters = {entry.selector for entry in draft.entries}
    return [
        ClassRow(
            remembered=bool(selectors & remembered),
            scores=bool(selectors & scores),
            converts=bool(selectors & converts),
            exits=bool(selectors & exits),
            wakes=bool(selectors & wakes),
            enters=bool(selectors & enters),
            unsubscribes=sum(unsubscribes.get(selector, 0) for selector in selectors),
        )
        for selectors in members
    ]
