"""Dates of a file that can be read in two ways, where nothing in it decides between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pyarrow as pa

from app.data.columns.texts import encode
from app.data.importing.file_plan import Doubt, Offer
from app.data.importing.recognition.columns.looks import Look, look_at_all
from app.data.importing.recognition.columns.types import order_of_file, order_that_may_be
from app.data.importing.values.moments import DayMonth

CODE = "day-or-month"
"""The code of the doubt, which its offers answer."""


class OpenDates(NamedTuple):
    """A column, and what its texts say of the order of day and month."""

    column: str
    found: DayMonth

    def doubt(self, file: str, *, are_instants: bool) -> Doubt:
        """The question which of them stands first; the import waits for it where no event has an instant without."""
        if self.found.is_mixed:
            text = f"“{self.column}” in {file} has {self.found.mixed_words}. Which is it throughout?"
        else:
            text = f"Nothing in {file} says whether “{self.found.either}” in “{self.column}” has "
            text += f"{self.found.what_is_first} first."
        text += "" if are_instants else " Until you say it, such dates stay text."
        offers = [Offer("The day", "day_first", True), Offer("The month", "day_first", False)]
        offers += [Offer("The year", "day_first", "year")] if self.found.may_start_with_year else []
        return Doubt(CODE, file, text, must_be_answered=are_instants, offers=tuple(offers))


def open_dates(table: pa.Table, looks: Mapping[str, Look], at: str | None, sign: str | None) -> OpenDates | None:
    """The first column of open dates, before others that of the instants; `looks` are those at the first rows.

    All rows, and all columns, are asked before a person is.
    """
    names = [name for name in looks if _is_open(looks[name])]
    if not names:
        return None
    whole = look_at_all({name: encode(table.column(name)) for name in looks})
    order = order_of_file(whole.values(), sign, table.column_names).day_first
    for name in sorted(names, key=lambda name: name != at):
        moments = whole[name].moments
        if moments is None or not _is_open(whole[name]):
            continue
        found = moments.day_month
        if order_that_may_be(order, found) is None or (found.is_mixed and name != at):
            return OpenDates(name, found)
    return None


def _is_open(look: Look) -> bool:
    return look.moments is not None and look.are_moments and look.moments.day_month.is_open
