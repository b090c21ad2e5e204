"""What became of every row of a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.awaiting import awaited
from app.data.columns.arrow import pick
from app.data.files.source_table import FaultColumns, SourceTable, lines_and_texts, record_count, records_of
from app.data.importing.accounting.row_notes import SCHEMA, NoteColumns, RowNote
from app.data.importing.values.guards import delimiter_of, remarks_of_text, unguarded
from app.progress import Progress, silent

Role = Literal["customers", "events", "products"]
_SLICE = 32 << 20
_COUNTING = "Counting the rows"


@dataclass(frozen=True, slots=True)
class Reasons:
    """A reason for each of n rows: `codes` (n,) int into `sentences`."""

    codes: NDArray[np.integer]
    sentences: Sequence[str]


@dataclass(frozen=True, slots=True)
class Account:
    """What became of a file: `read` = `imported` + `repaired` + `rejected` rows.

    For the latter two there are notes, one for each row, or one for many blank lines.
    Repaired rows are in the dataset. `remarks` are sentences about the file as a whole. `fingerprint` is a sha256 over
    the file's text, its role and the columns that gave customer, instant and name: two files of one fingerprint give
    the same rows. It is "" in accounts that were kept before there were any.
    """

    file: str
    role: Role
    read: int
    imported: int
    repaired: int
    rejected: int
    notes: Sequence[RowNote]
    remarks: tuple[str, ...] = ()
    fingerprint: str = ""


class Ledger:
    """Gathers what becomes of the rows of one file while it is imported; rows are numbered as in the table read.

    `raw` is the file without the signs by which exporters guard values, `delimiter` what sets its cells apart, if any.
    """

    def __init__(self, role: Role, raw: SourceTable) -> None:
        self.delimiter = delimiter_of(raw)
        self.raw, guards = unguarded(raw)
        self.role = role
        self._numbers: dict[str, int] = {}
        self._records: list[NDArray[np.int64]] = []
        self._codes: list[NDArray[np.int64]] = []
        self._rejected: list[NDArray[np.int64]] = [np.array([], np.int64)]
        self._remarks: list[str] = [*remarks_of_text(raw), *guards]
        self._columns: tuple[str | None, ...] = ()
        self._coming: Future[str] | None = None
        faults = FaultColumns.together([raw.faults])
        self._note(faults.records, Reasons(faults.codes, faults.reasons))

    def repair(self, rows: NDArray[np.int64], reasons: str | Sequence[str] | Reasons) -> None:
        """These rows came in, but not as they stood."""
        self._note(records_of(self.raw, rows), reasons)

    def reject(self, rows: NDArray[np.int64], reasons: str | Sequence[str] | Reasons) -> None:
        """These rows did not come in."""
        records = records_of(self.raw, rows)
        self._note(records, reasons)
        self._rejected.append(records)

    def remark(self, sentence: str) -> None:
        """Something the user should know about the file as a whole."""
        self._remarks.append(sentence)

    def read_by(self, *columns: str | None) -> None:
        """What gave each row its customer, and its instant and name where it has them."""
        self._columns = columns

    def expect(self, fingerprint: Future[str] | None) -> None:
        """Take the fingerprint that is worked out elsewhere, if there is one."""
        self._coming = fingerprint

    def account(self, progress: Progress = silent) -> Account:
        """The account, notes in the file's order."""
        noted, codes, sentences = self._gathered()
        rejected = np.union1d(np.concatenate(self._rejected), self.raw.dropped)
        out = np.isin(noted, rejected)
        repaired = len(noted) - int(out.sum())
        read = record_count(self.raw)
        return Account(
            self.raw.file,
            self.role,
            read,
            read - len(rejected) - repaired,
            repaired,
            len(rejected),
            self._notes(noted, codes, sentences, out) if len(noted) else (),
            tuple(dict.fromkeys(self._remarks)),
            self.fingerprint(progress)
            if self._coming is None
            else awaited(self._coming, partial(progress, 0, 0, _COUNTING)),
        )

    def _note(self, records: NDArray[np.int64], reasons: str | Sequence[str] | Reasons) -> None:
        if not len(records):
            return
        if isinstance(reasons, Reasons):
            known = np.array([self._number(sentence) for sentence in reasons.sentences], np.int64)
            codes = known[reasons.codes]
        elif isinstance(reasons, str):
            codes = np.full(len(records), self._number(reasons), np.int64)
        else:
            codes = np.fromiter(map(self._number, reasons), np.int64, len(records))
        self._records.append(records)
        self._codes.append(codes)

    def _number(self, reason: str) -> int:
        return self._numbers.setdefault(reason, len(self._numbers))

    def _gathered(self) -> tuple[NDArray[np.int64], NDArray[np.int64], list[str]]:
        """The records with a note, in ascending order, the code of each one's sentence, and the sentences."""
        nothing = np.array([], np.int64)
        records, codes = np.concatenate([nothing, *self._records]), np.concatenate([nothing, *self._codes])
        order = np.argsort(records, kind="stable")
        records, codes = records[order], codes[order]
        noted, firsts = np.unique(records, return_index=True)
        counts = np.diff(firsts, append=len(records))
        chains: list[tuple[int, ...]] = [(code,) for code in range(len(self._numbers))]
        combined = codes[firsts]
        for rank in range(1, int(counts.max(initial=0))):
            rows = np.flatnonzero(counts > rank)
            pairs = np.stack([combined[rows], codes[firsts[rows] + rank]])
            distinct, places = np.unique(pairs, axis=1, return_inverse=True)
            combined[rows] = len(chains) + places.reshape(-1)
            chains += [(*chains[chain], code) for chain, code in distinct.T.tolist()]
        reasons = list(self._numbers)
        used = np.unique(combined)
        sentences = [_sentence([reasons[code] for code in chains[chain]]) for chain in used.tolist()]
        return noted, np.searchsorted(used, combined), sentences

    def _notes(
        self, noted: NDArray[np.int64], codes: NDArray[np.int64], sentences: list[str], out: NDArray[np.bool_]
    ) -> NoteColumns:
        lines, texts = lines_and_texts(self.raw, noted)
        reasons = pick(pa.array(sentences, pa.string()), codes)
        outcomes = pick(pa.array(["repaired", "rejected"], pa.string()), out.astype(np.int64))
        account = pa.array(np.zeros(len(noted), np.int32))
        return NoteColumns(self.raw.file, pa.table([account, pa.array(lines), texts, reasons, outcomes], schema=SCHEMA))

    def fingerprint(self, progress: Progress = silent) -> str:
        """By which the same file, read by the same columns, is known again."""
        return fingerprint_of(self.raw, self.role, self._columns, progress)


def fingerprint_of(raw: SourceTable, role: Role, columns: Sequence[str | None], progress: Progress = silent) -> str:
    """By which a file is known again that is read in this role, by these columns."""
    text = raw.content
    digest = hashlib.sha256(json.dumps([role, *columns]).encode())
    for start in range(0, len(text), _SLICE):
        progress(start, len(text), f"Comparing {raw.file}")
        digest.update(memoryview(text)[start : start + _SLICE])
    return digest.hexdigest()


def _sentence(reasons: Sequence[str]) -> str:
    joined = "; ".join(dict.fromkeys(reasons))
    return f"{joined[:1].upper()}{joined[1:]}."
