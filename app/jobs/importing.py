"""Bring files into a workspace's dataset, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.data.importing import Imported, Source, import_files
from app.data.mapping import MappingDocument
from app.data.merge import join
from app.data.progress import Progress, silent
from app.errors import AppError
from app.workspace.store import Workspace


def import_into(
    workspace: Workspace,
    sources: Sequence[Source],
    dataset_name: str,
    mapping: MappingDocument | None = None,
    *,
    timezone: str = "UTC",
    progress: Progress = silent,
) -> Imported:
    """Read the files and store them as the dataset, or with it when there is one of that name.

    Returns what these files gave; AppError or Cancelled leave the workspace as it was.
    """
    imported = import_files(dataset_name, sources, mapping, timezone=timezone, progress=progress)
    for account in imported.accounts:
        if account.imported + account.repaired == 0:
            why = f" The first: line {account.notes[0].line}, {account.notes[0].reason}" if account.notes else ""
            raise AppError(f"{account.file} gave not one row to import. Nothing was changed.{why}")
    stored = {info.name: info for info in workspace.datasets.names()}
    kept = imported
    if dataset_name in stored:
        before = workspace.datasets.load(dataset_name, progress)
        joined = join(dataset_name, before, imported.dataset)
        kept = replace(imported, dataset=joined, accounts=(*stored[dataset_name].accounts, *imported.accounts))
    workspace.datasets.save(kept, progress)
    return replace(imported, dataset=kept.dataset)
