"""Every 0 of a run has a reason."""

from __future__ import annotations

from app.canvas.unreached import why_unreached
from tests.builders.scenarios import kind, scenario
from tests.canvas.test_figures import Counts


def test_that_a_node_to_which_nobody_came_says_which_way_they_went_instead() -> None:
    nodes = [kind("in", "entry_event", event="cart"), kind("choose", "recommend")]
    nodes += [
        kind("look", "wait", for_="PT2H"),
        kind("none", "exit"),
        kind("late", "exit"),
        kind("x", "exit"),
    ]
    graph = scenario(nodes, "in>choose choose>look choose.nothing_fits>none look>late")
    counts = {
        "in": Counts(1_259, {"out": 1_259}),
        "choose": Counts(1_259, {"out": 1_250}, ended=9),
        "look": Counts(1_250, {}, waiting=1_250),
        **dict.fromkeys(("none", "late", "x"), Counts(0, {})),
    }
    reasons = why_unreached(graph, counts, ["none", "late", "x"])
    assert set(reasons) == {"none", "late"}  # nothing leads to x, which the check says
    assert reasons["none"] == (
        "Nobody left “Recommend” by “Nothing fits”: of 1,259 who came there, 1,250 left by “Out”, 9 left the journey."
    )
    assert reasons["late"] == "Nobody left “Wait” by “Out”: of 1,250 who came there, 1,250 are still waiting."
    nobody = why_unreached(graph, dict.fromkeys(counts, Counts(0, {})), ["in", "none"])
    assert nobody["in"].startswith("Nobody did what it waits for")
    assert nobody["none"] == "Nobody came as far as “Recommend”, which leads here."
