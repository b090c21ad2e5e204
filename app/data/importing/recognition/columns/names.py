"""What the name of a column says of the values in it."""

from __future__ import annotations

import re
from functools import cache

from app.data.vocabulary.headers import INSTANTS, names_an_identifier, plain

_MOMENT = re.compile(
    r"(?:^|_)(?:date|datetime|time|timestamp|at|day|birthday|birthdate|dob|born|datum|fecha|data)$|^date_"
)
_BIRTHDAY = re.compile(r"birth|(?:^|_)(?:dob|born)(?:_|$)|geburt|narozen|nacimiento|naissance|生年月日|誕生日")
_LABEL = re.compile(
    r"(?:^|_)(?:telefon|telefono|telephone|cell|fax|card|loyalty|plz|psc|ssn|vat|tax_id|barcode|imei)(?:_|$)|番号|コート$"
)


@cache
def names_a_moment(name: str) -> bool:
    """Whether bare numbers in that column may be dates or instants."""
    words = plain(name)
    return words in INSTANTS or _MOMENT.search(words) is not None or names_a_birthday(name)


@cache
def names_a_birthday(name: str) -> bool:
    """Whether the dates in that column are in the past whatever their century."""
    return _BIRTHDAY.search(plain(name)) is not None


@cache
def names_a_label(name: str) -> bool:
    """Whether values of that column are labels, though they may look like numbers."""
    return names_an_identifier(name) or _LABEL.search(plain(name)) is not None
