"""The pages of Learn: one for each lesson, and one for each node kind."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.canvas.kind_tiles import kind_tile
from app.canvas.panels.palette_panel import FAMILY_TITLES
from app.desktop.learn.reference import Row, field_rows, port_rows
from app.guides.lessons.lesson import Lesson, Step
from app.look.palette import Palette
from app.nodes.kind import Kind
from app.ui.icons import icon
from app.ui.theme import STEP
from app.ui.widgets import button, column, frame, label, row

PAGE_WIDTH = 760


@dataclass(frozen=True, slots=True)
class Wishes:
    """What can be asked for on a lesson's page; `begin` is told whether anew."""

    begin: Callable[[bool], object]
    check_class: Callable[[], object]
    export: Callable[[], object]
    remove: Callable[[], object]


def lesson_page(lesson: Lesson, done: Collection[str], palette: Palette, wishes: Wishes) -> QWidget:
    """What a lesson is about and how far it is."""
    page, lines = _page()
    lines.addWidget(label(lesson.title, "title", wraps=True, name="learn_lesson_title"))
    lines.addWidget(label(f"{lesson.minutes} minutes  ·  {lesson.whom}", "small", wraps=True))
    lines.addWidget(label(lesson.summary, wraps=True))
    lines.addSpacing(STEP)
    lines.addLayout(_actions(lesson, wishes, is_begun=bool(done)))
    lines.addSpacing(STEP)
    for number, step in enumerate(lesson.steps, start=1):
        lines.addWidget(_step_card(number, step, palette, is_done=step.id in done))
    if lesson.dataset:
        text = f"It is worked on in your workspace, over the dataset “{lesson.dataset}”; a bundled one is added to it."
        lines.addWidget(label(text, "faint", wraps=True))
    lines.addStretch(1)
    return page


def unreadable_page(name: str, words: str) -> QWidget:
    """A folder among one's own lessons that is none, and why."""
    page, lines = _page()
    lines.addWidget(label(f"“{name}” is no lesson yet", "title", wraps=True, name="learn_unreadable_title"))
    lines.addWidget(label(words, wraps=True, name="learn_unreadable"))
    lines.addWidget(label("Mend it, and look here again: choose another page, then this one.", "faint", wraps=True))
    lines.addStretch(1)
    return page


def _actions(lesson: Lesson, wishes: Wishes, *, is_begun: bool) -> QHBoxLayout:
    actions = row(gap=STEP)
    words = "Go on" if is_begun else "Begin"
    actions.addWidget(button(words, "primary", name="lesson_begin", on_click=lambda: wishes.begin(False)))
    if is_begun:
        actions.addWidget(button("Begin anew", name="lesson_begin_anew", on_click=lambda: wishes.begin(True)))
    actions.addStretch(1)
    actions.addWidget(button("Check a class…", "quiet", name="lesson_class", on_click=wishes.check_class))
    if lesson.is_own:
        actions.addWidget(button("Export…", "quiet", name="lesson_export", on_click=wishes.export))
        actions.addWidget(button("Remove", "quiet", name="lesson_remove", on_click=wishes.remove))
    return actions


def _step_card(number: int, step: Step, palette: Palette, *, is_done: bool) -> QWidget:
    card = frame("card")
    inner = row(card, margin=2 * STEP, gap=2 * STEP)
    tick = QLabel()
    tick.setPixmap(_tick(palette, is_done=is_done))
    tick.setAccessibleName("Done" if is_done else "Open")
    inner.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
    words = column(gap=STEP // 2)
    words.addWidget(label(f"{number}. {step.title}", "strong", wraps=True))
    words.addWidget(label(step.aim, "quiet", wraps=True))
    inner.addLayout(words, 1)
    return card


def _tick(palette: Palette, *, is_done: bool) -> QPixmap:
    name, colour = ("check-circle-outline", palette.good) if is_done else ("circle-outline", palette.line_strong)
    return icon(name, colour).pixmap(20, 20)


def kind_page(kind: Kind[Any], palette: Palette) -> QWidget:
    """What one kind is, where it leads and what can be set on it."""
    page, lines = _page()
    head = row(gap=2 * STEP)
    picture = QLabel()
    picture.setPixmap(kind_tile(kind.icon, kind.family, palette, 48))
    head.addWidget(picture)
    words = column(gap=0)
    words.addWidget(label(kind.title, "title", name="learn_kind_title"))
    words.addWidget(label(f"{FAMILY_TITLES[kind.family]}  ·  {kind.type}", "small"))
    head.addLayout(words, 1)
    lines.addLayout(head)
    lines.addWidget(label(kind.summary, wraps=True))
    lines.addSpacing(STEP)
    _table(lines, "Parameters", field_rows(kind), "It has nothing to set.")
    _table(lines, "Ways out", port_rows(kind), "None: the journey ends here.")
    if kind.synonyms:
        lines.addWidget(label("Also found as: " + ", ".join(kind.synonyms), "faint", wraps=True))
    lines.addStretch(1)
    return page


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    sides = row(page, margin=4 * STEP)
    inner = QWidget()
    inner.setMaximumWidth(PAGE_WIDTH)
    sides.addWidget(inner, 1)
    sides.addStretch(0)
    return page, column(inner, gap=STEP)


def _table(lines: QVBoxLayout, title: str, rows: list[Row], none: str) -> None:
    lines.addWidget(label(title, "section"))
    if not rows:
        lines.addWidget(label(none, "quiet"))
        lines.addSpacing(STEP)
        return
    card = frame("card")
    grid = QGridLayout(card)
    grid.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
    grid.setHorizontalSpacing(3 * STEP)
    grid.setVerticalSpacing(STEP)
    grid.setColumnMinimumWidth(0, 20 * STEP)
    grid.setColumnStretch(1, 1)
    for at, line in enumerate(rows):
        grid.addWidget(label(line.name, "strong", wraps=True), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(line.text, "quiet", wraps=True), at, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(line.detail, "faint"), at, 2, Qt.AlignmentFlag.AlignTop)
    lines.addWidget(card)
    lines.addSpacing(STEP)
