"""The stories of the documentation: their figures are those of an independent count, and what they show is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.guides.lessons.recount import RECOUNTED

STORIES = Path(__file__).resolve().parents[3] / "docs" / "stories"
FIGURES = {
    "abandoned-carts": ("abandoned_cart", ("sent", "no_consent", "inside")),
    "lead-nurture": ("lead_nurture", ("qualified", "tasks")),
    "first-visit-to-revenue": (
        "first_visit_to_revenue",
        ("people", "leads", "opportunities", "won_share", "first_google", "last_google", "w_google", "total"),
    ),
    "purple-dress": ("tour", ("customers", "reminded", "came_back")),
}
WORDS = {"first-visit-to-revenue": ("`{best}`", "{entered} customers enter"), "purple-dress": ("*{shown}*",)}


def page(name: str) -> str:
    return (STORIES / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("story", FIGURES)
def test_that_the_figures_of_a_story_are_those_of_an_independent_count(story: str) -> None:
    lesson, wanted = FIGURES[story]
    counted = RECOUNTED[lesson]()
    said = re.findall(r"^\|.*[a-z].*\| ([\d.,]+)(?: %)? \|$", page(story), re.MULTILINE)
    assert [float(each.replace(",", "")) for each in said] == pytest.approx([counted[key] for key in wanted])
    for words in WORDS.get(story, ()):
        assert words.format(**counted) in page(story)


def test_that_every_story_is_listed_and_what_pages_lead_to_is_there() -> None:
    pages = {path.stem for path in STORIES.glob("*.md")} - {"README"}
    assert pages == FIGURES.keys()
    for name in (*pages, "README"):
        targets = re.findall(r"\]\(([^)]+)\)", page(name))
        assert targets
        assert [each for each in targets if not (STORIES / each).exists()] == []
    assert all(f"({name}.md)" in page("README") for name in pages)
