"""Bring files into a workspace's dataset, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from app.data.awaiting import watched
from app.data.changes.joining import join
from app.data.changes.merges import undone
from app.data.changes.pools import PoolSource, read_pool, with_pools
from app.data.dataset import Dataset
from app.data.importing.accounting.accounts import Account
from app.data.importing.mapping import MappingDocument, OnDuplicate
from app.data.importing.plan import ImportPlan, propose
from app.data.importing.planned import import_plan
from app.data.importing.read import Imported, Source, import_files
from app.data.importing.remembered import NOTHING_REMEMBERED, Remembered
from app.errors import AppError
from app.progress import Progress, silent
from app.workspace.contents.datasets import DatasetInfo
from app.workspace.store import Workspace

_READING = "Reading"


def import_into(
    workspace: Workspace,
    sources: Sequence[Source],
    dataset_name: str,
    mapping: MappingDocument | None = None,
    *,
    pools: Sequence[PoolSource] = (),
    again: bool = False,
    timezone: str = "UTC",
    progress: Progress = silent,
) -> Imported:
    """Read the files and store them as the dataset, or with it when there is one of that name.

    A file that is in the dataset already is refused, unless `again` says that it is meant. Returns what these files
    gave; AppError or Cancelled leave the workspace as it was.
    """
    before = next((info for info in workspace.datasets.names() if info.name == dataset_name), None)
    codes = [(pool.pool, read_pool(pool.path, progress)) for pool in pools]
    if sources:
        imported = watched(
            lambda told: import_files(dataset_name, sources, mapping, timezone=timezone, progress=told),
            progress,
            _READING,
        )
        _refuse_empty(imported.accounts)
        if not again:
            _refuse_known(imported.accounts, workspace.datasets.accounts(before.name) if before else (), dataset_name)
        kept = _joined(workspace, before, imported, progress)
    else:
        kept = _stored(workspace, before, dataset_name, progress)
        imported = replace(kept, accounts=())
    if codes:
        progress(0, 0, "Adding codes")
        dataset, pool_accounts = with_pools(kept.dataset, codes)
        kept = replace(kept, dataset=dataset)
        imported = replace(imported, pools=pool_accounts)
    workspace.datasets.save(kept, progress)
    return replace(imported, dataset=kept.dataset)


def _joined(workspace: Workspace, before: DatasetInfo | None, imported: Imported, progress: Progress) -> Imported:
    """What was stored and what was read, as one."""
    if before is None:
        return imported
    stored = workspace.datasets.load(before.name, progress)
    joined = watched(lambda _: join(before.name, stored, imported.dataset), progress, "Joining")
    return replace(imported, dataset=joined, accounts=(*workspace.datasets.accounts(before.name), *imported.accounts))


def _stored(workspace: Workspace, before: DatasetInfo | None, name: str, progress: Progress) -> Imported:
    if before is None:
        raise AppError(
            f"There is no dataset “{name}” that could take codes. Nothing was changed; import its customers or events "
            "first, or with the codes."
        )
    datasets = workspace.datasets
    return Imported(datasets.load(name, progress), datasets.mapping(name), datasets.accounts(name))


def _refuse_empty(accounts: Iterable[Account]) -> None:
    for account in accounts:
        if account.imported + account.repaired == 0 and not _is_there(account):
            why = f" The first: line {account.notes[0].line}, {account.notes[0].reason}" if account.notes else ""
            raise AppError(f"{account.file} gave not one row to import. Nothing was changed.{why}")


def _is_there(account: Account) -> bool:
    """Whether a file gave nothing because all of it is in the dataset."""
    return account.read > 0 and all(note.reason.endswith("already.") for note in account.notes)


def _refuse_known(accounts: Iterable[Account], before: Iterable[Account], dataset_name: str) -> None:
    """AppError for a file whose content, read by the same columns, is there or comes twice."""
    known = {account.fingerprint: account.file for account in before if account.fingerprint}
    for account in accounts:
        if account.fingerprint in known:
            first = known[account.fingerprint]
            what = "every event would count twice" if account.role == "events" else "its values would count as the last"
            raise AppError(
                f"{account.file} holds what was imported into “{dataset_name}” from {first} already. "
                f"Nothing was changed. Imported again, {what}.",
                command="If that is meant, use: rehearse import … --again",
            )
        known[account.fingerprint] = account.file


def proposed_for(
    workspace: Workspace,
    paths: Sequence[Path],
    dataset_name: str,
    mapping: MappingDocument | None = None,
    *,
    on_duplicate: OnDuplicate | None = None,
    remembered: Remembered = NOTHING_REMEMBERED,
    timezone: str = "UTC",
    leaves_open: bool = False,
    progress: Progress = silent,
) -> ImportPlan:
    """The plan of bringing these files into the dataset of that name, which may or may not be there.

    The zone of a dataset that is there is that of all its later files.
    """
    datasets, there = workspace.datasets, _is_dataset(workspace, dataset_name)
    stored = datasets.load(dataset_name, progress) if there else None
    accounts = datasets.accounts(dataset_name) if there else ()
    before = datasets.mapping(dataset_name) if there else None

    def work(told: Progress) -> ImportPlan:
        """The plan, in the child or here."""
        return propose(
            paths,
            mapping,
            stored,
            accounts=accounts,
            before=before,
            on_duplicate=on_duplicate,
            remembered=remembered,
            timezone=timezone,
            leaves_open=leaves_open,
            progress=told,
        )

    return watched(work, progress, _READING)


def import_planned(
    workspace: Workspace,
    plan: ImportPlan,
    dataset_name: str,
    pools: Sequence[PoolSource] = (),
    progress: Progress = silent,
) -> Imported:
    """Carry out a plan and store what it gives as the dataset, or with it when there is one of that name.

    Returns what these files gave, with the dataset as it is now; AppError or Cancelled leave the workspace as it was.
    """
    imported = read_planned(workspace, plan, dataset_name, pools, progress)
    store_planned(workspace, imported, progress)
    return imported


def read_planned(
    workspace: Workspace | None,
    plan: ImportPlan,
    dataset_name: str,
    pools: Sequence[PoolSource] = (),
    progress: Progress = silent,
) -> Imported:
    """What the plan would make of the dataset, and of each row, before anything is stored.

    Without a workspace, or a dataset of that name in it, it is a new one.
    """
    is_there = workspace is not None and _is_dataset(workspace, dataset_name)
    before = workspace.datasets.load(dataset_name, progress) if workspace is not None and is_there else None
    if before is None and all(file.kind == "pool" for file in plan.files):
        raise AppError(
            f"There is no dataset “{dataset_name}” that could take codes. Nothing was changed; import its customers or "
            "events first, or with the codes."
        )
    codes = [(pool.pool, read_pool(pool.path, progress)) for pool in pools]
    imported = watched(lambda told: import_plan(plan, dataset_name, before, told), progress, _READING)
    if codes:
        dataset, accounts = with_pools(imported.dataset, codes)
        imported = replace(imported, dataset=dataset, pools=(*imported.pools, *accounts))
    if plan.on_duplicate is None:
        _refuse_empty(imported.accounts)
    return imported


def store_planned(workspace: Workspace, imported: Imported, progress: Progress = silent) -> None:
    """Keep what was read under the dataset's name, with the accounts and mappings of what was there before."""
    datasets, name = workspace.datasets, imported.dataset.name
    kept = imported
    if _is_dataset(workspace, name):
        told = datasets.mapping(name)
        files = {(each.file, each.header): each for each in (*told.files, *imported.mapping.files)}
        mapping = imported.mapping.model_copy(
            update={
                "files": tuple(files.values()),
                "customers": told.customers if _is_without(imported, "customers") else imported.mapping.customers,
                "events": told.events if _is_without(imported, "events") else imported.mapping.events,
            }
        )
        kept = replace(imported, mapping=mapping, accounts=(*datasets.accounts(name), *imported.accounts))
    datasets.save(kept, progress)


def _is_dataset(workspace: Workspace, name: str) -> bool:
    return any(info.name == name for info in workspace.datasets.names())


def _is_without(imported: Imported, role: str) -> bool:
    return all(account.role != role for account in imported.accounts)


def undo_merge(workspace: Workspace, dataset_name: str, id_: str, progress: Progress = silent) -> Dataset:
    """Make an id that was merged into another a customer of its own again, for this and for later imports."""
    datasets = workspace.datasets
    changed = undone(datasets.load(dataset_name, progress), id_)
    mapping = datasets.mapping(dataset_name)
    mapping = mapping.model_copy(update={"apart": tuple(sorted({*mapping.apart, id_}))})
    datasets.save(Imported(changed, mapping, datasets.accounts(dataset_name)), progress)
    return changed
