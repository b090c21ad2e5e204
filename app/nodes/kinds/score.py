"""score: adds to a customer's score, or sets it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.errors import Problem
from app.nodes.checking.conditions import name_problems
from app.nodes.document import Document, Number
from app.nodes.instructions import ChangeScore
from app.nodes.kind import Control, Family, Field, Kind, Surroundings
from app.nodes.problems import problem


class ScoreParams(Document):
    """Exactly one of `add` and `set`."""

    score: str
    add: Number | None = None
    set: Number | None = None


class Score(Kind[ScoreParams]):
    """Scores start at 0 for each customer and outlive the instance."""

    type = "score"
    title = "Score"
    family = Family.STATE
    icon = "counter"
    summary = "Adds points to a customer's score, or sets it."
    synonyms = ("points", "lead", "rating", "add", "grade")
    params = ScoreParams

    def describe(self, params: ScoreParams) -> str:
        name = params.score or "…"
        if params.set is not None:
            return f"Set {name} to {params.set}"
        points = 0 if params.add is None else params.add
        return f"Take {-points} from {name}" if points < 0 else f"Add {points} to {name}"

    def compile(self, params: ScoreParams) -> ChangeScore:
        replaces = params.set is not None
        return ChangeScore(params.score, float((params.set if replaces else params.add) or 0), replaces)

    def form(self) -> tuple[Field, ...]:
        return (
            Field("score", "Score", Control.SCORE, "Its name, like lead."),
            Field("add", "Add", Control.NUMBER, "Points; a minus takes them away.", optional=True),
            Field("set", "Set to", Control.NUMBER, "Instead of adding.", optional=True),
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"score": "lead", "add": 10}

    def check(self, params: ScoreParams, around: Surroundings) -> Iterable[Problem]:
        yield from name_problems(params.score, "score", "score")
        if params.add is None and params.set is None:
            yield problem("missing-points", "Say how many points to add, or what to set the score to", "add")
        elif params.add is not None and params.set is not None:
            yield problem("two-things", "Either add points or set the score, not both", "set")
