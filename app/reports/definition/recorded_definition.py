"""What every definition over recorded events has: whose events count, and how that is said."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.numbers import day


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of the workspace by its name; `who` is what it meant when it was counted, "" before that."""

    name: str
    who: str = ""

    def in_words(self) -> str:
        """`Of the customers in the segment “Loyal” alone: purchase at least 2 times.`"""
        who = f": {self.who}" if self.who else ""
        return f"Of the customers in the segment “{self.name}” alone{who}."


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedDefinition(ABC):
    """What is counted of recorded events: those of all customers, or of a segment's alone.

    With `data_end` it is counted as if the data had ended with that day, in their time zone.
    """

    segment: Segment | None = None
    data_end: date | None = None

    def in_words(self) -> str:
        """The definition in sentences, whose customers they are last."""
        said = [self._in_words()]
        if self.segment:
            said.append(self.segment.in_words())
        if self.data_end:
            said.append(f"Counted as if the data had ended with {day(self.data_end)}.")
        return " ".join(said)

    def to_document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        document = self._document()
        if self.segment:
            document["segment"] = {"name": self.segment.name, "who": self.segment.who}
        if self.data_end:
            document["data_end"] = self.data_end.isoformat()
        return document

    @abstractmethod
    def _in_words(self) -> str:
        """What is counted, whoever the customers are."""

    @abstractmethod
    def _document(self) -> dict[str, Any]:
        """The same for programs."""
