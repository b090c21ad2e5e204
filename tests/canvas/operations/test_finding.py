"""Find looks into labels, kinds and parameters."""

from __future__ import annotations

from dataclasses import replace

from app.canvas.operations.finding import found
from app.nodes.catalogue import KINDS
from app.scenario.files import make_params
from tests.builders.scenarios import placed

CHAIN = placed({"mail": ("email", 600.0, 0.0), "start": ("entry_event", 0.0, 0.0), "hold": ("wait", 300.0, 0.0)})


def test_that_labels_kinds_and_parameters_are_looked_into_from_left_to_right() -> None:
    mail, start, hold = CHAIN.nodes
    event = make_params(KINDS["entry_event"], {"event": "cart_abandoned"})
    scenario = replace(CHAIN, nodes=(replace(mail, label="Cart reminder"), replace(start, params=event), hold))
    assert found(scenario, "cart") == ["start", "mail"]
    assert found(scenario, "E-MAIL rem") == ["mail"]
    assert found(scenario, KINDS["wait"].describe(hold.params)) == ["hold"]
    assert found(scenario, "  ") == found(scenario, "no such thing") == []


def test_that_names_of_fields_are_not_found() -> None:
    assert found(CHAIN, "timeout") == []
    assert found(CHAIN, "duration") == []
