"""What the numbers in the machine's tables stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from app.nodes.instructions import CallWebhook, ChangeAudience, CreateTask, Instruction, Send, TakeVoucher
from app.runtime.compiler.draft import Draft
from app.runtime.compiler.recommending import Recommenders
from app.scenario.combined import joined
from app.scenario.graph import Scenario
from app.scenario.wiring import port_names

Action = CreateTask | CallWebhook | TakeVoucher | ChangeAudience
"""What has a table of its own."""


@dataclass(frozen=True, slots=True)
class Names:
    """Ids of what the scenarios are made of; with several scenarios `scenario/id`.

    `actions` has, by node, what it asks of others or takes; None for the other nodes.
    """

    nodes: tuple[str, ...]
    ports: tuple[tuple[str, str], ...]  # (node, port)
    edges: tuple[tuple[str, str, str], ...]  # (source, port, target)
    channels: tuple[str, ...]  # by node; empty where it sends nothing
    actions: tuple[Action | None, ...]
    goals: tuple[str, ...]
    rules: tuple[str, ...]
    scores: tuple[str, ...]
    pools: tuple[str, ...]
    recommenders: Recommenders


def compile_names(
    draft: Draft,
    scenarios: Sequence[Scenario],
    instructions: Sequence[Sequence[Instruction]],
    recommenders: Recommenders,
) -> Names:
    """The names of what has been compiled, in its order."""
    whole = joined(scenarios)
    nodes = [(str(node.id), instruction) for node, instruction in zip(whole.nodes, chain(*instructions), strict=True)]
    return Names(
        nodes=tuple(id_ for id_, _ in nodes),
        ports=tuple((str(node.id), port) for node in whole.nodes for port in port_names(node)),
        edges=tuple((edge.source, edge.port, edge.target) for edge in whole.edges),
        channels=tuple(instruction.channel if isinstance(instruction, Send) else "" for _, instruction in nodes),
        actions=tuple(_actions(nodes)),
        goals=tuple(goal.id for goal in whole.settings.goals),
        rules=tuple(rule.id for rule in whole.settings.exit_rules),
        scores=tuple(draft.scores.rows),
        pools=tuple(dict.fromkeys(taker.pool for taker in draft.takers)),
        recommenders=recommenders,
    )


def _actions(nodes: Sequence[tuple[str, Instruction]]) -> Iterator[Action | None]:
    for _, instruction in nodes:
        yield instruction if isinstance(instruction, Action) else None
