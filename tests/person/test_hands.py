"""The law of hands: no test reaches past the top-level window to a widget."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
HANDS = TESTS / "person" / "hands.py"
OF_TESTER = ("mouse", "key", "wheel", "touch")
OF_OWNER = {"QTest", "qtbot"}
WITHOUT_HANDS = {"click", "animateClick", "trigger", "showPopup"}  # called with nothing: what a click would lead to
MADE_UP = {"QMouseEvent", "QKeyEvent", "QWheelEvent", "QDropEvent", "QDragEnterEvent", "QDragMoveEvent"}


def past_the_window(source: str) -> Iterator[int]:
    """The lines of calls that press, turn, drop or choose without the window being asked who is there."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in MADE_UP:
            yield node.lineno
        if not isinstance(node.func, ast.Attribute):
            continue
        owner, name = node.func.value, node.func.attr
        is_tester = isinstance(owner, ast.Name) and owner.id in OF_OWNER and name.startswith(OF_TESTER)
        if is_tester or (name in WITHOUT_HANDS and not node.args and not node.keywords):
            yield node.lineno


def test_that_every_hand_goes_through_the_top_level_window() -> None:
    found = [
        f"{path.relative_to(TESTS).as_posix()}:{line}"
        for path in sorted(TESTS.rglob("*.py"))
        if path != HANDS
        for line in past_the_window(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_that_a_hand_past_the_window_is_noticed() -> None:
    for source in ("QTest.mouseClick(button, LEFT)", "qtbot.keyClicks(line, 'a')", "find('x').click()", "QKeyEvent(1)"):
        assert list(past_the_window(source)) == [1]
    assert list(past_the_window("person.click('save')")) == []
