"""The form of a delimited text: delimiter, quotes, header, and where the rows begin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from app.data.columns.texts import BLANKS
from app.data.files.text.records import Dialect, Record, read_record, read_records
from app.data.files.text.searching import PIECE
from app.data.vocabulary.headers import INSTANTS, plain
from app.errors import AppError

_SEPARATOR_LINE = re.compile(rb'\A"?sep=(.)"?(?:\r\n|\r|\n)', re.IGNORECASE)
_LEADING = re.compile(rb"(?:[ \t]*(?:\r\n|\r|\n)|#(?![,;\t|])[^\r\n]*(?:\r\n|\r|\n))*+")  # “#” alone is a column
_DATA_CELL = re.compile(
    r"^[+-]?[\d.,\s]*\d[\d.,\s%]*$|^\d{4}-\d\d-\d\d|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|^[^@\s]+@[^@\s]+\.[^@\s]+$"
)
_COMMON, _RARE = (",", ";", "\t", "|"), (":", "~", "^", "!", "\x1f", "\x01")
_SAMPLE_RECORDS, _SAMPLE_BYTES = 200, 1 << 16
_RARE_SHARE = 0.95
_LONGEST_DATA_CELL = 64
MOST_COLUMNS = 5000
_MOST_TITLES = 20
_LEAST_COLUMNS = 3
_FEWEST_RECORDS = 2
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class Form:
    """How a text is read: `columns` are its header made distinct, `body` the byte offset of the first row.

    `header` has the header's cells without blanks around them, `first` the first of them as it stands. `above` lines of
    titles stand before it.
    """

    dialect: Dialect
    columns: tuple[str, ...]
    has_header: bool
    body: int
    header: tuple[str, ...] = ()
    first: str = ""
    above: int = 0


def lines_above(count: int) -> str:
    """So many lines of titles, in words."""
    return "a line of titles" if count == 1 else f"{count} lines of titles"


def recognise(file: str, text: bytes) -> Form:
    """The form of a UTF-8 text; an AppError in words when there is no header to be found."""
    named = _SEPARATOR_LINE.match(text)
    start = named.end() if named else 0
    start = start if named else _begin(text)
    if start >= len(text):
        raise AppError(f"{file} has no header and no rows. Export it again, or choose another file.")
    above, start = (0, start) if named else behind_titles(text, start)
    dialect = Dialect(named.group(1).decode(), _quote(text, start)) if named else _dialect(text, start)
    records = _sample(text, start, dialect)
    header = cells_of(records[0])
    has_header = any(map(_names_a_column, header)) or not any(map(_is_data, header))
    width = _width(records, len(header))
    if width > MOST_COLUMNS:
        raise AppError(
            f"{file} seems to have {width} columns; {MOST_COLUMNS} is the most. Is it really delimited text?"
        )
    names = [*header, *[""] * (width - len(header))] if has_header else [""] * width
    body = records[0].end if has_header else start
    second = cells_of(records[1]) if has_header and len(records) > _FEWEST_RECORDS else []
    if _is_second_header(header, second):
        names, body = _with_answers(header, second), records[1].end
    first = records[0].cells[0].decode("utf-8", "replace")
    return Form(dialect, _distinct(names), has_header, body, tuple(header), first, above)


def behind_titles(text: bytes, start: int) -> tuple[int, int]:
    """How many lines of titles come before the header of a report, and where that begins.

    Titles stand alone in their lines, or above some of the columns; the header is the first line below them that names
    at least half as many columns as most rows have, and has nothing that rows have.
    """
    quote = _quote(text, start)
    scores = {sign: _score(text, start, Dialect(sign, quote)) for sign in _COMMON}
    best = max(scores, key=lambda sign: scores[sign])
    for sign in [best] if scores[best][0] >= _MOST else _COMMON:
        records = _sample(text, start, Dialect(sign, quote))
        usual, count = Counter(len(record.cells) for record in records).most_common(1)[0]
        if usual < _LEAST_COLUMNS or count < _MOST * len(records):
            continue
        filled = [[cell for cell in cells_of(record) if cell] for record in records[:_MOST_TITLES]]
        place = next((at for at, cells in enumerate(filled) if 2 * len(cells) >= usual), 0)
        above = zip(filled[:place], records, strict=False)
        if place and not any(map(_is_data, filled[place])) and all(_is_title(*each, usual) for each in above):
            return sum(map(bool, filled[:place])), records[place - 1].end
        place = _below_another_table(records, usual)
        if place:
            return sum(map(bool, filled[:place])), records[place - 1].end
    return 0, start


def _below_another_table(records: list[Record], usual: int) -> int:
    """The place of the header of the last table of a report, whose rows have more cells than what stands above; else 0.

    Above it stand titles and smaller tables: who the host was, when it began. It names each of its columns once, below
    a line of another width.
    """
    widths = [len(record.cells) for record in records]
    place = next((at for at in range(len(widths), 0, -1) if widths[at - 1] != usual), 0)
    if not 0 < place < min(len(records) - 1, _MOST_TITLES) or max(widths[:place]) >= usual:
        return 0
    cells = cells_of(records[place])
    is_header = all(cells) and len({*cells}) == len(cells) and not any(map(_is_data, cells))
    return place if is_header else 0


def _is_title(cells: list[str], record: Record, usual: int) -> bool:
    """Whether a line holds one text, or too few for its columns."""
    return len(cells) < 2 or (len(record.cells) == usual and 2 * len(cells) < usual)


def _is_second_header(header: list[str], second: list[str]) -> bool:
    """Whether the line below names what each column without a name is: the answers to a question of a survey."""
    if len(second) != len(header) or "" not in header[1:] or not header[0] or second[0]:
        return False
    below = [cell for name, cell in zip(header, second, strict=True) if not name]
    return all(below) and not any(map(_is_data, below)) and 2 * sum(map(bool, second)) <= len(second) + len(below)


def _with_answers(header: list[str], second: list[str]) -> list[str]:
    """The questions, and for those with several columns each with its answer."""
    names: list[str] = []
    question = ""
    for place, (name, cell) in enumerate(zip(header, second, strict=True)):
        question = name or question
        has_more = not name or "" in header[place + 1 : place + 2]
        names.append(f"{question}: {cell}" if cell and has_more else question)
    return names


def _begin(text: bytes) -> int:
    """Where the header begins: behind blank lines and remarks, or with the last of these where only data follow it."""
    start = _behind_leading(text)
    line = text.rfind(b"\n", 0, max(start - 1, 0)) + 1
    if line == start or text[line : line + 1] != b"#" or start >= len(text):
        return start
    dialect = _dialect(text, line)
    first, *others = (cells_of(record) for record in _sample(text, line, dialect)[:2])
    are_data = bool(others) and any(map(_is_data, others[0])) and not any(map(_names_a_column, others[0]))
    return line if are_data and 1 < len(first) == len(others[0]) else start


def _behind_leading(text: bytes) -> int:
    """Where the first line begins that is neither blank nor a remark."""
    at = 0
    while (found := _LEADING.match(text, at, at + PIECE)) and found.end() > at:
        at = found.end()
    return at


def cells_of(record: Record) -> list[str]:
    """The texts of a record without blanks around them."""
    return [cell.decode("utf-8", "replace").strip(BLANKS) for cell in record.cells]


def _names_a_column(cell: str) -> bool:
    name = plain(cell)
    return name == "id" or name.endswith("_id") or name in INSTANTS


def _is_data(cell: str) -> bool:
    """Whether a cell is a number, a date or an e-mail address, as no name of a column is."""
    return len(cell) <= _LONGEST_DATA_CELL and _DATA_CELL.match(cell) is not None


def _dialect(text: bytes, start: int) -> Dialect:
    """The sign that splits the header and most often gives the rows as many cells."""
    quote = _quote(text, start)
    scores = [(_score(text, start, Dialect(sign, quote)), sign) for sign in _COMMON]
    best = max(scores, key=lambda pair: pair[0])
    if best[0] == (0.0, 0):
        rare = [(_score(text, start, Dialect(sign, quote)), sign) for sign in _RARE]
        best = max([pair for pair in rare if pair[0][0] >= _RARE_SHARE], key=lambda pair: pair[0], default=best)
    return Dialect(best[1], quote)


def _score(text: bytes, start: int, dialect: Dialect) -> tuple[float, int]:
    """The share of sample rows that have the header's number of cells, and that number; zeros for a single cell."""
    records = _sample(text, start, dialect)
    width = len(records[0].cells)
    if width < 2:
        return 0.0, 0
    rows = records[1:] or records
    return sum(len(record.cells) == width for record in rows) / len(rows), width


def _quote(text: bytes, start: int) -> str:
    """An apostrophe where it stands around whole cells and the quotation mark does not."""
    head = text[start : start + _SAMPLE_BYTES]
    if b'"' in head:
        return '"'
    wrapped = re.findall(rb"(?:\A|[\r\n,;\t|])'[^'\r\n]*'(?=[\r\n,;\t|]|\Z)", head)
    return "'" if len(wrapped) > 1 else '"'


def _sample(text: bytes, start: int, dialect: Dialect) -> list[Record]:
    head = text[: start + _SAMPLE_BYTES]
    return list(_whole_records(head, start, dialect, len(head) == len(text))) or [read_record(text, start, dialect)]


@lru_cache(maxsize=16)
def _whole_records(head: bytes, start: int, dialect: Dialect, is_all: bool) -> tuple[Record, ...]:
    """The first records of a beginning, which is split by the same signs for one question after another."""
    records = islice(read_records(head, start, dialect), _SAMPLE_RECORDS)
    return tuple(record for record in records if is_all or record.end < len(head))


def _width(records: Iterable[Record], header: int) -> int:
    """The header's width, or that of most rows where they have more cells."""
    widths = Counter(len(record.cells) for record in islice(records, 1, None))
    usual, count = widths.most_common(1)[0] if widths else (header, 0)
    return usual if usual > header and count > sum(widths.values()) / 2 else header


def _distinct(header: list[str]) -> tuple[str, ...]:
    """Names without repetition: "name", "name (2)"; a cell without a name is called by its place."""
    columns: dict[str, None] = {}
    taken = set(header)
    for place, cell in enumerate(header, 1):
        name = base = cell or f"column {place}"
        count = 1
        while name in columns or (count > 1 and name in taken):
            count += 1
            name = f"{base} ({count})"
        columns[name] = None
    return tuple(columns)
