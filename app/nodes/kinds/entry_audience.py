"""entry_audience: everyone for whom a condition holds enters at a given moment, once or again and again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field as Limits

from app.errors import Problem
from app.nodes.checking.conditions import condition_problems
from app.nodes.conditions import Condition
from app.nodes.document import Document
from app.nodes.durations import DurationField
from app.nodes.instructions import EnterAudience, Repeat
from app.nodes.kind import Control, Family, Field, Kind, Surroundings
from app.nodes.problems import problem
from app.nodes.times import MomentField
from app.nodes.words.sentences import sentence

SHORTEST_REPEAT_US = 60_000_000


class RepeatParams(Document):
    """Again every so often, until a moment (included) or for `count` occurrences with the first."""

    every: DurationField
    until: MomentField | None = None
    count: Annotated[int, Limits(ge=1)] | None = None


class EntryAudienceParams(Document):
    """Who enters, and when."""

    at: MomentField
    condition: Condition | None = None
    repeat: RepeatParams | None = None


class EntryAudience(Kind[EntryAudienceParams]):
    """Starts an instance for every customer of an audience at once."""

    type = "entry_audience"
    title = "Audience"
    family = Family.ENTRY
    icon = "account-group-outline"
    summary = "Everyone for whom a condition holds enters at a given moment."
    synonyms = ("segment", "schedule", "newsletter", "batch", "start", "entry", "recurring")
    params = EntryAudienceParams

    def describe(self, params: EntryAudienceParams) -> str:
        who = sentence(params.condition) if params.condition else "everyone"
        again = f", every {params.repeat.every.in_words()}" if params.repeat else ""
        return f"{params.at.text.replace('T', ' ')}{again}: {who}"

    def compile(self, params: EntryAudienceParams) -> EnterAudience:
        again = params.repeat
        repeat = Repeat(again.every, again.until, again.count) if again else None
        return EnterAudience(params.condition, params.at, repeat)

    def form(self) -> tuple[Field, ...]:
        return (
            Field("at", "When", Control.MOMENT, "Without an offset: the clock of the scenario's time zone."),
            Field("condition", "Who enters", Control.CONDITION, "Everyone, if left out.", optional=True),
            Field("repeat", "Repeat", Control.REPEAT, "The condition is asked anew each time.", optional=True),
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"at": "2024-01-01T09:00:00", "condition": {"all": []}}

    def check(self, params: EntryAudienceParams, around: Surroundings) -> Iterable[Problem]:
        if params.condition is not None:
            yield from condition_problems(params.condition, around, field="condition", at_entry=True)
        if params.repeat is not None:
            yield from _repeat_problems(params.repeat)


def _repeat_problems(repeat: RepeatParams) -> Iterator[Problem]:
    every = repeat.every
    if every.is_negative:
        yield problem("negative-duration", "The time between repeats cannot be negative", "repeat.every")
    elif every.months == every.days == 0 and every.time_us < SHORTEST_REPEAT_US:
        yield problem("too-often", "Leave at least a minute between repeats", "repeat.every")
