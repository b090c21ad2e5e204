"""How people react to a message: what a forecast could not draw is found before it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.nodes.reading import found, params
from tests.nodes.strategies import Json

HOUR: Json = {"median": "PT1H", "sigma": 1.0}
CONVERT: Json = {"event": "purchase", "rate": 0.1, "after": HOUR}
VALUE: Json = {"median": 45, "sigma": 0.6}
RARE: Json = {"attribute": "contry", "op": "exists"}


def of(**response: Any) -> list[tuple[str, str]]:
    return [(code, where.removeprefix("response.")) for code, where in found("sms", text="Hi", response=response)]


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        ({}, []),
        ({"deliver": 1, "open": 0.25, "open_after": HOUR, "click_after": HOUR}, []),
        ({"convert": {**CONVERT, "property": "amount", "value": VALUE}}, []),
        ({"when": [{"condition": {"message": "mail", "state": "opened"}, "open": 0.4}]}, []),
        ({"fatigue": {"per_message": 0.9, "window": "P7D"}}, []),
        ({"open_after": {"median": "PT0S", "sigma": 0}}, []),
        ({"open_after": {"median": "-PT1H", "sigma": 1}}, [("negative-duration", "open_after.median")]),
        ({"click_after": {"median": "PT1H", "sigma": 11}}, [("wide-spread", "click_after.sigma")]),
        ({"convert": {**CONVERT, "event": ""}}, [("missing-event", "convert.event")]),
        ({"convert": {**CONVERT, "event": "Purchase"}}, [("unknown-event", "convert.event")]),
        ({"convert": {**CONVERT, "event": "message_opened"}}, [("reserved-event", "convert.event")]),
        (
            {"convert": {**CONVERT, "after": {"median": "-P1D", "sigma": 1}}},
            [("negative-duration", "convert.after.median")],
        ),
        (
            {"convert": {**CONVERT, "property": "price", "value": VALUE}},
            [("unknown-property", "convert.property")],
        ),
        ({"convert": {**CONVERT, "property": "url", "value": VALUE}}, [("not-a-number", "convert.property")]),
        ({"convert": {**CONVERT, "property": "amount"}}, [("missing-value", "convert.value")]),
        ({"convert": {**CONVERT, "value": VALUE}}, [("missing-property", "convert.property")]),
        (
            {"convert": {**CONVERT, "property": "amount", "value": {"median": 1, "sigma": 20}}},
            [("wide-spread", "convert.value.sigma")],
        ),
        ({"when": [{"condition": RARE}]}, [("unknown-attribute", "when[0].condition.attribute")]),
        ({"fatigue": {"per_message": 1, "window": "PT0S"}}, [("no-window", "fatigue.window")]),
        ({"fatigue": {"per_message": 1, "window": "-P7D"}}, [("negative-duration", "fatigue.window")]),
    ],
)
def test_that_each_mistake_in_a_response_is_found(response: Json, expected: list[tuple[str, str]]) -> None:
    assert of(**response) == expected


@pytest.mark.parametrize(
    "response",
    [
        {"open": 1.2},
        {"click": -0.1},
        {"open_after": {"median": "PT1H", "sigma": -1}},
        {"convert": {**CONVERT, "value": {"median": -1, "sigma": 1}}},
        {"fatigue": {"per_message": 2, "window": "P7D"}},
    ],
)
def test_that_rates_are_shares_and_spreads_not_negative(response: Json) -> None:
    with pytest.raises(ValueError, match="equal to"):
        params("sms", text="Hi", response=response)
