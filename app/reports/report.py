"""What a report is."""

from __future__ import annotations

from typing import Any, Protocol


class Definition(Protocol):
    """What a funnel counts; printed on the report and in every export."""

    def in_words(self) -> str:
        """One sentence for people."""

    def to_document(self) -> dict[str, Any]:
        """For programs."""
