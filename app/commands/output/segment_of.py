"""Whose events a command counts: those of a dataset, or of its customers in a segment alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, TypeVar

import typer

from app.commands.output.choosing import dataset_named
from app.commands.output.run_measured import run_subject
from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.conditions import Condition
from app.reports.definition.recorded_definition import RecordedDefinition, Segment
from app.reports.over_runs.with_messages import with_messages
from app.reports.segments import Segments, counted_of
from app.workspace.store import Workspace

SegmentName = Annotated[str | None, typer.Option("--segment", help="Count the customers of this segment alone.")]
RunNumber = Annotated[
    int | None,
    typer.Option(
        "--run",
        min=1,
        max=2**63 - 1,
        help="Count over this run: what it sent is among the events, as “run: sent”, “run: opened”, “run: clicked” …",
    ),
]
DataEnd = Annotated[
    datetime | None,
    typer.Option(
        "--data-end", formats=["%Y-%m-%d"], help="Count as if the data had ended with this day, in their time zone."
    ),
]
Defined = TypeVar("Defined", bound=RecordedDefinition)
Counted = TypeVar("Counted")


@dataclass(frozen=True, slots=True)
class Population:
    """A dataset, the segment whose customers alone count, if any, and the day with which the data shall end, if any."""

    dataset: Dataset
    segment: Segment | None
    segments: Segments
    data_end: date | None = None

    def counted(self, definition: Defined, count: Callable[[Dataset, Defined], Counted]) -> Counted:
        """The figures, whose definition says whom they are of."""
        return counted_of(self.segments, self.dataset, self._of(definition), count)

    def _of(self, definition: Defined) -> Defined:
        return replace(definition, segment=self.segment, data_end=self.data_end)


def population(
    workspace: Workspace,
    dataset: str | None,
    segment: str | None,
    run: int | None = None,
    data_end: datetime | None = None,
    *,
    scored: bool = False,
) -> Population:
    """What a command was asked to count; an AppError names the datasets or the segments there are.

    With `scored` the scores that a run gave are among its events.
    """
    if run is not None and dataset is not None:
        raise typer.BadParameter("without --dataset: a run has its own", param_hint="--run")
    segments = Segments(workspace.segments.all())
    if segment is not None:
        segments.meaning(segment)
    if run is not None:
        loaded = _of_run(workspace, run, scored=scored)
    else:
        loaded = workspace.datasets.load(dataset_named(workspace, dataset))
    end = data_end.date() if data_end else None
    return Population(loaded, None if segment is None else Segment(segment), segments, end)


def _of_run(workspace: Workspace, run: int, *, scored: bool) -> Dataset:
    found = with_messages(run_subject(workspace, run), scored=scored)
    if found is None:
        raise AppError("The messages of this run, or the data that it went over, are no longer there.")
    return found


def segment_named(workspace: Workspace, name: str) -> Condition:
    """What the segment means now; an AppError names the segments there are."""
    return Segments(workspace.segments.all()).meaning(name)
