"""What somebody has made of a lesson so far: a scenario over a dataset, answers, and the runs of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import pyarrow as pa

from app.data.dataset import Dataset
from app.errors import AppError
from app.guides.lessons.lesson import Lesson
from app.guides.lessons.patterns import nodes_of
from app.nodes.response import Response
from app.progress import Progress, silent
from app.runtime.summary import Summary
from app.scenario.files import dump_scenario
from app.scenario.graph import Scenario
from app.scenario.reading import read_document
from app.scenario.settings import Settings

_ELSEWHERE = "No scenario of this lesson is open."
_NO_DATASET = "The dataset of this lesson is not in the workspace yet."


class ElsewhereError(AppError):
    """What is asked for is of the lesson's scenario, and that is not open."""


class Rehearsed(NamedTuple):
    """The tables of a run, and what they come to."""

    tables: Mapping[str, pa.Table]
    summary: Summary


@dataclass(frozen=True, slots=True)
class Work:
    """The work as it stands: on the lesson's own scenario, None while another or none is open.

    `has_data` names the datasets of the workspace; `answers` are those given to questions, by their ids; `kept` says
    which runs of the scenario as it stands there are, `replay` or `forecast`; `responses` are how the channels'
    messages are reacted to; `replication` is that of a forecast whose figures are asked for, 0 for what was recorded.
    Runs that figures need are made once.
    """

    lesson: Lesson
    scenario: Scenario | None = None
    dataset: Dataset | None = None
    has_data: frozenset[str] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    responses: Mapping[str, Response] = field(default_factory=dict)
    progress: Progress = silent
    replication: int = 0
    _runs: dict[tuple[str, int], Rehearsed] = field(default_factory=dict, repr=False, compare=False)

    @property
    def drawn(self) -> Scenario:
        """The scenario; ElsewhereError where it is not open."""
        if self.scenario is None:
            raise ElsewhereError(_ELSEWHERE)
        return self.scenario

    @property
    def data(self) -> Dataset:
        """The dataset; AppError where it is not there."""
        if self.dataset is None:
            raise AppError(_NO_DATASET)
        return self.dataset

    def nodes(self, name: str) -> frozenset[str]:
        """The ids of the scenario's nodes that a name of the lesson means."""
        return nodes_of(self.drawn, name, self.lesson.forms)

    def run(self) -> Rehearsed:
        """The run of the scenario over the dataset; AppError with what stands in its way."""
        from app.runtime.rehearse import RunOptions, rehearse  # the machine is loaded when it is first needed

        scenario, replication = self.drawn, self.replication
        key = (dump_scenario(scenario), replication)
        if key not in self._runs:
            options = RunOptions(replication=replication, responses=self.responses if replication else {})
            run = rehearse(scenario, self.data, options, self.progress)
            self._runs[key] = Rehearsed(run.tables, run.summary)
        return self._runs[key]

    def at_start(self) -> Work:
        """The same with the scenario that the lesson begins with."""
        return replace(self, scenario=self.lesson.start)

    def with_settings(self, changes: Mapping[str, object]) -> Work:
        """The same with some settings of the scenario changed; AppError where they cannot be so."""
        scenario = self.drawn
        before = scenario.settings.model_dump(mode="json", by_alias=True, exclude_unset=True)
        settings, problems = read_document(Settings, {**before, **changes})
        if settings is None:
            raise AppError("The settings of the lesson cannot be so:", problems)
        return replace(self, scenario=replace(scenario, settings=settings))
