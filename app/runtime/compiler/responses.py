"""How people react to messages in a forecast, to rows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.nodes.channel import CHANNELS
from app.nodes.delays import median_us
from app.nodes.durations import Duration
from app.nodes.instructions import Send
from app.nodes.response import Conversion, Delay, Response
from app.nodes.words.response import completed
from app.runtime.compiler.conditions import compile_condition
from app.runtime.compiler.draft import Draft
from app.runtime.compiler.events import Drawn
from app.runtime.program.nodes import OverrideRow, ResponseRow
from app.runtime.program.opcodes import NONE

_NOW = Delay(median=Duration.parse("PT0S"), sigma=0.0)
_NO_CONVERSION = Conversion(event="", rate=0.0, after=_NOW)


@dataclass(frozen=True, slots=True)
class Responses:
    """What a message's response leaves open, by channel."""

    defaults: Mapping[str, Response] = field(default_factory=dict)

    def of(self, send: Send) -> Response | None:
        """A message's response, completed from its channel's default; None if there is neither, and nobody reacts."""
        return completed(CHANNELS[send.channel], self.defaults.get(send.channel), send.response)


def compile_response(draft: Draft, response: Response | None) -> int:
    """The row of a message's response; -1 for none."""
    if response is None:
        return NONE
    opened, clicked = response.open_after or _NOW, response.click_after or _NOW
    convert = response.convert or _NO_CONVERSION
    value = convert.value
    first = len(draft.overrides)
    for other in response.when:
        rates = (
            math.nan if rate is None else rate for rate in (other.deliver, other.open, other.click, other.unsubscribe)
        )
        draft.overrides.append(OverrideRow(compile_condition(draft, other.condition), *rates))
    conversion = NONE
    if response.convert is not None:
        conversion = len(draft.drawn)
        draft.drawn.append(Drawn(convert.event, convert.property or ""))
    draft.responses.append(
        ResponseRow(
            deliver=_rate(response.deliver),
            open=_rate(response.open),
            click=_rate(response.click),
            unsubscribe=_rate(response.unsubscribe),
            convert=convert.rate,
            open_median=median_us(opened.median),
            open_sigma=opened.sigma,
            click_median=median_us(clicked.median),
            click_sigma=clicked.sigma,
            convert_median=median_us(convert.after.median),
            convert_sigma=convert.after.sigma,
            value_median=math.nan if value is None else value.median,
            value_sigma=0.0 if value is None else value.sigma,
            per_message=response.fatigue.per_message if response.fatigue else 1.0,
            conversion=conversion,
            fatigue=draft.span(response.fatigue.window) if response.fatigue else NONE,
            first=first,
            size=len(response.when),
        )
    )
    return len(draft.responses) - 1


def _rate(rate: float | None) -> float:
    return 0.0 if rate is None else rate
