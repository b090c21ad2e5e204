"""What of a long list stands on paper: the first of things that stand in their order, and what closes the table."""

from __future__ import annotations

from collections.abc import Sequence

from app.reports.report import Cell, Figures

ENOUGH_ROWS = 40
_NOBODYS = "("  # names begin so that are no thing of the list, such as (no account)


def beyond(figures: Figures, rows: Sequence[tuple[Cell, ...]]) -> range:
    """The rows that are left out on paper; none of tables whose rows stand in another order than the greatest first."""
    if not getattr(figures, "is_ranked", False):
        return range(0)
    return range(ENOUGH_ROWS, len(rows) - _closing(rows))


def without(rows: Sequence[tuple[Cell, ...]], left_out: range) -> Sequence[tuple[Cell, ...]]:
    """The rows without these."""
    return [*rows[: left_out.start], *rows[left_out.stop :]] if left_out else rows


def _closing(rows: Sequence[tuple[Cell, ...]]) -> int:
    """How many rows at the end are the sum of all, or what belongs to none."""
    many = 0
    while many < min(2, len(rows)):
        head = rows[len(rows) - 1 - many][0]
        if head.tone != "total" and not head.startswith(_NOBODYS):
            break
        many += 1
    return many
