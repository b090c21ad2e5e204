"""ad_audience: adds a customer to an audience of an ad platform, or takes her out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from app.errors import Problem
from app.nodes.ad_platforms import PLATFORMS
from app.nodes.checking.conditions import name_problems
from app.nodes.document import Document
from app.nodes.instructions import ChangeAudience
from app.nodes.kind import Control, Family, Field, Kind, Port, Surroundings


def _named_platform(value: object) -> object:
    if value not in PLATFORMS:
        raise ValueError(f"this must be one of {', '.join(repr(key) for key in PLATFORMS)}")
    return value


class AdAudienceParams(Document):
    """Which audience of which platform, in or out; the content says what the ad shows, and is a template."""

    platform: Annotated[str, BeforeValidator(_named_platform)]
    audience: str
    action: Literal["add", "remove"]
    content: str | None = None


class AdAudience(Kind[AdAudienceParams]):
    """Leaves by `out`; who is not added, by `not_added` where that is wired. An audience is the list of its name."""

    type = "ad_audience"
    title = "Ad audience"
    family = Family.STATE
    icon = "bullhorn-outline"
    summary = "Adds customers to an audience that ads are shown to, or takes them out."
    synonyms = ("ads", "retargeting", "custom audience", "customer match", "meta", "facebook", "google", "sync")
    params = AdAudienceParams
    outputs = (Port("out", "Out"), Port("not_added", "Not added"))
    templates = ("content",)

    def describe(self, params: AdAudienceParams) -> str:
        name, where = params.audience or "…", PLATFORMS[params.platform].word
        return f"Add to {name} on {where}" if params.action == "add" else f"Take out of {name} on {where}"

    def compile(self, params: AdAudienceParams) -> ChangeAudience:
        return ChangeAudience(params.platform, params.audience, params.action == "add")

    def form(self) -> tuple[Field, ...]:
        platforms = tuple((row.key, row.word) for row in PLATFORMS.values())
        actions = (("add", "add the customer"), ("remove", "take the customer out"))
        return (
            Field("platform", "Platform", Control.CHOICE, choices=platforms),
            Field("audience", "Audience", Control.LIST, "Its name; being in it is being on the list of that name."),
            Field("action", "What to do", Control.CHOICE, choices=actions),
            Field("content", "Content", Control.LONG_TEXT, "What the ad shows, with placeholders.", optional=True),
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"platform": "meta", "audience": "", "action": "add"}

    def check(self, params: AdAudienceParams, around: Surroundings) -> Iterable[Problem]:
        return name_problems(params.audience, "audience", "audience")
