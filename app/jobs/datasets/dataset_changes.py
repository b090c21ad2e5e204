"""A stored dataset changed by the program itself: its mapping and the accounts of its files stay."""

from __future__ import annotations

from app.data.dataset import Dataset
from app.data.importing.read import Imported
from app.progress import Progress, silent
from app.workspace.store import Workspace


def replace_dataset(workspace: Workspace, name: str, changed: Dataset, progress: Progress = silent) -> Dataset:
    """Keep `changed` in place of the dataset of that name, and return it; cancelled, everything stays as it was."""
    datasets = workspace.datasets
    datasets.save(Imported(changed, datasets.mapping(name), datasets.accounts(name)), progress)
    return changed
