"""What is set inside a loop of a template and lost after it: Jinja keeps the names of each round to that round."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from app.messages.rendering.environment import tree_of

Scope = tuple[int, ...]


def lost_totals(source: str) -> tuple[tuple[int, str], ...]:
    """Line and name of each `set` in a loop that means a name from outside of it."""
    tree = tree_of(source)
    if tree is None:
        return ()
    settings = [
        (each.target.name, scope, each) for each, scope in _settings(tree, ()) if isinstance(each.target, nodes.Name)
    ]
    return tuple(
        (each.lineno, name)
        for name, scope, each in settings
        if scope and (_reads(each.node, name) or any(_is_around(name, scope, *other) for other in settings))
    )


def _settings(node: nodes.Node, scope: Scope) -> Iterator[tuple[nodes.Assign, Scope]]:
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Assign):
            yield child, scope
        yield from _settings(child, (*scope, id(child)) if isinstance(child, nodes.For) else scope)


def _reads(node: nodes.Node, name: str) -> bool:
    read = [node] if isinstance(node, nodes.Name) else node.find_all(nodes.Name)
    return any(each.name == name for each in read)


def _is_around(name: str, scope: Scope, other_name: str, other: Scope, _each: nodes.Assign) -> bool:
    return other_name == name and len(other) < len(scope) and scope[: len(other)] == other
