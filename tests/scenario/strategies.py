"""Random scenarios, from the file's form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from app.nodes.catalogue import KINDS
from app.scenario.files import make_params, make_settings
from app.scenario.graph import Edge, Node, NodeId, Scenario
from app.scenario.settings import Settings
from app.scenario.wiring import port_names
from tests.builders.scenarios import document, scenario_of
from tests.nodes.strategies import (
    PARAMS,
    conditions,
    durations,
    ids,
    names,
    numbers,
    shaped,
    texts,
    where,
    window,
)

coordinates = st.integers(-2000, 2000).map(float) | st.floats(-1e5, 1e5, allow_nan=False)
places = st.tuples(coordinates, coordinates)

exit_rule = shaped({"id": ids}, event=names, where=where, match_key=st.booleans(), condition=conditions)
goal = shaped({"id": ids, "event": names}, where=where, within=durations, value=names, match_key=st.booleans())
cap = shaped({"channel": st.just("any"), "max": st.integers(0, 3), "per": durations})
settings_values = shaped(
    {},
    timezone=st.sampled_from(["UTC", "Europe/Prague", "Mars/Base", ""]),
    start=st.just("2024-01-01T00:00:00Z"),
    end=st.just("2024-02-01T00:00:00+01:00"),
    reentry=shaped({}, mode=st.sampled_from(["never", "concurrent", "restart"]), cooldown=durations, key=names),
    exit_rules=st.lists(exit_rule, max_size=2),
    exit_timing=st.sampled_from(["immediate", "at_next_node"]),
    goals=st.lists(goal, max_size=2),
    scoring=st.lists(
        shaped({"score": names, "add": numbers}, event=names, where=where, condition=conditions), max_size=2
    ),
    score_decay=st.dictionaries(names, durations, max_size=2),
    frequency_caps=st.lists(cap, max_size=2),
    quiet_hours=st.lists(window, max_size=2),
    on_quiet=st.sampled_from(["hold", "skip", "exit"]),
    control_group=st.floats(0, 0.99),
    seed_salt=texts,
)
some_settings: st.SearchStrategy[Settings] = settings_values.map(make_settings)


def node(node_id: str, type_: str) -> st.SearchStrategy[Node]:
    """A node of that kind anywhere, with any params."""
    params = PARAMS[type_].map(lambda values: make_params(KINDS[type_], values))
    return st.builds(Node, st.just(NodeId(node_id)), st.just(type_), texts, places, params)


def possible_edges(nodes: Sequence[Node]) -> list[Edge]:
    """Every edge that fits between the nodes."""
    targets = [target.id for target in nodes if not KINDS[target.type].is_entry]
    ways = [(source.id, port) for source in nodes for port in dict.fromkeys(port_names(source))]
    return [Edge(source, port, target) for source, port in ways for target in targets]


@st.composite
def scenarios(draw: st.DrawFn, largest: int = 6) -> Scenario:
    """A scenario with any nodes and any edges that fit."""
    types = draw(st.lists(st.sampled_from(sorted(PARAMS)), max_size=largest))
    nodes = tuple(draw(node(f"n{i}", type_)) for i, type_ in enumerate(types))
    fitting = possible_edges(nodes)
    edges = draw(st.lists(st.sampled_from(fitting), max_size=8, unique=True)) if fitting else []
    notes = draw(st.lists(shaped({"at": places, "size": places, "text": texts}), max_size=2))
    words = {"id": draw(ids), "name": draw(texts), "description": draw(texts)}
    empty = scenario_of(document([], **words, notes=[{"id": f"note{i}", **note} for i, note in enumerate(notes)]))
    return replace(empty, settings=draw(some_settings), nodes=nodes, edges=tuple(edges))
