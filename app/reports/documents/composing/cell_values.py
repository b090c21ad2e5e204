"""The number that a cell of a table prints, for documents that can compute with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal, NamedTuple

from app.numbers import Rate, parsed
from app.region import current
from app.reports.report import Cell

Kind = Literal["number", "share", "length"]

_NUMBER = re.compile(r"(?P<sign>[+\-−]?)(?P<before>\D*?)(?P<less>[\-−]?)(?P<number>\d[\d\s.,'’]*?)(?P<after>\D*)")
_FRACTION = re.compile(r"(?P<part>.+?) of (?P<whole>.+)")
_LENGTH = re.compile(r"(?P<amount>\d[\d.,'’ ]*?) (?P<unit>d|h|min|s)\b")
_SECONDS = {"d": 86_400, "h": 3_600, "min": 60, "s": 1}
_OF = "of "


class CellValue(NamedTuple):
    """A number, what is printed before and after it, and its decimals; a share is a fraction, a length in seconds."""

    kind: Kind
    value: float
    before: str = ""
    after: str = ""
    decimals: int = 0


def value_of(cell: Cell) -> CellValue | None:
    """The number in the cell; None where it is a text, a dash, a bound such as `<0.1%`, or a count only so far."""
    text = _with_blanks(cell)
    if cell.tone == "words" or not any(letter.isdigit() for letter in text):
        return None
    if "%" in text:
        return _share(text, _with_blanks(cell.note))
    if fraction := _FRACTION.fullmatch(text):
        part, whole = _number(fraction["part"]), _number(fraction["whole"])
        return None if part is None or whole is None else part._replace(after=f" of {fraction['whole']}")
    return _length(text) or _number(text)


def row_values(row: Sequence[Cell]) -> list[CellValue | None]:
    """The numbers in a row; a share whose note names only the whole is made exact by the count beside it."""
    values = [value_of(cell) for cell in row]
    counts = [int(each.value) for each in values if each and each.kind == "number" and each.value >= 0]
    for at, (cell, value) in enumerate(zip(row, values, strict=True)):
        note = _with_blanks(cell.note)
        if value is None or value.kind != "share" or not note.startswith(_OF):
            continue
        whole = _number(note.removeprefix(_OF))
        if whole is not None and whole.value:
            of = int(whole.value)
            exact = next((count for count in counts if count <= of and Rate(count, of).percent() == cell), None)
            values[at] = value if exact is None else value._replace(value=exact / of)
    return values


def _share(text: str, note: str) -> CellValue | None:
    """Exactly, where the note says of what; else as printed."""
    fraction = _FRACTION.fullmatch(note)
    bare = _number(text.replace("%", "").strip(" <>"))
    if bare is None or bare.before or bare.after:
        return None
    if fraction:
        part, whole = _number(fraction["part"]), _number(fraction["whole"])
        if part and whole and whole.value:
            return CellValue("share", part.value / whole.value, decimals=bare.decimals)
    return None if {"<", ">"} & set(text) else CellValue("share", bare.value / 100, decimals=bare.decimals)


def _length(text: str) -> CellValue | None:
    parts = list(_LENGTH.finditer(text))
    if not parts or " ".join(part[0] for part in parts) != text:
        return None
    return CellValue("length", sum(float(parsed(part["amount"])) * _SECONDS[part["unit"]] for part in parts))


def _number(text: str) -> CellValue | None:
    """A count or an amount, with its sign and its currency."""
    match = _NUMBER.fullmatch(text)
    if match is None or not (_is_currency(match["before"]) and _is_currency(match["after"])):
        return None
    try:
        amount = float(parsed(match["number"]))
    except ValueError:
        return None
    value = -amount if match["sign"] + match["less"] in ("-", "−") else amount
    _, point, decimals = match["number"].partition(current().decimal)
    return CellValue("number", value, match["before"], match["after"], len(decimals) if point else 0)


def _is_currency(text: str) -> bool:
    """Signs of a currency, or its code."""
    letters = text.replace(" ", "")
    return all(unicodedata.category(each) in ("Sc", "Lu") for each in letters) and len(letters) <= 4


def _with_blanks(text: str) -> str:
    """With blanks that may break, which expressions know."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").strip()
