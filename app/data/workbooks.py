"""The first sheet of an XLSX workbook, row by row, as texts.

Read by ourselves, a cell at a time: libraries such as python-calamine lay a sheet out up to its last cell, so that a
stranger's workbook of one kilobyte with a cell in the last row takes all memory there is.
"""

from __future__ import annotations

import math
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from app.data.progress import Progress
from app.errors import AppError

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOOK, _RELATIONS, _TEXTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]+")
_MOST_BYTES = 256 << 20
_EXACT_IN_EXCEL = 10**15
_ROWS_BETWEEN_REPORTS = 1 << 12
_ENCRYPTED = 1
_MOST_ELEMENTS = 1 << 17
_UNREADABLE = (
    ElementTree.ParseError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    ValueError,
)

Row = dict[int, str]
"""Filled cells by column, from 0."""


def is_archive(path: Path) -> bool:
    """Whether the file is packed as workbooks are; one that cannot be read is not."""
    try:
        return zipfile.is_zipfile(path)
    except OSError:
        return False


def first_sheet(path: Path, progress: Progress) -> Iterator[Row]:
    """The rows that have cells, in their order; AppError where the file is no workbook that can be read safely."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > _MOST_BYTES:
                raise AppError(f"{path.name} unpacks to more than 256 MB. Nothing was imported; save it as CSV.")
            if any(member.flag_bits & _ENCRYPTED for member in members):
                raise AppError(f"{path.name} is locked with a password. Nothing was imported; save it without one.")
            progress(0, 0, f"Reading {path.name}")
            texts = _shared_texts(archive)
            for number, row in enumerate(_elements(archive, _sheet_name(archive), "row")):
                if number % _ROWS_BETWEEN_REPORTS == 0:
                    progress(0, 0, f"Reading {path.name}")
                yield _row(path.name, row, texts)
    except _UNREADABLE as error:
        raise AppError(
            f"{path.name} is not a workbook that can be read. Nothing was imported; save it as CSV."
        ) from error


def _sheet_name(archive: zipfile.ZipFile) -> str:
    """The archive's name of the first sheet's part."""
    sheet = next(iter(ElementTree.fromstring(archive.read(_BOOK)).iter(f"{_MAIN}sheet")), None)
    relations = ElementTree.fromstring(archive.read(_RELATIONS))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    target = targets[sheet.get(_RELATION) if sheet is not None else None]
    return target.removeprefix("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _shared_texts(archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells point to."""
    if _TEXTS not in archive.namelist():
        return []
    return [_text(item) for item in _elements(archive, _TEXTS, "si")]


def _elements(archive: zipfile.ZipFile, name: str, tag: str) -> Iterator[ElementTree.Element]:
    """Each element of that tag, none of it kept after it was looked at; ValueError for one with far too much in it."""
    wanted = f"{_MAIN}{tag}"
    with archive.open(name) as part:
        parents: list[ElementTree.Element] = []
        begun = 0  # how many elements there are in the wanted one that is open, itself included
        for event, element in ElementTree.iterparse(part, ("start", "end")):
            if event == "start":
                parents.append(element)
                begun += bool(begun or element.tag == wanted)
                if begun > _MOST_ELEMENTS:
                    raise ValueError(f"a {tag} holds more than {_MOST_ELEMENTS} elements")
                continue
            parents.pop()
            if element.tag == wanted:
                yield element
                begun = 0
            if parents and not begun:
                parents[-1].clear()


def _row(file: str, row: ElementTree.Element, texts: list[str]) -> Row:
    cells, column = {}, -1
    for cell in row.iter(f"{_MAIN}c"):
        place = _PLACE.fullmatch(cell.get("r", ""))
        column = _column(place[1]) if place else column + 1
        text = _cell(file, cell, texts)
        if text.strip():
            cells[column] = text
    return cells


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _cell(file: str, cell: ElementTree.Element, texts: list[str]) -> str:
    """What the cell says; nothing for an error such as #N/A."""
    kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v", "")
    if kind == "inlineStr":
        return _text(cell)
    if kind == "s":
        place = int(value)
        if not 0 <= place < len(texts):
            raise ValueError(f"there is no shared text {place}")
        return texts[place]
    if kind == "e":
        return ""
    return _number(file, value) if kind == "n" and value.strip() else value


def _text(element: ElementTree.Element) -> str:
    """The text of all its runs, without phonetic hints."""
    direct = [element.findtext(f"{_MAIN}t", ""), element.findtext(f"{_MAIN}is/{_MAIN}t", "")]
    runs = [run.findtext(f"{_MAIN}t", "") for run in element.iter(f"{_MAIN}r")]
    return "".join([*direct, *runs])


def _number(file: str, text: str) -> str:
    """A number as it is shown without a format; one that Excel can only have rounded is refused."""
    number = float(text)
    if not math.isfinite(number) or abs(number) >= _EXACT_IN_EXCEL:
        raise AppError(
            f"{file} holds numbers of more than 15 digits, which Excel rounds. Nothing was imported; "
            "make their column text and fill it again."
        )
    return f"{number:.0f}" if number == int(number) else repr(number)
