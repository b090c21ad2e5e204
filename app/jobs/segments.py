"""Segments over a dataset: who is in one, and a list made of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from app.data.lists import with_list
from app.errors import AppError
from app.files.reading import name_of, read_document
from app.jobs.dataset_changes import replace_dataset
from app.nodes.conditions import Condition
from app.progress import Progress, silent
from app.workspace.store import Workspace

_READER: TypeAdapter[Any] = TypeAdapter(Condition)


def read_condition(path: Path) -> Condition:
    """The condition in a JSON file, or of standard input; an AppError in words where it is none."""
    text = read_document(path)
    try:
        condition: Condition = _READER.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise AppError(f"{name_of(path.name)} holds no condition: {first['msg']}. Nothing was changed.") from error
    return condition


def save_as_list(
    workspace: Workspace, dataset_name: str, list_name: str, rows: NDArray[np.int64], progress: Progress = silent
) -> None:
    """Keep the customers in these rows as a list of the dataset; one of that name is replaced."""
    if not list_name.strip():
        raise AppError("A list needs a name that is not empty. Nothing was changed.")
    dataset = workspace.datasets.load(dataset_name, progress)
    replace_dataset(workspace, dataset_name, with_list(dataset, list_name.strip(), rows), progress)
