"""A table on paper: columns as wide as what stands in them, words broken, too many columns in several tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.numbers import counted
from app.reports.documents.paper.sheet import MARGIN, ROOM, Sheets
from app.reports.drawing.fonts import elide, width_px, wrap
from app.reports.report import Cell, Table

SIZE, NOTE_SIZE = 8.0, 7.0
MOST_ROWS = 1_000
_LINE, _NOTE_LINE, _PAD = 10.5, 9.0, 5.0
_GAP, _WIDEST_GAP = 12.0, 36.0
_LEAST_WORDS = 70.0  # of a column of words
_MOST_HEAD = 150.0  # of the first column, where there are many
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the table: its place there, its width and edge on paper, whether it holds words."""

    at: int
    width: float
    is_words: bool
    left: float = 0.0


def lay_table(sheets: Sheets, table: Table, left_out: int = 0) -> None:
    """Put the table on the sheets, its head on each; of so many rows it is said that they are left out before."""
    headers, rows = table
    shown = rows[:MOST_ROWS]
    for columns in _pieces(headers, shown):
        _head(sheets, headers, columns, shown[0] if shown else None)
        for at, row in enumerate(shown):
            closing = [each for each in shown[at + 1 :] if each[0].tone == "total"] if at == len(shown) - 2 else []
            _row(sheets, headers, columns, row, sum(_height(columns, each) for each in closing))
        sheets.gap(6)
    if left_out := left_out + len(rows) - len(shown):
        more = (
            f"{counted(left_out, 'more row is', 'more rows are')} left out here; a workbook (XLSX) of this report has"
        )
        sheets.text(f"{more} {'it' if left_out == 1 else 'them'}.", size=SIZE, colour=sheets.palette.text_quiet)


def _pieces(headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Iterator[list[_Column]]:
    """The columns in as many pieces as fit the width, the first column in each."""
    columns = [_natural(at, header, rows) for at, header in enumerate(headers)]
    roomy = [replace(each, width=max(each.width, width_px(headers[each.at], SIZE, 500) + 0.5)) for each in columns]
    if sum(each.width for each in roomy) + _GAP * (len(roomy) - 1) <= ROOM:
        columns = roomy
    hard = sum(each.width for each in columns if not each.is_words) + _GAP * (len(columns) - 1)
    soft = [each for each in columns if each.is_words]
    if hard + sum(min(each.width, _LEAST_WORDS) for each in soft) <= ROOM:
        yield _spread(columns, ROOM - hard)
        return
    head = _narrowed(columns[0], _MOST_HEAD)
    piece, taken = [head], head.width
    for each in columns[1:]:
        fitting = _narrowed(each, ROOM - head.width - _GAP)
        if taken + _GAP + fitting.width > ROOM and len(piece) > 1:
            yield _placed(piece, _GAP)
            piece, taken = [head], head.width
        piece.append(fitting)
        taken += _GAP + fitting.width
    yield _placed(piece, _GAP)


def _natural(at: int, header: str, rows: Sequence[Sequence[Cell]]) -> _Column:
    """As wide as its widest cell, and as the longest word of its head."""
    widest = max((width_px(word, SIZE, 500) for word in header.split()), default=0.0)
    for row in rows:
        widest = max(widest, width_px(row[at], SIZE, 600), width_px(row[at].note, NOTE_SIZE, 400))
    return _Column(at, widest + 0.5, at == 0 or bool(rows and rows[0][at].tone == "words"))


def _spread(columns: list[_Column], room: float) -> list[_Column]:
    """Words share the room that numbers leave; what is left becomes wider gaps."""
    soft = [each for each in columns if each.is_words]
    widths = {each.at: min(each.width, _LEAST_WORDS) for each in soft}
    rest = room - sum(widths.values())
    for each in sorted(soft, key=lambda column: column.width):
        more = min(each.width - widths[each.at], rest / max(1, len(soft)) if len(soft) > 1 else rest)
        widths[each.at] += more
        rest -= more
    for each in soft:
        more = min(each.width - widths[each.at], rest)
        widths[each.at] += more
        rest -= more
    gap = min(_GAP + rest / max(1, len(columns) - 1), _WIDEST_GAP)
    return _placed([_narrowed(each, widths.get(each.at, each.width)) for each in columns], gap)


def _narrowed(column: _Column, most: float) -> _Column:
    return _Column(column.at, min(column.width, most), column.is_words)


def _placed(columns: list[_Column], gap: float) -> list[_Column]:
    placed, x = [], MARGIN
    for each in columns:
        placed.append(_Column(each.at, each.width, each.is_words, x))
        x += each.width + gap
    return placed


def _head(sheets: Sheets, headers: Sequence[str], columns: list[_Column], first: Sequence[Cell] | None) -> None:
    broken = {each.at: wrap(headers[each.at], each.width + 0.5, SIZE, 3, 500) for each in columns}
    lines = max(1, *(len(each) for each in broken.values()))
    rows_height = _LINE * 2 + _PAD if first is None else _height(columns, first)
    sheets.need(lines * _LINE + _PAD + rows_height)
    for column in columns:
        for at, text in enumerate(broken[column.at]):
            y = sheets.y + (lines - len(broken[column.at]) + at + 0.5) * _LINE
            _put(sheets, column, text, y, SIZE, sheets.palette.text_quiet, 500)
    sheets.y += lines * _LINE + _PAD
    sheets.rule(sheets.y - 2, colour=sheets.palette.line_strong)


def _height(columns: list[_Column], row: Sequence[Cell]) -> float:
    lines = max(len(_broken(each, row[each.at])) for each in columns)
    has_note = any(row[each.at].note for each in columns)
    return max(1, lines) * _LINE + (_NOTE_LINE if has_note else 0) + _PAD


def _broken(column: _Column, cell: Cell) -> list[str]:
    return wrap(cell, column.width, SIZE, _MOST_LINES if column.is_words else 1, 600) or [""]


def _row(sheets: Sheets, headers: Sequence[str], columns: list[_Column], row: Sequence[Cell], under: float) -> None:
    """On the next sheet where this one has no room for it and for what has to stand under it."""
    height, palette = _height(columns, row), sheets.palette
    if sheets.left < height + under:
        sheets.turn()
        _head(sheets, headers, columns, row)
    is_total = row[0].tone == "total"
    if is_total:
        sheets.rule(sheets.y - 1, colour=palette.line_strong)
    for column in columns:
        cell = row[column.at]
        colour = {"zero": palette.text_faint, "open": palette.text_quiet}.get(cell.tone, palette.text)
        weight = 600 if is_total or not column.at else 400
        lines = _broken(column, cell)
        for at, text in enumerate(lines):
            _put(sheets, column, text, sheets.y + _PAD / 2 + (at + 0.5) * _LINE, SIZE, colour, weight)
        if cell.note:
            y = sheets.y + _PAD / 2 + len(lines) * _LINE + _NOTE_LINE / 2
            _put(sheets, column, elide(cell.note, column.width, NOTE_SIZE), y, NOTE_SIZE, palette.text_quiet, 400)
    sheets.y += height
    sheets.rule(sheets.y - 0.5, colour=palette.line)


def _put(sheets: Sheets, column: _Column, text: str, y: float, size: float, colour: str, weight: int) -> None:
    """Words at the left edge of their column, numbers at the right one."""
    if column.is_words:
        sheets.line(text, column.left, y, size, colour, weight)
    else:
        sheets.line(text, column.left + column.width - width_px(text, size, weight), y, size, colour, weight)
