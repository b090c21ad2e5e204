"""What a person sees before a file is imported: how it is read, what each column is used for, and a few values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import pyarrow as pa

from app.data.columns.arrow import words_of
from app.data.columns.column import ColumnType
from app.data.files.delimited.csv import DelimitedTable
from app.data.files.packed.workbook import SheetTable
from app.data.files.source_table import SourceTable
from app.data.importing.file_plan import ColumnPlan, FilePlan, Use

SHOWN_ROWS = 20
_SAMPLES = 3
_SAMPLED = 100
"""How many rows are looked at for samples, those that are not shown only where there are too few."""


class Uses(NamedTuple):
    """What columns are used for: those that say who, when and what, those of customers, and those left out."""

    keys: Collection[str]
    at: str | None
    event: str | None
    attributes: Collection[str]
    leave_out: Collection[str]
    are_of_people: bool

    def of(self, name: str) -> Use:
        """What the column of that name is used for."""
        if name in self.leave_out:
            return "left out"
        if name == self.at:
            return "at"
        if name == self.event:
            return "name"
        if name in self.keys:
            return "key"
        return "attribute" if self.are_of_people or name in self.attributes else "property"


def as_read(found: FilePlan, source: SourceTable) -> FilePlan:
    """The plan with what was read of the file: its sheet, or its encoding."""
    if isinstance(source, SheetTable):
        return replace(found, sheet=source.sheet, sheets=source.sheets)
    return replace(found, encoding=source.text.encoding) if isinstance(source, DelimitedTable) else found


def shown_columns(
    head: pa.Table,
    shown: Mapping[str, Sequence[str]],
    uses: Uses,
    types: Mapping[str, ColumnType],
    roles: Mapping[str, str],
) -> tuple[ColumnPlan, ...]:
    """Every column; `shown` are the texts of the first rows, `roles` give each its column."""
    meant = {name: role for role, name in roles.items()}
    return tuple(
        ColumnPlan(name, uses.of(name), types.get(name), meant.get(name), _samples(head, name, shown[name]))
        for name in head.column_names
    )


def _samples(head: pa.Table, name: str, first: Sequence[str]) -> tuple[str, ...]:
    """The first texts of a column."""
    found = dict.fromkeys(first)
    found.pop("", None)
    if len(found) < _SAMPLES:
        further = head.column(name).slice(SHOWN_ROWS, _SAMPLED - SHOWN_ROWS)
        found |= dict.fromkeys(text for text in words_of(further) if text)
    return tuple(found)[:_SAMPLES]
