"""Checklists of one's own: text files with a line each, that a trainer hands out and every plan can take over."""

from __future__ import annotations

import re
from pathlib import Path

from platformdirs import user_data_path

from app.errors import AppError
from app.files.reading import read_document
from app.guides.plan.changing import with_own_line
from app.guides.plan.texts import plan_texts
from app.workspace.settings.plan import Plan

_POINT = re.compile(r"^\s*(?:[-*•]+\s*)*(?:\[[ xX]?\]\s*|\d{1,3}[.)]\s+)?")  # `- `, `* [ ] `, `12. `


def own_folder() -> Path:
    """Where checklists of one's own are looked for first."""
    return user_data_path("rehearse") / "checklists"


def checklist_of(path: Path) -> tuple[str, ...]:
    """The lines of a file, without points, boxes or numbers before; blank ones and those that begin with # are none.

    AppError where it is no text, or holds no line.
    """
    try:
        text = read_document(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AppError(
            f"{path.name} is not UTF-8 text (byte {error.start}); save it as UTF-8. Nothing was changed."
        ) from error
    lines = tuple(" ".join(_POINT.sub("", line).split()) for line in text.splitlines() if not line.startswith("#"))
    found = tuple(dict.fromkeys(filter(None, lines)))
    if not found:
        raise AppError(f"{path.name} holds no line: write each thing that has to be so on a line. Nothing was changed.")
    return found


def with_checklist(plan: Plan, lines: tuple[str, ...]) -> Plan:
    """The plan with those lines that its checklist lacks; AppError where it lacks none, or one does not do."""
    titles = (*(each.title for each in plan_texts().lines), *(each.title for each in plan.own_lines))
    there = {title.casefold() for title in titles}
    lacking = [line for line in lines if line.casefold() not in there]
    if not lacking:
        raise AppError("The checklist has each of these lines already. Nothing was changed.")
    for line in lacking:
        plan = with_own_line(plan, line)
    return plan
