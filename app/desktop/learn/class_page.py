"""A class as a table: a row for each workspace, a column for each check of the lesson."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from app.guides.lessons.lesson import Lesson
from app.jobs.guides.grading import NO, YES, Grade, cells, headings
from app.ui.held_column import HeldColumn
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row

_MARKS = {YES: "✓", NO: "–"}
_CHECK_WIDTH = 130


def class_page(lesson: Lesson, grades: Sequence[Grade], save: Callable[[], object]) -> QWidget:
    """What holds in each workspace; `save` keeps it as a file for a spreadsheet."""
    page = QWidget()
    lines = column(page, margin=3 * STEP, gap=STEP)
    lines.addWidget(label(lesson.title, "title", wraps=True, name="class_title"))
    head = row(gap=STEP)
    head.addWidget(label("What holds in each workspace. Nothing was written into any.", "quiet", wraps=True), 1)
    head.addWidget(button("Save as CSV…", name="class_save", on_click=save))
    lines.addLayout(head)
    lines.addWidget(_table(lesson, grades), 1)
    return page


def _table(lesson: Lesson, grades: Sequence[Grade]) -> QTableWidget:
    titles = headings(lesson)[:-1]  # a workspace that cannot be read says so in the place of its checks
    table = QTableWidget(len(grades), len(titles))
    table.setObjectName("class_table")
    table.setAccessibleName("The class")
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
    HeldColumn(table)
    for at, title in enumerate(titles):
        heading = QTableWidgetItem(title)
        heading.setToolTip(title)
        table.setHorizontalHeaderItem(at, heading)
    for line, grade in enumerate(grades):
        texts = (grade.file, grade.problem) if grade.problem else cells(grade, lesson)[:-1]
        if grade.problem:
            table.setSpan(line, 1, 1, len(titles) - 1)
        for at, text in enumerate(texts):
            cell = QTableWidgetItem(_MARKS.get(text, text))
            cell.setToolTip(text if grade.problem else f"{titles[at]}: {text}")
            if text in _MARKS:
                cell.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            table.setItem(line, at, cell)
    table.resizeColumnsToContents()
    for at in range(3, len(titles)):
        table.setColumnWidth(at, _CHECK_WIDTH)
    return table
