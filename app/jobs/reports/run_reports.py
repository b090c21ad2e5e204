"""The reports over a stored run, as they were chosen: for the window, documents and what is kept under a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock

from app.errors import AppError
from app.jobs.reports.auditing import newest_of_all
from app.jobs.runs.run_subject import Load, subject_of_run
from app.numbers import moment
from app.progress import Progress, silent
from app.reports.audit.report import AUDITED, WORKSPACE
from app.reports.catalogue import reports_over_runs
from app.reports.definition.sentence import Choice, Part, Sentence
from app.reports.report import Adjustable, Choices, Measured, Subject
from app.workspace.contents.runs import RunInfo
from app.workspace.store import Workspace

COMPARISON, OTHER_RUN, AUDIT = "comparison", "other", "audit"
_MOST = 60


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a report says of a run: how it is counted, its figures, or why there are none."""

    sentence: Sentence = ()
    measured: tuple[Measured, ...] = ()
    why_none: str = ""


class RunReports:
    """One stored run, loaded when its first report is measured. Usable from any thread."""

    def __init__(self, workspace: Workspace, run_id: int, load: Load | None = None) -> None:
        self._workspace, self._run_id, self._load = workspace, run_id, load
        self._lock = Lock()
        self._loaded: tuple[Subject, str] | None = None

    def subject(self, progress: Progress = silent) -> Subject:
        """The run with its recorded events; AppError where it cannot be read."""
        return self._read(progress)[0]

    def dataset_name(self) -> str:
        """The name of the dataset that it went over."""
        return self._read(silent)[1]

    def measured(self, key: str, chosen: Choices, progress: Progress = silent) -> tuple[tuple[Measured, ...], str]:
        """The figures of a report as chosen, or why there are none."""
        found = self.report(key, chosen, progress)
        return found.measured, found.why_none

    def report(self, key: str, chosen: Choices, progress: Progress = silent) -> RunReport:
        """The report as chosen; what it needs beside the run, another one or all scenarios, is read for it."""
        report = next((each for each in reports_over_runs() if each.key == key), None)
        if report is None:
            raise AppError(f"There is no report “{key}” over runs.")
        subject = replace(self.subject(progress), progress=progress)
        progress(0, 0, f"Measuring {report.title}")
        if key == COMPARISON:
            infos = self._workspace.runs.all()
            other = chosen.get(OTHER_RUN, "") or run_before(infos, self._run_id)
            try:
                measured = tuple(report.measure(self._beside(subject, other, progress)))
            except AppError as error:
                return RunReport(against(infos, self._run_id, other), (), error.message)
            return RunReport(against(infos, self._run_id, other), measured, report.why_none)
        if not isinstance(report, Adjustable):
            return RunReport((), tuple(report.measure(subject)), report.why_none)
        if key == AUDIT and chosen.get(AUDITED) == WORKSPACE:
            subject = replace(subject, beside=newest_of_all(self._workspace, progress))
        return RunReport(report.choices(subject, chosen), tuple(report.adjusted(subject, chosen)), report.why_none)

    def sentence(self, key: str, chosen: Choices) -> Sentence:
        """How a report is counted, also where that cannot be; AppError where a part is not even understood."""
        report = next((each for each in reports_over_runs() if each.key == key), None)
        return report.choices(self.subject(), chosen) if isinstance(report, Adjustable) else ()

    def _read(self, progress: Progress) -> tuple[Subject, str]:
        with self._lock:
            if self._loaded is None:
                self._loaded = subject_of_run(self._workspace, self._run_id, self._load, progress)
            return self._loaded

    def _beside(self, subject: Subject, other: str, progress: Progress) -> Subject:
        """The run with the one that it is compared with, if one is named."""
        if not other:
            return subject
        if not other.isdecimal():
            raise AppError(f"“{other}” is not the number of a run. Choose one from the list.")
        loaded, _ = subject_of_run(self._workspace, int(other), self._load, progress)
        return replace(subject, other=loaded)


def against(runs: Sequence[RunInfo], run_id: int, other: str) -> Sentence:
    """`This run against Abandoned cart, May 6, 2024`; runs over the same dataset are offered first."""
    choices = others_of(runs, run_id)
    if not choices:
        return ("There is no other run yet to compare this one with.",)
    known = {info.id: info for info in runs}
    chosen = known.get(int(other)) if other.isdecimal() else None
    dataset = known[run_id].dataset_name if run_id in known else ""
    return ("This run against", Part(OTHER_RUN, _words(chosen, dataset) if chosen else "another run …", choices))


def run_before(runs: Sequence[RunInfo], run_id: int) -> str:
    """The number of the last run before it of the same scenarios over the same dataset; empty where there is none."""
    this = next((info for info in runs if info.id == run_id), None)
    if this is None:
        return ""
    what = (this.scenario_ids, this.dataset_name, this.forecast)
    alike = [info for info in runs if (info.scenario_ids, info.dataset_name, info.forecast) == what]
    before = [info.id for info in alike if info.id < run_id]
    return f"{max(before)}" if before else ""


def others_of(runs: Sequence[RunInfo], run_id: int) -> tuple[Choice, ...]:
    """The other runs, those over the same dataset first."""
    dataset = next((info.dataset_name for info in runs if info.id == run_id), "")
    others = sorted((info for info in runs if info.id != run_id), key=lambda info: info.dataset_name != dataset)
    return tuple(Choice(_words(info, dataset), f"{info.id}") for info in others[:_MOST])


def _words(info: RunInfo, dataset: str) -> str:
    name = " ".join(info.scenario_name.split()) + (" (forecast)" if info.forecast else "")
    over = "" if info.dataset_name == dataset else f" over {info.dataset_name}"
    return f"{name}{over}, {moment(datetime.fromtimestamp(info.ran_at / 1e6))}, run {info.id}"
