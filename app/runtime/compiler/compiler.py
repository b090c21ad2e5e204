"""From scenarios and a dataset to a program: `compile_program` is the way in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.data.products import event_of_products
from app.nodes.channel import CHANNELS
from app.nodes.instructions import Instruction, Send, Split
from app.nodes.response import Response
from app.progress import Progress, silent
from app.runtime.compiler.classes import Step, classify, drawn_test
from app.runtime.compiler.customers import (
    addresses_for_ads,
    attribute_bits,
    customer_moments,
    customer_rows,
    list_bits,
    place_zones,
)
from app.runtime.compiler.draft import Draft
from app.runtime.compiler.event_columns import columns_of_events
from app.runtime.compiler.events import EventTable, MessageNote, notes_of
from app.runtime.compiler.names import Names, compile_names
from app.runtime.compiler.nodes import compile_nodes, instructions_of
from app.runtime.compiler.recommending import Models, model_tables, models_of, recommenders_of
from app.runtime.compiler.responses import Responses
from app.runtime.compiler.schedule import Recorded, compile_schedule
from app.runtime.compiler.settings import compile_settings
from app.runtime.compiler.unsaid import unsaid
from app.runtime.compiler.values import compile_values
from app.runtime.prepared import Prepared, Unprepared
from app.runtime.program import opcodes
from app.runtime.program.channels import channel_bit
from app.runtime.program.nodes import PoolRow
from app.runtime.program.settings import SettingsRow
from app.scenario.combined import full_id
from app.scenario.graph import Scenario
from app.scenario.lists_used import SUPPRESSION

_OF_CUSTOMERS = ("customers", "attribute_bits", "customer_moments", "list_bits")


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide the machine's state of one customer has to be, and its counts."""

    scenarios: int
    messages: int
    goals: int
    all_goals: int
    scores: int
    scoring: int
    lists: int
    fields: int
    pools: int
    date_entries: int
    score_entries: int
    nodes: int
    ports: int
    distinct: int
    chain: int
    recommends: int
    products: int


@dataclass(frozen=True, slots=True)
class Program:
    """All tables that a run only reads, by their names in `Machine`, what they stand for, and what to tell the user."""

    tables: Mapping[str, Any]
    names: Names
    widths: Widths
    customers: int
    zone_fallbacks: int
    warnings: tuple[str, ...]

    def only(self, customers: NDArray[np.int64]) -> Program:
        """The program for the customers in these rows alone, over the same events; what it tells is of all of them."""
        own = {
            name: np.asarray(self.tables[name]).reshape(self.customers, -1)[customers].ravel()
            for name in _OF_CUSTOMERS
            if self.customers
        }
        return replace(self, tables={**self.tables, **own}, customers=len(customers))


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a program depends on besides scenarios and dataset.

    `until`: the last instant, microseconds UTC. `replication`: 0 for a replay, else that of a forecast, in which people
    react as the messages' responses and, failing them, those of their `channels` say. `recorded`: when the data begin
    and end, if that is not to be read from the dataset. `traced`: somebody watches, so that no step may be left out.
    `prepared` is what earlier compilations over the dataset have left. `whole` is what the dataset is a part of:
    what is recommended is counted over all customers.
    """

    seed: int = 0
    until: int | None = None
    replication: int = 0
    channels: Mapping[str, Response] = field(default_factory=dict)
    recorded: Recorded | None = None
    traced: bool = False
    prepared: Prepared | None = field(default=None, compare=False)
    whole: Dataset | None = field(default=None, compare=False)


def compile_program(
    scenarios: Sequence[Scenario],
    dataset: Dataset,
    circumstances: Circumstances = Circumstances(),
    progress: Progress = silent,
) -> Program:
    """Compile scenarios without problems for a dataset."""

    def step() -> None:
        progress(0, dataset.customer_count, "Compiling the scenario")

    draft = Draft(bought=event_of_products(dataset.roles.events))
    seed, prepared = circumstances.seed, circumstances.prepared
    if prepared is None or prepared.dataset is not dataset:
        prepared = Unprepared(dataset)
    recorded = circumstances.recorded or prepared.get("recorded", lambda: recorded_span(dataset))
    responses = Responses(circumstances.channels) if circumstances.replication else None
    instructions: list[tuple[Instruction, ...]] = []
    for scenario in scenarios:
        draft.begin_scenario(scenario.settings.timezone)
        instructions.append(instructions_of(scenario))
        compile_settings(draft, scenario, seed)
        compile_nodes(draft, scenario, instructions[-1], seed, responses)
        compile_schedule(draft, scenario, instructions[-1], recorded)
    ad_addresses = addresses_for_ads(dataset)
    for row in draft.audiences:
        row.addresses = ad_addresses
    draft.scheduled.sort(key=lambda row: row.at)
    if SUPPRESSION in dataset.lists:
        draft.lists.place(SUPPRESSION)
    models = models_of(draft.recommenders, circumstances.whole or dataset, progress)
    names = compile_names(draft, scenarios, instructions, recommenders_of(draft, models))
    tables, zone_fallbacks = _world_tables(draft, scenarios, instructions, prepared, models, step)
    settings = _settings_row(draft, circumstances, recorded, tables)
    return Program(
        tables={**_draft_tables(draft, dataset), **tables, "settings": [settings]},
        names=names,
        widths=_widths(draft, tables, settings.event_rows),
        customers=dataset.customer_count,
        zone_fallbacks=zone_fallbacks,
        warnings=tuple(unsaid(dataset, [i for own in instructions for i in own], responses)),
    )


def recorded_span(dataset: Dataset) -> Recorded | None:
    """When a dataset's events begin and end; None without any."""
    return Recorded(int(dataset.at.min()), int(dataset.at.max())) if dataset.event_count else None


def _world_tables(
    draft: Draft,
    scenarios: Sequence[Scenario],
    instructions: Sequence[Sequence[Instruction]],
    prepared: Prepared,
    models: Models,
    step: Step,
) -> tuple[dict[str, Any], int]:
    """The tables about customers and events, and how many customers have no zone."""
    step()
    dataset = prepared.dataset
    zones = place_zones(draft, prepared)
    notes = _place_notes(draft, scenarios, instructions, dataset.event_count)
    events = EventTable(dataset, notes, draft.drawn)
    for row in draft.responses:
        row.conversion = opcodes.NONE if row.conversion == opcodes.NONE else events.first_drawn + row.conversion

    def event_zones(rows: NDArray[np.int64], fallback: int) -> NDArray[np.int64]:
        return zones.with_fallback(fallback)[events.customers(rows)]

    classes = classify(draft, events, event_zones, _unsubscribes(draft, dataset), prepared, step)
    needs_luck = _needs_luck(draft, instructions)
    entry_tests = [drawn_test(draft, test.of.entry, test.of.op, test.of.value) for test in draft.entry_tests.rows]
    builders: dict[str, Callable[[], Any]] = {
        "drawn_entries": lambda: entry_tests,
        "customers": lambda: customer_rows(prepared, zones, needs_luck=needs_luck),
        "attribute_bits": lambda: attribute_bits(draft, prepared, zones),
        "customer_moments": lambda: customer_moments(draft, dataset, zones),
        "list_bits": lambda: list_bits(draft, dataset),
        **columns_of_events(draft, events, prepared, event_zones, step),
    }
    tables = {
        "event_at": dataset.at,
        "event_class": classes.of_event,
        "class_selects": classes.selects,
        "classes": classes.rows,
        "selectors": classes.selectors,
        "drawn_clauses": classes.drawn,
        **compile_values(draft, dataset, events, models),
        **model_tables(draft, models, dataset),
    }
    for name, build in builders.items():
        step()
        tables[name] = build()
    return tables, zones.fallbacks


def _needs_luck(draft: Draft, instructions: Sequence[Sequence[Instruction]]) -> bool:
    """Whether anything is drawn."""
    is_split = any(isinstance(instruction, Split) for own in instructions for instruction in own)
    return is_split or bool(draft.responses) or any(row.control for row in draft.scenarios)


def _place_notes(
    draft: Draft, scenarios: Sequence[Scenario], instructions: Sequence[Sequence[Instruction]], first_row: int
) -> list[MessageNote]:
    """The notes of all messages, whose rows follow the recorded events; each message learns its first."""
    notes: list[MessageNote] = []
    rows = iter(draft.sends)
    for number, (scenario, own) in enumerate(zip(scenarios, instructions, strict=True)):
        for node, instruction in zip(scenario.nodes, own, strict=True):
            if isinstance(instruction, Send):
                next(rows).note = first_row + len(notes)
                notes.extend(notes_of(number, node.id, full_id(scenario, node.id), instruction.channel))
    return notes


def _unsubscribes(draft: Draft, dataset: Dataset) -> dict[int, int]:
    """The channels (bits) that events unsubscribe from, by selector."""
    channels: dict[int, int] = {}
    for key, channel in CHANNELS.items():
        event = dataset.roles.events.get(channel.unsubscribe_role)
        if event is not None:
            selector = draft.selector(event)
            channels[selector] = channels.get(selector, 0) | channel_bit(key)
    return channels


def _draft_tables(draft: Draft, dataset: Dataset) -> dict[str, Any]:
    names = (
        "scenarios nodes ports edges spans zones transitions zone_index waits waits_for sends responses overrides "
        "score_changes list_changes audiences recommends cases thresholds entries scheduled date_entries "
        "score_entries exit_rules goals scoring caps windows code recents intervals number_tests event_tests "
        "score_tests sequences message_tests steps"
    )
    has_codes = [len(dataset.pools.get(name, ())) > 0 for name in draft.pool_names.rows]
    pools = [PoolRow(opcodes.NEVER if filled else opcodes.BEFORE_ALL, 0, 0) for filled in has_codes]
    half_lives = [draft.half_lives.get(score, 0) for score in draft.scores.rows]
    return {"pools": pools, "half_lives": half_lives, **{name: getattr(draft, name) for name in names.split()}}


def _settings_row(
    draft: Draft, circumstances: Circumstances, recorded: Recorded | None, tables: Mapping[str, Any]
) -> SettingsRow:
    """What holds for the whole run, with the widths of the tables of a finished draft."""
    event_rows = len(tables["event_class"])
    return SettingsRow(
        until=opcodes.NEVER - 1 if circumstances.until is None else circumstances.until,
        data_end=recorded.last if recorded else opcodes.BEFORE_ALL,
        condition_rules=any(row.condition_rules for row in draft.scenarios),
        condition_points=sum(rule.condition != opcodes.NONE for rule in draft.scoring),
        event_rows=event_rows,
        first_drawn=event_rows - 1 - len(draft.drawn),
        no_event=event_rows - 1,
        selectors=len(draft.selector_index),
        attribute_tests=len(draft.attribute_tests),
        moment_columns=len(draft.customer_moments),
        lists=len(draft.lists),
        suppression=draft.lists.rows.index(SUPPRESSION) if SUPPRESSION in draft.lists.rows else opcodes.NONE,
        messages=draft.most_messages,
        goals=max(row.goals for row in draft.scenarios),
        replication=circumstances.replication,
        replications=1,
        reactions_matter=_reactions_matter(draft) or circumstances.traced,
    )


def _reactions_matter(draft: Draft) -> bool:
    """Whether conditions or waits ask what has become of a message, or rules are tested at every event."""
    asked = any(test.states & ~(opcodes.SENT_BIT | opcodes.SKIPPED_BIT) for test in draft.message_tests)
    awaited = any(wait.message != opcodes.NONE for wait in draft.waits_for)
    tested = any(rule.condition != opcodes.NONE for rule in draft.scoring)
    return asked or awaited or tested or any(row.condition_rules for row in draft.scenarios)


def _widths(draft: Draft, tables: Mapping[str, Any], event_rows: int) -> Widths:
    by_column = tables["event_numbers"].reshape(len(draft.event_columns), event_rows)
    distinct = [
        int(np.nanmax(column, initial=-1)) + 1
        for column, wanted in zip(by_column, draft.event_columns.rows, strict=True)
        if wanted.distinct
    ]
    return Widths(
        scenarios=len(draft.scenarios),
        messages=draft.most_messages,
        goals=max(row.goals for row in draft.scenarios),
        all_goals=len(draft.goals),
        scores=len(draft.scores),
        scoring=len(draft.scoring),
        lists=len(draft.lists),
        fields=len(tables["fields"]),
        pools=len(draft.pool_names),
        date_entries=len(draft.date_entries),
        score_entries=len(draft.score_entries),
        nodes=len(draft.nodes),
        ports=len(draft.ports),
        distinct=max(distinct, default=0),
        chain=max((row.size for row in draft.sequences), default=0),
        recommends=len(draft.recommends),
        products=max((row.products for row in draft.recommends), default=0),
    )
