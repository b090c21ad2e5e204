"""Which wires can be, without a window."""

from __future__ import annotations

from dataclasses import replace

from app.canvas.operations.connecting import free_port, possible_wires, why_not
from app.scenario.graph import Edge, NodeId
from tests.builders.scenarios import placed

CHAIN = placed(
    {"start": ("entry_event", 0.0, 0.0), "check": ("filter", 336.0, 0.0), "mail": ("email", 672.0, 0.0)},
    (("start", "out", "check"), ("check", "pass", "mail")),
)


def test_that_why_not_names_each_reason() -> None:
    start, check, mail = (NodeId(name) for name in ("start", "check", "mail"))
    assert "entry" in why_not(CHAIN, Edge(check, "fail", start))
    assert "itself" in why_not(CHAIN, Edge(check, "fail", check))
    assert "already" in why_not(CHAIN, Edge(start, "out", check))
    assert why_not(CHAIN, Edge(check, "fail", mail)) == ""


def test_that_the_first_free_output_is_found() -> None:
    assert free_port(CHAIN, NodeId("check")) == "fail"
    assert free_port(CHAIN, NodeId("start")) is None


def test_that_nodes_called_alike_are_told_apart_by_their_number_and_what_leads_to_them() -> None:
    alike = {"start": ("entry_event", 0.0, 0.0), "wait": ("wait", 336.0, 0.0), "exit": ("exit", 336.0, 400.0)}
    mails = {"last": ("email", 1008.0, 0.0), "first": ("email", 672.0, 0.0)}
    drawn = placed({**alike, **mails}, (("wait", "out", "first"),))
    drawn = replace(drawn, nodes=tuple(replace(node, label="") for node in drawn.nodes))
    titles = [wire.title for wire in possible_wires(drawn, NodeId("start"))]
    assert titles == ["→ Wait", "→ E-mail, 1 of 2, after Wait", "→ Exit", "→ E-mail, 2 of 2"]
