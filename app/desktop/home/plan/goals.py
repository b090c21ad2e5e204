"""The goals: each with its baseline, what it is now, its target and how much of the way is behind."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from app.desktop.home.plan.goal_dialog import GoalDialog
from app.desktop.home.plan.keeping import PlanKeeping
from app.desktop.home.plan.section import Section, Shown
from app.guides.plan.changing import goal_of, with_goal, without_goal
from app.guides.plan.ground import Ground
from app.guides.plan.kpis import KPIS
from app.guides.plan.tables import goal_cells, way_share
from app.guides.plan.texts import PartText
from app.ui.theme import STEP
from app.ui.widgets import button, clear, column, frame, label, row
from app.workspace.settings.plan import PlanGoal

_BAR_PX = 6


class Goals(Section):
    """A row a goal; a dialog sets one."""

    def __init__(self, text: PartText, keeping: PlanKeeping) -> None:
        super().__init__(text.key, text.title, text.asks, text.empty)
        self._keeping = keeping
        self._add = button("Add a goal…", name="plan_add_goal", on_click=partial(self._ask, None))
        self.head.addWidget(self._add, 0, Qt.AlignmentFlag.AlignTop)

    def show_plan(self, shown: Shown) -> None:
        plan, ground, may_write = shown.plan, shown.ground, shown.may_write
        clear(self.lines)
        self.say_empty(is_empty=not plan.goals)
        self._add.setEnabled(may_write and len(plan.goals) < len(KPIS))
        for at, goal in enumerate(plan.goals):
            if at:
                self.lines.addWidget(frame("divider"))
            self.lines.addWidget(self._row(goal, ground, may_write=may_write))

    def _row(self, goal: PlanGoal, ground: Ground, *, may_write: bool) -> QWidget:
        title, baseline, now, target, by, way, _note = goal_cells(goal, ground)
        made = QWidget()
        made.setObjectName(f"plan_goal_{goal.kpi}")
        made.setAccessibleName(f"{title}: now {now}, target {target} by {by}, {way} of the way")
        line = row(made, gap=2 * STEP)
        texts = column(gap=STEP // 2)
        texts.addWidget(label(title, "strong"))
        when = f" by {by}" if goal.by else ""
        aim = f"target {target}{when}" if goal.target is not None else f"no target yet{when}"
        texts.addWidget(label(f"Now {now}  ·  {aim}", wraps=True))
        texts.addWidget(label(f"Baseline {baseline}", "small", wraps=True))
        share = way_share(goal, ground.readings.get(goal.kpi, (None, None))[0])
        if share is not None:
            bar = QProgressBar()
            bar.setTextVisible(False)
            bar.setFixedHeight(_BAR_PX)
            bar.setRange(0, 1_000)
            bar.setValue(round(1_000 * share))
            bar.setAccessibleName(f"{way} of the way")
            texts.addWidget(bar)
            texts.addWidget(label(f"{way} of the way is behind you", "small", wraps=True))
        if goal.note:
            texts.addWidget(label(goal.note, "quiet", wraps=True))
        line.addLayout(texts, 1)
        if goal.kpi in KPIS:
            change = button("Change…", "quiet", name=f"plan_change_{goal.kpi}", on_click=partial(self._ask, goal.kpi))
            change.setAccessibleName(f"Change the goal {title}")
            change.setEnabled(may_write)
            line.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
        remove = button("Remove", "quiet", name=f"plan_remove_{goal.kpi}", on_click=partial(self._remove, goal.kpi))
        remove.setAccessibleName(f"Remove the goal {title}")
        remove.setEnabled(may_write)
        line.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _ask(self, key: str | None) -> None:
        keeping = self._keeping
        if keeping.ground is None:
            return
        goal = goal_of(keeping.plan, key) if key else None
        taken = frozenset(each.kpi for each in keeping.plan.goals)

        def then(made: PlanGoal) -> None:
            keeping.change(f"the goal {KPIS[made.kpi].title}", lambda plan: with_goal(plan, made))

        GoalDialog(self.window(), keeping.ground, goal, taken, then).open()

    def _remove(self, key: str) -> None:
        title = KPIS[key].title if key in KPIS else key
        self._keeping.change(f"the goal {title}", lambda plan: without_goal(plan, key))
