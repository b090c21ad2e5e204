"""The tables that the pipeline's kernel reads and writes: addresses when compiled, arrays in plain Python."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from app.reports.counting.kernel_tables import checked, elements_of, set_tables
from app.runtime.program.row_layout import Flag, Float, Int, Rows


class _Fields:
    """Touches and conversions by (customer, at), what is asked, what is added up, and scratch of a part of the work."""

    how: Rows[
        Int
    ]  # (4,) look-back and half-life in microseconds, the place of the direct channel or -1, who is asked for
    touch_customer: Rows[Int]  # (t,)
    touch_at: Rows[Int]  # (t,)
    touch_channel: Rows[Int]  # (t,)
    weight: Rows[Float]  # scratch, as long as the longest path
    customer: Rows[Int]  # (c,) of conversions
    at: Rows[Int]  # (c,)
    cents: Rows[Int]  # (c,), or none where conversions are counted
    lead: Rows[Int]  # (n,) instants, for each of all customers, or none where no model looks at them
    opened: Rows[Int]  # (c,) instants, or none
    models: Rows[Int]  # their numbers
    shares: Rows[Float]  # (models * channels,) in conversions or in cents
    counted: Rows[Float]  # (models * channels,) conversions beside cents, or none where they are not asked for
    untouched: Rows[Int]  # (2,) conversions or cents without a touch, and conversions
    starts: Rows[Float]  # (channels + 1,), or none: where the paths of the Markov model begin, convert and end without
    good: Rows[Float]
    left: Rows[Float]
    moves: Rows[Float]  # ((channels + 1) ** 2,)
    chosen: Rows[Flag]  # (n,), or none: those who gave a channel something
    milestones: Rows[Int]  # (2,) scratch
    met: Rows[Int]  # (channels,)
    rest: Rows[Int]  # the same


ELEMENTS = elements_of(_Fields)


class Tables(_Fields):
    """Them in plain Python."""

    def __init__(self, *tables: NDArray[Any]) -> None:
        """Take the tables in the order of the fields."""
        set_tables(self, ELEMENTS, tables)


def checked_tables(tables: tuple[NDArray[Any], ...]) -> tuple[NDArray[Any], ...]:
    """The tables, if they are laid out as the kernel reads them."""
    return checked(tables, ELEMENTS, "The pipeline's")
