"""entry_score: a customer enters when a score of hers reaches a mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.errors import Problem
from app.nodes.checking.conditions import condition_problems, name_problems
from app.nodes.conditions import Condition
from app.nodes.document import Document, Number
from app.nodes.instructions import EnterOnScore
from app.nodes.kind import Control, Family, Field, Kind, Surroundings
from app.nodes.problems import remark
from app.nodes.words.sentences import sentence


class EntryScoreParams(Document):
    """Which score, the mark, and who may enter at it."""

    score: str
    reaches: Number
    condition: Condition | None = None


class EntryScore(Kind[EntryScoreParams]):
    """Starts an instance each time the score rises from below the mark to it or above."""

    type = "entry_score"
    title = "Score reached"
    family = Family.ENTRY
    icon = "gauge"
    summary = "Customers enter when their score rises to a mark."
    synonyms = ("lead scoring", "threshold", "points", "qualified", "mql", "rating", "start", "entry")
    params = EntryScoreParams

    def describe(self, params: EntryScoreParams) -> str:
        only = f" if {sentence(params.condition)}" if params.condition else ""
        return f"When {params.score or '…'} reaches {params.reaches}{only}"

    def compile(self, params: EntryScoreParams) -> EnterOnScore:
        return EnterOnScore(params.score, float(params.reaches), params.condition)

    def form(self) -> tuple[Field, ...]:
        return (
            Field("score", "Score", Control.SCORE, "Its name, like lead."),
            Field("reaches", "Reaches", Control.NUMBER, "They enter each time it rises from below to this or above."),
            Field("condition", "Who may enter", Control.CONDITION, "Everyone, if left out.", optional=True),
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"score": "lead", "reaches": 80}

    def check(self, params: EntryScoreParams, around: Surroundings) -> Iterable[Problem]:
        yield from name_problems(params.score, "score", "score")
        if params.reaches <= 0:
            words = "Scores start at 0, so only those who have sunk below this can rise to it"
            yield remark("mark-at-start", words, "reaches")
        if params.condition is not None:
            yield from condition_problems(params.condition, around, field="condition", at_entry=True)
