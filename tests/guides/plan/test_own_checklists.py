"""A trainer's own checklist is a text file; a bad one is refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import AppError
from app.guides.plan.changing import with_own_line
from app.guides.plan.own_checklists import checklist_of, own_folder, with_checklist
from app.workspace.settings.plan import EMPTY_PLAN, MOST_LINES


def test_that_a_file_of_lines_joins_the_checklist_without_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "course.txt"
    path.write_text(
        "\ufeff# Week 3\n- The lawyer  has read it\n\n* [ ] Texts are translated\nGoals\n"
        "1. Review held\n12) Review held\n3 reviews\n",
        "utf-8",
    )
    lines = checklist_of(path)
    assert lines == ("The lawyer has read it", "Texts are translated", "Goals", "Review held", "3 reviews")
    plan = with_checklist(with_own_line(EMPTY_PLAN, "review HELD"), lines)
    assert [each.title for each in plan.own_lines] == [
        "review HELD",
        "The lawyer has read it",
        "Texts are translated",
        "3 reviews",
    ]
    with pytest.raises(AppError, match="each of these lines already"):
        with_checklist(plan, lines)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "course.txt holds no line"),
        (b"# only words about it\n", "course.txt holds no line"),
        ("für".encode("latin-1"), r"course.txt is not UTF-8 text \(byte 1\)"),
        (b"x" * 201, "room for 200"),
        ("\n".join(f"line {at}" for at in range(MOST_LINES + 1)).encode(), f"at most {MOST_LINES} lines"),
    ],
)
def test_that_a_file_that_is_none_is_refused_with_a_reason(content: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "course.txt"
    path.write_bytes(content)
    with pytest.raises(AppError, match=why):
        with_checklist(EMPTY_PLAN, checklist_of(path))


def test_that_it_is_looked_for_beside_ones_own_lessons() -> None:
    assert own_folder().name == "checklists"
    with pytest.raises(AppError, match="no file"):
        checklist_of(own_folder() / "course.txt")
