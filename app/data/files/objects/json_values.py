"""JSON objects as rows of texts: numbers keep their digits, nested objects become columns, lists stay JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pyarrow as pa

from app.data.files.columns_table import short_names
from app.data.files.text.dialect import MOST_COLUMNS
from app.errors import AppError

_BATCH = 20_000
_HARMLESS_CELLS = 50_000_000
_CELLS_PER_BYTE = 40
Path = tuple[str, ...]


class Number(str):
    """The digits of a number, which are not put in quotes inside a list."""

    __slots__ = ()


class Repeated(dict[str, Any]):
    """An object in which a name stands more than once; the last value counts."""


def decoder() -> json.JSONDecoder:
    """Reads values as `texts_of` takes them."""
    return json.JSONDecoder(
        object_pairs_hook=_object, parse_float=Number, parse_int=Number, parse_constant=Number, strict=False
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    return values if len(values) == len(pairs) else Repeated(values)


def repeats_a_name(value: Any) -> bool:
    """Whether an object, or one within it, names something twice."""
    return isinstance(value, Repeated) or (
        isinstance(value, dict) and any(repeats_a_name(inner) for inner in value.values() if isinstance(inner, dict))
    )


def texts_of(value: Mapping[str, Any]) -> dict[Path, str]:
    """A text for each value that is no object, by the names that lead to it; "" for null."""
    return dict(_texts(value, ()))


def _texts(value: Mapping[str, Any], above: Path) -> Iterator[tuple[Path, str]]:
    for name, inner in value.items():
        path = (*above, _sound(name))
        if isinstance(inner, dict):
            yield from _texts(inner, path)
        else:
            yield path, text_of(inner)


def text_of(value: Any) -> str:
    """A value as the text of a cell."""
    if isinstance(value, str):
        return _sound(value)
    return "" if value is None else _written(value)


def _written(value: Any) -> str:
    """JSON of a value."""
    if isinstance(value, Number):
        return value
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_written(name)}: {_written(inner)}' for name, inner in value.items())}}}"
    return json.dumps(_sound(value) if isinstance(value, str) else value, ensure_ascii=False)


def _sound(text: str) -> str:
    """Half of a pair of surrogates, which JSON can name and UTF-8 cannot, as a question mark in a box."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class RowsOfTexts:
    """Gathers rows of texts as columns, some thousands at a time; `size` is the file's, in bytes."""

    def __init__(self, file: str, size: int) -> None:
        self._file = file
        self._size = size
        self._paths: dict[Path, int] = {}
        self._waiting: list[Mapping[Path, str]] = []
        self._tables: list[pa.Table] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, row: Mapping[Path, str]) -> None:
        """One more row; an AppError where a small file would become a huge table."""
        self._waiting.append(row)
        self._count += 1
        if len(self._waiting) == _BATCH:
            self._put_away()

    def table(self) -> pa.Table:
        """A column for each path in order of first sight, "" where a row has none."""
        self._put_away()
        table = pa.concat_tables(self._tables, promote_options="default")
        columns: list[Any] = table.columns
        return pa.table([column.fill_null("") for column in columns], short_names(list(self._paths)))

    def _put_away(self) -> None:
        for path in (path for row in self._waiting for path in row):
            self._paths.setdefault(path, len(self._paths))
        refuse_too_wide(self._file, len(self._paths), self._count, self._size)
        columns = [[row.get(path, "") for row in self._waiting] for path in self._paths]
        self._tables.append(pa.table(columns, schema=_schema(len(self._paths))))
        self._waiting = []


def refuse_too_wide(file: str, columns: int, rows: int, size: int) -> None:
    """An AppError for more columns than a table has, or for one that would hardly hold anything."""
    if columns > MOST_COLUMNS:
        raise AppError(f"{file} names {columns} different values; {MOST_COLUMNS} is the most. Nothing was imported.")
    if columns * rows > _HARMLESS_CELLS + _CELLS_PER_BYTE * size:
        raise AppError(
            f"{file} would become a table of {columns} columns and {rows} rows in which hardly a cell is filled. "
            "Nothing was imported; give each kind of record a file of its own."
        )


@cache
def _schema(count: int) -> pa.Schema:
    return pa.schema([(str(place), pa.string()) for place in range(count)])
