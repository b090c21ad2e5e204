"""Voucher pools: the codes of files, and a dataset that holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from app.data.assembling.fingerprint import signed
from app.data.columns.arrow import NO_WORDS
from app.data.columns.selection import appended
from app.data.dataset import Dataset
from app.data.files.code_lists import read_codes
from app.errors import AppError
from app.numbers import counted, number
from app.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class PoolFile:
    """The codes of a file in its order, each once: rows = codes + `repeated` + `blank`.

    `header` is the cell that was taken for the column's name, "" where no row was; `beside` names the other columns.
    """

    file: str
    codes: pa.StringArray
    repeated: int
    blank: int
    header: str
    beside: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows the file has, its header left out."""
        return len(self.codes) + self.repeated + self.blank


@dataclass(frozen=True, slots=True)
class PoolAccount:
    """What became of a file of codes: `read` = `added` + `repeated` + `known` + `blank`.

    `repeated` codes stand further up in the file, `known` ones were in the pool; neither is taken again. The columns
    `beside` the codes play no part.
    """

    file: str
    pool: str
    read: int
    added: int
    repeated: int
    known: int
    blank: int
    header: str
    beside: tuple[str, ...] = ()

    def sentence(self) -> str:
        """The account in words."""
        over = [
            counted(count, one, many)
            for count, one, many in (
                (self.repeated, "code stood further up in the file", "codes stood further up in the file"),
                (self.known, "code was in the pool already", "codes were in the pool already"),
                (self.blank, "row was empty", "rows were empty"),
            )
            if count
        ]
        header = [f"The first row was taken for the column's name: “{self.header}”"] if self.header else []
        if self.beside:
            named = ", ".join(f"“{name}”" for name in self.beside)
            header.append(f"Codes are handed out in their order, whatever stands in {named}")
        taken = f"{self.file}: {number(self.added)} of {number(self.read)} rows added to the pool “{self.pool}”"
        return ". ".join(["; ".join([taken, *over]), *header]) + "."


class PoolSource(NamedTuple):
    """A file of codes to import, and the pool they go to."""

    pool: str
    path: Path


def read_pool(path: Path, progress: Progress = silent) -> PoolFile:
    """The codes of a file with one code per row; AppError in words when it has none.

    They stand in the column named “code” or the like, else in the first.
    """
    column = read_codes(path, progress)
    filled = [code for cell in column.cells if (code := cell.strip())]
    if not filled:
        raise AppError(f"{path.name} holds not one code. Nothing was imported; put one code into each row.")
    codes = pa.array(dict.fromkeys(filled), pa.string())
    repeated, blank = len(filled) - len(codes), len(column.cells) - len(filled)
    return PoolFile(path.name, codes, repeated, blank, column.header, column.beside)


def with_pools(dataset: Dataset, files: Sequence[tuple[str, PoolFile]]) -> tuple[Dataset, tuple[PoolAccount, ...]]:
    """The dataset with each file's new codes after those its pool had, and what became of each file."""
    pools = dict(dataset.pools)
    accounts = []
    for given, file in files:
        name = given.strip()
        if not name:
            raise AppError(f"The pool of {file.file} has no name. Nothing was imported; name it.")
        before = pools.get(name, NO_WORDS)
        pools[name] = appended(before, file.codes)
        added = len(pools[name]) - len(before)
        known = len(file.codes) - added
        counts = (file.rows, added, file.repeated, known, file.blank)
        accounts.append(PoolAccount(file.file, name, *counts, file.header, file.beside))
    return signed(replace(dataset, pools=pools)), tuple(accounts)
