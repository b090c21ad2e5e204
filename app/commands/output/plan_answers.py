"""What options answer of an import plan: how its files join, and that files of different people are meant."""

from __future__ import annotations

from collections.abc import Sequence

from app.data.importing.plan import ImportPlan, answered, joined_by
from app.errors import AppError

_OF_JOINS = ("few-meet", "no-join")


def joined_as_said(plan: ImportPlan, joins: Sequence[str], *, unrelated: bool) -> ImportPlan:
    """The plan joined by each COLUMN=COLUMN; AppError for another form, and for few that meet unless `unrelated`."""
    for pair in joins:
        first, sign, second = pair.partition("=")
        if not sign or not first or not second:
            raise AppError(f"--join {pair} is not of the form COLUMN=COLUMN.")
        plan = joined_by(plan, first, second)
    open_ = [doubt for doubt in plan.unanswered if doubt.code in _OF_JOINS]
    if open_ and not unrelated:
        sentences = " ".join(doubt.text for doubt in open_)
        raise AppError(
            f"{sentences} Nothing was imported. Name the columns with --join COLUMN=COLUMN, or say --unrelated to "
            "import them as they are."
        )
    for doubt in open_:
        plan = answered(plan, doubt)
    return plan
