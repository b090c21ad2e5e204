"""The rows of several files with one role, one after another, and the way back to where each came from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.arrow import numpy_of
from app.data.columns import Column, ColumnType
from app.data.importing.accounts import Ledger
from app.data.importing.convert import Converted, DateStyle, convert, missing_column
from app.data.importing.guessing import require_columns
from app.data.importing.types import has_undecided_dates
from app.data.texts import Chunks, Texts, encode, trimmed, untrimmed_count
from app.errors import AppError
from app.progress import Progress

_THREADS = 4
_In = TypeVar("_In")
_Out = TypeVar("_Out")


@dataclass(frozen=True, slots=True)
class FileRows:
    """Rows of one file that are imported: `rows` are their numbers in the table read, `table` holds their texts."""

    ledger: Ledger
    rows: NDArray[np.int64]
    table: pa.Table

    def only(self, mask: NDArray[np.bool_]) -> FileRows:
        """Those where the mask is true."""
        if mask.all():
            return self
        return FileRows(self.ledger, self.rows[mask], self.table.filter(pa.array(mask)))


def complete_rows(ledger: Ledger, columns: Iterable[str]) -> FileRows:
    """A file's rows that have a value in these columns; the ledger learns of those that have not."""
    table = ledger.raw.table
    there = np.ones(table.num_rows, np.bool_)
    for column in columns:
        texts = table.column(column)
        empty = there & ((numpy_of(pc.binary_length(texts)) == 0) | numpy_of(pc.utf8_is_space(texts)))
        rows = np.flatnonzero(empty)
        ledger.reject(rows, [f"the column “{column}” is empty"] * len(rows))
        there &= ~empty
    return FileRows(ledger, np.arange(table.num_rows), table).only(there)


def require_role_columns(ledgers: Sequence[Ledger], roles: Mapping[str, str], declared: Iterable[str]) -> None:
    """An AppError in words unless the columns of these roles are in some file, or declared."""
    if ledgers:
        there = dict.fromkeys(name for ledger in ledgers for name in ledger.raw.table.column_names)
        files = " and ".join(ledger.raw.file for ledger in ledgers)
        require_columns(files, [*there, *declared], [(f"the role {role}", column) for role, column in roles.items()])


class Gathering:
    """Rows of one role, file after file; their numbers count through all of them."""

    def __init__(self, files: Sequence[FileRows], style: DateStyle, progress: Progress) -> None:
        self.files = files
        self._style = style
        self._progress = progress
        self._starts = np.cumsum([0, *(len(part.rows) for part in files)])

    def __len__(self) -> int:
        return int(self._starts[-1])

    def columns(self, leave_out: Collection[str] = ()) -> dict[str, Chunks]:
        """Every other column in order of first sight; null in files that lack it."""
        if not self.files:
            return {}
        table = pa.concat_tables([part.table for part in self.files], promote_options="default")
        return {name: table.column(name) for name in table.column_names if name not in leave_out}

    def encode(self, columns: Mapping[str, Chunks]) -> dict[str, Texts]:
        """Each column's distinct texts, and a code per row."""
        return self._each(list(columns), lambda name: encode(columns[name]), "Reading columns")

    def guess(self, texts: Mapping[str, Texts], guess: Callable[[str], ColumnType]) -> dict[str, ColumnType]:
        """A type for each column."""
        return self._each(list(texts), guess, "Looking at values")

    def trim_ids(self, ids: Texts) -> Texts:
        """The customers' ids without blanks around them; told where there were any."""
        count = untrimmed_count(ids)
        if count:
            rows = "a row" if count == 1 else f"{count} rows"
            self.remark(f"Blanks around the customer's id were left out in {rows}.")
        return trimmed(ids)

    def convert(self, texts: Mapping[str, Texts], types: Mapping[str, ColumnType]) -> dict[str, Column]:
        """Typed columns; values that do not fit become missing and are noted, columns only declared are missing."""
        done = self._each(list(texts), lambda name: convert(texts[name], types[name], self._style), "Reading values")
        for name, converted in done.items():
            self._note(name, texts[name], types[name], converted)
        declared = {name: missing_column(type_, len(self)) for name, type_ in types.items() if name not in texts}
        for name in declared:
            self.remark(f"The mapping gives “{name}” a type, but there is no such column: it is empty in every row.")
        return {**{name: converted.column for name, converted in done.items()}, **declared}

    def remark_on_undecided_dates(self, texts: Mapping[str, Texts]) -> None:
        """Tell of columns that stayed text because their dates can be read in two ways."""
        for name, column in texts.items():
            if has_undecided_dates(column):
                self.remark(f"Nothing in “{name}” says which number is the day and which the month: it stayed text.")

    def repair(self, rows: NDArray[np.int64], reasons: Sequence[str]) -> None:
        """Tell each file's ledger of rows that came in changed."""
        owners = np.searchsorted(self._starts, rows, side="right") - 1
        for number, part in enumerate(self.files):
            places = np.flatnonzero(owners == number)
            part.ledger.repair(
                part.rows[rows[places] - self._starts[number]], [reasons[place] for place in places.tolist()]
            )

    def remark(self, sentence: str) -> None:
        """Tell each file's ledger something about all of them."""
        for part in self.files:
            part.ledger.remark(sentence)

    def _note(self, name: str, texts: Texts, type_: ColumnType, converted: Converted) -> None:
        if converted.undecided:
            raise undecided(name)
        rows = np.flatnonzero(converted.unfit)
        self.repair(rows, [f"“{texts.at(row)}” in “{name}” is no {type_} and was left empty" for row in rows.tolist()])
        if converted.naive:
            self.remark(naive_remark(name, self._style))

    def _each(self, names: Sequence[_In], work: Callable[[_In], _Out], what: str) -> dict[_In, _Out]:
        """The work for each column, on several threads; stopped between columns."""
        results = {}
        with ThreadPoolExecutor(_THREADS) as threads:
            waiting = [threads.submit(work, name) for name in names]
            try:
                for place, name in enumerate(names):
                    self._progress(place, len(names), what)
                    results[name] = waiting[place].result()
            except BaseException:
                threads.shutdown(wait=True, cancel_futures=True)
                raise
        return results


def undecided(column: str) -> AppError:
    """The refusal of dates that can be read in two ways."""
    return AppError(
        f"Nothing in the column “{column}” says whether 03/04/2024 is 3 April or 4 March. Nothing was imported. "
        'Say so with "day_first": true or false in the mapping, or choose the type text for it.'
    )


def naive_remark(column: str, style: DateStyle) -> str:
    """What a person is told about local times."""
    return f"Times in “{column}” that name no time zone were read as local times of {style.zone.key}."
