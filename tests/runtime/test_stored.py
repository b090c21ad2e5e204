"""What a run comes to as a document: the text is as it always was, and only such a text is read."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.nodes.durations import Duration
from app.nodes.response import Delay, Response
from app.runtime.forecast.ranges import Figure, Forecast
from app.runtime.forecast.spreads import spread_of
from app.runtime.summary import GoalCounts, NodeCounts, Summary

SUMMARY = Summary(
    seed=7,
    version="1",
    fingerprint="abc",
    scenario="cart",
    timings={"read": 0.0, "kernel": 1e-05},
    visits=5,
    customers=2,
    instances=3,
    nodes={"start": NodeCounts(3, {"out": 3}, 0, 0), "mail": NodeCounts(2, {}, 1, 1, 1, {"quiet": 1}, {"opened": 1})},
    edges={("start", "out", "mail"): 2},
    goals={"bought": GoalCounts(1, 1, 12.5)},
    beyond_data=1,
    zone_fallbacks=0,
    warnings=("“Ř”",),
)
FORECAST = Forecast(2, 0.5, ("modelled",), {"visits": Figure(1.0, 2.0, 2.0, 1.0, 3.0, 1.0, 3.0)}, SUMMARY)


def document() -> dict[str, Any]:
    """The stored form of the summary."""
    read: dict[str, Any] = json.loads(SUMMARY.to_json())
    return read


def test_that_summary_and_forecast_are_read_as_they_were_written() -> None:
    assert Summary.from_json(SUMMARY.to_json()) == SUMMARY
    assert Forecast.from_json(FORECAST.to_json()) == FORECAST
    spread = replace(FORECAST.figures["visits"], spread=spread_of(np.array([1.0, 3.0])))
    spreading = replace(FORECAST, figures={"visits": spread})
    assert '"counts": "1 0 1"' in spreading.to_json()
    assert Forecast.from_json(spreading.to_json()) == spreading
    given = Response(open=0.3, open_after=Delay(median=Duration.parse("PT3H"), sigma=1.2))
    forecast = Forecast.from_json(replace(FORECAST, responses={"email": given}).to_json())
    assert forecast.responses == {"email": given}
    assert forecast.responses["email"].model_fields_set == {"open", "open_after"}


def test_that_the_text_of_a_summary_has_its_old_form() -> None:
    text = SUMMARY.to_json()
    assert text.startswith('{\n  "seed": 7,\n  "version": "1",\n  "fingerprint": "abc",\n')
    assert '"kernel": 1e-05' in text
    assert "“Ř”" in text
    assert document()["edges"] == [{"from": "start", "port": "out", "to": "mail", "count": 2}]
    assert list(document()["nodes"]["mail"]) == [
        "arrived", "left", "waiting", "ended", "sent", "skipped", "reactions"
    ]  # fmt: skip
    assert list(json.loads(FORECAST.to_json())) == [
        "replications", "seconds", "warnings", "figures", "replay", "responses"
    ]  # fmt: skip


def test_that_a_forecast_from_before_its_responses_is_still_read() -> None:
    old = json.loads(FORECAST.to_json())
    del old["responses"], old["figures"]["visits"]["spread"]
    assert Forecast.from_json(json.dumps(old)) == FORECAST


def test_that_a_summary_from_before_later_fields_is_still_read() -> None:
    old = document()
    del old["replication"], old["known_until_us"], old["goals"]["bought"]["modelled_value"]
    assert Summary.from_json(json.dumps(old)) == SUMMARY


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"visits": "5"}, "visits"),
        ({"visits": -1}, "visits"),
        ({"colour": "red"}, "colour"),
        ({"edges": [{"from": "start", "port": "out", "to": "mail"}]}, "edges"),
        ({"edges": {"start": 1}}, "edges"),
        ({"nodes": {"start": {"arrived": 1}}}, "nodes"),
        ({"nodes": []}, "nodes"),
        ({"warnings": None}, "warnings"),
    ],
)
def test_that_another_document_is_refused_and_not_repeated(change: dict[str, Any], place: str) -> None:
    with pytest.raises(ValueError, match=place) as caught:
        Summary.from_json(json.dumps({**document(), **change, "scenario": "secret"}))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "[]", "null", "[" * 5_000, "{}"])
def test_that_what_is_no_summary_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Summary.from_json(text)
    with pytest.raises(ValueError, match=r"\w"):
        Forecast.from_json(text)


def test_that_a_forecast_with_another_replay_is_refused() -> None:
    wrong = {**json.loads(FORECAST.to_json()), "replay": {**document(), "visits": None}}
    with pytest.raises(ValueError, match="replay"):
        Forecast.from_json(json.dumps(wrong))
    assert replace(FORECAST, seconds=1.0) != FORECAST
