"""Journeys that lower and raise the score of their own entry, with a wait between, and none without one."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tests.runtime.random_conditions import SCORES, SHORT, Choice, Json

ENTRY = "p0"


def score_loop(choice: Choice, entry: str) -> tuple[list[Json], list[Json]]:
    """Nodes and edges of an entry that lets people in again and again; perhaps another entry sets it going."""
    score = choice.pick("lead", *SCORES)
    down = choice.pick({"add": -20}, {"set": 0}, {"set": -5})
    steps: list[tuple[str, Json]] = [
        ("entry_score", {"score": score, "reaches": choice.pick(5, 10)}),
        ("wait", {"for": choice.pick(*SHORT)}),
        ("score", {"score": score, **down}),
        ("score", {"score": score, **choice.pick({"add": 20}, {"set": 12})}),
    ]
    nodes: list[Json] = [
        {"id": f"p{place}", "type": type_, "label": "", "at": [0, 0], "params": params}
        for place, (type_, params) in enumerate(steps)
    ]
    edges = [{"from": f"p{place}", "port": "out", "to": f"p{place + 1}"} for place in range(len(steps) - 1)]
    if choice.maybe(0.7):
        edges.append({"from": entry, "port": "out", "to": nodes[-1]["id"]})
    return nodes, edges


def without_restless_rises(nodes: list[Json], edges: list[Json], resting: Collection[str]) -> None:
    """Let each score node lower its score that would raise one for an entry from which it is reached without a rest."""
    scores = [node for node in nodes if node["type"] == "score"]
    while raising := next((node for node in scores if _comes_back(node, nodes, edges, resting)), None):
        raising["params"] = {"score": raising["params"]["score"], "add": -5}


def _comes_back(score: Json, nodes: list[Json], edges: list[Json], resting: Collection[str]) -> bool:
    """Whether a way without a rest leads from the entries that a score node raises back to that node.

    It may where nothing ever lowers the score.
    """
    of_score = [node["params"] for node in nodes if node["type"] == "score"]
    if not any(one["score"] == score["params"]["score"] and ("set" in one or one["add"] < 0) for one in of_score):
        return False
    by_id = {node["id"]: node for node in nodes}
    reached: set[str] = set()
    ahead = list(_entries(score, nodes))
    while ahead:
        id_ = ahead.pop()
        if id_ == score["id"]:
            return True
        if id_ not in reached and id_ not in resting:
            reached.add(id_)
            ahead += [edge["to"] for edge in edges if edge["from"] == id_]
            ahead += _entries(by_id[id_], nodes) if by_id[id_]["type"] == "score" else ()
    return False


def _entries(score: Json, nodes: list[Json]) -> Iterator[str]:
    """The entries at which a score node can let people in."""
    params = score["params"]
    for node in nodes:
        if node["type"] == "entry_score" and node["params"]["score"] == params["score"]:
            reaches = node["params"]["reaches"]
            if params["set"] >= reaches if "set" in params else params["add"] > 0:
                yield node["id"]
