"""The audit of a workspace: its scenarios as they are now, each with its newest run."""

from __future__ import annotations

from app.jobs.reporting import subject_of_run
from app.jobs.segments import as_meant
from app.progress import Progress, silent
from app.reports.audit.audit import MOST_A_WEEK, Audited, audit
from app.reports.audit.figures import AuditFigures
from app.workspace.store import Workspace


def audit_of_workspace(
    workspace: Workspace, most_a_week: int = MOST_A_WEEK, progress: Progress = silent
) -> AuditFigures:
    """Everything that is to be mended, and what several scenarios have in common."""
    infos = workspace.scenarios.all()
    audited = []
    for done, info in enumerate(infos):
        progress(done, len(infos), "Auditing")
        scenario = as_meant(workspace, workspace.scenarios.load(info.id))
        runs = workspace.runs.all(info.id)
        audited.append(Audited(scenario, subject_of_run(workspace, runs[0].id)[0] if runs else None))
    return audit(audited, most_a_week)
