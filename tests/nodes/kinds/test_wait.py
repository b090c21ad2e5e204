"""wait."""

from __future__ import annotations

import pytest

from app.nodes import instructions
from app.nodes.instructions import UntilAttribute, UntilBestTime, UntilMoment, UntilTime
from tests.nodes.reading import compiled, found, params, words
from tests.nodes.strategies import Json

BEST = {"best_time": {"event": "purchase", "fallback": "10:00"}}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"for_": "PT1H"}, "Wait 1 hour"),
        ({"until": {"time": "09:00", "weekdays": ["mon", "tue"]}}, "Wait until 09:00 on Mon, Tue"),
        ({"for_": "P2D", "until": {"time": "10:00"}}, "Wait 2 days, then until 10:00"),
        ({"until": {"at": "2024-05-01T09:00:00Z"}}, "Wait until 2024-05-01 09:00:00Z"),
        ({"until": {"attribute": "birthday"}}, "Wait until birthday"),
        (
            {"until": {"attribute": "joined", "offset": "-P1D", "time": "09:00"}},
            "Wait until 1 day before joined at 09:00",
        ),
        ({"until": {"attribute": "joined", "offset": "P1W"}}, "Wait until 1 week after joined"),
        ({"until": {"attribute": "joined", "offset": "PT0S"}}, "Wait until joined"),
        ({"until": BEST}, "Wait until the best hour for purchase"),
        ({}, "Say how long"),
    ],
)
def test_that_it_reads_as_how_long(values: Json, expected: str) -> None:
    assert words("wait", **values) == expected


@pytest.mark.parametrize(
    ("until", "kind"),
    [
        ({"at": "2024-05-01T09:00:00"}, UntilMoment),
        ({"time": "09:00"}, UntilTime),
        ({"attribute": "joined", "time": "09:00"}, UntilAttribute),
        (BEST, UntilBestTime),
    ],
)
def test_that_each_form_of_until_reaches_the_machine(until: Json, kind: type) -> None:
    instruction = compiled("wait", for_="P1D", until=until, if_past="exit")
    assert isinstance(instruction, instructions.Wait)
    assert isinstance(instruction.until, kind)
    assert instruction.duration is not None
    assert (instruction.exit_if_past, instruction.exit_if_missing) == (True, False)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, [("empty-wait", "for")]),
        ({"for_": "-PT1H"}, [("negative-duration", "for")]),
        ({"for_": "PT0S"}, [("zero-duration", "for")]),
        ({"until": {"time": "09:00", "weekdays": []}}, [("no-weekday", "until.weekdays")]),
        ({"until": {"attribute": "country"}}, [("not-a-date", "until.attribute")]),
        ({"until": {"attribute": "berthday"}}, [("unknown-attribute", "until.attribute")]),
        ({"until": {"attribute": "birthday", "offset": "-P3D"}}, []),
        ({"until": {"attribute": "joined"}}, []),
        ({"until": {"best_time": {"event": "", "fallback": "10:00"}}}, [("missing-event", "until.best_time.event")]),
    ],
)
def test_that_each_mistake_is_found(values: Json, expected: list[tuple[str, str]]) -> None:
    assert found("wait", **values) == expected


@pytest.mark.parametrize(
    "until",
    [{}, {"time": "9"}, {"at": "09:00:61"}, {"time": "09:00", "at": "2024-05-01"}, "tomorrow", {"best_time": {}}],
)
def test_that_another_until_is_refused(until: object) -> None:
    with pytest.raises(ValueError, match="until"):
        params("wait", until=until)
