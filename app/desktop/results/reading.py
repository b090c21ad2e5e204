"""From a stored run to its report; runs in a worker's thread, which alone loads what computes figures."""

from __future__ import annotations

from pathlib import Path

from app.progress import Progress
from app.reports.documents.content import ReportContent
from app.workspace.store import Workspace


def read_report(workspace: Workspace, run_id: int, progress: Progress) -> ReportContent:
    """The figures of a run, the very ones of its report."""
    from app.jobs.reporting import report_of_run

    return report_of_run(workspace, run_id, progress)


def save_report(workspace: Workspace, run_id: int, path: Path, progress: Progress) -> Path:
    """Write the run's report, as it is composed for its scenario, in the format of the file's name."""
    from app.jobs.reporting import composed_of_run, write_report

    return write_report(composed_of_run(workspace, run_id, progress=progress), path)
