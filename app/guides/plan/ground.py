"""What a plan is judged by: what the workspace holds, as plain data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from app.guides.plan.kpis import Reading
from app.guides.templates import STAGES, all_templates
from app.numbers import Rate, moment

Rehearsed = Literal["never", "changed", "as_it_is"]
PLAN_STAGES: Mapping[str, str] = {key: title for key, title in STAGES.items() if key != "own"}
"""The stages of a customer's life that scenarios can serve."""
_COPY = re.compile(r"-\d+$")  # a further scenario of the same template


@dataclass(frozen=True, slots=True)
class Coverage:
    """A channel of which a dataset says anything: who has an address, who agreed, who could be written to.

    None where the data do not say; `used_by` are the scenarios for that dataset that send by it.
    """

    key: str
    title: str
    address: Rate | None
    consent: Rate | None
    reachable: Rate | None
    used_by: tuple[str, ...] = ()
    asks_consent: bool = True
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A saved state of a scenario: when, and what was said of it; `by` is empty where nobody is known."""

    number: int
    at_us: int
    message: str = ""
    by: str = ""

    @property
    def title(self) -> str:
        """`Revision 3, May 6, 2024, 10:00 AM`, and by whom."""
        who = f" by {self.by}" if self.by else ""
        return f"Revision {self.number}, {moment(datetime.fromtimestamp(self.at_us / 1e6))}{who}"

    @property
    def words(self) -> str:
        """What was said of it."""
        return self.message or "Nothing was said"


@dataclass(frozen=True, slots=True)
class ScenarioFacts:
    """A scenario as its newest revision has it; `problems` forbid a run over `dataset`, the one that it is for.

    Of its messages, `ready` have nothing to mend; `unasked` are sent without asking for consent. `changes` are its
    revisions, the newest last. One that cannot be read has only `is_damaged`.
    """

    id: str
    name: str
    begun: date
    dataset: str = ""
    changes: tuple[Change, ...] = ()
    channels: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    messages: int = 0
    ready: int = 0
    unasked: int = 0
    rehearsed: Rehearsed = "never"
    has_control: bool = False
    is_damaged: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything that is counted for a plan, over one dataset; without one, what there is without data.

    `channels` are those of that dataset and, of others that scenarios are for, those by which these send. `by_itself`
    is the dataset that is counted over where the plan names none.

    `profile` is how many the segment of the ideal customer holds, or None, and then `why_no_profile`. `readings` are
    the figures that the data know, now and before.
    """

    today: date
    dataset: str = ""
    by_itself: str = ""
    customers: int = 0
    data_end_us: int | None = None
    currency: str = ""
    segments: tuple[str, ...] = ()
    profile: Rate | None = None
    why_no_profile: str = ""
    readings: Mapping[str, tuple[Reading | None, Reading | None]] = field(default_factory=dict)
    channels: tuple[Coverage, ...] = ()
    scenarios: tuple[ScenarioFacts, ...] = ()
    snippets: int = 0
    has_brand: bool = False

    def over(self, dataset: str, before: str) -> str:
        """`, over “grocery”` where that is not the dataset of the plan, begun by `before`; else nothing."""
        return f"{before}over “{dataset}”" if dataset not in ("", self.dataset) else ""

    @property
    def whole(self) -> tuple[ScenarioFacts, ...]:
        """The scenarios that can be read."""
        return tuple(each for each in self.scenarios if not each.is_damaged)


def proposed_stage(scenario_id: str, name: str) -> str:
    """The stage of the template that a scenario seems to come from; empty for none."""
    kind = _COPY.sub("", scenario_id)
    for template in all_templates():
        if template.stage in PLAN_STAGES and (template.id == kind or template.title == name):
            return template.stage
    return ""
