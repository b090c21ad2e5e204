"""The edits of a journal applied to the state they were made on, and to no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import AppError
from app.numbers import number
from app.scenario.edits import Edit
from app.scenario.graph import Scenario
from app.scenario.layout import tidied
from app.workspace.contents.scenarios import ScenarioStore, stored_scenario
from app.workspace.recovery.journals import Base
from app.workspace.sqlite.documents import sha256_of

_WHAT = "The scenario that the unsaved changes belong to"


@dataclass(frozen=True, slots=True)
class FoundBase:
    """The state that edits belong to, as it is opened, and the newest that is stored; None where none is."""

    scenario: Scenario
    newest: Scenario | None
    is_newest: bool


@dataclass(frozen=True, slots=True)
class Replay:
    """What became of the edits: all before the first that does not apply, and why that one does not."""

    scenario: Scenario
    applied: tuple[Edit, ...]
    trouble: str = ""


def find_base(scenarios: ScenarioStore, base: Base) -> FoundBase | None:
    """The state of exactly this content; None where the workspace does not hold it any more."""
    revisions = scenarios.revisions(base.scenario_id)
    newest = tidied(scenarios.load(base.scenario_id)) if revisions else None
    if base.document:
        if sha256_of(base.document.encode(errors="replace")) != base.sha256:
            return None
        return FoundBase(stored_scenario(base.document, _WHAT), newest, is_newest=True)
    for revision in reversed(revisions):
        if revision.sha256 == base.sha256:
            scenario = tidied(scenarios.load(base.scenario_id, revision.number))
            return FoundBase(scenario, newest, is_newest=revision is revisions[-1])
    return None


def replay(scenario: Scenario, edits: Sequence[Edit]) -> Replay:
    """Apply the edits in order, up to the first that does not apply."""
    applied: list[Edit] = []
    for edit in edits:
        try:
            scenario, _ = edit.apply(scenario)
        except AppError as error:
            trouble = (
                f"Step {number(len(applied) + 1)} of {number(len(edits))} of the unsaved changes no longer applies, "
                f"so it and those after it were left out: {error.message}"
            )
            return Replay(scenario, tuple(applied), trouble)
        applied.append(edit)
    return Replay(scenario, tuple(applied))
