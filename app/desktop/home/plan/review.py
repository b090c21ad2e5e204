"""The monthly review: its day, whether it is due, and the audit to be looked at."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal

from app.desktop.home.plan.keeping import PlanKeeping
from app.desktop.home.plan.section import Section, Shown
from app.desktop.open_workspace import Desk
from app.guides.plan.changing import reviewed, with_review_day
from app.guides.plan.judging import judged_lines
from app.guides.plan.review import review_due
from app.jobs.reports.auditing import audit_of_workspace
from app.look.palette import Palette
from app.numbers import counted
from app.reports.audit.figures import WEIGHTS, AuditFigures
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.two_lines import TwoLineList
from app.ui.widgets import button, label, row
from app.workspace.settings.plan import LAST_DAY

_ASKS = "Once a month: look at the audit and at the figures, and mark the review as held."
_LIST_PX = 30 * STEP
_MOST_ROWS = 200


class Review(Section):
    """`show_audit` looks for all that is to be mended in the scenarios, behind the window, and tells `audited`."""

    audited = Signal()

    def __init__(self, desk: Desk, keeping: PlanKeeping, palette: Palette) -> None:
        super().__init__("review", "Review", _ASKS)
        self._desk, self._keeping = desk, keeping
        self._day = ComboBox()
        self._day.setObjectName("plan_review_day")
        self._day.setAccessibleName("Day of the month")
        self._day.addItem("No review", 0)
        for number in range(1, LAST_DAY + 1):
            self._day.addItem(f"On day {number} of each month", number)
        self._said = label("", wraps=True, name="plan_review_said")
        self._audit = button("Show the audit", name="plan_audit", on_click=self.show_audit)
        self._held = button("Mark as held", "primary", name="plan_held", on_click=self._tell_held)
        line = row(gap=2 * STEP)
        line.addWidget(self._day)
        line.addWidget(self._said, 1)
        line.addWidget(self._audit)
        line.addWidget(self._held)
        self.lines.addLayout(line)
        self._found = label("", "strong", wraps=True, name="plan_audit_said")
        self._list = TwoLineList("plan_findings", "What the audit found", palette)
        self._list.setFixedHeight(_LIST_PX)
        self.lines.addWidget(self._found, 0, Qt.AlignmentFlag.AlignLeft)
        self.lines.addWidget(self._list)
        self._forget()
        desk.workspace_changed.connect(self._forget)
        self._day.activated.connect(lambda _at: self._tell_day())

    def show_plan(self, shown: Shown) -> None:
        plan, ground, may_write = shown.plan, shown.ground, shown.may_write
        with QSignalBlocker(self._day):
            self._day.setCurrentIndex(self._day.findData(plan.review_day))
        self._said.setText(next(line for line in judged_lines(plan, ground) if line.text.key == "review").judged.words)
        self._day.setEnabled(may_write)
        self._held.setEnabled(may_write and review_due(plan, ground.today) is not None)
        self._audit.setEnabled(bool(ground.scenarios))

    def show_palette(self, palette: Palette) -> None:
        self._list.show_palette(palette)

    def show_audit(self) -> None:
        """What is to be mended, of all scenarios and their newest runs."""
        workspace = self._desk.workspace
        if workspace is None:
            return

        def show(figures: AuditFigures) -> None:
            if workspace is not self._desk.workspace:
                return
            weighty = figures.of_weight("stops", "mend", "look")
            self._found.setText(f"{counted(len(weighty), 'finding', 'findings')}: {figures.leading()}")
            self._list.clear()
            for at, each in enumerate(weighty[:_MOST_ROWS]):
                where = f", {each.where}" if each.where else ""
                self._list.add(at, f"{each.scenario}{where}", f"{WEIGHTS[each.weight]}: {each.words}")
            self._found.show()
            self._list.setVisible(bool(weighty))
            self.audited.emit()

        self._desk.works.start(
            "Auditing the scenarios", lambda progress: audit_of_workspace(workspace, progress=progress), show
        )

    def _forget(self) -> None:
        self._found.hide()
        self._list.hide()

    def _tell_day(self) -> None:
        day: int = self._day.currentData()
        self._keeping.change("the day of the review", lambda plan: with_review_day(plan, day, date.today()))

    def _tell_held(self) -> None:
        self._keeping.change("the review", lambda plan: reviewed(plan, date.today()))
