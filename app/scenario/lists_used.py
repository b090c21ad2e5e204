"""The lists that a scenario depends on, and whether two versions of a dataset are the same to it."""

from __future__ import annotations

from app.data.list_versions import ListVersions
from app.nodes.catalogue import KINDS
from app.nodes.conditions import InList
from app.nodes.document import parts_of
from app.nodes.kind import Control
from app.scenario.graph import Scenario

SUPPRESSION = "suppression"
"""The list whose members get no marketing; every scenario depends on it: scenario.md, section 6."""


def lists_of(scenario: Scenario) -> frozenset[str]:
    """The names of the lists that a scenario asks for, also by what its segments mean, and of those that it changes."""
    documents = (*(node.params for node in scenario.nodes), scenario.settings)
    asked = (test.in_list for test in parts_of(documents, InList))
    changed = (
        str(getattr(node.params, field.name))
        for node in scenario.nodes
        for field in KINDS[node.type].form()
        if field.control is Control.LIST
    )
    return frozenset((SUPPRESSION, *asked, *changed))


def is_same_data(versions: ListVersions, scenario: Scenario, one: str, other: str) -> bool:
    """Whether a run of the scenario over the data of one fingerprint is one over those of the other.

    It is where they differ at most in lists that the scenario does not depend on.
    """
    return one == other or versions.agree(one, other, lists_of(scenario))
