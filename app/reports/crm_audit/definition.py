"""The quarterly audit: the quality of leads and opportunities, and how well the score foretold, quarter by quarter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import numpy as np

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.errors import AppError, Problem
from app.reports.counting.buckets import Buckets, buckets_between, day_starts
from app.reports.crm.opportunities import opportunities_of
from app.reports.crm.sources import sources_of
from app.reports.crm.way import Way, way_of
from app.reports.crm_audit.figures import CrmAuditFigures, Line
from app.reports.crm_audit.quality import quality_lines, spelling_lines
from app.reports.crm_audit.scoring import Foretelling
from app.reports.definition.recorded_definition import RecordedDefinition

Outcome = Literal["won", "opportunity"]
MQL_LINE = 80.0
_MOST_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class CrmAuditDefinition(RecordedDefinition):
    """What leads and opportunities are, what is looked at, and the quarter that is audited.

    `source` is the attribute with a lead's source, `touch` the properties that make a touch, `email` the attribute by
    which people are known to be one, `score` the property with the score after an event, `line` the score from which
    on a lead is an MQL, `outcome` what the score is to foretell. `quarter` is any day in the audited one; the last of
    the data without it.
    """

    way: Way
    source: str = ""
    touch: tuple[str, ...] = ()
    email: str = ""
    score: str = ""
    line: float = MQL_LINE
    outcome: Outcome = "won"
    quarter: date | None = None
    zone: str = ""

    def _in_words(self) -> str:
        """The definition in sentences."""
        source = f"an empty {self.source}" if self.source else "no touch before"
        score = (
            f" AUC and precision: of the leads that were not yet {self.way.event_words(self.outcome)} at the start of "
            f"a quarter, by their last {self.score} before it, against whether they were by its end; precision is of "
            "those at or above the line."
            if self.score
            else ""
        )
        touch = " or ".join(self.touch) or "campaign"
        lead = self.way.event_words("lead")
        return (
            f"Leads are those of the quarter ({self.zone}), by their first {lead}; without a source have "
            f"{source}. An opportunity without a touch had no {touch} before it was opened. A duplicate has the e-mail "
            "address of an earlier lead. Spelled otherwise are touches whose name differs by capitals, hyphens or "
            f"blanks from a more frequent one.{score} The change is from the quarter before."
        )

    def _document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        return {
            "way": self.way.to_document(),
            "source": self.source,
            "touch": list(self.touch),
            "email": self.email,
            "score": self.score,
            "line": self.line,
            "outcome": self.outcome,
            "quarter": self.quarter and self.quarter.isoformat(),
            "zone": self.zone,
        }


def proposed_crm_audit(dataset: Dataset) -> CrmAuditDefinition | None:
    """Over the leads of the data; None where nothing says what a lead is."""
    way, roles = way_of(dataset), dataset.roles
    if not way.lead:
        return None
    names = (roles.attributes.get("lead_source", ""), roles.attributes.get("email", ""))
    source, email = (name if _is(dataset.attributes, name, ColumnType.TEXT) else "" for name in names)
    score = roles.properties.get("score", "")
    foretold = way.won or way.opportunity
    score = score if foretold and _is(dataset.properties, score, ColumnType.NUMBER) else ""
    outcome: Outcome = "won" if way.won or not way.opportunity else "opportunity"
    return CrmAuditDefinition(way, source, sources_of(dataset), email, score, outcome=outcome)


def crm_audit(dataset: Dataset, definition: CrmAuditDefinition) -> CrmAuditFigures:
    """Every line by quarter; AppError names all that is wrong with the definition."""
    definition = replace(definition, zone=definition.zone or dataset.timezone)
    if problems := _problems(dataset, definition):
        raise AppError("The audit cannot be made.", problems)
    quarters, shown = _quarters(dataset, definition)
    deals = opportunities_of(dataset, definition.way)
    lines: list[Line] = [
        *quality_lines(dataset, definition.way, deals, quarters, definition.source, definition.touch, definition.email),
        *spelling_lines(dataset, definition.touch, quarters),
        *Foretelling(
            dataset, definition.way, deals, quarters, shown, definition.score, definition.line, definition.outcome
        ).lines(),
    ]
    is_open = (dataset.data_end or 0) < int(quarters.edges_us[shown[-1] + 1]) - 1 if shown else False
    names = tuple(quarters.label(at) for at in shown)
    kept = tuple(line.of_quarters(shown) for line in lines)
    return CrmAuditFigures(definition, dataset.customer_ids, names, kept, is_open=is_open)


def _quarters(dataset: Dataset, definition: CrmAuditDefinition) -> tuple[Buckets, list[int]]:
    """All quarters of the data, and those that are shown: the audited one and up to three before it."""
    if dataset.reach is None:
        raise AppError("There is no event to audit.")
    quarters = buckets_between(dataset.reach[0], dataset.data_end or 0, "quarter", definition.zone)
    last = len(quarters) - 1
    if definition.quarter is not None:
        at = day_starts(definition.quarter, definition.zone)
        last = int(quarters.of(np.array([at]))[0])
        if not 0 <= last < len(quarters):
            raise AppError(f"{definition.quarter} lies in no quarter of the data.")
    return quarters, list(range(max(0, last - _MOST_QUARTERS + 1), last + 1))


def _is(columns: Any, name: str, type_: ColumnType) -> bool:
    return name in columns and columns[name].type is type_


def _problems(dataset: Dataset, definition: CrmAuditDefinition) -> list[Problem]:
    problems = list(definition.way.problems(dataset))
    if not definition.way.lead:
        problems.append(Problem("audit-lead", "An audit needs the event that makes a lead", "lead"))
    for field in ("source", "email"):
        name = getattr(definition, field)
        if name and not _is(dataset.attributes, name, ColumnType.TEXT):
            problems.append(Problem("audit-column", f"“{name}” is not a text attribute", field))
    wrong = [name for name in definition.touch if not _is(dataset.properties, name, ColumnType.TEXT)]
    problems += [Problem("audit-column", f"“{name}” is not a text of any event", "touch") for name in wrong]
    if definition.score and not _is(dataset.properties, definition.score, ColumnType.NUMBER):
        problems.append(Problem("audit-column", f"“{definition.score}” is not a number of any event", "score"))
    if definition.score and not definition.way.event(definition.outcome):
        problems.append(Problem("audit-outcome", "No event says what the score is to foretell", "outcome"))
    return problems
