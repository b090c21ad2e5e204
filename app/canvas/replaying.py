"""What a replay cannot show: nodes behind a reaction to a message, since it sends none. No toolkit."""

from __future__ import annotations

from app.scenario.graph import Node, Scenario

_REACTIONS = frozenset({"delivered", "opened", "clicked", "bounced", "unsubscribed"})
NOBODY_REACTS = "A replay sends nothing, so nobody reacts to a message and comes here; a forecast models who would."


def only_after_reactions(scenario: Scenario) -> frozenset[str]:
    """The nodes to which every way leads through a reaction that is waited for, by a port that nobody takes then."""
    waiting = {node.id for node in scenario.nodes if _waits_for_reaction(node)}
    if not waiting:
        return frozenset()
    ways: dict[str, list[str]] = {}
    for edge in scenario.edges:
        if not (edge.source in waiting and edge.port == "happened"):
            ways.setdefault(edge.source, []).append(edge.target)
    targets = {edge.target for edge in scenario.edges}
    seen = {str(node.id) for node in scenario.nodes if node.id not in targets}
    row = seen
    while row:
        row = {target for at in row for target in ways.get(at, ())} - seen
        seen = seen | row
    return frozenset(str(node.id) for node in scenario.nodes if node.id not in seen)


def _waits_for_reaction(node: Node) -> bool:
    return node.type == "wait_for" and getattr(node.params, "state", None) in _REACTIONS
