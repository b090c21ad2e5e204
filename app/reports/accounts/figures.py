"""What accounts yield: for each its people, touches, scores, open pipeline and last activity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.numbers import NOTHING, counted, day, money, number, rounded
from app.reports.counting.buckets import local_days
from app.reports.counting.lazy_rows import LazyRows
from app.reports.crm.way import NEVER, Longs
from app.reports.plot import Plot
from app.reports.report import Cell, Definition, Records, Table

NO_ACCOUNT = "(no account)"
PEOPLE, TOUCHES, OPEN, WON, LAST, SCORE, HIGHEST = range(1, 8)
"""Columns of the table."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Of a accounts, and last of those who have none; every array is (a + 1,). Scores are None where there are none."""

    people: Longs
    touches: Longs
    score: NDArray[np.float64] | None
    highest: NDArray[np.float64] | None
    open_cents: Longs
    won_cents: Longs
    last: Longs


@dataclass(frozen=True, slots=True)
class AccountsFigures:
    """Accounts by their names; `place` (customers,) is each one's account, that after the last for none."""

    key: ClassVar[str] = "accounts"
    is_ranked: ClassVar[bool] = True
    definition: Definition
    customer_ids: pa.StringArray
    names: tuple[str, ...]
    place: Longs
    totals: Totals
    currency: str
    _ranked: list[int] = field(default_factory=list, init=False, repr=False, compare=False)
    """The accounts in their order, once they have been sorted."""

    def ranked(self) -> list[int]:
        """Accounts, the one with the largest open pipeline first, then by what was won, by score, touches and name."""
        if not self._ranked:
            self._ranked.extend(self._sorted())
        return self._ranked

    def _sorted(self) -> list[int]:
        of = self.totals
        score = np.zeros(len(self.names)) if of.score is None else of.score[:-1]
        order = np.lexsort(
            (np.array(self.names, np.str_), -of.touches[:-1], -score, -of.won_cents[:-1], -of.open_cents[:-1])
        )
        return [int(at) for at in order]

    def _shown(self) -> list[int]:
        """Those with names, and those without an account where there are any."""
        return [*self.ranked(), *([len(self.names)] if self.totals.people[-1] else [])]

    def name(self, at: int) -> str:
        """What the account is called."""
        return self.names[at] if at < len(self.names) else NO_ACCOUNT

    def leading(self) -> str:
        """How many accounts there are."""
        return counted(len(self.names), "account", "accounts")

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "accounts": [{"name", "people", …}]}`; money exact, the last activity in microseconds UTC."""
        headers, rows = self.records()
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "accounts": [dict(zip(("name", *headers[1:]), row, strict=True)) for row in rows],
        }

    def table(self) -> Table:
        """A row an account, one for who has none, one for all."""
        headers = ["Account", "People", "Touches", "Open pipeline", "Won", "Last activity"]
        if self.totals.score is not None:
            headers += ["Score", "Highest score"]
        shown = self._shown()
        days = self._days(shown)
        many = len(shown)
        return tuple(headers), LazyRows(
            many + 1 if many else 0,
            lambda row: tuple(self._cells(shown[row], _day(days[row])) if row < many else self._total()),
        )

    def _days(self, shown: list[int]) -> NDArray[np.datetime64]:
        """Of the last activity of each, not a time where there was none."""
        last = self.totals.last[shown]
        days = np.full(len(shown), np.datetime64("NaT", "D"))
        there = last != NEVER
        days[there] = local_days(last[there], str(self.definition.to_document()["zone"]))
        return days

    def _cells(self, at: int, last: str) -> Iterator[Cell]:
        of = self.totals
        yield Cell(self.name(at))
        yield Cell(number(int(of.people[at])))
        yield Cell(number(int(of.touches[at])))
        yield Cell(self.said(int(of.open_cents[at])))
        yield Cell(self.said(int(of.won_cents[at])))
        yield Cell(last)
        if of.score is not None and of.highest is not None:
            yield Cell(rounded(float(of.score[at])))
            yield Cell(NOTHING if np.isnan(of.highest[at]) else rounded(float(of.highest[at])))

    def _total(self) -> Iterator[Cell]:
        of = self.totals
        yield Cell("All", tone="total")
        yield Cell(number(int(of.people.sum())))
        yield Cell(number(int(of.touches.sum())))
        yield Cell(self.said(int(of.open_cents.sum())))
        yield Cell(self.said(int(of.won_cents.sum())))
        known = of.last[of.last != NEVER]
        zone = str(self.definition.to_document()["zone"])
        yield Cell(day(local_days(known.max(keepdims=True), zone)[0].item()) if len(known) else NOTHING)
        if of.score is not None and of.highest is not None:
            yield Cell(rounded(float(of.score.sum())))
            known_scores = of.highest[~np.isnan(of.highest)]
            yield Cell(rounded(float(known_scores.max())) if len(known_scores) else NOTHING)

    def said(self, cents: int) -> str:
        """An amount as people read it; none is a dash."""
        return money(cents / 100, self.currency) if cents else NOTHING

    def records(self) -> Records:
        """A row of exact values an account."""
        of = self.totals
        scores = of.score if of.score is not None else np.full(len(of.people), np.nan)
        highest = of.highest if of.highest is not None else np.full(len(of.people), np.nan)
        headers = ("account", "people", "touches", "open_pipeline", "won", "last_activity_us", "score", "highest_score")
        return headers, [
            (
                self.name(at),
                int(of.people[at]),
                int(of.touches[at]),
                int(of.open_cents[at]) / 100,
                int(of.won_cents[at]) / 100,
                None if of.last[at] == NEVER else int(of.last[at]),
                None if np.isnan(scores[at]) else float(scores[at]),
                None if np.isnan(highest[at]) else float(highest[at]),
            )
            for at in self._shown()
        ]

    def plot(self) -> Plot:
        """What each account may still buy, and has bought."""
        return Plot("bars", (OPEN, WON))

    def people(self, row: int, column: int) -> pa.Array[Any] | None:  # noqa: ARG002  # every cell is of the row's people
        """The people of the account; of the last row, all."""
        shown = self._shown()
        if row >= len(shown):
            return self.customer_ids
        return self.customer_ids.take(np.flatnonzero(self.place == shown[row]))


def _day(at: np.datetime64) -> str:
    known = at.item()
    return day(known) if isinstance(known, date) else NOTHING
