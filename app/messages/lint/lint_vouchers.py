"""Codes that a message shows before the journey has taken them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from jinja2 import nodes

from app.messages.lint.lint_mail import Found
from app.messages.lint.ways import is_reached_without
from app.messages.rendering.environment import tree_of
from app.nodes.catalogue import KINDS
from app.nodes.instructions import TakeVoucher
from app.scenario.graph import Node, Scenario


def early_vouchers(node: Node, field: str, scenario: Scenario) -> Iterator[Found]:
    """Codes in a field of a node to which a way leads that has not taken them."""
    shown = _shown(getattr(node.params, field, None) or "")
    if not shown:
        return
    takers = {str(each.id): KINDS[each.type].compile(each.params) for each in scenario.nodes if each.type == "voucher"}
    for attribute in shown:
        taking = {id_ for id_, does in takers.items() if isinstance(does, TakeVoucher) and does.into == attribute}
        if taking and is_reached_without(scenario, str(node.id), taking):
            yield (
                "early-voucher",
                f"The {field} shows the voucher “customer.{attribute}”, and a way leads here on which none was taken; "
                "put the voucher node before it on every way, or decide with {% if customer." + attribute + " %}",
            )


@lru_cache(maxsize=512)
def _shown(text: str) -> tuple[str, ...]:
    """The attributes of the customer that a text shows; those it decides on are minded by who wrote it."""
    tree = tree_of(text) if "customer" in text else None
    if tree is None:
        return ()
    tests = [*(each.test for each in tree.find_all(nodes.If)), *(each.test for each in tree.find_all(nodes.CondExpr))]
    asked = {name for test in tests for name in _attributes(test)}
    shown = (name for each in tree.find_all(nodes.Output) for name in _attributes(each))
    return tuple(dict.fromkeys(name for name in shown if name not in asked))


def _attributes(node: nodes.Node) -> list[str]:
    found = [node] if isinstance(node, nodes.Getattr) else list(node.find_all(nodes.Getattr))
    return [each.attr for each in found if isinstance(each.node, nodes.Name) and each.node.name == "customer"]
