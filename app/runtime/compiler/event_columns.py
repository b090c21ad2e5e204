"""What a program asks of all events at once, as columns one after the other: numbers, keys, instants, bits of tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.runtime.compiler.classes import Step, ZonesOfRows
from app.runtime.compiler.customers import from_wall, moments_of
from app.runtime.compiler.draft import Draft
from app.runtime.compiler.events import EventTable, distinct_codes
from app.runtime.matching import passing
from app.runtime.prepared import Prepared
from app.runtime.program import opcodes
from app.runtime.program.conditions import NumbersRow


def columns_of_events(
    draft: Draft, events: EventTable, prepared: Prepared, zones: ZonesOfRows, step: Step
) -> dict[str, Callable[[], Any]]:
    """What makes each table, by its name in the machine."""
    return {
        "drawn_properties": lambda: _drawn_properties(draft),
        "number_columns": lambda: _number_columns(draft),
        "event_keys": lambda: _event_keys(draft, events),
        "event_numbers": lambda: _event_numbers(draft, events, prepared, step),
        "event_moments": lambda: _event_moments(draft, events, zones),
        "entry_bits": lambda: _entry_bits(draft, events, zones),
    }


def _drawn_properties(draft: Draft) -> list[int]:
    """What each modelled conversion draws: properties of one name share the place of the first."""
    properties = [drawn.property for drawn in draft.drawn]
    return [properties.index(name) if name else opcodes.NONE for name in properties]


def _number_columns(draft: Draft) -> list[NumbersRow]:
    """For each column of numbers, the place of its property among those that are drawn, or NONE."""
    properties = [drawn.property for drawn in draft.drawn]
    return [
        NumbersRow(properties.index(wanted.property) if wanted.property in properties else opcodes.NONE)
        for wanted in draft.event_columns.rows
    ]


def _event_numbers(draft: Draft, events: EventTable, prepared: Prepared, step: Step) -> NDArray[np.float64]:
    """The columns that aggregates and goals ask for, one after the other (columns × events); NaN is missing."""
    key = ("event_numbers", tuple(draft.event_columns.rows), events.size)
    return prepared.get(key, lambda: _made_numbers(draft, events, step))


def _made_numbers(draft: Draft, events: EventTable, step: Step) -> NDArray[np.float64]:
    numbers = np.empty((len(draft.event_columns), events.size), np.float64)
    for number, wanted in enumerate(draft.event_columns.rows):
        step()
        if wanted.distinct:
            codes_of_values = distinct_codes(events.column(wanted.property))
            numbers[number] = np.where(codes_of_values < 0, np.nan, codes_of_values)
        else:
            events.fill_numbers(wanted.property, numbers[number])
    return numbers.ravel()


def _event_keys(draft: Draft, events: EventTable) -> NDArray[np.int32]:
    """The codes of re-entry keys, one property after the other (keys × events)."""
    keys = [distinct_codes(events.column(key)) for key in draft.event_keys.rows]
    return np.concatenate([np.zeros(0, np.int32), *keys])


def _event_moments(draft: Draft, events: EventTable, zones: ZonesOfRows) -> NDArray[np.int64]:
    """The instants that relative tests ask for, microseconds UTC, one column after the other (columns × events)."""
    rows = np.arange(events.size if len(draft.event_moments) else 0)
    moments = [
        moments_of(draft, events.column(zoned.of), zones(rows, zoned.zone)) for zoned in draft.event_moments.rows
    ]
    return np.concatenate([np.zeros(0, np.int64), *moments])


def _entry_bits(draft: Draft, events: EventTable, zones: ZonesOfRows) -> NDArray[np.uint8]:
    """Whether each event passes each test of an entry property, one test after the other (tests × events)."""
    bits = np.zeros((len(draft.entry_tests), events.size), np.uint8)
    rows = np.arange(events.size if len(bits) else 0)
    for number, zoned in enumerate(draft.entry_tests.rows):
        column = events.column(zoned.of.entry)
        bits[number] = passing(column, zoned.of, from_wall(draft, partial(zones, rows, zoned.zone)))
    return bits.ravel()
