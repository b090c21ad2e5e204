"""The recorded events as a program sees them, worked out for all of them at once.

Two kinds of rows follow the recorded ones: one for each way a message of the scenario can be decided (the events
`message_sent` and `message_skipped` that a run puts into the history), and, last, the event that never was, all of
whose properties are missing: the entry event of those who entered without one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns import MISSING_BOOLEAN, MISSING_CODE, MISSING_DATE, MISSING_INSTANT, Column, ColumnType
from app.data.dataset import Dataset
from app.runtime.codes import OUTCOMES, SENT

_MISSING = {
    ColumnType.TEXT: MISSING_CODE,
    ColumnType.NUMBER: np.nan,
    ColumnType.BOOLEAN: MISSING_BOOLEAN,
    ColumnType.DATE: MISSING_DATE,
    ColumnType.INSTANT: MISSING_INSTANT,
}


@dataclass(frozen=True, slots=True)
class MessageNote:
    """The event that a decision about a message leaves in the history."""

    name: str
    properties: Mapping[str, str]


def notes_of(node: str, channel: str) -> list[MessageNote]:
    """The notes of a message node, by outcome."""
    properties = {"node": node, "channel": channel}
    return [
        MessageNote("message_sent", properties)
        if outcome == SENT
        else MessageNote("message_skipped", {**properties, "reason": reason})
        for outcome, reason in enumerate(OUTCOMES)
    ]


class EventTable:
    """Recorded events, notes of messages, and the event that never was; `size` rows."""

    def __init__(self, dataset: Dataset, notes: Sequence[MessageNote]) -> None:
        self._dataset = dataset
        self._notes = notes
        self._named: dict[str, NDArray[np.int64]] = {}
        self.size = dataset.event_count + len(notes) + 1

    def rows_named(self, name: str) -> NDArray[np.int64]:
        """The rows of the events of that name, ascending."""
        rows = self._named.get(name)
        if rows is None:
            code = self._dataset.names.words.index(name).as_py()
            recorded = np.flatnonzero(self._dataset.names.values == code) if code >= 0 else np.zeros(0, np.int64)
            noted = [self._dataset.event_count + i for i, note in enumerate(self._notes) if note.name == name]
            rows = self._named[name] = np.concatenate([recorded, np.array(noted, np.int64)])
        return rows

    def column(self, name: str) -> Column:
        """A property of all rows; one that no event has is a text that is always missing."""
        recorded = self._dataset.properties.get(name)
        noted = [note.properties.get(name) for note in self._notes]
        if recorded is None:
            recorded = Column(ColumnType.TEXT, np.full(self._dataset.event_count, MISSING_CODE, np.int32), _words([]))
        if recorded.type is ColumnType.TEXT and any(noted):
            return _joined(recorded, [*noted, None])
        missing = np.full(len(noted) + 1, _MISSING[recorded.type], recorded.values.dtype)
        return Column(recorded.type, np.concatenate([recorded.values, missing]), recorded.words)

    def customers(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The customers of some rows; customer 0 for those that are nobody's."""
        return np.maximum(np.searchsorted(self._dataset.offsets, rows, side="right") - 1, 0) % max(
            self._dataset.customer_count, 1
        )


def _joined(column: Column, texts: Sequence[str | None]) -> Column:
    """A text column with more texts at its end."""
    known = [str(word) for word in column.words.to_pylist()]
    words = sorted({*known, *(text for text in texts if text is not None)})
    places = {word: place for place, word in enumerate(words)}
    moved = np.array([*(places[word] for word in known), MISSING_CODE], np.int32)
    added = [MISSING_CODE if text is None else places[text] for text in texts]
    return Column(ColumnType.TEXT, np.concatenate([moved[column.values], np.array(added, np.int32)]), _words(words))


def _words(texts: list[str]) -> pa.StringArray:
    return pa.array(texts, pa.string())


def distinct_codes(column: Column) -> NDArray[np.int32]:
    """Codes from 0 that tell distinct values apart; -1 where the value is missing."""
    if column.type in (ColumnType.TEXT, ColumnType.BOOLEAN):
        return np.asarray(column.values, np.int32)
    codes = np.full(len(column), MISSING_CODE, np.int32)
    filled = column.filled
    codes[filled] = np.unique(column.values[filled], return_inverse=True)[1]
    return codes


def part_of(column: Column, rows: NDArray[np.int64]) -> Column:
    """Some rows of a column."""
    return Column(column.type, column.values[rows], column.words)
