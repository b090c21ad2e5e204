"""From a scenario and a dataset to a program: `compile_program` is the way in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.nodes.instructions import Instruction, Send, Split
from app.runtime.codes import CHANNEL_BIT, CHANNELS
from app.runtime.compiler.classes import ZonesOfRows, classify
from app.runtime.compiler.customers import (
    ADDRESS_ROLE,
    attribute_bits,
    customer_moments,
    customer_rows,
    from_wall,
    has_addresses,
    list_bits,
    place_zones,
)
from app.runtime.compiler.draft import Draft
from app.runtime.compiler.events import EventTable, MessageNote, distinct_codes, notes_of
from app.runtime.compiler.matching import passing
from app.runtime.compiler.nodes import compile_nodes, instructions_of, ports_of
from app.runtime.compiler.schedule import Recorded, compile_schedule
from app.runtime.compiler.settings import compile_settings, settings_row
from app.runtime.program import SettingsRow
from app.scenario.graph import Scenario


@dataclass(frozen=True, slots=True)
class Names:
    """What the numbers in the run's tables stand for."""

    nodes: tuple[str, ...]
    ports: tuple[tuple[str, str], ...]  # (node, port)
    channels: tuple[str, ...]  # by node; empty where it sends nothing
    goals: tuple[str, ...]
    rules: tuple[str, ...]
    scores: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide the machine's state of one customer has to be."""

    messages: int
    goals: int
    scores: int
    nodes: int
    distinct: int
    chain: int


@dataclass(frozen=True, slots=True)
class Program:
    """All tables that a run only reads, by their names in `Machine`, what they stand for, and what to tell the user."""

    tables: Mapping[str, Any]
    names: Names
    widths: Widths
    customers: int
    zone_fallbacks: int
    warnings: tuple[str, ...]


def compile_program(scenario: Scenario, dataset: Dataset, seed: int = 0, until: int | None = None) -> Program:
    """Compile a scenario without problems for a dataset; replays draw with `seed` and end after the instant `until`."""
    draft = Draft()
    draft.zone(scenario.settings.timezone)
    instructions = instructions_of(scenario)
    compile_settings(draft, scenario.settings)
    compile_nodes(draft, scenario, instructions, seed)
    compile_schedule(draft, scenario, instructions, _recorded(dataset))
    zones = place_zones(draft, dataset)
    notes = _place_notes(draft, scenario, instructions, dataset.event_count)
    events = EventTable(dataset, notes)

    def event_zones(rows: NDArray[np.int64]) -> NDArray[np.int64]:
        return zones.of_customer[events.customers(rows)]

    classes = classify(draft, events, event_zones, _unsubscribes(draft, dataset))
    settings = settings_row(draft, scenario.settings, until, events.size)
    needs_luck = any(isinstance(instruction, Split) for instruction in instructions)
    numbers = _event_numbers(draft, events)
    tables = {
        **_draft_tables(draft, settings),
        "selectors": classes.selectors,
        "customers": customer_rows(dataset, scenario, zones, seed, needs_luck),
        "attribute_bits": attribute_bits(draft, dataset, zones),
        "customer_moments": customer_moments(draft, dataset, zones),
        "list_bits": list_bits(draft, dataset),
        "classes": classes.rows,
        "class_selects": classes.selects,
        "event_at": dataset.at,
        "event_class": classes.of_event,
        "event_key": _event_keys(scenario, events),
        "event_numbers": numbers,
        "event_moments": _event_moments(draft, events),
        "entry_bits": _entry_bits(draft, events, event_zones),
    }
    return Program(
        tables=tables,
        names=_names(draft, scenario, instructions),
        widths=_widths(draft, numbers, events.size),
        customers=dataset.customer_count,
        zone_fallbacks=zones.fallbacks,
        warnings=tuple(_warnings(dataset, instructions)),
    )


def _recorded(dataset: Dataset) -> Recorded | None:
    return Recorded(int(dataset.at.min()), int(dataset.at.max())) if dataset.event_count else None


def _place_notes(
    draft: Draft, scenario: Scenario, instructions: Sequence[Instruction], first_row: int
) -> list[MessageNote]:
    """The notes of all messages, whose rows follow the recorded events; each message learns its first."""
    notes: list[MessageNote] = []
    sends = (
        (node, instruction)
        for node, instruction in zip(scenario.nodes, instructions, strict=True)
        if isinstance(instruction, Send)
    )
    for (node, send), row in zip(sends, draft.sends, strict=True):
        row.note = first_row + len(notes)
        notes.extend(notes_of(node.id, send.channel))
    return notes


def _unsubscribes(draft: Draft, dataset: Dataset) -> dict[int, int]:
    """The channels (bits) that events unsubscribe from, by selector."""
    channels: dict[int, int] = {}
    for channel in CHANNELS:
        event = dataset.roles.events.get(f"{channel}_unsubscribe")
        if event is not None:
            selector = draft.selector(event)
            channels[selector] = channels.get(selector, 0) | CHANNEL_BIT[channel]
    return channels


def _event_numbers(draft: Draft, events: EventTable) -> NDArray[np.float64]:
    """The columns that aggregates and goals ask for, one after the other; NaN is missing."""
    numbers = np.empty((len(draft.event_columns), events.size), np.float64)
    for number, wanted in enumerate(draft.event_columns.rows):
        column = events.column(wanted.property)
        values = distinct_codes(column) if wanted.distinct else column.values
        numbers[number] = np.where(column.filled, values, np.nan)
    return numbers.ravel()


def _event_keys(scenario: Scenario, events: EventTable) -> NDArray[np.int32]:
    key = scenario.settings.reentry.key
    return np.zeros(0, np.int32) if key is None else distinct_codes(events.column(key))


def _event_moments(draft: Draft, events: EventTable) -> NDArray[np.int64]:
    """The instants that relative tests ask for, one column after the other."""
    moments = [events.column(name).values for name in draft.event_moments.rows]
    return np.concatenate([np.zeros(0, np.int64), *moments])


def _entry_bits(draft: Draft, events: EventTable, zones: ZonesOfRows) -> NDArray[np.uint8]:
    """Whether each event passes each test of an entry property, one test after the other."""
    bits = np.zeros((len(draft.entry_tests), events.size), np.uint8)
    rows = np.arange(events.size if len(bits) else 0)
    for number, test in enumerate(draft.entry_tests.rows):
        bits[number] = passing(events.column(test.entry), test, from_wall(draft, partial(zones, rows)))
    return bits.ravel()


def _draft_tables(draft: Draft, settings: SettingsRow) -> dict[str, Any]:
    names = (
        "nodes ports edges spans zones transitions zone_index waits waits_for sends score_changes cases thresholds "
        "entries scheduled exit_rules goals scoring caps windows code recents intervals number_tests event_tests "
        "score_tests sequences message_tests steps"
    )
    return {"settings": [settings], **{name: getattr(draft, name) for name in names.split()}}


def _names(draft: Draft, scenario: Scenario, instructions: Sequence[Instruction]) -> Names:
    nodes = tuple(zip(scenario.nodes, instructions, strict=True))
    return Names(
        nodes=tuple(node.id for node in scenario.nodes),
        ports=tuple((node.id, port) for node, instruction in nodes for port in ports_of(instruction)),
        channels=tuple(instruction.channel if isinstance(instruction, Send) else "" for _, instruction in nodes),
        goals=tuple(goal.id for goal in scenario.settings.goals),
        rules=tuple(rule.id for rule in scenario.settings.exit_rules),
        scores=tuple(draft.scores.rows),
    )


def _widths(draft: Draft, numbers: NDArray[np.float64], event_rows: int) -> Widths:
    by_column = numbers.reshape(len(draft.event_columns), event_rows)
    distinct = [
        int(np.nanmax(column, initial=-1)) + 1
        for column, wanted in zip(by_column, draft.event_columns.rows, strict=True)
        if wanted.distinct
    ]
    return Widths(
        messages=len(draft.messages),
        goals=len(draft.goals),
        scores=len(draft.scores),
        nodes=len(draft.nodes),
        distinct=max(distinct, default=0),
        chain=max((row.size for row in draft.sequences), default=0),
    )


def _warnings(dataset: Dataset, instructions: Sequence[Instruction]) -> Iterator[str]:
    """What the run cannot check, once for each channel that the scenario uses."""
    used = {instruction.channel for instruction in instructions if isinstance(instruction, Send)}
    for channel in CHANNELS:
        if channel in used and not has_addresses(dataset, channel):
            yield (
                f"The dataset does not say where the addresses for {channel} are, so everybody counts as having one; "
                f"give a column the role '{ADDRESS_ROLE[channel]}'."
            )
