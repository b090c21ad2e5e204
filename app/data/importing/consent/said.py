"""What an export's own words say of consent, written as yes and no; what says neither stays empty."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.data.columns.arrow import numpy_of, pick
from app.data.importing.file_plan import FilePlan
from app.data.importing.prepared import with_columns
from app.data.importing.presets import Consent
from app.data.vocabulary.headers import plain
from app.data.vocabulary.words_of_consent import PLAIN_NO, consent_word

CONSENT_COLUMNS = {"email_consent": "E-mail consent", "sms_consent": "SMS consent", "push_consent": "Push consent"}
"""The column in which an export's own words for each consent are written as yes and no."""
_YES_NO = pa.array(["", "no", "yes"], pa.string())
_WHATEVER = "*"
_SAY_NOTHING = ("", "[]", "{}", "none", "null", "nan", "n/a", "0000 00 00", "0000 00 00 00:00:00", "allow", "allowed")
_EMPTY_WORDS = pa.array([*_SAY_NOTHING, *sorted(PLAIN_NO)])


def with_consent(table: pa.Table, file: FilePlan) -> pa.Table:
    """The table with a column for each consent of which the file does not say simply yes or no."""
    by_plain = {plain(name): name for name in reversed(table.column_names)}
    added = {}
    for role, consent in file.consents.items():
        name = CONSENT_COLUMNS[role]
        if file.roles.get(role) == name and name not in table.column_names and consent.column in by_plain:
            added[name] = _said(table, by_plain, consent, file.name)
    return with_columns(table, added)


def _said(table: pa.Table, by_plain: dict[str, str], consent: Consent, file: str) -> pa.StringArray:
    """ "yes", "no" or nothing for each row; a no outweighs a yes."""
    words = _words(table.column(by_plain[consent.column]))
    filled = numpy_of(pc.not_equal(words, pa.scalar("")))
    yes = filled if _WHATEVER in consent.yes else numpy_of(pc.is_in(words, _array(consent.yes)))
    no = numpy_of(pc.is_in(words, _array(consent.no)))
    if consent.refused_by in by_plain:
        no |= ~numpy_of(pc.is_in(_words(table.column(by_plain[consent.refused_by])), _EMPTY_WORDS))
    for name in consent.denied_by:
        if name in by_plain:
            no |= numpy_of(pc.is_in(_words(table.column(by_plain[name])), _array(consent.no)))
    if any(word in file.lower() for word in consent.refused_in):
        no[:] = True
    return pick(_YES_NO, np.where(no, 1, np.where(yes, 2, 0)))


def _words(column: Any) -> Any:
    """A column's texts as the words for yes and no are compared."""
    return pc.replace_substring_regex(pc.utf8_lower(pc.utf8_trim_whitespace(column)), "[-_ ]+", " ")


def _array(words: Iterable[str]) -> pa.StringArray:
    return pa.array(sorted(map(consent_word, words)), pa.string())
