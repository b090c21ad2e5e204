"""Figures to begin with where nobody has measured how people react: guesses, and shown as such."""

from __future__ import annotations

from collections.abc import Mapping

from app.nodes.durations import Duration
from app.nodes.response import Delay, Response

USUAL: Mapping[str, Response] = {
    "email": Response(
        deliver=0.98,
        open=0.25,
        click=0.1,
        unsubscribe=0.003,
        open_after=Delay(median=Duration.parse("PT3H"), sigma=1.5),
        click_after=Delay(median=Duration.parse("PT2M"), sigma=1.0),
    ),
    "sms": Response(
        deliver=0.97,
        click=0.05,
        unsubscribe=0.005,
        click_after=Delay(median=Duration.parse("PT15M"), sigma=1.2),
    ),
}
