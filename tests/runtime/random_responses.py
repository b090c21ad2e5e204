"""Random responses to messages, weak enough that one message does not lead to more and more others."""

from __future__ import annotations

from tests.runtime.random_conditions import EVENTS, Choice, ConditionMaker, Json, Place

RATES = ("deliver", "open", "click", "unsubscribe")


def response(conditions: ConditionMaker, place: Place) -> Json:
    """How people react; each key is there or not."""
    choice = conditions.choice
    made: Json = {rate: choice.pick(0.8, 1.0, 0.9, 0.5, 0.0) for rate in RATES if choice.maybe(0.9)}
    for key in ("open_after", "click_after"):
        if choice.maybe(0.6):
            made[key] = _delay(choice)
    if choice.maybe(0.7):
        made["convert"] = _conversion(choice)
    if choice.maybe(0.4):
        made["when"] = [_override(conditions, place) for _ in range(choice.pick(1, 2))]
    if choice.maybe(0.4):
        made["fatigue"] = {"per_message": choice.pick(0.5, 0.9, 0.0), "window": choice.pick("P1D", "P7D", "PT1H")}
    return made


def _delay(choice: Choice) -> Json:
    median = choice.pick("PT1H", "PT30M", "PT0S", "P1D", "PT2M", "P1M")
    return {"median": median, "sigma": choice.pick(0.0, 0.5, 1.2)}


def _conversion(choice: Choice) -> Json:
    after = choice.pick({"median": "P1D", "sigma": 0.5}, {"median": "PT6H", "sigma": 0.0})
    convert: Json = {"event": choice.pick(*EVENTS[1::-1], *EVENTS), "rate": choice.pick(0.6, 0.3, 1.0), "after": after}
    if choice.maybe(0.7):
        convert["property"] = choice.pick("amount", "items")
        convert["value"] = {"median": choice.pick(20, 45.5), "sigma": choice.pick(0.6, 0.0)}
    return convert


def _override(conditions: ConditionMaker, place: Place) -> Json:
    choice = conditions.choice
    rates = {rate: choice.pick(1.0, 0.5, 0.0) for rate in RATES if choice.maybe(0.5)}
    return {"condition": conditions.condition(place, 1), **rates}
