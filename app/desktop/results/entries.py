"""What the gallery holds: the reports that there are over what was chosen, those kept under a name first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.reports.catalogue import recorded_reports, reports_over_runs
from app.workspace.settings.kept_reports import KeptReport


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is reported on: a dataset, or a run (`run` is its id) of a scenario over one.

    `is_latest` tells that it is the scenario's latest run.
    """

    dataset: str
    run: int | None = None
    scenario: str = ""
    is_latest: bool = False

    def has(self, kept: KeptReport) -> bool:
        """Whether a kept report is over this."""
        if self.run is None:
            return bool(kept.dataset) and kept.dataset == self.dataset
        if kept.run:
            return kept.run == self.run
        return self.is_latest and bool(kept.scenario) and kept.scenario == self.scenario


@dataclass(frozen=True, slots=True)
class Entry:
    """A report of the gallery; `key` tells it from the others, `report` is its key in the catalogue.

    `changes` are the parts of its sentence that differ from what is proposed, as (field, value), in that order;
    `heading` names those of several figures that are shown first. `kept` is the name it is kept under, if it is, and
    `over` what it is kept over, in words.
    """

    key: str
    title: str
    report: str
    changes: tuple[tuple[str, str], ...] = ()
    heading: str = ""
    kept: str = ""
    over: str = ""


def entries_over(chosen: Chosen, kept: Mapping[str, KeptReport]) -> tuple[Entry, ...]:
    """A card for each report there is over that, those kept first."""
    catalogue = reports_over_runs() if chosen.run is not None else recorded_reports()
    keys = {each.key for each in catalogue}  # a later version of the program may know others
    return (
        *(
            Entry(f"kept {name}", name, each.report, each.changes, each.heading, name, _over(each))
            for name, each in kept.items()
            if chosen.has(each) and each.report in keys
        ),
        *(Entry(each.key, each.title, each.key) for each in catalogue),
    )


def _over(kept: KeptReport) -> str:
    """What a kept report is over."""
    if kept.dataset:
        return f"Kept over {kept.dataset}"
    return f"Kept on run {kept.run}" if kept.run else "Kept on the latest run of the scenario"
