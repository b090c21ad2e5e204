"""Whose events a command counts: those of a dataset, or of its customers in a segment alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, TypeVar

import typer

from app.commands.output.choosing import dataset_named
from app.data.dataset import Dataset
from app.nodes.conditions import Condition
from app.reports.recorded_definition import RecordedDefinition, Segment
from app.reports.segments import Segments, counted_of
from app.workspace.store import Workspace

SegmentName = Annotated[str | None, typer.Option("--segment", help="Count the customers of this segment alone.")]
Defined = TypeVar("Defined", bound=RecordedDefinition)
Counted = TypeVar("Counted")


@dataclass(frozen=True, slots=True)
class Population:
    """A dataset, and the segment whose customers alone count, if any."""

    dataset: Dataset
    segment: Segment | None
    segments: Segments

    def counted(self, definition: Defined, count: Callable[[Dataset, Defined], Counted]) -> Counted:
        """The figures, whose definition says whom they are of."""
        return counted_of(self.segments, self.dataset, replace(definition, segment=self.segment), count)


def population(workspace: Workspace, dataset: str | None, segment: str | None) -> Population:
    """What a command was asked to count; an AppError names the datasets or the segments there are."""
    segments = Segments(workspace.segments.all())
    if segment is not None:
        segments.meaning(segment)
    loaded = workspace.datasets.load(dataset_named(workspace, dataset))
    return Population(loaded, None if segment is None else Segment(segment), segments)


def segment_named(workspace: Workspace, name: str) -> Condition:
    """What the segment means now; an AppError names the segments there are."""
    return Segments(workspace.segments.all()).meaning(name)
