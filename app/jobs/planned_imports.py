"""A plan carried out in a workspace in two steps: read, so that what became of the rows can be seen, then stored."""

from __future__ import annotations

from dataclasses import replace

from app.data.dataset import Dataset
from app.data.importing.plan import ImportPlan
from app.data.importing.planned import import_plan
from app.data.importing.read import Imported
from app.data.pools import read_pool, with_pools
from app.errors import AppError
from app.progress import Progress, silent
from app.workspace.store import Workspace


def read_planned(
    workspace: Workspace, plan: ImportPlan, dataset_name: str, stored: Dataset | None, progress: Progress = silent
) -> Imported:
    """What the files of a plan give, with `stored` where there is a dataset of that name; nothing is written.

    An AppError where a file gave nothing, or one is in the dataset already.
    """
    imported = import_plan(plan, dataset_name, stored, progress)
    before = workspace.datasets.accounts(dataset_name) if stored is not None else ()
    known = {account.fingerprint: account.file for account in before if account.fingerprint}
    for account in imported.accounts:
        if account.imported + account.repaired == 0:
            why = f" The first: line {account.notes[0].line}, {account.notes[0].reason}" if account.notes else ""
            raise AppError(f"{account.file} gave not one row to import. Nothing was changed.{why}")
        if account.fingerprint in known:
            first = known[account.fingerprint]
            raise AppError(
                f"{account.file} holds what was imported into “{dataset_name}” from {first} already. Nothing was "
                "changed. Choose a new dataset for it, or remove the old one first."
            )
        known[account.fingerprint] = account.file
    return imported


def store_planned(
    workspace: Workspace, plan: ImportPlan, imported: Imported, *, joins_stored: bool, progress: Progress = silent
) -> Imported:
    """Keep what was read, with the codes of the plan's pools; cancelled or killed, everything stays as it was."""
    name = imported.dataset.name
    before = workspace.datasets.accounts(name) if joins_stored else ()
    pools = [file for file in plan.files if file.kind == "pool"]
    codes = [(file.into or file.path.stem, read_pool(file.path, progress)) for file in pools]
    dataset, pool_accounts = with_pools(imported.dataset, codes) if codes else (imported.dataset, imported.pools)
    kept = replace(imported, dataset=dataset, pools=pool_accounts)
    workspace.datasets.save(replace(kept, accounts=(*before, *imported.accounts)), progress)
    return kept
