"""JSON files: a list of objects, objects line by line, or one object that holds such a list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from app.data.files.columns_table import ColumnsTable, Locate
from app.data.files.objects.json_lines import read_whole_lines
from app.data.files.objects.json_values import RowsOfTexts, decoder, repeats_a_name, texts_of
from app.data.files.source_table import Fault, Place
from app.data.files.text.content import Content, load
from app.errors import AppError
from app.progress import Progress

_HEAD = 1 << 20
_BETWEEN_REPORTS = 1 << 12
_WRAPPINGS = frozenset({"data", "result", "results", "response", "payload", "body", "export", "_embedded"})
"""What programs call that which they answer with."""
_MOST_WRAPPINGS = 3
_BLANK = re.compile(r"[ \t\r\n]*")
_NO_OBJECT = "it is no object with names and values"
_BROKEN = "it is no whole JSON object"
_REPEATED = "a name stands twice in it; the last value was taken"
_LONGEST_SHOWN = 2_000
_LEAST_TO_JUDGE = 1_000


def read_json(path: Path, progress: Progress, encoding: str | None = None, *, head_only: bool = False) -> ColumnsTable:
    """The rows of a file, or those of its beginning; an AppError in words when there are none."""
    content = load(path, progress, encoding, limit=_HEAD if head_only else None)
    return read_json_text(content, progress, head_only=head_only)


def read_json_text(content: Content, progress: Progress, *, head_only: bool = False) -> ColumnsTable:
    """The rows of a text, of which the end may be missing if only its head is wanted."""
    text = content.text.decode()
    start = _BLANK.match(text, 0).end()  # type: ignore[union-attr]  # it matches nothing as well
    if text[start : start + 1] == "{" and (_has_lines(text, start) or head_only):
        whole = read_whole_lines(content.text, progress)
        if whole is not None:
            return ColumnsTable(content.file, whole, content.text, _form(content, "lines"), _by_lines(content.text))
        return _table(content, _Lines(text, start, progress), "lines")
    if text[start : start + 1] == "{":
        start = _list_within(content.file, text, start)
    if text[start : start + 1] != "[":
        raise AppError(f"{content.file} holds no list of objects, so it has no rows. Nothing was imported.")
    return _table(content, _List(content.file, text, start, progress, head_only=head_only), "a list")


def _form(content: Content, what: str) -> str:
    return f"JSON, {content.encoding}, {what} of objects"


@dataclass(slots=True)
class _Elements:
    """Values of a text with where each begins and ends."""

    spans: list[tuple[int, int]] = field(default_factory=list, init=False)


@dataclass(slots=True)
class _Lines(_Elements):
    """One value a line; None for a line that holds none, or more."""

    text: str
    start: int
    progress: Progress

    def __iter__(self) -> Iterator[Any]:
        reader, at, text = decoder(), self.start, self.text
        while at < len(text):
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            line = text[at:end].strip()
            if line:
                if len(self.spans) % _BETWEEN_REPORTS == 0:
                    self.progress(at, len(text), "Reading rows")
                self.spans.append((at, end))
                yield _value_of(reader, line)
            at = end + 1


@dataclass(slots=True)
class _List(_Elements):
    """The elements of a list; nothing can be said of what follows a broken one."""

    file: str
    text: str
    start: int
    progress: Progress
    head_only: bool

    def __iter__(self) -> Iterator[Any]:
        reader, text = decoder(), self.text
        at = _after_blanks(text, self.start + 1)
        while text[at : at + 1] != "]":
            try:
                value, end = reader.raw_decode(text, at)
            except (ValueError, RecursionError):
                if self.head_only:
                    return
                raise self._broken(at) from None
            if len(self.spans) % _BETWEEN_REPORTS == 0:
                self.progress(at, len(text), "Reading rows")
            self.spans.append((at, end))
            yield value
            at = _after_blanks(text, end)
            if text[at : at + 1] == ",":
                at = _after_blanks(text, at + 1)
            elif text[at : at + 1] != "]":
                if self.head_only:
                    return
                raise self._broken(at)

    def _broken(self, at: int) -> AppError:
        line = self.text.count("\n", 0, at) + 1
        return AppError(
            f"{self.file} is damaged or was cut off: what begins in line {line} is no whole JSON value. "
            "Nothing was imported; export it again."
        )


def _value_of(reader: json.JSONDecoder, line: str) -> Any:
    try:
        return reader.decode(line)
    except (ValueError, RecursionError):
        return None


def _table(content: Content, elements: _Lines | _List, what: str) -> ColumnsTable:
    rows = RowsOfTexts(content.file, len(content.text))
    faults, dropped = [], []
    for number, value in enumerate(elements):
        if not isinstance(value, dict):
            faults.append(Fault(number, _BROKEN if value is None else _NO_OBJECT))
            dropped.append(number)
            if len(dropped) == number + 1 == _LEAST_TO_JUDGE:
                break
            continue
        try:
            rows.add(texts_of(value))
        except RecursionError:
            faults.append(Fault(number, "its values are nested too deeply"))
            dropped.append(number)
            continue
        if repeats_a_name(value):
            faults.append(Fault(number, _REPEATED))
    if not len(rows):
        raise AppError(
            f"{content.file} holds no objects with names and values, so it has no rows. Nothing was imported."
        )
    locate = _by_spans(elements.text, elements.spans)
    return ColumnsTable(
        content.file,
        rows.table(),
        content.text,
        _form(content, what),
        locate,
        tuple(faults),
        np.array(dropped, np.int64),
    )


def _by_spans(text: str, spans: Sequence[tuple[int, int]]) -> Locate:
    def places_of(records: Sequence[int]) -> list[Place]:
        places, line, counted = [], 1, 0
        for record in records:
            first, last = spans[record]
            line += text.count("\n", counted, first)
            counted = first
            places.append(Place(line, text[first : min(last, first + _LONGEST_SHOWN)].strip()))
        return places

    return places_of


def _by_lines(content: bytes) -> Locate:
    """For a text without blank lines: the record's number is the line's."""

    def places_of(records: Sequence[int]) -> list[Place]:
        ends = np.flatnonzero(np.frombuffer(content, np.uint8) == ord("\n")) if len(records) else np.zeros(0, np.int64)
        places = []
        for record in records:
            first = int(ends[record - 1]) + 1 if record else 0
            last = int(ends[record]) if record < len(ends) else len(content)
            text = content[first : min(last, first + _LONGEST_SHOWN)].decode("utf-8", "replace")
            places.append(Place(record + 1, text.strip()))
        return places

    return places_of


def _after_blanks(text: str, at: int) -> int:
    return _BLANK.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing as well


def _has_lines(text: str, start: int) -> bool:
    """Whether the first line is a whole object, and another begins below it, or nothing does."""
    end = text.find("\n", start)
    first = text[start : len(text) if end < 0 else end].strip()
    value = _value_of(decoder(), first)
    if not isinstance(value, dict):
        return False
    below = end >= 0 and _after_blanks(text, end) < len(text)
    return below or not _wraps_objects(value, _MOST_WRAPPINGS)


def _wraps_objects(value: dict[str, Any], depth: int) -> bool:
    """Whether an object is what a list of objects is wrapped in."""
    return any(
        _are_objects(inner)
        if isinstance(inner, list)
        else depth > 0 and name in _WRAPPINGS and _wraps_objects(inner, depth - 1)
        for name, inner in value.items()
        if isinstance(inner, list | dict)
    )


def _are_objects(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(value, dict) for value in values)


def _list_within(file: str, text: str, start: int) -> int:
    """Where the longest list of objects begins that is a value of one object, such as `{"data": [...]}`."""
    found = [*_lists_within(text, start)]
    if not found:
        raise AppError(f"{file} holds no list of objects, so it has no rows. Nothing was imported.")
    return max(found)[1]


def _lists_within(text: str, start: int, depth: int = 0) -> Iterator[tuple[int, int]]:
    """How long each list of objects is and where it begins, also within what an answer is wrapped in."""
    reader = decoder()
    at = _after_blanks(text, start + 1)
    while text[at : at + 1] == '"':
        try:
            name, at = reader.raw_decode(text, at)
            at = _after_blanks(text, at)
            if text[at : at + 1] != ":":
                return
            at = _after_blanks(text, at + 1)
            if depth < _MOST_WRAPPINGS and name in _WRAPPINGS and text[at : at + 1] == "{":
                yield from _lists_within(text, at, depth + 1)
            value, end = reader.raw_decode(text, at)
        except (ValueError, RecursionError):
            if text[at : at + 1] == "[":  # what is wrong in it will be told with its line
                yield 1 << 60, at
            return
        if isinstance(value, list) and _are_objects(value):
            yield len(value), at
        at = _after_blanks(text, end)
        at = _after_blanks(text, at + 1) if text[at : at + 1] == "," else at
