"""Products that a message shows before the journey has recommended any."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from jinja2 import nodes

from app.messages.lint.lint_mail import Found
from app.messages.lint.ways import is_reached_without
from app.messages.rendering.environment import tree_of
from app.scenario.graph import Node, Scenario


def early_products(node: Node, field: str, scenario: Scenario) -> Iterator[Found]:
    """Recommended products in a field of a node to which a way leads on which none were chosen."""
    if not _shows(str(getattr(node.params, field, None) or "")):
        return
    choosing = {str(each.id) for each in scenario.nodes if each.type == "recommend"}
    if is_reached_without(scenario, str(node.id), choosing):
        yield (
            "early-recommended",
            f"The {field} shows recommended products, and a way leads here on which none were chosen; put a node that "
            "recommends before it on every way, or decide with {% if recommended %}",
        )


@lru_cache(maxsize=512)
def _shows(text: str) -> bool:
    """Whether a text shows recommended products without asking whether there are any."""
    tree = tree_of(text) if "recommended" in text else None
    if tree is None or not _speaks(tree):
        return False
    tests = [*(each.test for each in tree.find_all(nodes.If)), *(each.test for each in tree.find_all(nodes.CondExpr))]
    return not any(_speaks(test) for test in tests)


def _speaks(node: nodes.Node) -> bool:
    read = [node] if isinstance(node, nodes.Name) else list(node.find_all(nodes.Name))
    return any(each.name == "recommended" for each in read)
