"""The recorded events as a program sees them, worked out for all of them at once.

Three kinds of rows follow the recorded ones: one for each way a message can be decided and for each reaction to it (the
events `message_sent`, `message_opened` and so on); one for each conversion that a message may lead to, whose property
is drawn, and missing here; and, last, the event that never was, all of whose properties are missing: the entry event of
those who entered without one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns.column import MISSING_BOOLEAN, MISSING_CODE, MISSING_DATE, MISSING_INSTANT, Column, ColumnType
from app.data.columns.cores import looked_up
from app.data.dataset import Dataset
from app.runtime.program.opcodes import OUTCOMES, REACTIONS, SENT

_MISSING = {
    ColumnType.TEXT: MISSING_CODE,
    ColumnType.NUMBER: np.nan,
    ColumnType.BOOLEAN: MISSING_BOOLEAN,
    ColumnType.DATE: MISSING_DATE,
    ColumnType.INSTANT: MISSING_INSTANT,
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """An event that a click on a modelled message may lead to, and the property whose value is drawn with it."""

    event: str
    property: str


@dataclass(frozen=True, slots=True)
class MessageNote:
    """The event that a decision about a message, or a reaction to it, puts into the history.

    To its own scenario (by number) the message goes by its node's id, to others by `full_id`.
    """

    name: str
    scenario: int
    node: str
    full_id: str
    channel: str
    reason: str | None = None

    def property(self, name: str, scenario: int) -> str | None:
        """One of its properties as a scenario sees it; None if it has none of that name."""
        match name:
            case "node":
                return self.node if scenario == self.scenario else self.full_id
            case "channel":
                return self.channel
            case "reason":
                return self.reason
            case _:
                return None


def notes_of(scenario: int, node: str, full_id: str, channel: str) -> list[MessageNote]:
    """The notes of a message node: by outcome, then by reaction."""
    named = [
        ("message_sent", None) if outcome == SENT else ("message_skipped", reason)
        for outcome, reason in enumerate(OUTCOMES)
    ]
    named += [(f"message_{reaction}", None) for reaction in REACTIONS]
    return [MessageNote(name, scenario, node, full_id, channel, reason) for name, reason in named]


class EventTable:
    """Recorded events, notes of messages, drawn conversions, and the event that never was; `size` rows."""

    def __init__(self, dataset: Dataset, notes: Sequence[MessageNote], drawn: Sequence[Drawn]) -> None:
        self._dataset = dataset
        self._notes = notes
        self._drawn = drawn
        self._named: dict[str, NDArray[np.int64]] = {}
        self.first_drawn = dataset.event_count + len(notes)
        self.size = self.first_drawn + len(drawn) + 1

    @property
    def tail(self) -> tuple[object, ...]:
        """What follows the recorded events."""
        return tuple(self._notes), tuple(self._drawn)

    def rows_named(self, name: str) -> NDArray[np.int64]:
        """The rows of the events of that name, ascending."""
        rows = self._named.get(name)
        if rows is None:
            code = self._dataset.names.words.index(name).as_py()
            recorded = np.flatnonzero(self._dataset.names.values == code) if code >= 0 else np.zeros(0, np.int64)
            noted = [self._dataset.event_count + i for i, note in enumerate(self._notes) if note.name == name]
            drawn = [self.first_drawn + i for i, drawn in enumerate(self._drawn) if drawn.event == name]
            rows = self._named[name] = np.concatenate([recorded, np.array([*noted, *drawn], np.int64)])
        return rows

    def by_name(self, numbers: Mapping[str, int]) -> NDArray[np.int32]:
        """The number of each row's name; 0 for all other names, and for the event that never was."""
        words = self._dataset.names.words
        of_words = np.zeros(len(words) + 1, np.int32)
        for name, number in numbers.items():
            code = words.index(name).as_py()
            if code >= 0:
                of_words[code] = number
        others = [*(note.name for note in self._notes), *(drawn.event for drawn in self._drawn)]
        return looked_up(of_words, self._dataset.names.values, *(numbers.get(name, 0) for name in others), 0)

    def draws(self, rows: NDArray[np.int64], name: str) -> NDArray[np.bool_]:
        """Which of some rows draw the value of that property."""
        drawing = np.array([drawn.property == name for drawn in self._drawn] + [False], np.bool_)
        return drawing[np.clip(rows - self.first_drawn, -1, len(self._drawn))]

    def column(self, name: str, scenario: int = 0) -> Column:
        """A property of all rows, as a scenario sees it; one that no event has is a text that is always missing."""
        recorded = self._dataset.properties.get(name)
        noted = [note.property(name, scenario) for note in self._notes]
        if recorded is None:
            recorded = Column(ColumnType.TEXT, np.full(self._dataset.event_count, MISSING_CODE, np.int32), _words([]))
        if recorded.type is ColumnType.TEXT and any(noted):
            return _joined(recorded, [*noted, *(None for _ in self._drawn), None])
        missing = np.full(self.size - len(recorded), _MISSING[recorded.type], recorded.values.dtype)
        return Column(recorded.type, np.concatenate([recorded.values, missing]), recorded.words)

    def fill_numbers(self, name: str, numbers: NDArray[np.float64]) -> None:
        """Write a property of numbers, by row, into an array; NaN where it is missing, and where it is drawn."""
        recorded = self._dataset.properties.get(name)
        count = self._dataset.event_count
        numbers[count:] = np.nan
        numbers[:count] = np.nan if recorded is None else recorded.values

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


def text_column(texts: Sequence[str | None]) -> Column:
    """Texts as a column; None is missing."""
    return _joined(Column(ColumnType.TEXT, np.zeros(0, np.int32), _words([])), texts)


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
