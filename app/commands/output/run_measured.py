"""What a report says of a run in a workspace, for commands that show one of its figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.errors import AppError
from app.jobs.runs.run_subject import subject_of_run
from app.reports.report import Figures, Measured, Subject
from app.workspace.store import Workspace


def run_subject(store: Workspace, run: int | None) -> Subject:
    """The run of that number, or the newest there is."""
    return subject_of_run(store, newest_run(store) if run is None else run)[0]


def newest_run(store: Workspace) -> int:
    """The number of the newest run; AppError where there is none yet."""
    runs = store.runs.all()
    if not runs:
        raise AppError(f"{store.path} holds no run yet; make one with: rehearse run SCENARIO --workspace {store.path}")
    return runs[0].id


def chosen(measured: Iterable[Measured], heading: str | None, why_none: str) -> Figures:
    """The figures whose heading holds the words, or the first; AppError names the headings there are."""
    found: Sequence[Measured] = tuple(measured)
    if not found:
        raise AppError(f"There is nothing to count in this run. {why_none}".strip())
    if heading is None:
        return found[0].figures
    for each in found:
        if heading.casefold() in each.heading.casefold():
            return each.figures
    raise AppError(f"Nothing there is called “{heading}”; there are: {', '.join(each.heading for each in found)}.")
