"""A run in words and tables: what happened at each node, the funnel, the goals."""

from __future__ import annotations

from collections.abc import Sequence

from app.commands.terminal import bar, number, say, say_table
from app.nodes.catalogue import KINDS
from app.runtime.summary import NodeCounts, Summary
from app.scenario.graph import Scenario


def say_run(scenario: Scenario, summary: Summary) -> None:
    """The table of nodes, the goals, and what rests on silence."""
    rows = []
    for node in scenario.nodes:
        counts = summary.nodes[node.id]
        arrived = number(counts.arrived)
        left = number(sum(counts.left.values()))
        row = (
            node.label or node.id,
            KINDS[node.type].title,
            arrived,
            left,
            number(counts.waiting),
            number(counts.ended),
        )
        rows.append((*row, _what_happened(counts)))
    say_table(("Node", "Kind", "Arrived", "Left", "Waiting", "Ended", "What happened"), rows, title=scenario.name)
    for goal, reached in summary.goals.items():
        worth = f", worth {number(reached.value)}" if reached.value else ""
        of = f"of {number(summary.instances)} instances"
        say(
            f"Goal '{goal}': {number(reached.instances)} {of} converted ({number(reached.customers)} customers){worth}."
        )
    if summary.beyond_data:
        still = number(summary.beyond_data)
        say(f"{still} instances were still inside at the data end; what they do after it rests on silence.")


def say_funnel(headers: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float]) -> None:
    """A funnel as a table with a bar for each step's share of the first."""
    say_table((*headers, ""), [(*row, bar(share)) for row, share in zip(rows, shares, strict=True)])


def _what_happened(counts: NodeCounts) -> str:
    if counts.sent or counts.skipped:
        skipped = [f"{reason} {number(n)}" for reason, n in (counts.skipped or {}).items() if n]
        return ", ".join((f"sent {number(counts.sent)}", *skipped))
    return ", ".join(f"{port} {number(n)}" for port, n in counts.left.items()) if len(counts.left) > 1 else ""
