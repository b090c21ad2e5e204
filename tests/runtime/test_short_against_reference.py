"""A short run of the machine against the plain interpreter, for every check; `test_against_reference` runs long."""

from __future__ import annotations

from random import Random

import pytest

from tests.reference.cases import play_case
from tests.reference.play import TooLongError
from tests.reference.summary import summary_of
from tests.runtime.played_cases import differences, machine_plays
from tests.runtime.random_cases import CaseMaker

MOST_ROWS = 1_500
SHORT = 24
FIRST = 40


@pytest.mark.parametrize("compiled", [True, False], ids=["compiled", "plain"])
def test_that_machine_and_reference_agree_on_a_handful_of_random_cases(compiled: bool) -> None:
    played = 0
    for seed in range(FIRST, FIRST + SHORT):
        case = CaseMaker(Random(seed).randrange).case()
        try:
            expected = play_case(case, MOST_ROWS)
        except TooLongError:
            continue
        played += bool(expected["visits"])
        assert differences(expected, summary_of(case, expected), machine_plays(case, compiled=compiled)) == [], seed
    assert played > SHORT / 2
