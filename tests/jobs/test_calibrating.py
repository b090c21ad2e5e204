"""How people reacted, measured from what was recorded."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from app.data.dataset import Dataset
from app.errors import AppError
from app.jobs.calibrating import SETTLING_DAYS, calibrate
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
