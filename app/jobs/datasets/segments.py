"""Segments of a workspace: what scenarios mean by them, who uses them, and a list made of one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from app.data.changes.lists import with_list, without_list
from app.errors import AppError
from app.files.reading import name_of, read_document
from app.jobs.datasets.dataset_changes import replace_dataset
from app.nodes.checking.journeys import asked_of_journeys
from app.nodes.conditions import Condition, InList
from app.numbers import counted
from app.progress import Progress, silent
from app.reports.segments import SEGMENT_FIELD
from app.scenario.graph import Scenario
from app.scenario.segments import segments_in, segments_of, with_segments
from app.workspace.store import Workspace

_READER: TypeAdapter[Any] = TypeAdapter(Condition)
_NAMED = 3


def as_meant(workspace: Workspace, scenario: Scenario) -> Scenario:
    """The scenario with what the workspace's segments mean now."""
    return with_segments(scenario, workspace.segments.all()) if segments_of(scenario) else scenario


def remove_segment(workspace: Workspace, name: str) -> None:
    """Forget a segment; an AppError names the scenarios and the other segments that use it."""
    _refuse_if_used(workspace, name, "removed")
    workspace.segments.remove(name)


def rename_segment(workspace: Workspace, old: str, new: str) -> None:
    """Call a segment something else; an AppError names the scenarios and the other segments that use it."""
    _refuse_if_used(workspace, old, "renamed")
    workspace.segments.rename(old, new)


def users_of(workspace: Workspace, name: str) -> tuple[str, ...]:
    """The scenarios, in their newest revisions, the other segments and the kept reports that ask for the segment."""
    found = []
    for info in workspace.scenarios.all():
        try:
            scenario = workspace.scenarios.load(info.id)
        except AppError:  # what is damaged asks for nothing until it is mended
            continue
        if name in segments_of(scenario):
            found.append(f"the scenario “{info.name}”")
    for title, condition in workspace.segments.all().items():
        if title != name and name in segments_in(condition):
            found.append(f"the segment “{title}”")
    for title, kept in workspace.kept_reports.all().items():
        if dict(kept.changes).get(SEGMENT_FIELD) == name:
            found.append(f"the kept report “{title}”")
    return tuple(found)


def _refuse_if_used(workspace: Workspace, name: str, what: str) -> None:
    users = users_of(workspace, name)
    if users:
        others = f" and {counted(len(users) - _NAMED, 'other', 'others')}" if len(users) > _NAMED else ""
        who = f"{', '.join(users[:_NAMED])}{others}"
        raise AppError(f"“{name}” cannot be {what}: {who} {'uses' if len(users) == 1 else 'use'} it.")


def read_condition(path: Path) -> Condition:
    """The condition in a JSON file, or of standard input; an AppError in words where it can be no segment."""
    text = read_document(path)
    try:
        condition: Condition = _READER.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"] if not str(step).startswith("<"))  # kinds of conditions
        at = f" at “{where}”" if where else ""
        raise AppError(f"{name_of(path.name)} holds no condition: {first['msg']}{at}. Nothing was changed.") from error
    if asked := asked_of_journeys(condition):
        raise AppError(f"{asked} Nothing was changed.")
    return condition


def save_as_list(
    workspace: Workspace, dataset_name: str, list_name: str, rows: NDArray[np.int64], progress: Progress = silent
) -> None:
    """Keep the customers in these rows as a list of the dataset; one of that name is replaced."""
    if not list_name.strip():
        raise AppError("A list needs a name that is not empty. Nothing was changed.")
    dataset = workspace.datasets.load(dataset_name, progress)
    replace_dataset(workspace, dataset_name, with_list(dataset, list_name.strip(), rows), progress)


def save_as_segment(
    workspace: Workspace, dataset_name: str, name: str, rows: NDArray[np.int64], progress: Progress = silent
) -> None:
    """Keep the customers in these rows as a list of the dataset, and a segment that asks for it, both of that name."""
    wanted = name.strip()
    if wanted in workspace.segments.all():
        raise AppError(f"There is a segment “{wanted}” already. Nothing was changed.")
    if wanted in workspace.datasets.load(dataset_name, progress).lists:
        raise AppError(f"There is a list “{wanted}” in {dataset_name} already. Nothing was changed.")
    save_as_list(workspace, dataset_name, wanted, rows, progress)
    workspace.segments.put(wanted, InList(in_list=wanted))


def drop_segment_of_list(workspace: Workspace, dataset_name: str, name: str, progress: Progress = silent) -> None:
    """Take back what `save_as_segment` has made; an AppError names who uses the segment meanwhile."""
    remove_segment(workspace, name.strip())
    dataset = workspace.datasets.load(dataset_name, progress)
    replace_dataset(workspace, dataset_name, without_list(dataset, name.strip()), progress)
