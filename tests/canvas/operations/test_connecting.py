"""Which wires can be, without a window."""

from __future__ import annotations

from app.canvas.operations.connecting import free_port, why_not
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
