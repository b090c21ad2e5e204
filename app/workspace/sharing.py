"""A copy of a workspace to give away: nothing that names a customer is ever written into it."""

from __future__ import annotations

import secrets
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from sqlalchemy import insert, select

from app.data.importing.accounting.accounts import Account
from app.data.importing.read import Imported
from app.data.pseudonyms import pseudonymised
from app.progress import Progress, silent
from app.workspace.database import Database
from app.workspace.datasets import DatasetStore
from app.workspace.tables import scenario_revision, setting


class People(StrEnum):
    """What becomes of the customers in a copy."""

    ALL = "all"
    NONE = "none"
    PSEUDONYMS = "pseudonyms"


def fill_without_people(source: Database, target: Path, people: People, progress: Progress = silent) -> None:
    """Fill a new workspace with the scenarios and settings of another, and with its datasets under pseudonyms.

    Runs stay behind, as they name customers; of imports the counts stay, not the rows that were listed nor the files'
    names. One key serves for all datasets, so that a customer of two of them is still one, and is then forgotten.
    """
    made = Database(target)
    try:
        _copy_rows(source, made)
        if people is People.PSEUDONYMS:
            key, stored, datasets = secrets.token_bytes(32), DatasetStore(source), DatasetStore(made)
            for info in stored.names():
                dataset = stored.load(info.name, progress)
                progress(0, 0, "Giving other names")
                mapping = stored.mapping(info.name).model_copy(update={"files": ()})
                accounts = tuple(map(_bare, stored.accounts(info.name)))
                datasets.save(Imported(pseudonymised(dataset, key), mapping, accounts), progress)
    finally:
        made.close()


def _copy_rows(source: Database, target: Database) -> None:
    with source.reading() as read, target.writing() as write:
        for table in (scenario_revision, setting):
            for row in read.execute(select(table)).mappings():
                if row.get("key") != "identity":
                    write.execute(insert(table).values(dict(row)))


def _bare(account: Account) -> Account:
    return replace(account, file=f"{account.role} file", notes=(), remarks=(), fingerprint="")
