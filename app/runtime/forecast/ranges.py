"""What a forecast comes to: figures observed, and their ranges over replications; the content of `forecast.json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import PlainSerializer, TypeAdapter

from app.nodes.response import Response
from app.runtime.forecast.forecast_order import ForecastOrder
from app.runtime.forecast.spreads import Spread
from app.runtime.stored import STRICT, Count, read, written
from app.runtime.summary import Summary
from app.scenario.reading import dump_document


def _responses_written(responses: Mapping[str, Response]) -> dict[str, Any]:
    return {channel: dump_document(response) for channel, response in responses.items()}


Responses = Annotated[Mapping[str, Response], PlainSerializer(_responses_written)]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the summary: what was observed in the replay, and what it came to over the replications.

    Four fifths of the replications lie between `low_80` and `high_80`, 95 % between `low_95` and `high_95`;
    `spread` is None where all came to the same, and in forecasts of earlier versions.
    """

    __pydantic_config__ = STRICT

    observed: float
    mean: float
    median: float
    low_80: float
    high_80: float
    low_95: float
    high_95: float
    spread: Spread | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Figures by their path in the summary, like `nodes.mail1.sent` or `goals.order.modelled_value`.

    `replay` is the summary of what was recorded alone; `responses` are what the channels' messages were given where
    they do not say themselves how people react.
    """

    __pydantic_config__ = STRICT

    replications: Count
    seconds: float
    warnings: tuple[str, ...]
    figures: Mapping[str, Figure]
    replay: Summary
    responses: Responses = field(default_factory=dict)

    @property
    def order(self) -> ForecastOrder:
        """What was asked for."""
        return ForecastOrder(self.replications, self.responses)

    def to_json(self) -> str:
        """The text of `forecast.json`."""
        return written(_FORECAST, self)

    @classmethod
    def from_json(cls, text: str) -> Forecast:
        """The forecast that `to_json` wrote; a ValueError says what is wrong with another text."""
        return read(_FORECAST, text)


_FORECAST = TypeAdapter(Forecast)
