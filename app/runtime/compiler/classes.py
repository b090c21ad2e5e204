"""Classes of events: two events that the same selectors select are one class, and look the same to the program.

So all that a program asks of an event in the run is one small number, and everything else is looked up by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

import numpy as np
from numpy.typing import NDArray

from app.nodes.conditions import NumberOperator, Operator, PropertyTest, Value
from app.runtime.compiler.conditions import NUMBER_OPERATORS, add_number_test, add_recent
from app.runtime.compiler.customers import from_wall
from app.runtime.compiler.draft import Draft, Selector, Zoned
from app.runtime.compiler.events import EventTable
from app.runtime.matching import part_of, passing
from app.runtime.prepared import Prepared
from app.runtime.program.conditions import DrawnRow, SelectorRow
from app.runtime.program.opcodes import NONE
from app.runtime.program.settings import ClassRow

ZonesOfRows = Callable[[NDArray[np.int64], int], NDArray[np.int64]]
"""The zones, by their rows in the draft, of the customers of some events; those who have none get the one given."""

Step = Callable[[], None]
"""Called between steps of long work; raises to stop it."""


@dataclass(frozen=True, slots=True)
class Classes:
    """Each event's class; the selectors of each class, one row of flags after the other; what a class is for.

    `selectors` has the clauses that depend on now or on a draw (`drawn`), which no class can hold.
    """

    of_event: NDArray[np.int32]
    selects: NDArray[np.uint8]
    rows: list[ClassRow]
    selectors: list[SelectorRow]
    drawn: list[DrawnRow]


def classify(
    draft: Draft,
    events: EventTable,
    zones: ZonesOfRows,
    unsubscribes: Mapping[int, int],
    prepared: Prepared,
    step: Step,
) -> Classes:
    """Sort all events into classes; `unsubscribes` are channels (bits) by selector, `step` is called now and then."""
    selectors, zone_names = tuple(draft.selector_index.rows), tuple(draft.zone_names.rows)
    fallbacks = tuple(row.zone for row in draft.scenarios)
    key = ("classes", selectors, events.tail, zone_names, fallbacks)
    of_event, members = prepared.get(key, lambda: _classes(draft, events, zones, step))
    selects = np.zeros((len(members), len(draft.selector_index)), np.uint8)
    for place, own in enumerate(members):
        selects[place, sorted(own)] = 1
    rows_of_classes = _purposes(draft, members, unsubscribes)
    drawn: list[DrawnRow] = []
    open_clauses = [_open_clauses(draft, selector, drawn) for selector in draft.selector_index.rows]
    return Classes(of_event, selects.ravel(), rows_of_classes, open_clauses, drawn)


def _classes(
    draft: Draft, events: EventTable, zones: ZonesOfRows, step: Step
) -> tuple[NDArray[np.int32], list[frozenset[int]]]:
    """The class of each event, and the selectors that select each class."""
    members: list[frozenset[int]] = [frozenset()]
    places = {members[0]: 0}
    of_event = events.by_name(_by_name(draft.selector_index.rows, members, places))
    for number, selector in enumerate(draft.selector_index.rows):
        if not selector.where:
            continue
        step()
        rows = _selected(selector, events, draft, zones)
        step()
        joined = of_event[rows]
        moved = np.arange(len(members), dtype=np.int32)
        for place in np.flatnonzero(np.bincount(joined, minlength=len(members))).tolist():
            grown = members[place] | {number}
            moved[place] = places.setdefault(grown, len(members))
            if moved[place] == len(members):
                members.append(grown)
        of_event[rows] = moved[joined]
    return of_event, members


def _by_name(
    selectors: Sequence[Selector], members: list[frozenset[int]], places: dict[frozenset[int], int]
) -> dict[str, int]:
    """The class of each name by the selectors that ask for nothing else; new classes are added."""
    named: dict[str, set[int]] = {}
    for number, selector in enumerate(selectors):
        if not selector.where:
            named.setdefault(selector.event, set()).add(number)
    classes = {}
    for name, numbers in named.items():
        classes[name] = places.setdefault(frozenset(numbers), len(members))
        if classes[name] == len(members):
            members.append(frozenset(numbers))
    return classes


def _selected(selector: Selector, events: EventTable, draft: Draft, zones: ZonesOfRows) -> NDArray[np.int64]:
    """The rows that name and `where` select, but for clauses that depend on now or on a draw."""
    rows = events.rows_named(selector.event)
    fallback = draft.scenarios[selector.scenario].zone
    for clause in selector.where:
        if not _is_recent(clause):
            column = part_of(events.column(clause.property, selector.scenario), rows)
            passed = passing(column, clause, from_wall(draft, partial(zones, rows, fallback)))
            rows = rows[passed | events.draws(rows, clause.property)]
    return rows


def _is_recent(clause: PropertyTest) -> bool:
    return clause.op in ("in_last", "in_next")


def _open_clauses(draft: Draft, selector: Selector, drawn: list[DrawnRow]) -> SelectorRow:
    """The clauses of a selector that are left to the run; those that ask for draws are added to `drawn`."""
    first, first_drawn = len(draft.recents), len(drawn)
    fallback = draft.scenarios[selector.scenario].zone
    properties = [row.property for row in draft.drawn]
    for clause in selector.where:
        if _is_recent(clause):
            add_recent(draft, draft.event_moments.place(Zoned(clause.property, fallback)), clause.op, clause.value)
        elif clause.property in properties:
            drawn.append(drawn_test(draft, clause.property, clause.op, clause.value))
    return SelectorRow(first, len(draft.recents) - first, first_drawn, len(drawn) - first_drawn)


def drawn_test(draft: Draft, property_: str, op: Operator, value: Value | None) -> DrawnRow:
    """A test of a property for the events that draw it; none (-1) where no event does, or the test is of no number."""
    properties = [row.property for row in draft.drawn]
    if property_ not in properties or op not in NUMBER_OPERATORS:
        return DrawnRow(NONE, NONE)
    return DrawnRow(properties.index(property_), add_number_test(draft, cast(NumberOperator, op), value))


def _purposes(draft: Draft, members: Iterable[frozenset[int]], unsubscribes: Mapping[int, int]) -> list[ClassRow]:
    remembered = {test.selector for test in draft.event_tests} | set(draft.steps) | {w.selector for w in draft.waits}
    remembered |= {row.selector for row in draft.recommends}
    scores = {rule.selector for rule in draft.scoring} - {NONE}
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
