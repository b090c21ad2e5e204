"""The process that reads a workbook: its first sheet with a table, as delimited text, to standard output."""

from __future__ import annotations

import csv
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from app.data.files.packed.reader_process import limit_memory, main, refuse, say

_MOST_ENTRIES = 10_000
_HARMLESS_BYTES = 256 << 20
_LARGEST_RATIO = 200
_LOOK = 50
_PROPERTIES = "xl/workbook.xml"
_MOST_PROPERTIES = 1 << 20
_EXACT = 10**15


def read(stream: BinaryIO, arguments: list[str]) -> None:
    """Write the sheet; `arguments` are the most rows to write, 0 for all, and the sheet's name, if one is wanted."""
    limit_memory()
    most, wanted = int(arguments[0]), (arguments[1] if len(arguments) > 1 else None)
    _check_archive(stream)
    try:
        since_1904 = _counts_from_1904(stream)
        workbook = CalamineWorkbook.from_filelike(stream)
        _write(workbook, wanted, most, since_1904=since_1904)
    except PasswordError:
        refuse("is protected by a password. Save it without one, and import that.")
    except CalamineError:
        refuse("is damaged, or no workbook. Open it in a spreadsheet program and save it again.")


def _check_archive(stream: BinaryIO) -> None:
    """Refuse an archive that says it unpacks to far more than it is; what it hides, the limits of memory stop."""
    if stream.read(2) == b"PK":
        size = stream.seek(0, 2)
        try:
            entries = zipfile.ZipFile(stream).infolist()
        except zipfile.BadZipFile:
            refuse("is damaged: it cannot be unpacked. Fetch it again.")
        if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > max(
            _HARMLESS_BYTES, _LARGEST_RATIO * size
        ):
            refuse(f"unpacks to more than {_LARGEST_RATIO} times its size and was not read.")
        if not any(entry.filename.startswith(("xl/", "content.xml")) for entry in entries):
            refuse("is a ZIP archive, not a workbook. Unpack it, and import the files in it.")
    stream.seek(0)


def _counts_from_1904(stream: BinaryIO) -> bool:
    """Whether the workbook counts its days from 1904, as spreadsheet programs of the Macintosh long did."""
    said = b""
    if stream.read(2) == b"PK":
        with zipfile.ZipFile(stream) as archive:
            if _PROPERTIES in archive.namelist():
                with archive.open(_PROPERTIES) as properties:
                    said = properties.read(_MOST_PROPERTIES)
    stream.seek(0)
    return re.search(rb"\bdate1904=[\"'](?:1|true|on)[\"']", said) is not None


def _write(workbook: CalamineWorkbook, wanted: str | None, most: int, *, since_1904: bool) -> None:
    visible = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    filled = [name for name in visible or workbook.sheet_names if _is_filled(workbook.get_sheet_by_name(name))]
    if wanted is not None and wanted not in workbook.sheet_names:
        refuse(f"has no sheet “{wanted}”. Its sheets are: {', '.join(workbook.sheet_names)}.")
    if wanted is None and not filled:
        refuse("has no sheet with rows. Export it again, or choose another file.")
    name = wanted or _first_table(workbook, filled)
    sheet = workbook.get_sheet_by_name(name)
    first_row = (sheet.start or (0, 0))[0]
    rows: Iterator[list[Any]] = iter(sheet.to_python(skip_empty_area=True, nrows=most or None))
    sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")  # type: ignore[union-attr]
    _write_rows(rows)
    sheets = [each for each in workbook.sheet_names if each in filled or each == name]
    say({"sheet": name, "first_row": first_row, "sheets": sheets, "since_1904": since_1904})


def _first_table(workbook: CalamineWorkbook, filled: list[str]) -> str:
    """The first sheet with rows of several columns, since covers and notes stand before tables; else the first one."""
    sheets = ((name, workbook.get_sheet_by_name(name)) for name in filled)
    return next((name for name, sheet in sheets if sheet.height > 1 and sheet.width > 1), filled[0])


def _is_filled(sheet: CalamineSheet) -> bool:
    return sheet.start is not None and sheet.height > 0


def _write_rows(rows: Iterator[list[Any]]) -> None:
    """Each row a record, what stands above the header as comments, and empty rows as blank lines."""
    writer = csv.writer(sys.stdout, quoting=csv.QUOTE_ALL, lineterminator="\n")
    head = [[text_of(cell) for cell in row] for row in islice(rows, _LOOK)]
    titles = _rows_above_the_header(head)
    for row in head[:titles]:
        sys.stdout.write(f"# {' '.join(' '.join(row).split())}\n")
    for row in head[titles:]:
        writer.writerow(row if any(row) else [])
    for cells in rows:
        texts = [text_of(cell) for cell in cells]
        writer.writerow(texts if any(texts) else [])


def _rows_above_the_header(head: list[list[str]]) -> int:
    """How many rows come before the first one that is filled at least half as far as the fullest of them."""
    filled = [sum(map(bool, row)) for row in head]
    widest = max(filled, default=0)
    return next((place for place, count in enumerate(filled) if 2 * count >= widest and count), 0)


def text_of(cell: Any) -> str:
    """A cell as text: whole numbers without a point, dates and times in ISO 8601, the day alone at midnight."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(cell)


if __name__ == "__main__":
    main(read)
