"""A scenario's settings: scenario.md, section 3."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, StrictStr

from app.nodes.channel import ANY, CHANNELS
from app.nodes.conditions import ClockWindow, Condition, Where
from app.nodes.document import Document, Id, Number
from app.nodes.durations import Duration, DurationField
from app.nodes.times import InstantField


def _named_channel(value: object, *others: str) -> object:
    known = (*CHANNELS, *others)
    if value not in known:
        raise ValueError(f"this must be one of {', '.join(repr(name) for name in known)}")
    return value


ChannelName = Annotated[str, BeforeValidator(_named_channel)]
ChannelOrAny = Annotated[str, BeforeValidator(lambda value: _named_channel(value, ANY))]
ExitTiming = Literal["immediate", "at_next_node", "at_next_message", "on_leaving_wait"]


class Reentry(Document):
    """Whether a customer may enter again; with `key`, per value of that property of the entry event."""

    mode: Literal["never", "after_exit", "concurrent", "restart"] = "after_exit"
    cooldown: DurationField | None = None
    key: StrictStr | None = None


class ExitRule(Document):
    """Ends the instance at an event, or when a condition holds: exactly one of the two."""

    id: Id
    event: StrictStr | None = None
    where: Where = ()
    match_key: bool = False
    condition: Condition | None = None


class Goal(Document):
    """The conversion counted for each instance; never moves anyone."""

    id: Id
    event: StrictStr
    where: Where = ()
    within: DurationField | None = None
    value: StrictStr | None = None
    match_key: bool = False


class ScoringRule(Document):
    """Adds to a score whenever a matching event is applied, or once, when a condition first holds: one of the two."""

    score: StrictStr
    event: StrictStr | None = None
    where: Where = ()
    condition: Condition | None = None
    add: Number


def _half_lives(value: object) -> object:
    """An object of durations by score as pairs, which cannot be changed."""
    if isinstance(value, tuple):
        return value
    if not isinstance(value, dict):
        raise ValueError('this must be an object of half-lives by score, like {"lead": "P30D"}')
    for score, text in value.items():
        try:
            Duration.parse(text if isinstance(text, str) else "")
        except ValueError as error:
            raise ValueError(f"the half-life of '{score}': {error}") from error
    return tuple(value.items())


HalfLives = Annotated[
    tuple[tuple[str, DurationField], ...],
    BeforeValidator(_half_lives),
    PlainSerializer(lambda pairs: {score: half_life.text for score, half_life in pairs}, return_type=dict[str, str]),
]


class FrequencyCap(Document):
    """At most `max` marketing messages on the channel in any `per`."""

    channel: ChannelOrAny
    max: Annotated[int, Field(ge=0)]
    per: DurationField


class QuietWindow(ClockWindow):
    """A window of the local clock in which messages of the channel (all without one) do not leave."""

    channel: ChannelName | None = None


class Settings(Document):
    """All settings with their defaults; times are in `timezone` where a customer's own is not known."""

    timezone: StrictStr = "UTC"
    start: InstantField | None = None
    end: InstantField | None = None
    reentry: Reentry = Reentry()
    exit_rules: tuple[ExitRule, ...] = ()
    exit_timing: ExitTiming = "immediate"
    goals: tuple[Goal, ...] = ()
    scoring: tuple[ScoringRule, ...] = ()
    score_decay: HalfLives = ()
    frequency_caps: tuple[FrequencyCap, ...] = ()
    on_cap: Literal["skip", "exit"] = "skip"
    quiet_hours: tuple[QuietWindow, ...] = ()
    on_quiet: Literal["hold", "skip", "exit"] = "hold"
    control_group: Annotated[float, Field(ge=0, lt=1)] = 0.0
    seed_salt: StrictStr = ""
