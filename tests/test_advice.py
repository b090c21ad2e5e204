"""No message advises what does not exist."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from app.cli import COMMANDS

APP = Path(__file__).resolve().parents[1] / "app"
AFTER_THE_VERB = {"it", "its", "over"}  # of sentences in which somebody rehearses something
NAMED_IN_MESSAGES = ("Restore a backup…",)


def _texts(path: Path) -> Iterator[str]:
    """Every text of a module that is not a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def test_that_every_command_that_a_message_names_is_there() -> None:
    named = {
        command
        for path in APP.rglob("*.py")
        for text in _texts(path)
        for command in re.findall(r"\brehearse ([a-z][a-z-]*)", text)
    }
    assert "rescue" in named
    assert named - AFTER_THE_VERB - COMMANDS.keys() == set()


def test_that_what_a_message_finds_in_the_menu_is_there() -> None:
    menu = [text.replace("&", "") for text in _texts(APP / "desktop" / "shell" / "menu_content.py")]
    assert set(NAMED_IN_MESSAGES) <= set(menu)
    assert "Save a copy of the workspace…" in menu
