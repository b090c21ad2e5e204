"""What nodes are called."""

from __future__ import annotations

import pytest

from app.scenario.names import label_of
from tests.builders.scenarios import placed


@pytest.mark.parametrize(("label", "called"), [("", "Wait"), ("Two days", "Two days")])
def test_that_a_node_without_a_name_is_called_as_its_kind(label: str, called: str) -> None:
    (node,) = placed({"hold": ("wait", 0.0, 0.0)}).nodes
    assert label_of(type(node)(node.id, node.type, label, node.at, node.params)) == called
