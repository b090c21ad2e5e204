"""By which event each journey of a customer began: the run's rows say when and at which node, and events tie."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.messages.context.cells import Plain
from app.messages.context.journeys import Journeys, Row
from app.scenario.settings import Settings

Key = Callable[[int], Plain]
Fitting = Callable[[Row], Sequence[int]]


class EntryEvents:
    """Finds the rows of entry events of one customer.

    `fitting` gives the events by which a journey can have begun, in order; `key` the value by which re-entry is judged.
    """

    def __init__(self, journeys: Journeys, settings: Settings, fitting: Fitting, key: Key) -> None:
        self._journeys, self._settings = journeys, settings
        self._fitting, self._key = fitting, key

    def row_of(self, journey: Row) -> int | None:
        """The event by which a journey began; None where there is none.

        Of several at one instant each begins one, unless a journey of the same key keeps it out.
        """
        rows = self._fitting(journey)
        alike = [row for row in self._journeys.instances if _began_alike(row, journey)]
        if len(rows) <= len(alike):
            place = alike.index(journey)
            return rows[min(place, len(rows) - 1)] if rows else None
        inside = self._inside(journey)
        for row in rows:
            key = self._key(row)
            if key in [each for each, _ in inside]:
                continue
            began = alike.pop(0)
            if began is journey:
                return row
            if self._keeps_out(began, journey):
                inside.append((key, began))
        return rows[-1]

    def _inside(self, journey: Row) -> list[tuple[Plain, Row]]:
        """Journeys that began before and keep out those of their key, with that key."""
        before = [row for row in self._journeys.instances if row["entered_at"] < journey["entered_at"]]
        found = []
        for row in before:
            if self._keeps_out(row, journey):
                event = self.row_of(row)
                if event is not None:
                    found.append((self._key(event), row))
        return found

    def _keeps_out(self, earlier: Row, journey: Row) -> bool:
        match self._settings.reentry.mode:
            case "never":
                return True
            case "after_exit":
                return earlier["ended_at"] is None or earlier["ended_at"] > journey["entered_at"]
            case _:
                return False


def _began_alike(row: Row, journey: Row) -> bool:
    return (row["entry_node"], row["entered_at"]) == (journey["entry_node"], journey["entered_at"])
