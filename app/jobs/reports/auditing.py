"""The audit of a workspace: its scenarios as they are now, each with its newest run."""

from __future__ import annotations

from app.jobs.datasets.segments import as_meant
from app.jobs.runs.run_subject import subject_of_run
from app.progress import Progress, silent
from app.reports.audit.audit import Audited, audit
from app.reports.audit.figures import MOST_A_WEEK, AuditFigures
from app.reports.report import Subject
from app.scenario.graph import Scenario
from app.workspace.store import Workspace


def audit_of_workspace(
    workspace: Workspace, most_a_week: int = MOST_A_WEEK, progress: Progress = silent
) -> AuditFigures:
    """Everything that is to be mended, and what several scenarios have in common."""
    return audit([Audited(*each) for each in newest_of_all(workspace, progress)], most_a_week)


def newest_of_all(workspace: Workspace, progress: Progress = silent) -> tuple[tuple[Scenario, Subject | None], ...]:
    """Every scenario as it is now, with its newest run if it has one."""
    infos = workspace.scenarios.all()
    found = []
    for done, info in enumerate(infos):
        progress(done, len(infos), "Auditing")
        scenario = as_meant(workspace, workspace.scenarios.load(info.id))
        runs = workspace.runs.all(info.id)
        found.append((scenario, subject_of_run(workspace, runs[0].id)[0] if runs else None))
    return tuple(found)
