"""score and exit."""

from __future__ import annotations

import pytest

from app.nodes.instructions import ChangeScore, End
from tests.nodes.reading import compiled, found, ports, words
from tests.nodes.strategies import Json


def test_that_a_score_is_added_to_or_set() -> None:
    assert compiled("score", score="lead", add=-5) == ChangeScore("lead", -5.0, replaces=False)
    assert compiled("score", score="lead", set=0) == ChangeScore("lead", 0.0, replaces=True)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"add": 10}, "Add 10 to lead"),
        ({"add": -2.5}, "Take 2.5 from lead"),
        ({"set": 0}, "Set lead to 0"),
        ({}, "Add 0 to lead"),
    ],
)
def test_that_a_score_reads_as_what_it_does(values: Json, expected: str) -> None:
    assert words("score", score="lead", **values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"score": "lead", "add": 0}, []),
        ({"score": "", "add": 1}, [("missing-score", "score")]),
        ({"score": "lead"}, [("missing-points", "add")]),
        ({"score": "lead", "add": 1, "set": 1}, [("two-things", "set")]),
    ],
)
def test_that_each_mistake_in_a_score_is_found(values: Json, expected: list[tuple[str, str]]) -> None:
    assert found("score", **values) == expected


def test_that_an_exit_ends_with_its_reason_and_has_no_way_out() -> None:
    assert compiled("exit", reason="Enough") == End("Enough")
    assert ports("exit") == []
    assert words("exit", reason="Enough") == "Enough"
    assert words("exit") == "Leaves the scenario"
