"""email, sms and push."""

from __future__ import annotations

import pytest

from app.nodes.instructions import Send
from tests.nodes.reading import compiled, found, params, ports, words
from tests.nodes.strategies import Json

RESPONSE = {
    "deliver": 0.98,
    "open": 0.25,
    "click": 0.12,
    "unsubscribe": 0.002,
    "open_after": {"median": "PT3H", "sigma": 1.2},
    "click_after": {"median": "PT2M", "sigma": 1.0},
    "convert": {
        "event": "purchase",
        "rate": 0.08,
        "after": {"median": "PT1H", "sigma": 1.0},
        "property": "amount",
        "value": {"median": 45, "sigma": 0.6},
    },
    "when": [{"condition": {"in_list": "vip"}, "open": 0.4}],
    "fatigue": {"per_message": 0.9, "window": "P7D"},
}


def test_that_a_message_is_sent_on_its_channel_with_its_cost() -> None:
    assert compiled("email", subject="Hi", body="Hello") == Send("email", marketing=True, cost=0.0, response=None)
    assert compiled("sms", text="Hi", marketing=False, cost=2) == Send("sms", marketing=False, cost=2.0, response=None)
    assert compiled("push", title="Hi", text="Hello") == Send("push", marketing=True, cost=0.0, response=None)


def test_that_they_have_a_way_for_what_is_not_sent() -> None:
    expected = [("out", "Out"), ("not_sent", "Not sent")]
    assert ports("email", subject="", body="") == ports("sms", text="") == ports("push", title="", text="") == expected


def test_that_they_read_as_what_they_say() -> None:
    assert words("email", subject="Your cart", body="…") == "Your cart"
    assert words("email", subject=" ", body="") == "No subject yet"
    assert words("sms", text="Two\nlines", marketing=False) == "Two lines (transactional)"
    assert words("push", title=" Sale\n", text="…") == "Sale"
    assert words("push", title="", text="Only today") == "Only today"
    assert words("push", title="", text="") == "No title yet"


@pytest.mark.parametrize(
    ("type_", "values", "expected"),
    [
        ("email", {"subject": "Hi", "body": "Hello"}, []),
        ("email", {"subject": " ", "body": ""}, [("missing-subject", "subject"), ("missing-body", "body")]),
        ("sms", {"text": ""}, [("missing-text", "text")]),
        ("push", {"title": "", "text": " "}, [("missing-title", "title"), ("missing-text", "text")]),
        ("sms", {"text": "Hi", "cost": -1}, [("negative-cost", "cost")]),
    ],
)
def test_that_each_mistake_is_found(type_: str, values: Json, expected: list[tuple[str, str]]) -> None:
    assert found(type_, **values) == expected


def test_that_the_response_of_the_contract_is_read_in_full() -> None:
    read = params("email", subject="Hi", body="Hello", response=RESPONSE)
    assert read.model_dump(mode="json", exclude_unset=True)["response"] == RESPONSE


@pytest.mark.parametrize(
    "response",
    [
        {"open": 1.5},
        {"open": "often"},
        {"opens": 0.5},
        {"open_after": {"median": "3h", "sigma": 1}},
        {"open_after": {"median": "PT3H", "sigma": -1}},
        {"convert": {"event": "purchase"}},
        {"when": [{"open": 0.4}]},
    ],
)
def test_that_a_malformed_response_is_refused(response: Json) -> None:
    with pytest.raises(ValueError, match="response"):
        params("sms", text="Hi", response=response)


def test_that_a_platform_that_nobody_knows_is_refused_with_those_there_are() -> None:
    values = {"audience": "carts", "action": "add"}
    assert words("ad_audience", platform="google", **values) == "Add to carts on Google"
    assert words("ad_audience", platform="meta", audience="carts", action="remove") == "Take out of carts on Meta"
    assert found("ad_audience", platform="meta", audience=" ", action="add") == [("missing-audience", "audience")]
    with pytest.raises(ValueError, match="'meta', 'google', 'tiktok', 'linkedin', 'other'"):
        params("ad_audience", platform="pigeon", **values)
