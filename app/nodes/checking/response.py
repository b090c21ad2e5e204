"""Checks of how people react to a message: what a forecast could not draw."""

from __future__ import annotations

from collections.abc import Iterator

from app.errors import Problem
from app.nodes.checking.conditions import (
    MESSAGE_EVENTS,
    condition_problems,
    event_problems,
    numeric_problems,
    property_problems,
)
from app.nodes.kind import Surroundings
from app.nodes.problems import problem
from app.nodes.response import Amount, Conversion, Delay, Fatigue, Response
from app.numbers import exact

WIDEST_SIGMA = 10.0
"""Beyond it a lognormal is no model of anything: one in six draws is above 22,000 times the median."""


def response_problems(response: Response, around: Surroundings, field: str) -> Iterator[Problem]:
    """Everything wrong with a response; `field` is its path. Its conditions are asked like the message node's own."""
    for key in ("open_after", "click_after"):
        yield from _delay_problems(getattr(response, key), f"{field}.{key}")
    if response.convert is not None:
        yield from _conversion_problems(response.convert, around, f"{field}.convert")
    for i, override in enumerate(response.when):
        yield from condition_problems(override.condition, around, field=f"{field}.when[{i}].condition")
    if response.fatigue is not None:
        yield from _fatigue_problems(response.fatigue, f"{field}.fatigue.window")


def _delay_problems(delay: Delay | None, field: str) -> Iterator[Problem]:
    if delay is None:
        return
    if delay.median.is_negative:
        yield problem("negative-duration", "People cannot react before they are reached", f"{field}.median")
    yield from _spread_problems(delay, field)


def _spread_problems(spread: Delay | Amount, field: str) -> Iterator[Problem]:
    if spread.sigma > WIDEST_SIGMA:
        words = f"A spread of {exact(spread.sigma)} is beyond all measure; 1 is usual, {exact(WIDEST_SIGMA)} the most"
        yield problem("wide-spread", words, f"{field}.sigma")


def _conversion_problems(convert: Conversion, around: Surroundings, field: str) -> Iterator[Problem]:
    if convert.event in MESSAGE_EVENTS:
        words = f"'{convert.event}' is a reaction of its own; name what a click may lead to, like purchase"
        yield problem("reserved-event", words, f"{field}.event")
    else:
        yield from event_problems(convert.event, around, f"{field}.event")
    yield from _delay_problems(convert.after, f"{field}.after")
    if convert.property is not None:
        yield from property_problems(convert.property, around, f"{field}.property")
        yield from numeric_problems(convert.property, around, f"{field}.property")
        if convert.value is None:
            yield problem("missing-value", f"Say how much '{convert.property}' is", f"{field}.value")
    elif convert.value is not None:
        yield problem("missing-property", "Say which property of the event holds the value", f"{field}.property")
    if convert.value is not None:
        yield from _spread_problems(convert.value, f"{field}.value")


def _fatigue_problems(fatigue: Fatigue, field: str) -> Iterator[Problem]:
    if fatigue.window.is_negative:
        yield problem("negative-duration", "The time in which messages tire cannot be negative", field)
    elif fatigue.window.is_zero:
        yield problem("no-window", "Say in which time messages tire, like P7D; this is no time at all", field)
