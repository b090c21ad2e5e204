"""How people reacted, measured from what was recorded."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from pydantic import TypeAdapter

from app.data.dataset import Dataset
from app.errors import AppError
from app.jobs.messages.calibrating import SETTLING_DAYS, Asked, calibrate
from app.jobs.messages.reactions import Reactions
from app.jobs.messages.reactions_apart import messages_before
from app.nodes.conditions import Condition
from app.nodes.delays import median_s
from app.nodes.response import Response
from tests.builders.datasets import dataset

START = datetime(2024, 1, 1, tzinfo=UTC)
ROLES = {
    "email_sent": "email_sent",
    "email_open": "email_open",
    "email_click": "email_click",
    "email_unsubscribe": "email_unsubscribe",
}


def recorded(events: list[tuple[str, float, str]]) -> Dataset:
    """Events as (customer, days after the start, name), with the roles of e-mails."""
    customers = [{"id": each} for each in dict.fromkeys(customer for customer, _, _ in events)]
    rows: list[dict[str, object]] = [
        {"id": customer, "at": (START + timedelta(days=days)).isoformat(), "event": name}
        for customer, days, name in events
    ]
    made = dataset([dict(each) for each in customers], rows)
    return replace(made, roles=replace(made.roles, events=ROLES))


def drawn(people: int = 400) -> list[tuple[str, float, str]]:
    """Two e-mails to each; 40% are opened after about three hours, a quarter of these clicked after a minute."""
    chance = np.random.default_rng(7)
    events = []
    for person in range(people):
        for day in (1.0, 5.0):
            events.append((f"c{person:04}", day, "email_sent"))
            if chance.random() < 0.4:
                opened = day + math.exp(chance.normal(math.log(3 / 24), 1.0))
                if opened < day + 3.9:
                    events.append((f"c{person:04}", opened, "email_open"))
                    if chance.random() < 0.25:
                        clicked = opened + math.exp(chance.normal(math.log(1 / 1440), 0.5))
                        events.append((f"c{person:04}", clicked, "email_click"))
    return [*events, ("c0000", 40.0, "page_view")]


def by_hand(events: list[tuple[str, float, str]]) -> tuple[int, int, int]:
    """E-mails, opened, clicked: one event after another."""
    last: dict[str, int] = {}
    sent, opened, clicked = 0, set(), set()
    for customer, _, name in sorted(events, key=lambda event: (event[0], event[1])):
        if name == "email_sent":
            sent += 1
            last[customer] = sent
        elif name == "email_open" and customer in last:
            opened.add(last[customer])
        elif name == "email_click" and customer in last:
            opened.add(last[customer])
            clicked.add(last[customer])
    return sent, len(opened), len(clicked)


def test_that_rates_and_delays_are_those_of_the_events_one_by_one() -> None:
    events = drawn()
    found = calibrate(recorded(events))
    sent, opened, clicked = by_hand(events)
    assert (found.rates["open"].count, found.rates["open"].of, found.rates["open"].people) == (opened, sent, 400)
    assert (found.rates["click"].count, found.rates["click"].of) == (clicked, opened)
    assert found.delays["open_after"].count == opened
    assert median_s(found.delays["open_after"].delay) == pytest.approx(3 * 3600, rel=0.15)
    assert found.delays["open_after"].sigma == pytest.approx(1.0, abs=0.15)
    assert median_s(found.delays["click_after"].delay) == pytest.approx(60, rel=0.25)


def test_that_what_cannot_be_measured_says_so_and_stays_as_it_was() -> None:
    found = calibrate(recorded(drawn()))
    assert any(each.startswith("unsubscribed: nothing") for each in found.unknown)
    assert any(each.startswith("delivered:") for each in found.unknown)
    before = Response(deliver=0.9, unsubscribe=0.01, open=0.99)
    after = found.applied(before)
    assert (after.deliver, after.unsubscribe) == (0.9, 0.01)
    assert after.open == found.rates["open"].value
    assert "people" in found.words()["open"]


def test_that_messages_of_the_last_days_are_left_out_and_too_few_are_refused() -> None:
    events = [event for event in drawn() if event[2] != "page_view"]
    late = recorded([*events, ("c0000", 5.0 + SETTLING_DAYS - 1, "page_view")])
    assert calibrate(late).rates["open"].of == 400
    with pytest.raises(AppError, match="30 are needed"):
        calibrate(recorded([("c1", 1.0, "email_sent"), ("c1", 30.0, "page_view")]))


def test_that_a_reaction_belongs_to_the_last_message_before_it_and_to_nobody_else() -> None:
    events = [(f"c{person:02}", 1.0, "email_sent") for person in range(40)]
    events += [("c00", 2.0, "email_sent"), ("c00", 3.0, "email_open"), ("c00", 3.5, "email_open")]
    events += [("c39", 0.5, "email_open"), ("c40", 1.5, "email_open"), ("c40", 30.0, "page_view")]
    found = calibrate(recorded(events))
    assert (found.rates["open"].count, found.rates["open"].of) == (1, 41)
    assert "open_after" not in found.delays


def tired(people: int = 1500) -> list[tuple[str, float, str]]:
    """Four e-mails a day apart: half are opened by whoever got none, and each one before leaves four fifths of it."""
    chance = np.random.default_rng(11)
    events = []
    for person in range(people):
        for before in range(4):
            events.append((f"c{person:04}", 1.0 + before, "email_sent"))
            if chance.random() < 0.5 * 0.8**before:
                events.append((f"c{person:04}", 1.5 + before, "email_open"))
    return [*events, ("c0000", 40.0, "page_view")]


def test_that_fatigue_is_measured_by_the_messages_of_the_last_days() -> None:
    found = calibrate(recorded(tired()), asked=Asked(by_load=True))
    assert found.tiring is not None
    assert found.tiring.low < 0.8 < found.tiring.high
    assert found.tiring.share == pytest.approx(0.8, abs=0.03)
    assert found.rates["open"].value == pytest.approx(0.5, abs=0.04)
    assert [rate.of for _, rate in found.tiring.groups] == [1500] * 4
    after = found.applied(None)
    assert after.fatigue is not None
    assert after.fatigue.window.text == "P7D"
    assert sum("in the 7 days before" in line for line in found.further_words()) == 4


def test_that_messages_before_are_those_of_the_same_customer_within_seven_days() -> None:
    days = {"a": (1.0, 2.0, 7.9, 9.5, 30.0), "b": (1.0, 8.1), "c": (2.0,)}
    at = np.array([int(day * 86_400_000_000) for each in days.values() for day in each])
    customers = np.repeat(np.arange(3, dtype=np.int32), [len(each) for each in days.values()])
    none = np.zeros(len(at), np.bool_)
    told = Reactions(customers, at, ~none, none, none, none)
    by_hand = [sum(other < day and day - other <= 7 for other in each) for each in days.values() for day in each]
    assert messages_before(told).tolist() == by_hand


def test_that_openings_by_machines_are_left_out_on_request() -> None:
    events = [(f"c{person:03}", 1.0, "email_sent") for person in range(100)]
    events += [(f"c{person:03}", 1.0 + 2 / 86_400, "email_open") for person in range(60)]
    events += [(f"c{person:03}", 1.2, "email_open") for person in range(20)]
    data = recorded([*events, ("c000", 40.0, "page_view")])
    assert calibrate(data).rates["open"].count == 60
    found = calibrate(data, asked=Asked(without_machines=True))
    assert found.rates["open"].count == 20
    assert found.by_machines == 60


def test_that_each_segment_is_measured_apart_and_few_say_so() -> None:
    keen = TypeAdapter(Condition).validate_python({"event": "wishlist", "count": {"op": "ge", "value": 1}})
    nobody = TypeAdapter(Condition).validate_python({"event": "never", "count": {"op": "ge", "value": 1}})
    events = [(f"c{person:03}", 1.0, "email_sent") for person in range(100)]
    events += [(f"c{person:03}", 0.5, "wishlist") for person in range(40)]
    events += [(f"c{person:03}", 1.2, "email_open") for person in range(50) if person < 30 or person >= 40]
    data = recorded([*events, ("c000", 40.0, "page_view")])
    found = calibrate(data, asked=Asked(segments={"Keen": keen, "Nobody": nobody}))
    (own,) = found.segments
    assert (own.name, own.rates["open"].count, own.rates["open"].of, own.rates["open"].people) == ("Keen", 30, 40, 40)
    assert any("“Nobody”" in each for each in found.unknown)
    (exception,) = found.applied(Response(open=0.2)).when
    assert exception.open == 0.75
    assert found.applied(found.applied(None)).when == (exception,)
