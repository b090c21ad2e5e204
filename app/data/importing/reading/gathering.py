"""The rows of several files with one role, one after another, and the way back to where each came from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.awaiting import WORTH_A_THREAD, awaited
from app.data.columns.arrow import pick, words_of
from app.data.columns.column import Column, ColumnType, missing_column
from app.data.columns.cores import counted_up, same
from app.data.columns.texts import Chunks, Texts, are_blank, encode, encode_together, trimmed, untrimmed_count
from app.data.importing.accounting.accounts import Ledger, Reasons
from app.data.importing.accounting.sentences import (
    currency_remark,
    marked_remarks,
    naive_remark,
    percent_remark,
    undecided,
    undecided_decimals,
    unfit_reason,
)
from app.data.importing.prepared import PreparedTable, keys_in, why_empty, why_unread
from app.data.importing.recognition.columns.looks import Look, look_at_all
from app.data.importing.recognition.columns.names import names_a_birthday
from app.data.importing.recognition.columns.types import FileOrder, Guess, declared_order, guess_type, order_of_file
from app.data.importing.recognition.missing import require_columns
from app.data.importing.values.convert import Converted, DateStyle, convert_alike, in_zone_of_header
from app.data.importing.values.currencies import PERCENT
from app.data.importing.values.identifiers import EMAIL, identified
from app.numbers import stored_number
from app.progress import Progress

_THREADS = 4
_TOGETHER = 1 << 15
_TEXTS_AT_ONCE = 1 << 18
_COLUMNS_BETWEEN_REPORTS = 64
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
        if same(mask).all():
            return self
        return FileRows(self.ledger, self.rows[mask], self.table.filter(pa.array(mask)))


def complete_rows(ledger: Ledger, columns: Iterable[str]) -> FileRows:
    """A file's rows that have a value in these columns; the ledger learns of those that have not."""
    table = ledger.raw.table
    there: NDArray[np.bool_] = np.broadcast_to(np.True_, table.num_rows)
    for column in columns:
        empty = are_blank(table.column(column))
        if not same(empty).any():
            continue
        empty = there & empty
        unread = empty & _has_unread_keys(ledger, column)
        ledger.reject(np.flatnonzero(empty & ~unread), why_empty(column))
        if unread.any():
            why = why_unread(column, are_addresses=_are_addresses(ledger, column))
            ledger.reject(np.flatnonzero(unread), why)
        there = there & ~empty
    return FileRows(ledger, counted_up(table.num_rows), table).only(there)


def _has_unread_keys(ledger: Ledger, column: str) -> NDArray[np.bool_]:
    """Where key columns have something, though nobody is named by it."""
    filled = np.zeros(ledger.raw.table.num_rows, np.bool_)
    if isinstance(ledger.raw, PreparedTable):
        before = ledger.raw.origin.table
        for name in keys_in(column, before.column_names):
            filled |= ~are_blank(before.column(name))
    return filled


def _are_addresses(ledger: Ledger, column: str) -> bool:
    """Whether the key columns of which a column was made hold nothing but addresses."""
    before = ledger.raw.origin.table if isinstance(ledger.raw, PreparedTable) else ledger.raw.table
    keys = keys_in(column, before.column_names)
    return all(identified(name, encode(before.column(name))) == EMAIL for name in keys)


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
        self._orders: dict[str, FileOrder] = {}
        self.currencies: dict[str, str] = {}
        """The currency of each converted column that names one."""

    def __len__(self) -> int:
        return int(self._starts[-1])

    def columns(self, leave_out: Collection[str] = ()) -> dict[str, Chunks]:
        """Every other column in order of first sight; null in files that lack it."""
        if not self.files:
            return {}
        table = pa.concat_tables([part.table for part in self.files], promote_options="default")
        every = zip(table.column_names, table.itercolumns(), strict=True)  # each found by its name is found by search
        return {name: column for name, column in every if name not in leave_out}

    def encode(self, columns: Mapping[str, Chunks], *, ascending: Collection[str] = ()) -> dict[str, Texts]:
        """Each column's distinct texts, in order of first sight or `ascending`, and a code per row."""
        if len(self) >= WORTH_A_THREAD:
            names = list(columns)
            return self._each(names, lambda name: encode(columns[name], ascending=name in ascending), "Reading columns")
        at_once = max(1, _TEXTS_AT_ONCE // max(len(self), 1))
        names = list(columns)
        batches = [tuple(names[first : first + at_once]) for first in range(0, len(names), at_once)]
        done = self._each(
            batches, lambda batch: encode_together({name: columns[name] for name in batch}), "Reading columns"
        )
        return {name: texts for batch in batches for name, texts in done[batch].items()}

    def types(self, texts: Mapping[str, Texts], declared: Mapping[str, ColumnType]) -> dict[str, ColumnType]:
        """A type for each column, the declared ones among them; the user hears why a column stayed text."""
        day_first = self._style.day_first
        looks = self._looks(texts)
        sign = self._delimiter()
        header = [name for part in self.files for name in part.ledger.raw.table.column_names]
        order = order_of_file(looks.values(), sign, header)
        given = FileOrder(day_first, self._style.decimal)
        guesses = self._each(
            [name for name in texts if name not in declared],
            lambda name: guess_type(looks[name], order, sign, given),
            "Looking at values",
        )
        for name, look in looks.items():
            guess = guesses.get(name)
            self._orders[name] = (
                FileOrder(guess.day_first, guess.decimal) if guess else declared_order(look, order, sign, given)
            )
        self._say(guesses)
        return {**{name: guess.type for name, guess in guesses.items()}, **declared}

    def _say(self, guesses: Mapping[str, Guess]) -> None:
        for name, guess in guesses.items():
            if guess.remark:
                self.remark(guess.remark, name)
        open_decimals = {name: guess.open_decimal for name, guess in guesses.items() if guess.open_decimal}
        if open_decimals and not self._style.is_first_look:
            raise undecided_decimals(open_decimals)

    def _delimiter(self) -> str | None:
        """What sets the cells of the files apart; None where numbers are not written by people."""
        signs = {part.ledger.delimiter for part in self.files} - {None}
        return signs.pop() if len(signs) == 1 else ("\t" if signs else None)

    def trim_ids(self, ids: Texts) -> Texts:
        """The customers' ids without blanks around them; told where there were any."""
        return self._trim(ids, "the customer's id")

    def trim_names(self, names: Texts) -> Texts:
        """The events' names without blanks around them; told where there were any, and which differ by case alone."""
        bare = self._trim(names, "the event's name")
        counts = dict(zip(words_of(bare.distinct), bare.counts().tolist(), strict=True))
        alike: dict[str, list[str]] = {}
        for word in counts:
            alike.setdefault(word.casefold(), []).append(word)
        for words in alike.values():
            if len(words) > 1:
                listed = " and ".join(f"“{word}” ({stored_number(counts[word])})" for word in words)
                self.remark(f"The events {listed} differ by capital letters alone: they were kept apart.")
        return bare

    def _trim(self, texts: Texts, what: str) -> Texts:
        count = untrimmed_count(texts)
        if count:
            rows = "a row" if count == 1 else f"{stored_number(count)} rows"
            self.remark(f"Blanks around {what} were left out in {rows}.")
        return trimmed(texts)

    def convert(self, texts: Mapping[str, Texts], types: Mapping[str, ColumnType]) -> dict[str, Column]:
        """Typed columns; values that do not fit become missing and are noted, columns only declared are missing."""
        done = self._converted(texts, types)
        open_decimals = {name: converted.open_decimal for name, converted in done.items() if converted.open_decimal}
        if open_decimals and not self._style.is_first_look:
            raise undecided_decimals(open_decimals)
        for name, converted in done.items():
            self._note(name, texts[name], types[name], converted)
        naive: dict[DateStyle, list[str]] = {}
        for name, converted in done.items():
            if converted.naive:
                naive.setdefault(in_zone_of_header(name, self._style), []).append(name)
        for style, names in naive.items():
            self.remark(naive_remark(names, style), *names)
        declared = {name: missing_column(type_, len(self)) for name, type_ in types.items() if name not in texts}
        for name in declared:
            self.remark(f"The mapping gives “{name}” a type, but there is no such column: it is empty in every row.")
        return {**{name: converted.column for name, converted in done.items()}, **declared}

    def _looks(self, texts: Mapping[str, Texts]) -> dict[str, Look]:
        """A look at each column: at long ones by themselves, at many short ones together."""
        batches = _batches(texts)
        looks = self._each(
            batches, lambda names: look_at_all({name: texts[name] for name in names}), "Looking at values"
        )
        return {name: look for batch in batches for name, look in looks[batch].items()}

    def _converted(self, texts: Mapping[str, Texts], types: Mapping[str, ColumnType]) -> dict[str, Converted]:
        """The columns converted: short ones together that are read in the same way."""
        alike: dict[tuple[ColumnType, DateStyle], dict[str, Texts]] = {}
        for name, column in texts.items():
            alike.setdefault((types[name], self._style_of(name)), {})[name] = column
        batches = [(*way, batch) for way, columns in alike.items() for batch in _batches(columns)]
        done = self._each(
            batches,
            lambda batch: dict(
                zip(batch[2], convert_alike([texts[name] for name in batch[2]], batch[0], batch[1]), strict=True)
            ),
            "Reading values",
        )
        converted = {name: column for batch in batches for name, column in done[batch].items()}
        return {name: converted[name] for name in texts}

    def _style_of(self, name: str) -> DateStyle:
        order = self._orders.get(name, FileOrder())
        said = self._style.day_first
        day_first = said if isinstance(said, bool) else order.day_first
        decimal = self._style.decimal or order.decimal
        style = in_zone_of_header(name, self._style)
        return replace(style, day_first=day_first, decimal=decimal, past=names_a_birthday(name))

    def repair(self, rows: NDArray[np.int64], reasons: str | Sequence[str] | Reasons) -> None:
        """Tell each file's ledger of rows that came in changed; rows in ascending order."""
        ends = np.searchsorted(rows, self._starts)
        for part, start, first, last in zip(self.files, self._starts, ends, ends[1:], strict=False):
            if last > first:
                part.ledger.repair(part.rows[rows[first:last] - start], _slice(reasons, int(first), int(last)))

    def in_files_with(self, column: str) -> NDArray[np.bool_]:
        """Which rows are of files that have this column."""
        has = [column in part.table.column_names for part in self.files]
        return np.repeat(np.array(has, np.bool_), np.diff(self._starts))

    def remark(self, sentence: str, *columns: str) -> None:
        """Tell the ledgers something about all of their files, or about those that have one of these columns."""
        has = [part for part in self.files if not {*columns}.isdisjoint(part.table.column_names)]
        for part in has or self.files:
            part.ledger.remark(sentence)

    def _note(self, name: str, texts: Texts, type_: ColumnType, converted: Converted) -> None:
        if converted.undecided and not self._style.is_first_look:
            raise undecided(name, converted.day_month)
        rows = np.flatnonzero(converted.unfit)
        if len(rows):
            there, codes = np.unique(texts.codes[rows], return_inverse=True)
            words = words_of(pick(texts.distinct, there))
            self.repair(rows, Reasons(codes, [unfit_reason(word, name, type_) for word in words]))
        for remark in marked_remarks(name, converted.marked, past=names_a_birthday(name)):
            self.remark(remark, name)
        currencies = {unit: count for unit, count in converted.currencies.items() if unit != PERCENT}
        if PERCENT in converted.currencies:
            rest = int(texts.filled.sum()) - len(rows) - converted.currencies[PERCENT]
            self.remark(percent_remark(name, converted.currencies[PERCENT], rest), name)
        if len(currencies) == 1:
            self.currencies[name] = next(iter(currencies))
        elif currencies:
            self.remark(currency_remark(name, currencies), name)

    def _each(self, names: Sequence[_In], work: Callable[[_In], _Out], what: str) -> dict[_In, _Out]:
        """The work for each column, on several threads where it is long; stopped between columns."""
        results: dict[_In, _Out] = {}
        if len(self) < WORTH_A_THREAD:
            for place, name in enumerate(names):
                if place % _COLUMNS_BETWEEN_REPORTS == 0:
                    self._progress(place, len(names), what)
                results[name] = work(name)
            return results
        threads = ThreadPoolExecutor(_THREADS)
        try:
            waiting = [threads.submit(work, name) for name in names]
            for place, name in enumerate(names):
                report = partial(self._progress, place, len(names), what)
                results[name] = awaited(waiting[place], report)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
        return results


def _slice(reasons: str | Sequence[str] | Reasons, first: int, last: int) -> str | Sequence[str] | Reasons:
    if isinstance(reasons, str):
        return reasons
    if isinstance(reasons, Reasons):
        return Reasons(reasons.codes[first:last], reasons.sentences)
    return reasons[first:last]


def _batches(texts: Mapping[str, Texts]) -> list[tuple[str, ...]]:
    """The columns' names in groups of about so many distinct texts, long columns by themselves."""
    batches: list[list[str]] = []
    size = 0
    for name, column in texts.items():
        if not batches or size + len(column.distinct) > _TOGETHER:
            batches.append([])
            size = 0
        batches[-1].append(name)
        size += len(column.distinct)
    return [tuple(batch) for batch in batches]
