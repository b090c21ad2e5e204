"""A channel from outside, in this file alone: it can be sent on and counted, and obeys the rules of its row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.canvas.forms.offers import Offers
from app.canvas.forms.settings import settings_sections
from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.data.vocabulary.roles import ATTRIBUTE_ROLES, EVENT_ROLES, Role
from app.errors import AppError
from app.nodes.catalogue import KINDS
from app.nodes.channel import CHANNELS, Channel
from app.nodes.checking.sending import FIELDS, PORTS, MessageParams
from app.nodes.instructions import Send
from app.nodes.kind import Control, Family, Field, Kind
from app.nodes.response import Response
from app.runtime.explaining import explain
from app.runtime.rehearse import RunOptions
from app.scenario.graph import Scenario
from tests.builders.datasets import people
from tests.builders.scenarios import scenario
from tests.runtime.plays import PLAIN, play, rows

CHAT = Channel(
    key="chat",
    word="chat message",
    words="chat messages",
    address_words="a handle",
    address_role="handle",
    consent_role="chat_consent",
    unsubscribe_role="chat_unsubscribe",
    draws=Response(deliver=1.0, open=1.0, click=0.0, unsubscribe=0.0),
)


class ChatParams(MessageParams):
    text: str


class Chat(Kind[ChatParams]):
    type = "chat"
    title = "Chat"
    family = Family.MESSAGE
    icon = KINDS["sms"].icon
    summary = "Sends a chat message."
    params = ChatParams
    outputs = PORTS
    templates = ("text",)

    def describe(self, params: ChatParams) -> str:
        return params.text

    def compile(self, params: ChatParams) -> Send:
        return Send(CHAT.key, params.marketing, float(params.cost or 0), params.response)

    def form(self) -> tuple[Field, ...]:
        return (Field("text", "Text", Control.LONG_TEXT), *FIELDS)

    def defaults(self) -> Mapping[str, Any]:
        return {"text": ""}


@pytest.fixture
def with_chat() -> Iterator[None]:
    with known(CHAT):
        yield


def known(channel: Channel) -> ExitStack:
    stack = ExitStack()
    stack.enter_context(CHANNELS.including(channel))
    stack.enter_context(KINDS.including(Chat()))
    consent = Role("chat_consent", "chat_consent", type=ColumnType.BOOLEAN, agrees_to="chat messages", address="handle")
    stack.enter_context(ATTRIBUTE_ROLES.including(Role("handle", "chat_handle"), consent))
    stack.enter_context(EVENT_ROLES.including(Role("chat_unsubscribe", "chat_off")))
    return stack


def journey(**settings: Any) -> Scenario:
    nodes = {"in": ("entry_event", {"event": "cart"}), "tell": ("chat", {"text": "Hello"})}
    return scenario(nodes, "in>tell", **settings)


def audience(*times: str, **ann: str) -> Dataset:
    events = [("ann", time, "cart") for time in times]
    return people(
        [{"customer_id": "ann", "email": "x", "agreed": "true", **ann}],
        events if events else [("ann", "05-01 10:00", "cart")],
        {"handle": "email", "chat_consent": "agreed"},
        {"chat_unsubscribe": "off"},
    )


def outcomes(dataset: Dataset, **settings: Any) -> list[tuple[Any, ...]]:
    return rows(play(journey(**settings), dataset), "messages", "channel", "outcome")


@pytest.mark.usefixtures("with_chat")
def test_that_it_is_sent_and_counted() -> None:
    run = play(journey(), audience())
    assert rows(run, "messages", "channel", "outcome") == [("chat", "sent")]
    assert run.summary.nodes["tell"].sent == 1


@pytest.mark.usefixtures("with_chat")
def test_that_it_asks_for_its_own_address_and_consent() -> None:
    assert outcomes(audience(email="")) == [("chat", "no_address")]
    assert outcomes(audience(agreed="false")) == [("chat", "no_consent")]
    told = explain(journey(), audience(email=""), "ann", PLAIN).steps
    assert any("chat message not sent: the customer lacks a handle" in step.sentence for step in told)


@pytest.mark.usefixtures("with_chat")
def test_that_its_own_event_takes_the_consent_back() -> None:
    dataset = people(
        [{"customer_id": "ann", "email": "x"}],
        [("ann", "05-01 09:00", "off"), ("ann", "05-01 10:00", "cart")],
        {"handle": "email"},
        {"chat_unsubscribe": "off"},
    )
    assert outcomes(dataset) == [("chat", "no_consent")]


@pytest.mark.usefixtures("with_chat")
def test_that_it_obeys_caps_quiet_hours_and_the_control_group() -> None:
    twice = audience("05-01 10:00", "05-01 11:00")
    cap = {"max": 1, "per": "P1D"}
    assert outcomes(twice, frequency_caps=[{"channel": "chat", **cap}]) == [("chat", "sent"), ("chat", "capped")]
    assert outcomes(twice, frequency_caps=[{"channel": "any", **cap}]) == [("chat", "sent"), ("chat", "capped")]
    assert outcomes(twice, frequency_caps=[{"channel": "email", **cap}]) == [("chat", "sent")] * 2
    quiet = [{"from": "09:00", "to": "10:30", "channel": "chat"}]
    assert outcomes(twice, quiet_hours=quiet, on_quiet="skip") == [("chat", "quiet"), ("chat", "sent")]
    assert outcomes(audience(), control_group=0.999999) == [("chat", "control")]


@pytest.mark.parametrize(
    ("freed", "settings"),
    [
        ({"asks_consent": False}, {}),
        ({"keeps_quiet_hours": False}, {"quiet_hours": [{"from": "09:00", "to": "21:00"}], "on_quiet": "skip"}),
        ({"is_capped": False}, {"frequency_caps": [{"channel": "any", "max": 0, "per": "P1D"}]}),
        ({"holds_out_control": False}, {"control_group": 0.999999}),
    ],
    ids=["consent", "quiet", "caps", "control"],
)
def test_that_a_channel_is_free_of_the_rules_that_its_row_says(freed: Any, settings: Any) -> None:
    agreed = "false" if "asks_consent" in freed else "true"
    with known(CHAT):
        assert outcomes(audience(agreed=agreed), **settings) != [("chat", "sent")]
    with known(replace(CHAT, **freed)):
        assert outcomes(audience(agreed=agreed), **settings) == [("chat", "sent")]


@pytest.mark.usefixtures("with_chat")
def test_that_a_forecast_draws_what_its_row_says() -> None:
    options = RunOptions(compiled=False, replication=1, responses={"chat": Response(deliver=1.0)})
    (opened,) = play(journey(), audience(), options).tables["messages"].column("opened_at").to_pylist()
    assert opened is not None


@pytest.mark.usefixtures("with_chat")
def test_that_settings_and_their_form_offer_it(qtbot: QtBot) -> None:
    editors = {field.name: editor for section in settings_sections(Offers) for field, editor in section.rows()}
    caps = editors["frequency_caps"]
    qtbot.addWidget(caps)
    caps.show_value([{"channel": "chat", "max": 1, "per": "P1D"}])
    chosen = [box.currentText() for box in caps.findChildren(QComboBox)]
    assert "chat messages" in chosen
    with pytest.raises(AppError) as refused:
        journey(frequency_caps=[{"channel": "pigeon", "max": 1, "per": "P1D"}])
    assert "'email', 'sms', 'push', 'chat', 'any'" in str(refused.value)


def test_that_it_is_unknown_again_afterwards() -> None:
    assert list(CHANNELS) == ["email", "sms", "push"]
    with pytest.raises(AppError):
        journey()
