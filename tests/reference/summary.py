"""The counts of a summary, from a case and its tables."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.reference import clock
from tests.reference.cases import ZONES, Rows, scenarios_of
from tests.reference.reactions import COLUMN
from tests.reference.state import Json

REASONS = ("no_address", "no_consent", "control", "quiet", "capped")


def summary_of(case: Json, rows: Rows) -> Json:
    """Everything in `summary.json` that is a count."""
    nodes, edges, goals = {}, {}, {}
    for scenario in scenarios_of(case):
        prefix = f"{scenario['id']}/" if len(scenarios_of(case)) > 1 else ""
        for node in scenario["nodes"]:
            nodes[prefix + node["id"]] = _node(prefix + node["id"], rows)
        for edge in scenario["edges"]:
            source, target = prefix + edge["from"], prefix + edge["to"]
            edges[source, edge["port"], target] = nodes[source]["left"].get(edge["port"], 0)
        for goal in scenario.get("settings", {}).get("goals", []):
            goals[prefix + goal["id"]] = _goal(prefix + goal["id"], rows)
    return {
        "visits": len(rows["visits"]),
        "customers": len({row[0] for row in rows["instances"]}),
        "instances": len(rows["instances"]),
        "nodes": nodes,
        "edges": edges,
        "goals": goals,
        "beyond_data": _beyond_data(case, rows),
        "zone_fallbacks": _zone_fallbacks(case),
    }


def _node(node: str, rows: Rows) -> Json:
    live = {(row[0], row[1]) for row in rows["instances"] if row[5] == "waiting"}
    visits = [row for row in rows["visits"] if row[3] == node]
    messages = [row for row in rows["messages"] if row[3] == node]
    outcomes = Counter(row[6] for row in messages)
    outcomes.update(row[8] for row in rows["audiences"] if row[3] == node)
    staying = [row for row in visits if row[6] is None]
    waiting = sum((row[0], row[1]) in live for row in staying)
    reactions = {state: sum(row[column] is not None for row in messages) for state, column in COLUMN.items()}
    return {
        "arrived": len(visits),
        "left": dict(Counter(row[6] for row in visits if row[6] is not None)),
        "waiting": waiting,
        "ended": len(staying) - waiting,
        "sent": outcomes["sent"] + outcomes["added"] + outcomes["removed"],
        "skipped": {reason: outcomes[reason] for reason in REASONS if outcomes[reason]},
        "reactions": {state: count for state, count in reactions.items() if count},
    }


def _goal(goal: str, rows: Rows) -> Json:
    reached = [row for row in rows["conversions"] if row[2] == goal]
    modelled = [row for row in reached if not row[5]]
    observed = len({row[0] for row in reached if row[5]})
    return {**_conversions("", reached), **_conversions("modelled_", modelled), "observed_customers": observed}


def _conversions(prefix: str, rows: list[list[Any]]) -> Json:
    return {
        f"{prefix}instances": len(rows),
        f"{prefix}customers": len({row[0] for row in rows}),
        f"{prefix}value": sum(row[4] for row in rows if row[4] is not None),
    }


def _beyond_data(case: Json, rows: Rows) -> int:
    at = case["mapping"]["events"]["at"]
    end = max((clock.instant(row[at]) for row in case["events"]), default=None)
    return sum(end is None or row[4] is None or row[4] > end for row in rows["instances"])


def _zone_fallbacks(case: Json) -> int:
    form = case["mapping"]["customers"]
    zone_of = form.get("roles", {}).get("timezone")
    zones = {row[form["key"]]: row.get(zone_of) for row in case["customers"]}
    everybody = {*zones, *(row[case["mapping"]["events"]["key"]] for row in case["events"])}
    return sum(zones.get(customer) not in ZONES for customer in everybody)
