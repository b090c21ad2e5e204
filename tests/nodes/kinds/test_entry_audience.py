"""entry_audience."""

from __future__ import annotations

import pytest

from app.nodes.instructions import EnterAudience
from tests.nodes.reading import compiled, found, params, words

AT = "2024-05-02T09:00:00"


def test_that_it_reads_as_when_and_who() -> None:
    assert words("entry_audience", at=AT) == "2024-05-02 09:00:00: everyone"
    weekly = {"every": "P1W"}
    vips = {"in_list": "vip"}
    expected = "2024-05-02 09:00:00, every 1 week: in list vip"
    assert words("entry_audience", at=AT, repeat=weekly, condition=vips) == expected


def test_that_moment_and_repeat_reach_the_machine() -> None:
    instruction = compiled(
        "entry_audience", at=AT, repeat={"every": "P1W", "count": 3, "until": "2024-06-01T00:00:00Z"}
    )
    assert isinstance(instruction, EnterAudience)
    assert instruction.at.is_local
    assert instruction.repeat is not None
    assert (instruction.repeat.every.days, instruction.repeat.count) == (7, 3)
    assert instruction.repeat.until is not None
    assert not instruction.repeat.until.is_local


@pytest.mark.parametrize(
    ("every", "codes"),
    [("PT0S", ["too-often"]), ("PT59S", ["too-often"]), ("-P1D", ["negative-duration"]), ("PT1M", []), ("P1M", [])],
)
def test_that_repeats_leave_a_minute_between_them(every: str, codes: list[str]) -> None:
    assert found("entry_audience", at=AT, repeat={"every": every}) == [(code, "repeat.every") for code in codes]


def test_that_a_count_below_one_is_refused_in_the_file() -> None:
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        params("entry_audience", at=AT, repeat={"every": "P1D", "count": 0})


def test_that_its_condition_knows_no_instance() -> None:
    message = {"message": "mail", "state": "sent"}
    assert found("entry_audience", at=AT, condition=message) == [("no-instance", "condition.message")]
