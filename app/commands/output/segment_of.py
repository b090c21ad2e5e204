"""The part of a dataset that a segment holds, for commands that count over it."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import typer

from app.data.dataset import Dataset
from app.data.mending import without_customers
from app.errors import AppError
from app.nodes.conditions import Condition
from app.progress import Progress, silent
from app.runtime.audience import audience
from app.scenario.segments import looked_up
from app.workspace.store import Workspace

SegmentName = Annotated[str | None, typer.Option("--segment", help="Count the customers of this segment alone.")]


def segment_named(workspace: Workspace, name: str) -> Condition:
    """What the segment means now; an AppError names the segments there are."""
    segments = workspace.segments.all()
    if name not in segments:
        raise AppError(f"There is no segment {name!a}. The segments are: {', '.join(segments) or 'none'}.")
    return looked_up(segments[name], segments, name)


def of_segment(workspace: Workspace, dataset: Dataset, name: str | None, progress: Progress = silent) -> Dataset:
    """The customers of the dataset who are in the segment, with their events; all where no segment is named."""
    if name is None:
        return dataset
    rows = audience(segment_named(workspace, name), dataset, progress=progress)
    return without_customers(dataset, np.setdiff1d(np.arange(dataset.customer_count), rows))
