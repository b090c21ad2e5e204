"""A goal: its figure, its baseline, what it shall be and by when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QPlainTextEdit, QWidget

from app.errors import AppError
from app.guides.plan.ground import Ground
from app.guides.plan.kpis import KPIS, Kpi, Reading, in_words
from app.jobs.guides.planning import measured_baseline
from app.numbers import parsed, typed
from app.ui.fields import ComboBox, DateField
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row
from app.workspace.settings.plan import PlanGoal

_MONTHS_AHEAD = 3


class GoalDialog(QDialog):
    """Tells `then` the goal; its figure cannot be changed where it is there already."""

    def __init__(
        self, parent: QWidget, ground: Ground, goal: PlanGoal | None, taken: frozenset[str],
        then: Callable[[PlanGoal], object],
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("goal_dialog")
        self.setWindowTitle("Goal")
        self.setMinimumWidth(64 * STEP)
        self._ground, self._goal, self._then = ground, goal, then
        self._figure = ComboBox()
        self._figure.setObjectName("goal_figure")
        self._figure.setAccessibleName("Figure")
        offered = [kpi for kpi in KPIS.values() if kpi.key not in taken or (goal and kpi.key == goal.kpi)]
        for kpi in sorted(offered, key=lambda kpi: kpi.key not in ground.readings):  # what the data know comes first
            self._figure.addItem(kpi.title, kpi.key)
        self._meaning = label("", "quiet", wraps=True, name="goal_meaning")
        self._measure = QCheckBox()
        self._measure.setObjectName("goal_measure")
        self._target = QLineEdit()
        self._target.setObjectName("goal_target")
        self._target.setAccessibleName("Target")
        self._by = DateField("goal_by", "By")
        self._note = QPlainTextEdit(goal.note if goal else "")
        self._note.setObjectName("goal_note")
        self._note.setAccessibleName("Note")
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(8 * STEP)
        self._problem = label("", "problem", wraps=True, name="goal_problem")
        self._ok = button("OK", "primary", name="goal_ok", on_click=self.accept)
        self._ok.setDefault(True)
        self._fill()
        self._lay_out()
        self._figure.currentIndexChanged.connect(self._show_figure)
        self._target.textChanged.connect(self._look)
        self.accepted.connect(lambda: self._then(self._made()))
        self.finished.connect(self.deleteLater)
        self._show_figure()

    def _fill(self) -> None:
        goal = self._goal
        by = goal.by if goal and goal.by else None
        ahead = QDate.currentDate().addMonths(_MONTHS_AHEAD)
        self._by.setDate(QDate(by.year, by.month, by.day) if by else ahead)
        if goal is None:
            return
        self._figure.setCurrentIndex(self._figure.findData(goal.kpi))
        self._figure.setEnabled(False)
        if goal.target is not None:
            is_share = KPIS[goal.kpi].unit == "share"
            self._target.setText(typed(round(goal.target * 100, 6) if is_share else goal.target))

    def _lay_out(self) -> None:
        lines = column(self, margin=3 * STEP, gap=STEP)
        lines.addWidget(self._figure)
        lines.addWidget(self._meaning)
        lines.addWidget(self._measure)
        fields = row(gap=2 * STEP)
        for words, field in (("Target", self._target), ("By", self._by)):
            part = column(gap=STEP // 2)
            part.addWidget(label(words, "section"))
            part.addWidget(field)
            fields.addLayout(part, 1)
        lines.addLayout(fields)
        lines.addWidget(label("Note", "section"))
        lines.addWidget(self._note)
        lines.addWidget(self._problem)
        answers = row()
        answers.addStretch(1)
        answers.addWidget(button("Cancel", name="goal_cancel", on_click=self.reject))
        answers.addWidget(self._ok)
        lines.addLayout(answers)

    @property
    def _kpi(self) -> Kpi:
        return KPIS[self._figure.currentData()]

    def _show_figure(self) -> None:
        kpi, ground = self._kpi, self._ground
        self._meaning.setText(f"{kpi.meaning[:1].upper()}{kpi.meaning[1:]}.")
        now: Reading | None = ground.readings.get(kpi.key, (None, None))[0]
        has_baseline = self._goal is not None and self._goal.baseline is not None
        said = in_words(kpi, now, ground.currency)
        words = "Measure the baseline anew" if has_baseline else "Measure the baseline now"
        self._measure.setText(f"{words}: {said}" if now else "The data do not know this figure: no baseline")
        self._measure.setEnabled(now is not None)
        self._measure.setChecked(now is not None and not has_baseline)
        self._target.setPlaceholderText("In per cent" if kpi.unit == "share" else "A number")
        self._look()

    def _look(self) -> None:
        try:
            self._value()
            self._problem.setText("")
        except AppError as error:
            self._problem.setText(error.message)
        self._problem.setVisible(bool(self._problem.text()))
        self._ok.setEnabled(not self._problem.text())

    def _value(self) -> float | None:
        text = self._target.text().strip().removesuffix("%").strip()
        if not text:
            return None
        try:
            value = float(parsed(text))
        except ValueError as error:
            raise AppError(f"“{text}” is no number.") from error
        return value / 100 if self._kpi.unit == "share" else value

    def _made(self) -> PlanGoal:
        kpi, by = self._kpi, self._by.date()
        baseline = self._goal.baseline if self._goal else None
        if self._measure.isChecked():
            baseline = measured_baseline(self._ground, kpi.key)
        return PlanGoal(
            kpi=kpi.key,
            baseline=baseline,
            target=self._value(),
            by=date(by.year(), by.month(), by.day()),
            note=self._note.toPlainText().strip(),
        )
