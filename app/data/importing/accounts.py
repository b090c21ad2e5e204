"""What became of every row of a file."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.data.files.source_table import SourceTable, record_count, records_of
from app.progress import Progress, silent

Role = Literal["customers", "events", "products"]
Outcome = Literal["repaired", "rejected"]
_SLICE = 32 << 20


@dataclass(frozen=True, slots=True)
class RowNote:
    """A row that was not taken as it stood: where it is, its text, and why."""

    file: str
    line: int
    text: str
    reason: str
    outcome: Outcome


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
    """Gathers what becomes of the rows of one file while it is imported; rows are numbered as in the table read."""

    def __init__(self, role: Role, raw: SourceTable) -> None:
        self.raw = raw
        self.role = role
        self._reasons: dict[int, list[str]] = defaultdict(list)
        self._rejected: set[int] = set()
        self._remarks: list[str] = []
        self._columns: tuple[str | None, ...] = ()
        for fault in raw.faults:
            self._reasons[fault.record].append(fault.reason)
        self._dropped = set(np.intersect1d(raw.dropped, list(self._reasons)).tolist())

    def repair(self, rows: NDArray[np.int64], reasons: Iterable[str]) -> None:
        """These rows came in, but not as they stood."""
        for record, reason in zip(records_of(self.raw, rows).tolist(), reasons, strict=True):
            self._reasons[record].append(reason)

    def reject(self, rows: NDArray[np.int64], reasons: Iterable[str]) -> None:
        """These rows did not come in."""
        for record, reason in zip(records_of(self.raw, rows).tolist(), reasons, strict=True):
            self._reasons[record].append(reason)
            self._rejected.add(record)

    def remark(self, sentence: str) -> None:
        """Something a person should know about the file as a whole."""
        self._remarks.append(sentence)

    def read_by(self, *columns: str | None) -> None:
        """What gave each row its customer, and its instant and name where it has them."""
        self._columns = columns

    def account(self, progress: Progress = silent) -> Account:
        """The account, notes in the file's order."""
        noted = sorted(self._reasons)
        places = self.raw.places_of(noted)
        notes = tuple(
            RowNote(
                self.raw.file,
                place.line,
                place.text,
                _sentence(tuple(self._reasons[record])),
                "rejected" if record in self._rejected or record in self._dropped else "repaired",
            )
            for record, place in zip(noted, places, strict=True)
        )
        rejected = len(self.raw.dropped) + len(self._rejected)
        repaired = len(notes) - len(self._dropped) - len(self._rejected)
        read = record_count(self.raw)
        return Account(
            self.raw.file,
            self.role,
            read,
            read - rejected - repaired,
            repaired,
            rejected,
            notes,
            tuple(self._remarks),
            self.fingerprint(progress),
        )

    def fingerprint(self, progress: Progress = silent) -> str:
        """By which the same file, read by the same columns, is known again."""
        text = self.raw.content
        digest = hashlib.sha256(json.dumps([self.role, *self._columns]).encode())
        for start in range(0, len(text), _SLICE):
            progress(start, len(text), f"Comparing {self.raw.file}")
            digest.update(memoryview(text)[start : start + _SLICE])
        return digest.hexdigest()


@lru_cache
def _sentence(reasons: tuple[str, ...]) -> str:
    """Reasons joined into one sentence; kept, so that a million rows of one fault hold one text."""
    joined = "; ".join(dict.fromkeys(reasons))
    return f"{joined[:1].upper()}{joined[1:]}."
