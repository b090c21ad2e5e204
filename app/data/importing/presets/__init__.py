"""Exports of the tools that marketers use, recognised by their header. Each is a document beside this module.

A document says `title`, `kind`, `header` (columns that must all be there), and what is known: `key`, `at`, `name`,
`name_constant`, `roles`, `property_roles`, `types`, `day_first`, `event_id`; names of columns are compared in plain
form. `consent` says for a role how a column speaks of it: `column`, the words that mean `yes` and `no` (`*`: whatever
is filled), `refused_by` a column that is filled for those who must not be written to, `denied_by` further columns that
say no in the same words, and `refused_in` words of the file's name that say so for everybody in it. Whatever else a
column says is not consent.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from app.data.columns.column import ColumnType
from app.data.vocabulary.headers import plain
from app.data.vocabulary.words_of_consent import FALSE_WORDS, TRUE_WORDS, consent_word


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Consent(_Document):
    """How an export speaks of consent."""

    column: str
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    refused_by: str | None = None
    denied_by: tuple[str, ...] = ()
    refused_in: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether the column's own words say yes and no, and nothing else does."""
        of_yes, of_no = (frozenset(map(consent_word, words)) for words in (self.yes, self.no))
        others = self.refused_by or self.denied_by or self.refused_in
        return bool(of_yes and of_no) and of_yes <= TRUE_WORDS and of_no <= FALSE_WORDS and not others


class Preset(_Document):
    """What is known of an export before a value is looked at; columns are in plain form."""

    title: str
    kind: Literal["customers", "events", "orders", "products"]
    header: tuple[str, ...]
    key: tuple[str, ...] = ()
    at: str | None = None
    name: str | None = None
    name_constant: str | None = None
    event_id: str | None = None
    roles: dict[str, str] = {}
    property_roles: dict[str, str] = {}
    types: dict[str, ColumnType] = {}
    day_first: bool | None = None
    consent: dict[str, Consent] = {}


def recognised(columns: Sequence[str]) -> Preset | None:
    """The export with the longest header that is there."""
    there = {plain(name) for name in columns}
    fitting = [preset for preset in presets() if there.issuperset(preset.header)]
    return max(fitting, key=lambda preset: len(preset.header), default=None)


@cache
def presets() -> tuple[Preset, ...]:
    """All that are known, by title."""
    documents = [path.read_bytes() for path in Path(__file__).parent.glob("*.json")]
    return tuple(sorted(map(Preset.model_validate_json, documents), key=lambda preset: preset.title))
