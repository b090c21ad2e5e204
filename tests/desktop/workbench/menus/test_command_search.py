"""What is typed into the command palette finds what is meant first."""

from __future__ import annotations

import pytest

from app.desktop.workbench.menus.command_search import ranked

ENTRIES = [
    (name, name, title, menu)
    for name, title, menu in (
        ("save", "Save scenario", "File"),
        ("save_as", "Save with message", "File"),
        ("fit", "Fit", "View"),
        ("heal", "Delete and close the gap", "Edit"),
        ("dark", "Dark", "View › Appearance"),
        ("profile", "Open profile", "File"),
    )
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fit", ["fit"]),
        ("save mes", ["save_as"]),
        ("datg", ["heal"]),  # initials in their order
        ("appear", ["dark"]),  # the menu's own words
        ("clgp", ["heal"]),  # letters in their order
        ("fi", ["fit", "profile", "save", "save_as"]),  # begins, inside, in the menu
        ("nothing of it", []),
    ],
)
def test_that_what_fits_best_stands_first(text: str, expected: list[str]) -> None:
    assert ranked(ENTRIES, text)[: max(len(expected), 1)] == expected


def test_that_what_was_used_last_stands_first_where_it_fits_as_well() -> None:
    assert ranked(ENTRIES, "", ["dark", "heal"])[:2] == ["dark", "heal"]
    assert ranked(ENTRIES, "save", ["save_as"]) == ["save_as", "save"]
    assert ranked(ENTRIES, "fit", ["profile"])[0] == "fit"
