"""filter: lets pass those for whom a condition holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.errors import Problem
from app.nodes.checking.conditions import condition_problems
from app.nodes.conditions import Condition
from app.nodes.document import Document
from app.nodes.instructions import Choose
from app.nodes.kind import Control, Family, Field, Kind, Port, Surroundings
from app.nodes.words.sentences import sentence


class FilterParams(Document):
    """Who passes."""

    condition: Condition


class Filter(Kind[FilterParams]):
    """Two ways out: the condition holds, or it does not."""

    type = "filter"
    title = "Filter"
    family = Family.FLOW
    icon = "filter-outline"
    summary = "Lets only those customers pass for whom a condition holds."
    synonyms = ("only", "condition", "segment", "audience")
    params = FilterParams
    outputs = (Port("pass", "Pass"), Port("fail", "Fail"))

    def describe(self, params: FilterParams) -> str:
        return sentence(params.condition)

    def compile(self, params: FilterParams) -> Choose:
        return Choose((params.condition,), is_filter=True)

    def form(self) -> tuple[Field, ...]:
        return (Field("condition", "Who passes", Control.CONDITION),)

    def defaults(self) -> Mapping[str, Any]:
        return {"condition": {"all": []}}

    def check(self, params: FilterParams, around: Surroundings) -> Iterable[Problem]:
        return condition_problems(params.condition, around, field="condition")
