"""The one plan of a workspace: goals, for whom, who answers, what was answered by hand, and who owns which scenario."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from app.workspace.settings.settings import Json, SettingStore
from app.workspace.sqlite.documents import StoredDocument, damaged

_KEY = "plan"
MOST_GOALS = 50
MOST_LINES = 50
LAST_DAY = 28
"""The latest day of a month that every month has."""

Line = Annotated[str, StringConstraints(max_length=200)]
Text = Annotated[str, StringConstraints(max_length=20_000)]
State = Literal["done", "open", "not_needed"]
Status = Literal["", "draft", "in_review", "approved", "live", "retired"]


class Baseline(StoredDocument):
    """What a figure was when somebody measured it here; of a share, `count` of `of`.

    `at_us` is the data's end, until which it was counted.
    """

    value: Annotated[float, Field(allow_inf_nan=False)]
    dataset: Line
    at_us: int
    count: int | None = None
    of: int | None = None


class PlanGoal(StoredDocument):
    """A figure by its key, what it was, what it shall be, and by when."""

    kpi: Line
    baseline: Baseline | None = None
    target: Annotated[float, Field(allow_inf_nan=False)] | None = None
    by: date | None = None
    note: Text = ""


class Answer(StoredDocument):
    """What somebody says of a line of the checklist, in place of what the workspace tells."""

    state: State
    on: date
    note: Text = ""


class OwnLine(StoredDocument):
    """A line of the checklist that somebody added; only people can answer it."""

    key: Line
    title: Line


class ScenarioCard(StoredDocument):
    """What a scenario is among the others: its folder, the stage it serves, whose it is and how far."""

    folder: Line = ""
    stage: Line = ""
    owner: Line = ""
    status: Status = ""


class Plan(StoredDocument):
    """Everything that people wrote into the plan; what it shows beside is counted whenever somebody looks.

    `dataset` is what it counts over, that of the newest run or import where none is named. `naming` is the rule of
    scenarios' names. The review is on `review_day` of each month, 0 for none, chosen on `review_since`; `reviewed` is
    when the last one was held.
    """

    dataset: Line = ""
    goals: Annotated[tuple[PlanGoal, ...], Field(max_length=MOST_GOALS)] = ()
    profile: Line = ""
    profile_note: Text = ""
    answers_to: Line = ""
    service_note: Text = ""
    answers: dict[str, Answer] = Field(default_factory=dict)
    own_lines: Annotated[tuple[OwnLine, ...], Field(max_length=MOST_LINES)] = ()
    naming: Line = ""
    review_day: Annotated[int, Field(ge=0, le=LAST_DAY)] = 0
    review_since: date | None = None
    reviewed: date | None = None
    cards: dict[str, ScenarioCard] = Field(default_factory=dict)

    def card(self, scenario_id: str) -> ScenarioCard:
        """What is known of a scenario; nothing, where nobody said anything."""
        return self.cards.get(scenario_id, ScenarioCard())


EMPTY_PLAN = Plan()
PlanChange = Callable[[Plan], Plan]
_READER: TypeAdapter[Plan] = TypeAdapter(Plan)


class PlanStore:
    """The plan of one workspace; a new one is empty."""

    def __init__(self, settings: SettingStore) -> None:
        self._settings = settings

    def get(self) -> Plan:
        """The plan; AppError where what is stored is none."""
        return _read(self._settings.get(_KEY, {}))

    def put(self, plan: Plan) -> None:
        """Keep it in place of the one before; putting back what `get` gave before undoes it."""
        self._settings.put(_KEY, _document(plan))

    def change(self, change: PlanChange) -> tuple[Plan, Plan]:
        """Keep what a change makes of the plan, in one step; the plan before, and after."""
        seen: list[Plan] = []

        def changed(stored: Json) -> Json:
            before = _read(stored)
            after = Plan.model_validate(change(before).model_dump())  # also what was put together without being checked
            seen[:] = [before, after]
            return _document(after)

        self._settings.change(_KEY, changed, {})
        before, after = seen
        return before, after


def _read(stored: Json) -> Plan:
    try:
        return _READER.validate_json(json.dumps(stored))
    except (ValidationError, RecursionError) as error:
        raise damaged("The plan") from error


def _document(plan: Plan) -> Json:
    document: Json = plan.model_dump(mode="json", exclude_defaults=True)
    return document
