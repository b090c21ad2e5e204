"""Make resources/map/countries.json from the world-atlas package's TopoJSON; every run writes the same.

python scripts/make_map.py [../shared/data/geo/countries-110m.json]

Geometry: Natural Earth 1:110m (public domain), as packed by world-atlas (ISC). Each ring becomes one list of whole
numbers: longitude and latitude of its first point in hundredths of a degree, then the steps from point to point.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.core import get_global

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT.parent / "shared" / "data" / "geo" / "countries-110m.json"
TARGET = ROOT / "resources" / "map" / "countries.json"
_WITHOUT_NUMBER = {"Kosovo": "XK"}
_TURN = 36_000  # once around, in hundredths of a degree
_LEAST = 8  # numbers of a ring: a triangle, closed
_ANTARCTICA = "AQ"  # nobody buys there, and it takes a fifth of the height

Arc = list[tuple[int, int]]


def main(source: Path = SOURCE, target: Path = TARGET) -> None:
    """Write the map."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = [_points(arc, topology["transform"]) for arc in topology["arcs"]]
    countries: dict[str, list[list[int]]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        code = _code(shape)
        if code != _ANTARCTICA:
            rings = map(_steps, _rings(shape, arcs))
            countries.setdefault(code, []).extend(ring for ring in rings if len(ring) >= _LEAST)
    licence = "Natural Earth 1:110m, public domain; by world-atlas, ISC licence"
    document = {"licence": licence, "countries": dict(sorted(countries.items()))}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")


def _code(shape: dict[str, Any]) -> str:
    """The alpha-2 code; empty where a territory has none."""
    if "id" not in shape:
        return _WITHOUT_NUMBER.get(shape["properties"]["name"], "")
    codes = get_global("territory_aliases").get(shape["id"], [])
    return str(codes[0]) if len(codes) == 1 else ""


def _points(arc: list[list[int]], transform: dict[str, list[float]]) -> Arc:
    x, y, points = 0, 0, []
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((round((x * scale_x + move_x) * 100), round((y * scale_y + move_y) * 100)))
    return points


def _rings(shape: dict[str, Any], arcs: list[Arc]) -> Iterator[Arc]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        for ring in polygon:
            points: Arc = []
            for number in ring:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                points += arc[1:] if points else arc
            yield from _cut(points)


def _cut(ring: Arc) -> Iterator[Arc]:
    """A ring across the date line as two, one at each edge of the map; the atlas has them in one piece."""
    whole = [ring[0]]
    for x, y in ring[1:]:
        turn = round((whole[-1][0] - x) / _TURN) * _TURN
        whole.append((x + turn, y))
    for edge in (-_TURN // 2, _TURN // 2):
        west = _half(whole, edge, is_west=True)
        east = _half(whole, edge, is_west=False)
        if west and east:
            move = _TURN if edge < 0 else -_TURN
            yield from (
                ([(x + move, y) for x, y in west], east) if edge < 0 else (west, [(x + move, y) for x, y in east])
            )
            return
    yield whole


def _half(ring: Arc, edge: int, *, is_west: bool) -> Arc:
    """What of a ring lies on one side of a meridian (Sutherland and Hodgman, 1974); empty where nothing does."""
    kept: Arc = []
    for (x, y), (to_x, to_y) in zip(ring, [*ring[1:], ring[0]], strict=True):
        inside, is_going_inside = (x <= edge) == is_west or x == edge, (to_x <= edge) == is_west or to_x == edge
        if inside:
            kept.append((x, y))
        if inside != is_going_inside and x != to_x:
            kept.append((edge, round(y + (to_y - y) * (edge - x) / (to_x - x))))
    has_area = any(x != edge for x, _ in kept)
    return [*kept, kept[0]] if has_area else []


def _steps(ring: Arc) -> list[int]:
    steps: list[int] = []
    before = (0, 0)
    for at, point in enumerate(ring):
        step = (point[0] - before[0], point[1] - before[1])
        if at == 0 or step != (0, 0):
            steps += step
        before = point
    return steps


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
