"""A table of a document that is none of a report's figures."""

from __future__ import annotations

from dataclasses import dataclass

from app.reports.report import Table


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A table with its heading and what it counts."""

    heading: str
    definition: str
    table: Table
