"""An audit of scenarios, with the newest run of each where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from app.reports.audit.drawing_checks import drawing_findings
from app.reports.audit.figures import MOST_A_WEEK, WEIGHTS, AuditDefinition, AuditFigures
from app.reports.audit.run_checks import overlap_findings, run_findings
from app.reports.report import Subject
from app.scenario.graph import Scenario

_NEEDED = {"instances", "messages"}


class Audited(NamedTuple):
    """A scenario as it is, and what it came to when it last ran."""

    scenario: Scenario
    ran: Subject | None = None


def audit(audited: Sequence[Audited], most_a_week: int = MOST_A_WEEK) -> AuditFigures:
    """All findings, scenario by scenario, the heaviest of each first."""
    runs = [each.ran for each in audited if each.ran is not None and each.ran.tables.keys() >= _NEEDED]
    ids = _ids(runs)
    findings = [finding for each in audited for finding in drawing_findings(each.scenario, each.ran)]
    findings += [finding for ran in runs for finding in run_findings(ran, ids, most_a_week)]
    findings += overlap_findings(runs, ids)
    order = {name: place for place, name in enumerate(dict.fromkeys(each.scenario.name for each in audited))}
    weights = list(WEIGHTS)
    findings.sort(key=lambda each: (order.get(each.scenario, len(order)), weights.index(each.weight)))
    names, with_runs = tuple(each.scenario.name for each in audited), tuple(run.scenario.name for run in runs)
    return AuditFigures(AuditDefinition(names, with_runs, most_a_week), tuple(findings), ids)


def _ids(runs: Sequence[Subject]) -> pa.StringArray:
    """All customers of the runs, each once, sorted."""
    columns = [run.tables["instances"].column("customer_id").cast(pa.string()) for run in runs]
    chunks = [chunk for column in columns for chunk in column.chunks]
    distinct = pc.unique(pa.chunked_array(chunks, pa.string()))
    sorted_ids: pa.StringArray = distinct.take(pc.sort_indices(distinct))  # type: ignore[assignment]  # of texts
    return sorted_ids
