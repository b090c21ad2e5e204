"""The world as a plane: the Equal Earth projection, on which areas can be compared, and the countries on it."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

from app.resources import resource

Floats = NDArray[np.float64]
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = np.sqrt(3) / 2


def projected(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Places in degrees on the plane, x to the east and y to the north, the radius of the earth as the unit.

    Equal Earth (Šavrič, Patterson, Jenny, 2018, International Journal of Geographical Information Science).
    """
    theta = np.arcsin(_M * np.sin(np.radians(latitude)))
    squared = theta**2
    power = squared**3
    x = np.radians(longitude) * np.cos(theta) / (_M * (_A1 + 3 * _A2 * squared + power * (7 * _A3 + 9 * _A4 * squared)))
    return x, theta * (_A1 + _A2 * squared + power * (_A3 + _A4 * squared))


@cache
def outlines() -> dict[str, Path]:
    """The outline of each country by its two letters, on the plane; "" has the territories without a code."""
    stored = json.loads(resource("map", "countries.json").read_text(encoding="utf-8"))["countries"]
    return {code: _outline(rings) for code, rings in stored.items()}


@cache
def extent() -> tuple[float, float, float, float]:
    """The least and greatest x, then y, of all countries."""
    boxes = [path.get_extents() for path in outlines().values()]
    return (
        min(float(box.x0) for box in boxes), max(float(box.x1) for box in boxes),
        min(float(box.y0) for box in boxes), max(float(box.y1) for box in boxes),
    )  # fmt: skip


def _outline(rings: list[list[int]]) -> Path:
    return Path.make_compound_path(*(_ring(ring) for ring in rings))


def _ring(steps: list[int]) -> Path:
    degrees = np.cumsum(np.array(steps, np.float64).reshape(-1, 2), axis=0) / 100
    x, y = projected(degrees[:, 0], degrees[:, 1])
    return Path(np.column_stack([x, y]), closed=True)
