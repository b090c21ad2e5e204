"""Which run another one is compared with, as a sentence whose part is chosen from a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.numbers import moment
from app.reports.sentence import Choice, Part, Sentence
from app.workspace.runs import RunInfo

COMPARISON, OTHER_RUN = "comparison", "other"
_MOST = 60


def against(runs: Sequence[RunInfo], run_id: int, other: str) -> Sentence:
    """`This run against Abandoned cart, May 6, 2024`; runs over the same dataset are offered first."""
    known = {info.id: info for info in runs}
    dataset = known[run_id].dataset_name if run_id in known else ""
    others = sorted((info for info in runs if info.id != run_id), key=lambda info: info.dataset_name != dataset)
    if not others:
        return ("There is no other run yet to compare this one with.",)
    chosen = known.get(int(other)) if other.isdecimal() else None
    choices = tuple(Choice(_words(info, dataset), f"{info.id}") for info in others[:_MOST])
    return ("This run against", Part(OTHER_RUN, _words(chosen, dataset) if chosen else "another run …", choices))


def _words(info: RunInfo, dataset: str) -> str:
    name = " ".join(info.scenario_name.split()) + (" (forecast)" if info.forecast else "")
    over = "" if info.dataset_name == dataset else f" over {info.dataset_name}"
    return f"{name}{over}, {moment(datetime.fromtimestamp(info.ran_at / 1e6))}, run {info.id}"
