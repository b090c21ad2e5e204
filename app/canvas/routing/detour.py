"""A way round cards: A* over the lines that run beside them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

from app.canvas.geometry import Box, Point
from app.canvas.routing.obstacles import Obstacles

_AROUND = 320.0
_TURN = 60.0
_BESIDE = 24.0
_MOST_BOXES = 48
_LEVEL, _UPRIGHT = 0, 1

_State = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Grid:
    """The lines a wire may take; `level` and `upright` hold the pieces, by their lower corner, that are blocked."""

    xs: list[float]
    ys: list[float]
    level: set[tuple[int, int]]
    upright: set[tuple[int, int]]


def detour(obstacles: Obstacles, a: Point, b: Point, margin: float) -> tuple[Point, ...]:
    """The corners of a way from `a`, leaving to the right, to `b`, arriving from the left."""
    area = Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])).grown(_AROUND)
    boxes = obstacles.within(area)
    if len(boxes) > _MOST_BOXES:
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        boxes.sort(key=lambda box: abs(box.left - middle[0]) + abs(box.top - middle[1]))
        around = boxes[:_MOST_BOXES]
        found = _search(_grid(around, a, b, margin), a, b)
        if found and not any(obstacles.blocks(p, q, margin) for p, q in pairwise(found)):
            return found
        return _over_the_top(boxes, a, b)
    return _search(_grid(boxes, a, b, margin), a, b) or _over_the_top(boxes, a, b)


def _over_the_top(boxes: list[Box], a: Point, b: Point) -> tuple[Point, ...]:
    """Above every card around: the last resort where no way is left between them."""
    y = min([box.top for box in boxes] + [a[1], b[1]]) - _BESIDE
    return a, (a[0], y), (b[0], y), b


def _grid(boxes: list[Box], a: Point, b: Point, margin: float) -> _Grid:
    columns, rows = {a[0], b[0]}, {a[1], b[1]}
    for box in boxes:
        columns.update((box.left - _BESIDE, box.right + _BESIDE))
        rows.update((box.top - _BESIDE, box.bottom + _BESIDE, box.top - 16, box.bottom + 16))
    xs, ys = sorted(columns), sorted(rows)
    level: set[tuple[int, int]] = set()
    upright: set[tuple[int, int]] = set()
    for box in boxes:
        left, top, right, bottom = box.grown(margin)
        inside_x = range(bisect_right(xs, left), bisect_left(xs, right))
        inside_y = range(bisect_right(ys, top), bisect_left(ys, bottom))
        across_x = range(max(0, bisect_right(xs, left) - 1), min(bisect_left(xs, right), len(xs) - 1))
        across_y = range(max(0, bisect_right(ys, top) - 1), min(bisect_left(ys, bottom), len(ys) - 1))
        level.update((i, j) for i in across_x for j in inside_y)
        upright.update((i, j) for i in inside_x for j in across_y)
    return _Grid(xs, ys, level, upright)


def _search(grid: _Grid, a: Point, b: Point) -> tuple[Point, ...]:
    """The cheapest way by length and turns; empty if there is none."""
    start = (bisect_left(grid.xs, a[0]), bisect_left(grid.ys, a[1]), _LEVEL)
    goal = (bisect_left(grid.xs, b[0]), bisect_left(grid.ys, b[1]), _LEVEL)
    best: dict[_State, float] = {start: 0.0}
    came: dict[_State, _State] = {}
    queue: list[tuple[float, _State]] = [(0.0, start)]
    while queue:
        _, state = heappop(queue)
        if state == goal:
            return _walked(grid, came, state)
        for step, price in _steps(grid, state, state == start, goal):
            cost = best[state] + price
            if cost < best.get(step, float("inf")):
                best[step] = cost
                came[step] = state
                rest = abs(grid.xs[step[0]] - b[0]) + abs(grid.ys[step[1]] - b[1])
                heappush(queue, (cost + rest, step))
    return ()


def _steps(grid: _Grid, state: _State, is_start: bool, goal: _State) -> list[tuple[_State, float]]:
    """The neighbours with their prices; the way never starts to the left nor arrives from the right."""
    i, j, heading = state
    steps: list[tuple[_State, float]] = []
    turn_level = 0.0 if heading == _LEVEL else _TURN
    turn_upright = 0.0 if heading == _UPRIGHT else _TURN
    if i + 1 < len(grid.xs) and (i, j) not in grid.level:
        steps.append(((i + 1, j, _LEVEL), grid.xs[i + 1] - grid.xs[i] + turn_level))
    arrives_backwards = (i - 1, j) == goal[:2]
    if i > 0 and not is_start and not arrives_backwards and (i - 1, j) not in grid.level:
        steps.append(((i - 1, j, _LEVEL), grid.xs[i] - grid.xs[i - 1] + turn_level))
    if j + 1 < len(grid.ys) and (i, j) not in grid.upright:
        steps.append(((i, j + 1, _UPRIGHT), grid.ys[j + 1] - grid.ys[j] + turn_upright))
    if j > 0 and (i, j - 1) not in grid.upright:
        steps.append(((i, j - 1, _UPRIGHT), grid.ys[j] - grid.ys[j - 1] + turn_upright))
    if (i, j) == goal[:2] and heading == _UPRIGHT:
        steps.append((goal, _TURN))
    return steps


def _walked(grid: _Grid, came: dict[_State, _State], state: _State) -> tuple[Point, ...]:
    line = [(grid.xs[state[0]], grid.ys[state[1]])]
    while state in came:
        state = came[state]
        line.append((grid.xs[state[0]], grid.ys[state[1]]))
    return tuple(reversed(line))
