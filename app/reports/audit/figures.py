"""What an audit yields: findings, scenario by scenario, with the customers each of them touches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.numbers import NOTHING, Rate, counted, number
from app.reports.report import Cell, Records, Table

Weight = Literal["stops", "mend", "look", "fact"]
WEIGHTS: dict[Weight, str] = {"stops": "stops a run", "mend": "to mend", "look": "to look at", "fact": "good to know"}
MOST_A_WEEK = 3
"""Messages that a customer may get within seven days."""
CUSTOMERS = 4
"""Column of the table that counts customers."""


class Finding(NamedTuple):
    """One thing found in a scenario, perhaps at a node; `touched` are its customers of those who entered.

    `owners` are places of these customers in the audit's ids, None where nobody is counted.
    """

    scenario: str
    code: str
    weight: Weight
    node: str
    where: str
    words: str
    touched: Rate | None = None
    owners: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True)
class AuditDefinition:
    """Which scenarios were looked at, and which of them have a run; `most_a_week` is what still passes."""

    scenarios: tuple[str, ...]
    with_runs: tuple[str, ...]
    most_a_week: int

    def in_words(self) -> str:
        """What was looked for."""
        some = counted(len(self.with_runs), "has a run, the newest of which is", "have runs, the newest of which are")
        ran = (
            f"{some} looked into" if self.with_runs else "none of them has a run yet, so that only the drawing is read"
        )
        return (
            f"{counted(len(self.scenarios), 'scenario', 'scenarios')}; {ran}. Looked for: what forbids a run or is "
            "hardly meant, nodes nobody reached, ways nobody took, messages that ask for no consent, waits as long as "
            "the time that a goal gives or longer, messages that come after that time, more than "
            f"{counted(self.most_a_week, 'message', 'messages')} a customer in any seven days, and customers whom "
            "several scenarios write to. Shares are of the customers who entered."
        )

    def to_document(self) -> dict[str, Any]:
        """The definition for programs."""
        return {
            "scenarios": list(self.scenarios),
            "with_runs": list(self.with_runs),
            "most_a_week": self.most_a_week,
        }


@dataclass(frozen=True, slots=True)
class AuditFigures:
    """Findings in the order of the scenarios, the heaviest of each first."""

    key: ClassVar[str] = "audit"
    definition: AuditDefinition
    findings: tuple[Finding, ...]
    ids: pa.StringArray

    def of_weight(self, *weights: Weight) -> tuple[Finding, ...]:
        """Those that weigh so much."""
        return tuple(each for each in self.findings if each.weight in weights)

    def leading(self) -> str:
        """How much there is to mend."""
        many = len(self.of_weight("stops", "mend"))
        return f"{counted(many, 'thing', 'things')} to mend" if many else "nothing to mend"

    def table(self) -> Table:
        """A row a finding."""
        headers = ("Scenario", "Where", "Found", "Weight", "Customers", "Of those who entered")
        return headers, [tuple(self._cells(each)) for each in self.findings]

    def _cells(self, each: Finding) -> Iterator[Cell]:
        yield Cell(each.scenario)
        yield Cell(each.where or NOTHING, tone="words")
        yield Cell(each.words, tone="words")
        yield Cell(WEIGHTS[each.weight], tone="words")
        yield Cell(number(each.touched.count) if each.touched else NOTHING)
        yield Cell(each.touched.percent(), each.touched.fraction()) if each.touched else Cell(NOTHING)

    def records(self) -> Records:
        """A row a finding, with its code."""
        headers = ("scenario", "code", "weight", "node", "where", "found", "customers", "of")
        return headers, [
            (each.scenario, each.code, each.weight, each.node, each.where, each.words,
             each.touched and each.touched.count, each.touched and each.touched.of)
            for each in self.findings
        ]  # fmt: skip

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "findings": [{"scenario", "code", "weight", "node", "found", "customers", "of"}]}`."""
        headers, rows = self.records()
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "findings": [dict(zip(headers, row, strict=True)) for row in rows],
        }

    def people(self, row: int, column: int) -> pa.Array[Any] | None:  # noqa: ARG002  # every cell is of the row's people
        """The customers that a finding touches."""
        owners = self.findings[row].owners
        return self.ids.take(owners) if owners is not None else None
