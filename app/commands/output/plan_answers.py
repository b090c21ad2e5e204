"""What options answer of an import plan: how its files join, and that files of different people are meant."""

from __future__ import annotations

from collections.abc import Sequence

from app.data.importing.plan import ImportPlan, answered, joined_by
from app.errors import AppError

_OF_JOINS = ("few-meet", "no-join")


def joined_as_said(
    plan: ImportPlan, joins: Sequence[str], of_mapping: Sequence[tuple[str, str]] = (), *, unrelated: bool
) -> ImportPlan:
    """The plan joined by each COLUMN=COLUMN, else by the pairs of a mapping.

    AppError for another form, and for few that meet unless `unrelated`.
    """
    for first, second in [_pair(join) for join in joins] or of_mapping:
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


def _pair(join: str) -> tuple[str, str]:
    first, sign, second = join.partition("=")
    if not sign or not first or not second:
        raise AppError(f"--join {join} is not of the form COLUMN=COLUMN.")
    return first, second
