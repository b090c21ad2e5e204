"""What is said of a run or a dataset above its reports; runs in a worker's thread."""

from __future__ import annotations

from dataclasses import dataclass

from app.jobs.reports.run_reports import RunReports
from app.progress import Progress
from app.reports.documents.composing.content import Fact, key_figures
from app.reports.remarks import Remark, remarks_of_data, remarks_of_run
from app.workspace.contents.loaded_datasets import LoadedDatasets


@dataclass(frozen=True, slots=True)
class About:
    """The few numbers that tell it at a glance, what has to be known about it, and the ad audiences it changed."""

    facts: tuple[Fact, ...]
    remarks: tuple[Remark, ...]
    audiences: tuple[str, ...] = ()


def about_run(reader: RunReports, progress: Progress) -> About:
    """Of a stored run; AppError where it cannot be read."""
    subject = reader.subject(progress)
    from app.jobs.runs.ad_audiences import audience_names  # when the first run is read

    return About(key_figures(subject), remarks_of_run(subject), audience_names(subject))


def about_data(datasets: LoadedDatasets, name: str, progress: Progress) -> About:
    """Of a dataset, as far as it can be read."""
    return About((), remarks_of_data(datasets.get(name, progress)))
