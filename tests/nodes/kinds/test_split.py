"""split."""

from __future__ import annotations

import pytest

from app.nodes import instructions
from tests.nodes.reading import compiled, found, ports, words


def variants(*weights: float, port: str = "") -> list[dict[str, object]]:
    return [{"port": port or f"p{i}", "weight": weight} for i, weight in enumerate(weights)]


def test_that_shares_are_weights_against_each_other() -> None:
    named = [{"port": "a", "label": "Short", "weight": 3}, {"port": "b", "weight": 1}]
    assert words("split", variants=named) == "75% Short, 25% b"
    assert ports("split", variants=named) == [("a", "Short"), ("b", "b")]


def test_that_weights_reach_the_machine_as_they_are() -> None:
    instruction = compiled("split", variants=variants(60, 40), sticky="instance")
    assert instruction == instructions.Split((60.0, 40.0), by_instance=True)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (variants(1, 0), []),
        (variants(), [("no-weight", "variants")]),
        (variants(0, 0), [("no-weight", "variants")]),
        (variants(2, -1), [("negative-weight", "variants[1].weight")]),
        (variants(1, 1, port="a"), [("duplicate-port", "variants[1].port")]),
    ],
)
def test_that_each_mistake_is_found(given: list[dict[str, object]], expected: list[tuple[str, str]]) -> None:
    assert found("split", variants=given) == expected


def test_that_without_shares_it_says_so() -> None:
    assert words("split", variants=variants(0, -1)) == "Say in which shares"
