"""A copy of a workspace to give away: nothing that names a customer is ever written into it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import RowMapping, insert, select

from app.data.awaiting import watched
from app.data.dataset import Dataset
from app.data.importing.accounting.accounts import Account
from app.data.importing.mapping import MappingDocument
from app.data.importing.read import Imported
from app.data.pseudonyms.dataset import NAMING, pseudonymised
from app.data.pseudonyms.keyed import KeyedNames
from app.data.pseudonyms.known import Known
from app.data.pseudonyms.renaming import Renaming
from app.progress import Progress, silent
from app.scenario.renaming import compared_texts, renamed, renamed_scenario
from app.workspace.contents.authors import KEY as AUTHORS
from app.workspace.contents.datasets import DatasetStore
from app.workspace.contents.scenarios import stored_scenario
from app.workspace.sqlite.database import Database
from app.workspace.sqlite.documents import damaged, sealed, shown, unsealed
from app.workspace.sqlite.tables import scenario_revision, setting

_LEARNING = "Looking for who is named"


class People(StrEnum):
    """What becomes of the customers in a copy."""

    ALL = "all"
    NONE = "none"
    PSEUDONYMS = "pseudonyms"


def fill_without_people(
    source: Database, target: Path, people: People, progress: Progress = silent, called: Path | None = None
) -> None:
    """Fill a new workspace with the scenarios and settings of another, and with its datasets under pseudonyms.

    Runs stay behind, as they name customers; of imports the counts stay, not the rows that were listed nor the files'
    names. Scenarios and segments that name a customer name the pseudonym. One key serves for everything, so that a
    customer of two datasets is still one, and is then forgotten. AppError where something is damaged.
    """
    made = Database(target, called=called)
    try:
        documents = _documents(source)
        stored, datasets = DatasetStore(source), DatasetStore(made)
        known = Known(frozenset(text for document in documents for text in compared_texts(document.tree())))
        names = [info.name for info in stored.names()]
        for name in names if len(names) > 1 else ():
            watched(partial(_learn, known.learn_ids, stored, name), progress, _LEARNING)
        for name in names:
            watched(partial(_learn, known.learn, stored, name), progress, _LEARNING)
        renaming = Renaming(KeyedNames(secrets.token_bytes(32)), known)
        _write_documents(made, documents, renaming)
        for name in names if people is People.PSEUDONYMS else ():
            mapping = _mapping(stored.mapping(name), renaming)
            accounts = tuple(map(_bare, stored.accounts(name)))
            made_up = watched(partial(_made_up, stored, name, renaming), progress, NAMING)
            accounts = _with_renamed_columns(accounts, made_up, renaming)
            datasets.save(Imported(made_up, mapping, accounts), progress)
    finally:
        made.close()


def _learn(learn: Callable[[Dataset], None], stored: DatasetStore, name: str, progress: Progress) -> None:
    """Of one dataset, which is let go of before the next is read: two of ten million events are a gigabyte."""
    dataset = stored.load(name, progress)
    progress(0, 0, _LEARNING)
    learn(dataset)


def _made_up(stored: DatasetStore, name: str, renaming: Renaming, progress: Progress) -> Dataset:
    return pseudonymised(stored.load(name, progress), renaming, progress)


@dataclass(frozen=True, slots=True)
class _Document:
    """A row of scenarios or settings, whose document is proven."""

    is_scenario: bool
    row: RowMapping

    def tree(self) -> Any:
        """The document's plain values."""
        return json.loads(self.row["document"])


def _documents(source: Database) -> list[_Document]:
    with source.reading() as connection:
        return [*_settings(connection.execute(select(setting)).mappings()), *_scenarios(connection)]


def _settings(rows: Any) -> Iterator[_Document]:
    for row in rows:
        if row["key"] not in ("identity", AUTHORS):
            what = f"The setting '{shown(row['key'])}'"
            try:
                list(compared_texts(json.loads(unsealed(row["document"], row["sha256"], what))))
            except (ValueError, RecursionError) as error:
                raise damaged(what) from error
            yield _Document(False, row)


def _scenarios(connection: Any) -> Iterator[_Document]:
    for row in connection.execute(select(scenario_revision)).mappings():
        what = f"Revision {row['number']} of the scenario '{shown(row['scenario_id'])}'"
        if stored_scenario(unsealed(row["document"], row["sha256"], what), what).id != row["scenario_id"]:
            raise damaged(what)
        yield _Document(True, row)


def _write_documents(target: Database, documents: list[_Document], renaming: Renaming) -> None:
    with target.writing() as connection:
        for document in documents:
            row = dict(document.row)
            if document.is_scenario:
                text = renamed_scenario(row["document"], renaming)
                scenario = stored_scenario(text, "A scenario")
                named = {"scenario_id": scenario.id, "name": scenario.name, "description": scenario.description}
                row |= {**named, "message": renaming.masked(row["message"]), **sealed(text)}
                connection.execute(insert(scenario_revision).values(row))
            else:
                text = json.dumps(renamed(document.tree(), renaming))
                connection.execute(insert(setting).values({**row, **sealed(text)}))


def _mapping(mapping: MappingDocument, renaming: Renaming) -> MappingDocument:
    """What the columns mean; files and ids stay behind."""
    bare = mapping.model_copy(update={"files": (), "apart": tuple(map(renaming.names.id, mapping.apart))})
    try:
        return MappingDocument.model_validate_json(json.dumps(renamed(bare.model_dump(mode="json"), renaming)))
    except ValidationError:  # a customer's id is a word that the form of mappings needs
        return MappingDocument(timezone=mapping.timezone)


def _with_renamed_columns(accounts: tuple[Account, ...], made: Dataset, renaming: Renaming) -> tuple[Account, ...]:
    """The accounts, of which the first says which columns were found to hold ids."""
    known = renaming.known
    named = {renaming.masked(title) for _, title in known.naming | known.numbering}
    there = [f"“{title}”" for title in dict.fromkeys((*made.attributes, *made.properties)) if title in named]
    if not accounts or not there:
        return accounts
    sentence = f"{', '.join(there)}: found to hold ids of customers or orders, which are others in this copy."
    return (replace(accounts[0], remarks=(sentence,)), *accounts[1:])


def _bare(account: Account) -> Account:
    return replace(account, file=f"{account.role} file", notes=(), remarks=(), fingerprint="")
