"""A person waits until the window system has given mouse and keyboard to whom they belong; nobody waits for a time."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from inspect import signature
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.conftest import PATIENCE_MS
from tests.person import hands


def test_that_a_click_right_after_a_message_was_closed_is_not_lost(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    save = QPushButton("Save", window)
    QVBoxLayout(window).addWidget(save)
    clicks: list[bool] = []
    save.clicked.connect(lambda: clicks.append(True))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    box = QMessageBox(window)
    box.open()
    box.close()
    hands.click(save)
    assert len(clicks) == 1


TESTS = Path(__file__).resolve().parents[1]
WITH_A_BODY = ("waitActive", "waitExposed", "waitSignal", "waitSignals")  # which wait at the end of it, or never


def waits(tree: ast.Module) -> Iterator[int]:
    """The lines that wait for a time, whatever happens in it; what runs in other processes stands there as text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            named = ast.unparse(node.func).split(".")
            if named[-1] in ("sleep", "qWait", "qSleep") or named[-2:] == ["qtbot", "wait"]:
                yield node.lineno


@pytest.mark.parametrize(
    "line", ["time.sleep(1)", "sleep(0.1)", "qtbot.wait(100)", "person.qtbot.wait(1)", "QTest.qWait(5)"]
)
def test_that_a_wait_for_a_time_is_seen(line: str) -> None:
    assert list(waits(ast.parse(line)))


def hurries(tree: ast.Module) -> Iterator[int]:
    """The lines that wait less than others do, or not at all."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            if isinstance(node.value.func, ast.Attribute) and node.value.func.attr in WITH_A_BODY:
                yield node.lineno
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1].startswith("wait"):
            times = [each.value for each in node.keywords if each.arg == "timeout"]
            if any(isinstance(each, ast.Constant) and int(str(each.value)) < PATIENCE_MS for each in times):
                yield node.lineno


@pytest.mark.parametrize("line", ["qtbot.waitExposed(box)", "person.qtbot.waitUntil(box.isVisible, timeout=2_000)"])
def test_that_a_hurry_is_seen(line: str) -> None:
    assert list(hurries(ast.parse(line)))


def test_that_no_test_waits_for_a_time_nor_gives_up_soon() -> None:
    """It would be too short on a busy machine and too long on any other; `waitUntil` waits for what is looked for."""
    texts = {path: path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py")}
    trees = {path: ast.parse(text) for path, text in texts.items() if re.search("wait[A-Z(]|Wait|[sS]leep", text)}
    found = {path: [*waits(tree), *hurries(tree)] for path, tree in trees.items()}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_that_whoever_waits_for_a_window_is_patient(qtbot: QtBot) -> None:
    waiting = (qtbot.waitActive, qtbot.waitExposed, qtbot.waitSignal, qtbot.waitSignals, qtbot.waitUntil)
    assert [signature(each).parameters["timeout"].default for each in waiting] == [PATIENCE_MS] * 5
