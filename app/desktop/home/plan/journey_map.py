"""The journey map: the stages of a customer's life, who serves each, and what is missing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QMenu, QPushButton, QVBoxLayout

from app.desktop.home.plan.section import Section, Shown
from app.guides.plan.ground import PLAN_STAGES, ScenarioFacts
from app.guides.plan.judging import scenarios_by_stage
from app.guides.plan.texts import PartText
from app.guides.templates import all_templates
from app.ui.elided import ElidedLabel
from app.ui.theme import STEP
from app.ui.widgets import button, clear, column, frame, label

_TILE_PX = 26 * STEP
_MOST_SHOWN = 6


class JourneyMap(Section):
    """A tile a stage, side by side as far as there is room."""

    scenario_wanted = Signal(str)  # its id
    template_wanted = Signal(str)  # its id

    def __init__(self, text: PartText) -> None:
        super().__init__(text.key, text.title, text.asks, text.empty)
        self._grid = QGridLayout()
        self._grid.setSpacing(STEP)
        self.lines.addLayout(self._grid)
        self._tiles: dict[str, tuple[QFrame, QVBoxLayout]] = {}
        for stage, title in PLAN_STAGES.items():
            tile = frame("card", f"plan_stage_{stage}")
            tile.setAccessibleName(title)
            inside = column(tile, margin=2 * STEP, gap=STEP // 2)
            inside.addWidget(label(title, "strong", wraps=True))
            held = column(gap=STEP // 2)
            inside.addLayout(held)
            inside.addStretch(1)
            self._tiles[stage] = (tile, held)
        self._loose = label("", "small", wraps=True, name="plan_no_stage")
        self.lines.addWidget(self._loose)
        self._columns = 0
        self._arrange()

    def show_plan(self, shown: Shown) -> None:
        """A tile for each stage, with its scenarios or the templates to begin one."""
        plan, ground, may_write = shown.plan, shown.ground, shown.may_write
        by_stage = scenarios_by_stage(plan, ground)
        self.say_empty(is_empty=not ground.scenarios)
        for stage, (_, held) in self._tiles.items():
            clear(held)
            for scenario in by_stage[stage][:_MOST_SHOWN]:
                held.addWidget(self._door(scenario))
            more = len(by_stage[stage]) - _MOST_SHOWN
            if more > 0:
                held.addWidget(label(f"and {more} more", "small"))
            if not by_stage[stage]:
                held.addWidget(label("Missing", "warning"))
                held.addWidget(self._offer(stage, may_write=may_write))
        nowhere = by_stage[""]
        self._loose.setVisible(bool(nowhere))
        names = ", ".join(each.name for each in nowhere[:_MOST_SHOWN])
        self._loose.setText(f"Of no stage yet: {names}. Say below which stage they serve.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """As many tiles in a row as have room; three at least, so that rows are of one length."""
        room = self.width() - 6 * STEP
        columns = len(self._tiles) if room >= len(self._tiles) * _TILE_PX else 3
        if columns == self._columns:
            return
        self._columns = columns
        for at, (tile, _) in enumerate(self._tiles.values()):
            self._grid.addWidget(tile, at // columns, at % columns)
        for at in range(len(self._tiles)):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)

    def _door(self, scenario: ScenarioFacts) -> QPushButton:
        made = button(
            "", "part", name=f"plan_open_{scenario.id}", on_click=partial(self.scenario_wanted.emit, scenario.id)
        )
        made.setAccessibleName(f"Open the scenario {scenario.name}")
        words = ElidedLabel(scenario.name, "door")
        words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        made.setProperty("place", "flush")
        column(made).addWidget(words)
        return made

    def _offer(self, stage: str, *, may_write: bool) -> QPushButton:
        made = button("Begin one…", "part", name=f"plan_begin_{stage}")
        made.setAccessibleName(f"Begin a scenario for {PLAN_STAGES[stage]}")
        made.setProperty("place", "flush")
        made.setEnabled(may_write)
        menu = QMenu(made)
        for template in all_templates():
            if template.stage == stage:
                menu.addAction(template.title.replace("&", "&&"), partial(self.template_wanted.emit, template.id))
        menu.addAction("An empty one", partial(self.template_wanted.emit, ""))
        made.setMenu(menu)
        return made
