"""What reports over recorded events said last, so that a change that is taken back is not counted anew."""

from __future__ import annotations

from app.desktop.results.counting import Found
from app.reports.report import Definition

MOST = 8
_ALWAYS = 2
BYTES_AT_MOST = 1 << 29


class Answers:
    """The answers asked for last, by report and definition.

    The last two are kept whatever their size, so that the last change is always taken back at once; of those before
    as many as have room.
    """

    def __init__(self, bytes_at_most: int = BYTES_AT_MOST) -> None:
        self._bytes_at_most = bytes_at_most
        self._held: list[tuple[str, Found]] = []  # the one asked for last stands last

    def get(self, key: str, definition: Definition | None) -> Found | None:
        """What was said by that definition; None where it has to be counted."""
        if definition is None:
            return None
        found = next((each for of, each in self._held if of == key and each.definition == definition), None)
        if found is not None:
            self.keep(key, found)
        return found

    def keep(self, key: str, found: Found) -> None:
        """Keep it, in place of those that were not asked for for the longest time."""
        if found.definition is None or not found.faces:
            return
        others = [held for held in self._held if held[0] != key or held[1].definition != found.definition]
        self._held = [*others, (key, found)][-MOST:]
        while len(self._held) > _ALWAYS and sum(each.nbytes for _, each in self._held) > self._bytes_at_most:
            del self._held[0]

    def forget(self) -> None:
        """Other data: nothing that was said counts."""
        self._held = []
