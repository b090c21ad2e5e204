"""What is asked of a forecast: how often it is repeated, and how people react where a message does not say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.nodes.channel import CHANNELS
from app.nodes.response import Response
from app.numbers import number
from app.scenario.graph import Scenario

USUAL_REPLICATIONS = 100


@dataclass(frozen=True, slots=True)
class ForecastOrder:
    """Replications, and the channels' default responses."""

    replications: int = USUAL_REPLICATIONS
    responses: Mapping[str, Response] = field(default_factory=dict)

    def asks_the_same(self, other: ForecastOrder, scenario: Scenario) -> bool:
        """Whether both let people react the same to the messages of a scenario."""
        return used(self.responses, scenario) == used(other.responses, scenario)


def changes_of_forecast(before: ForecastOrder, after: ForecastOrder, scenario: Scenario) -> tuple[str, ...]:
    """What differs between two, in a few words: `e-mails: reactions changed`, `20 → 100 replications`."""
    old, new = used(before.responses, scenario), used(after.responses, scenario)
    changes = [f"{CHANNELS[key].words}: reactions changed" for key in CHANNELS if old.get(key) != new.get(key)]
    if before.replications != after.replications:
        changes.append(f"{number(before.replications)} → {number(after.replications)} replications")
    return tuple(changes)


def used(responses: Mapping[str, Response], scenario: Scenario) -> dict[str, Response]:
    """The responses of those channels on which the scenario sends."""
    sent = {node.type for node in scenario.nodes if node.type in CHANNELS}
    return {channel: response for channel, response in responses.items() if channel in sent}
