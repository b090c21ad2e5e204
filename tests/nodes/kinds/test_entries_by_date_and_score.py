"""entry_date and entry_score."""

from __future__ import annotations

import pytest

from app.nodes.durations import Duration
from app.nodes.instructions import EnterOnDate, EnterOnScore
from app.nodes.times import TimeOfDay
from tests.nodes.reading import compiled, found, params, ports, words
from tests.nodes.strategies import Json

BIRTHDAY: Json = {"attribute": "birthday", "time": "09:00"}


def test_that_a_date_entry_compiles_to_its_date_shift_and_time() -> None:
    nine = TimeOfDay.parse("09:00")
    assert compiled("entry_date", **BIRTHDAY) == EnterOnDate("birthday", None, nine, yearly=False, condition=None)
    shifted = compiled("entry_date", **BIRTHDAY, offset="-P3D", yearly=True, condition={"all": []})
    assert isinstance(shifted, EnterOnDate)
    assert (shifted.offset, shifted.yearly) == (Duration.parse("-P3D"), True)
    assert shifted.condition is not None
    assert ports("entry_date", **BIRTHDAY) == [("out", "Out")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "On birthday at 09:00"),
        ({"offset": "PT0S"}, "On birthday at 09:00"),
        ({"offset": "-P3D", "yearly": True}, "3 days before birthday at 09:00, every year"),
        ({"offset": "P1D"}, "1 day after birthday at 09:00"),
        ({"condition": {"in_list": "vip"}}, "On birthday at 09:00 if in list vip"),
        ({"attribute": ""}, "Choose a date"),
    ],
)
def test_that_a_date_entry_reads_as_what_it_does(values: Json, expected: str) -> None:
    assert words("entry_date", **{**BIRTHDAY, **values}) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"offset": "-P1Y"}, []),
        ({"attribute": "joined"}, []),
        ({"attribute": ""}, [("missing-attribute", "attribute")]),
        ({"attribute": "brithday"}, [("unknown-attribute", "attribute")]),
        ({"attribute": "country"}, [("not-a-date", "attribute")]),
        ({"offset": "P1DT2H"}, [("not-whole-days", "offset")]),
        ({"offset": "-PT2H"}, [("not-whole-days", "offset")]),
        (
            {"condition": {"event": "purchase", "since": "entry"}},
            [("no-instance", "condition.since")],
        ),
    ],
)
def test_that_each_mistake_in_a_date_entry_is_found(values: Json, expected: list[tuple[str, str]]) -> None:
    assert found("entry_date", **{**BIRTHDAY, **values}) == expected


def test_that_a_date_entry_needs_a_time_of_day() -> None:
    with pytest.raises(ValueError, match="time"):
        params("entry_date", attribute="birthday")


def test_that_a_score_entry_compiles_to_its_mark() -> None:
    assert compiled("entry_score", score="lead", reaches=80) == EnterOnScore("lead", 80.0, None)
    assert words("entry_score", score="lead", reaches=80) == "When lead reaches 80"
    assert (
        words("entry_score", score="", reaches=0.5, condition={"in_list": "vip"}) == "When … reaches 0.5 if in list vip"
    )
    assert ports("entry_score", score="lead", reaches=80) == [("out", "Out")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"score": " "}, [("missing-score", "score")]),
        ({"reaches": 0}, [("mark-at-start", "reaches")]),
        ({"condition": {"message": "mail", "state": "sent"}}, [("no-instance", "condition.message")]),
    ],
)
def test_that_each_mistake_in_a_score_entry_is_found(values: Json, expected: list[tuple[str, str]]) -> None:
    assert found("entry_score", **{"score": "lead", "reaches": 80, **values}) == expected
