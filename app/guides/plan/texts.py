"""What a plan consists of and what its checklist asks: `resources/plan/plan.json`."""

from __future__ import annotations

from functools import cache

from app.errors import AppError
from app.nodes.document import Document
from app.resources import resource
from app.scenario.reading import read_document
from app.scenario.tree import read_tree


class PartText(Document):
    """A part of the plan; `empty` says what to do while there is nothing in it."""

    key: str
    title: str
    asks: str
    empty: str


class LineText(Document):
    """A line of the checklist: what has to be so, and the part of the page where it is done, if it is done there."""

    key: str
    title: str
    asks: str
    part: str = ""


class PlanTexts(Document):
    """The six parts and the nine lines, in their order."""

    parts: tuple[PartText, ...]
    lines: tuple[LineText, ...]

    def part(self, key: str) -> PartText:
        """The part of that key."""
        return next(part for part in self.parts if part.key == key)

    def line(self, key: str) -> LineText:
        """The line of that key; AppError names those there are."""
        found = next((line for line in self.lines if line.key == key), None)
        if found is None:
            raise AppError(f"The checklist has no line '{key}'; it has {', '.join(line.key for line in self.lines)}.")
        return found


@cache
def plan_texts() -> PlanTexts:
    """As they come with the product."""
    path = resource("plan", "plan.json")
    texts, problems = read_document(PlanTexts, read_tree(path.read_bytes(), f"{path}"))
    if texts is None or problems:
        raise AppError(f"{path} does not describe a plan:", problems)
    return texts
