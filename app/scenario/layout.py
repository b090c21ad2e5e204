"""Where nodes stand: the next free place, and a quiet arrangement of the whole from left to right.

Arranging is Sugiyama's method for the near-trees that scenarios are: columns by the longest way from an entry, cycles
cut at the edges that lead back; in each column the longest way on keeps its row, earlier ports lead above it, the rest
below, and an edge that skips columns keeps a row free for itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

import networkx as nx

from app.scenario.checks.graph import scenario_graph
from app.scenario.edits import MoveNodes
from app.scenario.graph import NodeId, Note, Scenario
from app.scenario.wiring import port_names

NODE_WIDTH, NODE_HEIGHT = 208, 64
COLUMN, ROW = 336, 240
STEP = 8
_MARGIN = 24

Box = tuple[float, float, float, float]  # left, top, right, bottom


def free_place(scenario: Scenario, after: NodeId | None) -> tuple[float, float]:
    """The nearest free place in the column after a node, its own row first; without one, after the rightmost node."""
    if not scenario.nodes:
        return 0.0, 0.0
    places = {node.id: node.at for node in scenario.nodes}
    left, top = places[after] if after in places else max(places.values(), key=lambda at: (at[0], -at[1]))
    boxes = [*(_box(at) for at in places.values()), *map(_note_box, scenario.notes)]
    rows = (side for away in count() for side in (away, -away))
    candidates = ((_on_grid(left + COLUMN), _on_grid(top + row * ROW)) for row in rows)
    return next(place for place in candidates if not any(_touch(_box(place), box) for box in boxes))


def is_piled_up(scenario: Scenario) -> bool:
    """All nodes stand at one place, as in a file that names no places."""
    return len(scenario.nodes) > 1 and len({node.at for node in scenario.nodes}) == 1


def tidied(scenario: Scenario) -> Scenario:
    """The scenario with its nodes in columns and rows if they are piled up; any other as it is."""
    return arrange(scenario).apply(scenario)[0] if is_piled_up(scenario) else scenario


def arrange(scenario: Scenario) -> MoveNodes:
    """All nodes in columns and rows, at the corner where they stood; the same graph always looks the same."""
    if not scenario.nodes:
        return MoveNodes({})
    graph = _without_cycles(scenario)
    columns = _columns(graph)
    rows = _rows(scenario, graph, columns)
    left = _on_grid(min(node.at[0] for node in scenario.nodes))
    top = _on_grid(min(node.at[1] for node in scenario.nodes))
    first = min(rows[node.id] for node in scenario.nodes)
    return MoveNodes(
        {node.id: (left + columns[node.id] * COLUMN, top + (rows[node.id] - first) * ROW) for node in scenario.nodes}
    )


def _on_grid(value: float) -> float:
    return float(round(value / STEP) * STEP)


def _box(at: tuple[float, float]) -> Box:
    return at[0], at[1], at[0] + NODE_WIDTH, at[1] + NODE_HEIGHT


def _note_box(note: Note) -> Box:
    return note.at[0], note.at[1], note.at[0] + note.size[0], note.at[1] + note.size[1]


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] + _MARGIN
        and other[0] < one[2] + _MARGIN
        and one[1] < other[3] + _MARGIN
        and other[1] < one[3] + _MARGIN
    )


def _without_cycles(scenario: Scenario) -> nx.DiGraph[str]:
    graph = scenario_graph(scenario)
    starts = [node for node in graph if graph.in_degree(node) == 0]
    graph.remove_edges_from(list(_back_edges(graph, [*starts, *graph])))
    return graph


def _back_edges(graph: nx.DiGraph[str], starts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The edges that lead back to a node on the way to them, depth first."""
    on_way: dict[str, bool] = {}
    for start in starts:
        if start in on_way:
            continue
        on_way[start] = True
        way = [(start, iter(list(graph.successors(start))))]
        while way:
            node, targets = way[-1]
            for target in targets:
                if target not in on_way:
                    on_way[target] = True
                    way.append((target, iter(list(graph.successors(target)))))
                    break
                if on_way[target]:
                    yield node, target
            else:
                on_way[node] = False
                way.pop()


def _columns(graph: nx.DiGraph[str]) -> dict[str, int]:
    """The longest way from a start; starts stand right before the first node that they lead to."""
    columns: dict[str, int] = {}
    for node in nx.topological_sort(graph):
        columns[node] = max((columns[before] + 1 for before in graph.predecessors(node)), default=0)
    for node in graph:
        if graph.in_degree(node) == 0 and graph.out_degree(node) > 0:
            columns[node] = min(columns[after] for after in graph.successors(node)) - 1
    return columns


@dataclass(slots=True)
class _Block:
    """A node and all that hangs on it: rows above and below it, and the children's rows, counted from its own."""

    top: int = 0
    bottom: int = 0
    length: int = 1
    children: dict[str, int] = field(default_factory=dict)


def _rows(scenario: Scenario, graph: nx.DiGraph[str], columns: Mapping[str, int]) -> dict[str, int]:
    children = _tree(scenario, graph, columns)
    blocks: dict[str, _Block] = {}
    for node in reversed(list(nx.topological_sort(graph))):
        blocks[node] = _block([(child, blocks.setdefault(child, _Block(length=0))) for child in children[node]])
    hanging = {child for kin in children.values() for child in kin}
    rows: dict[str, int] = {}
    helpers: list[str] = []
    bottom = -1
    for root in (node for node in graph if node not in hanging):
        if graph.out_degree(root) > 0 and not any(child in graph for child in children[root]):
            helpers.append(root)
            continue
        _settle(root, bottom + 1 - blocks[root].top, blocks, rows)
        bottom = rows[root] + blocks[root].bottom
    for helper in helpers:
        target = min(graph.successors(helper), key=lambda after: (columns[after], rows.get(after, 0)))
        rows[helper] = _nearest_free(columns[helper], rows.get(target, bottom + 1), columns, rows)
    return rows


def _tree(scenario: Scenario, graph: nx.DiGraph[str], columns: Mapping[str, int]) -> dict[str, list[str]]:
    """Nodes hang on the first node right before them, long edges on their source, in the order of the ports."""
    ports = {str(node.id): port_names(node) for node in scenario.nodes}
    edges = [edge for edge in scenario.edges if graph.has_edge(edge.source, edge.target)]
    edges.sort(key=lambda edge: ports[edge.source].index(edge.port))
    children: dict[str, list[str]] = {node: [] for node in graph}
    hanging: set[str] = set()
    order = {node: i for i, node in enumerate(nx.topological_sort(graph))}
    for edge in sorted(edges, key=lambda edge: order[edge.source]):
        if columns[edge.source] < columns[edge.target] - 1:
            children[edge.source].append(f"{edge.source} {edge.port} {edge.target}")
        elif edge.target not in hanging:
            hanging.add(edge.target)
            children[edge.source].append(edge.target)
    return children


def _block(children: Sequence[tuple[str, _Block]]) -> _Block:
    if not children:
        return _Block()
    main = max(range(len(children)), key=lambda i: (children[i][1].length, -i))
    name, block = children[main]
    joined = _Block(block.top, block.bottom, block.length + 1, {name: 0})
    for name, block in reversed(children[:main]):
        joined.children[name] = joined.top - 1 - block.bottom
        joined.top = joined.children[name] + block.top
    for name, block in children[main + 1 :]:
        joined.children[name] = joined.bottom + 1 - block.top
        joined.bottom = joined.children[name] + block.bottom
    return joined


def _settle(root: str, row: int, blocks: Mapping[str, _Block], rows: dict[str, int]) -> None:
    open_ = [(root, row)]
    while open_:
        node, place = open_.pop()
        rows[node] = place
        open_ += [(child, place + offset) for child, offset in blocks[node].children.items()]


def _nearest_free(column: int, row: int, columns: Mapping[str, int], rows: Mapping[str, int]) -> int:
    taken = {rows[node] for node in rows if columns.get(node) == column}
    return next(place for away in count() for place in (row + away, row - away) if place not in taken)
