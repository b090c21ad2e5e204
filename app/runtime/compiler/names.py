"""What the numbers in the machine's tables stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.nodes.instructions import CallWebhook, CreateTask, Instruction, Send, TakeVoucher
from app.runtime.compiler.draft import Draft
from app.runtime.compiler.nodes import ports_of
from app.scenario.graph import Scenario


@dataclass(frozen=True, slots=True)
class Names:
    """Ids of what the scenarios are made of; with several scenarios `scenario/id`.

    `actions` has, by node, what it asks of others or takes; None for the other nodes.
    """

    nodes: tuple[str, ...]
    ports: tuple[tuple[str, str], ...]  # (node, port)
    edges: tuple[tuple[str, str, str], ...]  # (source, port, target)
    channels: tuple[str, ...]  # by node; empty where it sends nothing
    actions: tuple[CreateTask | CallWebhook | TakeVoucher | None, ...]
    goals: tuple[str, ...]
    rules: tuple[str, ...]
    scores: tuple[str, ...]
    pools: tuple[str, ...]


def full_id(scenario: Scenario, id_: str) -> str:
    """The id of something among those of several scenarios."""
    return f"{scenario.id}/{id_}"


def compile_names(draft: Draft, scenarios: Sequence[Scenario], instructions: Sequence[Sequence[Instruction]]) -> Names:
    """The names of what has been compiled, in its order."""

    def named(scenario: Scenario, id_: str) -> str:
        return full_id(scenario, id_) if len(scenarios) > 1 else id_

    nodes = [
        (named(scenario, node.id), instruction)
        for scenario, own in zip(scenarios, instructions, strict=True)
        for node, instruction in zip(scenario.nodes, own, strict=True)
    ]
    return Names(
        nodes=tuple(id_ for id_, _ in nodes),
        ports=tuple((id_, port) for id_, instruction in nodes for port in ports_of(instruction)),
        edges=tuple(
            (named(scenario, edge.source), edge.port, named(scenario, edge.target))
            for scenario in scenarios
            for edge in scenario.edges
        ),
        channels=tuple(instruction.channel if isinstance(instruction, Send) else "" for _, instruction in nodes),
        actions=tuple(_actions(nodes)),
        goals=tuple(named(scenario, goal.id) for scenario in scenarios for goal in scenario.settings.goals),
        rules=tuple(named(scenario, rule.id) for scenario in scenarios for rule in scenario.settings.exit_rules),
        scores=tuple(draft.scores.rows),
        pools=tuple(dict.fromkeys(taker.pool for taker in draft.takers)),
    )


def _actions(
    nodes: Sequence[tuple[str, Instruction]],
) -> Iterator[CreateTask | CallWebhook | TakeVoucher | None]:
    for _, instruction in nodes:
        yield instruction if isinstance(instruction, CreateTask | CallWebhook | TakeVoucher) else None
