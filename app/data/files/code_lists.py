"""The column of codes in a file of any format; a delimited one may be a plain text without a header."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, dropwhile, islice
from pathlib import Path

from app.data.files.registry import DELIMITED, FileFormat, Reading, format_of
from app.data.files.text.content import load
from app.data.vocabulary.headers import plain
from app.errors import AppError
from app.progress import Progress

NAMES_OF_CODES = frozenset(
    {"code", "codes", "voucher", "vouchers", "voucher_code", "coupon", "coupons", "coupon_code", "promo_code"}
    | {"promocode", "promotion_code", "discount_code", "gift_code"}
)
_DELIMITERS = (",", ";", "\t", "|")
_NEVER_WRITTEN = "\x1f"
_SEPARATOR_LINE = re.compile(r'\A"?sep=(.)"?(?:\r\n|\r|\n)', re.IGNORECASE)
_MADE_UP = re.compile(r"column \d+")  # the name of a column that has none
_SAMPLE = 200
_LEAST_ROWS_UNDER_A_NAME = 2
_ROWS_BETWEEN_REPORTS = 1 << 15


_Row = dict[int, str]
"""The cells of a row by their place."""


@dataclass(frozen=True, slots=True)
class CodeColumn:
    """The cells below the header as they stand; `header` is "" where the first row is a code already.

    `beside` are the names of the other columns, which nothing is made of.
    """

    header: str
    cells: list[str]
    beside: tuple[str, ...] = ()


def read_codes(path: Path, progress: Progress) -> CodeColumn:
    """The column named “code” or the like, else the first that is filled."""
    form = format_of(path)
    rows = _text_rows(path, progress) if form is DELIMITED else _table_rows(form, path, progress)
    filled = dropwhile(lambda row: not any(map(str.strip, row.values())), rows)
    first = next(filled, {})
    named = next((place for place, cell in first.items() if plain(cell) in NAMES_OF_CODES), None)
    place = next((place for place, cell in first.items() if cell.strip()), 0) if named is None else named
    cells = [row.get(place, "") for row in chain((first,), filled)]
    if named is not None or form.names_columns or _names_the_others(cells):
        others = (cell.strip() for at, cell in first.items() if at != place)
        return CodeColumn(cells[0].strip(), cells[1:], tuple(filter(None, others)))
    return CodeColumn("", cells)


def _names_the_others(cells: Sequence[str]) -> bool:
    """Whether the first cell alone has no digit, as a name above codes has none."""
    below = [cell for cell in cells[1:] if cell.strip()]
    return (
        len(below) >= _LEAST_ROWS_UNDER_A_NAME
        and bool(cells[0].strip())
        and not _has_digit(cells[0])
        and all(map(_has_digit, below))
    )


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _table_rows(form: FileFormat, path: Path, progress: Progress) -> Iterator[_Row]:
    """The names of the columns as a row, the rows below them, and an empty one for each that was dropped."""
    source = form.read(path, Reading(progress=progress))
    yield {place: "" if _MADE_UP.fullmatch(name) else name for place, name in enumerate(source.table.column_names)}
    for row in zip(*(column.to_pylist() for column in source.table.columns), strict=True):
        yield dict(enumerate(row))
    yield from ({} for _ in source.dropped)


def _text_rows(path: Path, progress: Progress) -> Iterator[_Row]:
    content = load(path, progress)
    if content.damaged:
        raise AppError(
            f"{path.name} holds bytes that are no {content.encoding.upper()}, so its codes cannot be told for sure. "
            "Nothing was imported; save it as UTF-8."
        )
    text = content.text.decode()
    named = _SEPARATOR_LINE.match(text)
    body = text[named.end() :] if named else text
    delimiter = named.group(1) if named else _delimiter(body)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    total = body.count("\n")
    try:
        for number, row in enumerate(reader):
            if number % _ROWS_BETWEEN_REPORTS == 0:
                progress(min(number, total), total, f"Reading {path.name}")
            if any("\n" in cell or "\r" in cell for cell in row):
                raise _open_quote(path.name, reader.line_num)
            yield dict(enumerate(row))
    except csv.Error as error:
        raise _open_quote(path.name, reader.line_num) from error


def _delimiter(text: str) -> str:
    """The sign that splits a header with a known name, or all the first rows alike; else one that is never written."""
    head = list(islice((line for line in io.StringIO(text, newline=None) if line.strip()), _SAMPLE))
    first = head[0] if head else ""
    for sign in _DELIMITERS:
        if sign in first and any(plain(cell.strip('" \r\n')) in NAMES_OF_CODES for cell in first.split(sign)):
            return sign
    for sign in _DELIMITERS:
        counts = {line.count(sign) for line in head}
        if len(counts) == 1 and counts != {0}:
            return sign
    return _NEVER_WRITTEN


def _open_quote(file: str, line: int) -> AppError:
    return AppError(
        f"{file}, up to line {line}: a quotation mark is opened and not closed as it should be. Nothing was imported; "
        "mend that line."
    )
