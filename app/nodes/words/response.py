"""How people react in a forecast: what holds in the end, and in words; scenario.md, section 9."""

from __future__ import annotations

from collections.abc import Iterator

from app.nodes.channel import Channel
from app.nodes.response import Delay, Response
from app.numbers import exact_percent


def completed(channel: Channel, *given: Response | None) -> Response | None:
    """What holds of a message: each of those given says more than the ones before; None where none is given."""
    if all(response is None for response in given):
        return None
    base = channel.draws
    for response in given:
        if response is not None:
            base = base.model_copy(update={name: getattr(response, name) for name in response.model_fields_set})
    return base


def response_in_words(response: Response) -> str:
    """`98% delivered; 25% of them opened, half of those within 3 hours; 12% of these clicked …`."""
    return "; ".join(_parts(response))


def _parts(response: Response) -> Iterator[str]:
    if response.deliver is not None and response.deliver < 1:
        yield f"{exact_percent(response.deliver)} delivered"
    yield f"{exact_percent(response.open or 0.0)} opened{_within(response.open, response.open_after)}"
    yield f"{exact_percent(response.click or 0.0)} of these clicked{_within(response.click, response.click_after)}"
    if response.unsubscribe:
        yield f"{exact_percent(response.unsubscribe)} of these unsubscribed"
    convert = response.convert
    if convert is not None and convert.rate:
        yield f"{exact_percent(convert.rate)} of those who clicked: “{convert.event}”{_within(1.0, convert.after)}"
    if response.when:
        yield "some react otherwise"
    if response.fatigue is not None:
        yield f"fewer open after many messages within {response.fatigue.window.in_words()}"


def _within(rate: float | None, after: Delay | None) -> str:
    if not rate or after is None or after.median.is_zero:
        return ""
    return f", half of them within {after.median.in_words()}"
