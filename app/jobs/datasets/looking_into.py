"""A first look into files that were dropped: which can be read at all, and which dataset they belong to."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.data.columns.arrow import words_of
from app.data.importing.file_plan import ledger_of
from app.data.importing.keys.joining import Join
from app.data.importing.plan import ImportPlan, met_in
from app.data.importing.values.identifiers import EMAIL, PHONE
from app.errors import AppError
from app.files.reading import name_of
from app.progress import Progress, silent
from app.workspace.contents.datasets import DatasetInfo
from app.workspace.contents.loaded_datasets import LoadedDatasets
from app.workspace.store import Workspace

_MOST_ROWS = 2_000_000
"""Datasets with more of them are not read only to see whether files belong to them."""
_SIGNS_OF_AN_ID = 5
"""Ids of so many signs are hardly those of another shop; 1, 2, 3 are everybody's."""
_IDS_LOOKED_AT = 100
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that cannot be read, and why."""

    path: Path
    why: str

    @property
    def name(self) -> str:
        """The file's name."""
        return name_of(self.path.name)


def readable(
    paths: Sequence[Path], plan_of: Callable[[Sequence[Path]], ImportPlan]
) -> tuple[ImportPlan, tuple[Refused, ...]]:
    """The plan of those files that can be read, and the others; AppError where none can."""
    try:
        return plan_of(paths), ()
    except AppError as error:
        good, refused = _sorted_out(paths, plan_of) if len(paths) > 1 else ([], [])
        if not good or not refused:
            raise _said_of_gone(paths) or error from None
    return plan_of(good), tuple(refused)


def _sorted_out(
    paths: Sequence[Path], plan_of: Callable[[Sequence[Path]], ImportPlan]
) -> tuple[list[Path], list[Refused]]:
    good, refused = [], []
    for path in paths:
        try:
            plan_of([path])
        except AppError as error:
            refused.append(Refused(path, (_said_of_gone([path]) or error).message))
        else:
            good.append(path)
    return good, refused


def _said_of_gone(paths: Sequence[Path]) -> AppError | None:
    """What is said of files that were named and are not there, if they are such."""
    if any(os.path.lexists(path) for path in paths):
        return None
    names = ", ".join(f"“{name_of(path.name)}”" for path in paths[:_MOST_NAMED])
    more = ", …" if len(paths) > _MOST_NAMED else ""
    are, them = ("is", "it") if len(paths) == 1 else ("are", "them")
    return AppError(
        f"{names}{more} {are} no longer there. Browsers and archive managers take a temporary file away as soon as it "
        f"was dropped: save {them} in a folder first, and drop {them} from there. Nothing was imported."
    )


def related_dataset(
    workspace: Workspace, datasets: LoadedDatasets, plan: ImportPlan, progress: Progress = silent
) -> str:
    """The dataset that has these files already, or most of their customers; "" if there is none."""
    known = {
        ledger_of(file, source).fingerprint(progress)
        for file, source in zip(plan.files, plan.sources, strict=True)
        if source is not None and file.kind != "pool" and not file.is_open
    }
    for info in workspace.datasets.names():
        try:
            if _has(workspace, info, known) or _knows(datasets, info, plan, progress):
                return info.name
        except AppError:  # a damaged dataset takes no files, and says so where it is looked at
            continue
    return ""


def _has(workspace: Workspace, info: DatasetInfo, fingerprints: set[str]) -> bool:
    return bool(fingerprints & {account.fingerprint for account in workspace.datasets.accounts(info.name)})


def _knows(datasets: LoadedDatasets, info: DatasetInfo, plan: ImportPlan, progress: Progress) -> bool:
    if info.customers + info.events > _MOST_ROWS:
        return False
    return any(_is_of_one_shop(plan, join) for join in met_in(plan, datasets.get(info.name, progress)))


def _is_of_one_shop(plan: ImportPlan, join: Join) -> bool:
    return join.is_enough and (join.identifies in (EMAIL, PHONE) or _are_own_ids(plan, join))


def _are_own_ids(plan: ImportPlan, join: Join) -> bool:
    source = plan.sources[join.second.file]
    assert source is not None
    ids = [text for text in words_of(source.table.column(join.second.column).slice(0, _IDS_LOOKED_AT)) if text.strip()]
    return bool(ids) and sum(map(len, ids)) >= _SIGNS_OF_AN_ID * len(ids)
