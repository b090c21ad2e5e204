"""What an export's own words say of consent, written as yes and no; what says neither stays empty."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.data.arrow import numpy_of, pick
from app.data.importing.file_plan import FilePlan
from app.data.importing.prepared import with_columns
from app.data.importing.recognition.headers import plain
from app.data.importing.recognition.looking import consent_column
from app.data.importing.recognition.presets import Consent

_WORDS = pa.array(["", "no", "yes"], pa.string())
_WHATEVER = "*"
_EMPTY_WORDS = pa.array(["", "[]", "{}", "none", "null", "false", "0"])


def with_consent(table: pa.Table, file: FilePlan) -> pa.Table:
    """The table with a column for each consent of which a recognised export speaks."""
    preset = file.preset_document
    by_plain = {plain(name): name for name in reversed(table.column_names)}
    added = {}
    for role, consent in preset.consent.items() if preset else ():
        name = consent_column(role)
        if file.roles.get(role) == name and name not in table.column_names and consent.column in by_plain:
            added[name] = _said(table, by_plain, consent, file.name)
    return with_columns(table, added)


def _said(table: pa.Table, by_plain: dict[str, str], consent: Consent, file: str) -> pa.StringArray:
    """ "yes", "no" or nothing for each row; a no outweighs a yes."""
    words = pc.utf8_lower(pc.utf8_trim_whitespace(table.column(by_plain[consent.column])))
    filled = numpy_of(pc.not_equal(words, pa.scalar("")))
    yes = filled if _WHATEVER in consent.yes else numpy_of(pc.is_in(words, pa.array(consent.yes, pa.string())))
    no = numpy_of(pc.is_in(words, pa.array(consent.no, pa.string())))
    if consent.refused_by in by_plain:
        refused = pc.utf8_lower(pc.utf8_trim_whitespace(table.column(by_plain[consent.refused_by])))
        no |= ~numpy_of(pc.is_in(refused, _EMPTY_WORDS))
    if any(word in file.lower() for word in consent.refused_in):
        no[:] = True
    return pick(_WORDS, np.where(no, 1, np.where(yes, 2, 0)))
