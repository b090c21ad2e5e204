"""branch: sends each customer down the first way whose condition holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.errors import Problem
from app.nodes.checking.conditions import condition_problems
from app.nodes.conditions import Condition
from app.nodes.document import Document, Id
from app.nodes.instructions import Choose
from app.nodes.kind import Control, Family, Field, Kind, Port, Surroundings
from app.nodes.problems import port_problems, problem
from app.nodes.words.sentences import sentence

OTHERWISE = "otherwise"


class Case(Document):
    """One way out and who takes it."""

    port: Id
    label: str = ""
    condition: Condition


class BranchParams(Document):
    """The ways out, in the order in which they are asked."""

    cases: tuple[Case, ...]


class Branch(Kind[BranchParams]):
    """Several ways out; the first condition that holds wins."""

    type = "branch"
    title = "Branch"
    family = Family.FLOW
    icon = "source-branch"
    summary = "Sends each customer down the first way whose condition holds."
    synonyms = ("if", "else", "switch", "decision", "case", "path")
    params = BranchParams

    def ports(self, params: BranchParams) -> tuple[Port, ...]:
        return (*(Port(case.port, case.label or case.port) for case in params.cases), Port(OTHERWISE, "Otherwise"))

    def describe(self, params: BranchParams) -> str:
        if len(params.cases) == 1:
            return sentence(params.cases[0].condition)
        return ", ".join(case.label or case.port for case in params.cases) or "No way but otherwise"

    def compile(self, params: BranchParams) -> Choose:
        return Choose(tuple(case.condition for case in params.cases), is_filter=False)

    def form(self) -> tuple[Field, ...]:
        return (Field("cases", "Ways out", Control.CASES, "Asked from top to bottom; the first that holds wins."),)

    def defaults(self) -> Mapping[str, Any]:
        return {"cases": [{"port": "first", "label": "First", "condition": {"all": []}}]}

    def check(self, params: BranchParams, around: Surroundings) -> Iterable[Problem]:
        ports = [case.port for case in params.cases]
        yield from port_problems(ports, "cases")
        for i, case in enumerate(params.cases):
            if case.port == OTHERWISE:
                yield problem("reserved-port", "'otherwise' is the way of all others; rename this", f"cases[{i}].port")
            yield from condition_problems(case.condition, around, field=f"cases[{i}].condition")
