"""A run in words and tables: what happened at each node, the funnel, the goals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.commands.output.terminal import say, say_table
from app.nodes.catalogue import KINDS
from app.numbers import counted, number, rounded, whole_percent
from app.runtime.forecast.ranges import Figure, Forecast
from app.runtime.summary import NodeCounts, Summary
from app.scenario.combined import full_id
from app.scenario.graph import Node, Scenario


def _ranges() -> tuple[str, ...]:
    return "Observed", "Mean", "Median", f"{whole_percent(0.8)} range", f"{whole_percent(0.95)} range"


def say_run(scenarios: Sequence[Scenario], summary: Summary) -> None:
    """The table of nodes, the goals, and what rests on silence."""
    for scenario in scenarios:
        rows = []
        for node, id_ in _nodes(scenarios, scenario):
            counts = summary.nodes[id_]
            numbers = (counts.arrived, sum(counts.left.values()), counts.waiting, counts.ended)
            rows.append((*_named(node), *map(number, numbers), _what_happened(counts)))
        headers = ("Node", "Kind", "Arrived", "Left", "Waiting", "Ended", "What happened")
        say_table(headers, rows, title=scenario.name)
    for goal, reached in summary.goals.items():
        worth = f", worth {number(reached.value)}" if reached.value else ""
        of = counted(summary.instances, "instance", "instances")
        who = counted(reached.customers, "customer", "customers")
        say(f"Goal '{goal}': {number(reached.instances)} of {of} converted ({who}){worth}.")
    if summary.beyond_data:
        still = counted(summary.beyond_data, "instance was", "instances were")
        say(f"{still} still inside at the data end; what happens after it rests on silence.")


def say_forecast(scenarios: Sequence[Scenario], forecast: Forecast) -> None:
    """What was observed beside what is modelled: means, and where four fifths of the replications lie."""
    for scenario in scenarios:
        rows = []
        for node, id_ in _nodes(scenarios, scenario):
            paths = [path for path in forecast.figures if path.startswith(f"nodes.{id_}.")]
            for path in paths:
                figure = path.removeprefix(f"nodes.{id_}.")
                if _is_worth_showing(node, figure):
                    rows.append((*_named(node), figure.split(".")[-1], *_range(forecast.figures[path])))
        title = f"{scenario.name}: {forecast.replications} replications"
        say_table(("Node", "Kind", "Figure", *_ranges()), rows, title=title)
    goals = [
        (goal, figure, *_range(replace(modelled, observed=forecast.figures[f"goals.{goal}.{figure}"].observed)))
        for goal in forecast.replay.goals
        for figure in ("instances", "customers", "value")
        for modelled in [forecast.figures[f"goals.{goal}.modelled_{figure}"]]
    ]
    if goals:
        say_table(("Goal", "Figure", "Observed", *(f"Modelled: {word.lower()}" for word in _ranges()[1:])), goals)
    say(
        "Observed: from recorded events alone. At nodes the other columns count what modelled reactions change as well;"
    )
    say("of goals they count modelled conversions alone.")


def _nodes(scenarios: Sequence[Scenario], scenario: Scenario) -> Iterator[tuple[Node, str]]:
    """A scenario's nodes, with their ids in the summary."""
    for node in scenario.nodes:
        yield node, full_id(scenario, node.id) if len(scenarios) > 1 else str(node.id)


def _named(node: Node) -> tuple[str, str]:
    return node.label or node.id, KINDS[node.type].title


def _is_worth_showing(node: Node, figure: str) -> bool:
    is_message = KINDS[node.type].is_message
    return figure == "arrived" or (is_message and figure.startswith(("sent", "skipped.", "reactions.")))


def _range(figure: Figure) -> tuple[str, ...]:
    low, high = f"{rounded(figure.low_80)} – {rounded(figure.high_80)}", f"{rounded(figure.low_95)} – "
    return (
        rounded(figure.observed),
        rounded(figure.mean),
        rounded(figure.median),
        low,
        f"{high}{rounded(figure.high_95)}",
    )


def _what_happened(counts: NodeCounts) -> str:
    if counts.sent or counts.skipped:
        skipped = [f"{reason} {number(n)}" for reason, n in (counts.skipped or {}).items() if n]
        done = "changed" if "not_added" in counts.left else "sent"
        return ", ".join((f"{done} {number(counts.sent)}", *skipped))
    return ", ".join(f"{port} {number(n)}" for port, n in counts.left.items()) if len(counts.left) > 1 else ""
