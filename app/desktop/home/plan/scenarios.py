"""Governance: the scenarios by folder, whose each is and how far, whether names follow the rule, who changed what."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from app.desktop.home.plan.keeping import PlanKeeping
from app.desktop.home.plan.section import Section, Shown
from app.errors import AppError
from app.guides.plan.changing import STATUSES, with_card, with_naming
from app.guides.plan.ground import PLAN_STAGES, ScenarioFacts
from app.guides.plan.judging import stage_of
from app.guides.plan.naming_rule import checked_rule
from app.guides.plan.tables import by_folder, name_words
from app.look.palette import Palette
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.two_lines import TwoLineList
from app.ui.widgets import button, column, label, row
from app.workspace.settings.plan import Plan

_LIST_PX = 34 * STEP
_FORM_PX = 54 * STEP
_ASKS = "Who owns each scenario, how far it is, and what it is called."
_EMPTY = "No scenario yet. Begin one from a template on Home."


class Scenarios(Section):
    """A list at the left, the chosen scenario's card at the right, the rule of names above both."""

    scenario_wanted = Signal(str)  # its id

    def __init__(self, keeping: PlanKeeping, palette: Palette) -> None:
        super().__init__("governance", "Scenarios and their owners", _ASKS, _EMPTY)
        self._keeping = keeping
        self._plan: Plan = keeping.plan
        self._facts: dict[str, ScenarioFacts] = {}
        self._naming = _field("plan_naming", "Rule of names")
        self._naming.setPlaceholderText("Rule of names, like {stage}-{channel}-{yyyymm}")
        self._wrong = label("", "problem", wraps=True, name="plan_naming_problem")
        self._wrong.hide()
        self._list = TwoLineList("plan_scenarios", "Scenarios by folder", palette)
        self._list.setFixedHeight(_FORM_PX)
        self._list.setMinimumWidth(_LIST_PX)
        self._folder, self._owner = _field("plan_folder", "Folder"), _field("plan_owner", "Owner")
        self._stage, self._status = ComboBox(), ComboBox()
        for box, name, words in ((self._stage, "plan_stage", "Stage"), (self._status, "plan_status", "Status")):
            box.setObjectName(name)
            box.setAccessibleName(words)
        self._stage.addItem("No stage", "")
        for stage, title in PLAN_STAGES.items():
            self._stage.addItem(title, stage)
        for status, words in STATUSES.items():
            self._status.addItem(words, status)
        self._name = label("", "warning", wraps=True, name="plan_name_words")
        self._history = TwoLineList("plan_history", "Who changed what when", palette)
        self._open = button("Open", name="plan_open", on_click=lambda: self.scenario_wanted.emit(self._chosen))
        self._body = QWidget()
        self._lay_out()
        self._connect()

    @property
    def _chosen(self) -> str:
        return str(self._list.key() or "")

    def show_plan(self, shown: Shown) -> None:
        """A line for each scenario, the rule of names, and the card of the one that is chosen."""
        plan, ground, may_write = shown.plan, shown.ground, shown.may_write
        self._plan = plan
        chosen = self._chosen
        self._facts = {each.id: each for each in by_folder(plan, ground)}
        self.say_empty(is_empty=not self._facts)
        self._body.setVisible(bool(self._facts))
        if not self._naming.hasFocus() or not self._wrong.isVisible():
            self._naming.setText(plan.naming)
        with QSignalBlocker(self._list):
            self._list.clear()
            for each in self._facts.values():
                self._list.add(each.id, each.name, _detail(plan, each, self._facts.values()))
            self._list.choose(chosen if chosen in self._facts else next(iter(self._facts), ""))
        for field in (self._naming, self._folder, self._owner, self._stage, self._status):
            field.setEnabled(may_write)
        self._show_card()

    def show_palette(self, palette: Palette) -> None:
        for each in (self._list, self._history):
            each.show_palette(palette)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(STEP)
        form.setHorizontalSpacing(2 * STEP)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        fields: tuple[QLineEdit | ComboBox, ...] = (self._folder, self._stage, self._owner, self._status)
        for field in fields:
            words = label(field.accessibleName(), "section")
            words.setBuddy(field)
            form.addRow(words, field)
        right = column(gap=STEP)
        right.addLayout(form)
        right.addWidget(self._name)
        right.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(label("Changes", "section"))
        right.addWidget(self._history, 1)
        both = row(self._body, gap=3 * STEP)
        both.addWidget(self._list, 2)
        both.addLayout(right, 3)
        self.lines.addWidget(self._naming)
        self.lines.addWidget(self._wrong)
        self.lines.addWidget(self._body)

    def _connect(self) -> None:
        self._list.currentItemChanged.connect(lambda *_: self._show_card())
        self._naming.editingFinished.connect(self._tell_naming)
        self._folder.editingFinished.connect(lambda: self._tell_card(folder=self._folder.text().strip()))
        self._owner.editingFinished.connect(lambda: self._tell_card(owner=self._owner.text().strip()))
        self._status.activated.connect(lambda _at: self._tell_card(status=self._status.currentData()))
        self._stage.activated.connect(lambda _at: self._tell_stage(self._stage.currentData()))

    def _show_card(self) -> None:
        facts = self._facts.get(self._chosen)
        if facts is None:
            return
        card = self._plan.card(facts.id)
        self._folder.setText(card.folder)
        self._owner.setText(card.owner)
        self._stage.setCurrentIndex(max(self._stage.findData(stage_of(self._plan, facts)), 0))
        self._status.setCurrentIndex(self._status.findData(card.status))
        wrong = name_words(self._plan, facts, self._facts.values())
        self._name.setText(f"The name {wrong}" if wrong else "")
        self._name.setVisible(bool(wrong))
        self._history.clear()
        for change in reversed(facts.changes):
            self._history.add(change.number, change.title, change.words)

    def _tell_naming(self) -> None:
        pattern = self._naming.text()
        try:
            checked_rule(pattern)
        except AppError as error:
            self._wrong.setText(error.message)
            self._wrong.show()
            return
        self._wrong.hide()
        self._keeping.change("the rule of names", lambda plan: with_naming(plan, pattern))

    def _tell_stage(self, stage: str) -> None:
        """A stage that is only proposed is not written down by being chosen."""
        facts = self._facts.get(self._chosen)
        if facts is not None:
            is_proposed = not self._plan.card(facts.id).stage and stage == stage_of(self._plan, facts)
            self._tell_card(stage="" if is_proposed else stage)

    def _tell_card(self, **said: str) -> None:
        """Change that of the card alone: what was said of the rest just before may not be in sight yet."""
        facts = self._facts.get(self._chosen)
        if facts is not None:
            id_ = facts.id
            self._keeping.change(
                f"the card of {facts.name}", lambda plan: with_card(plan, id_, plan.card(id_).model_copy(update=said))
            )


def _detail(plan: Plan, scenario: ScenarioFacts, everyone: Iterable[ScenarioFacts]) -> str:
    """Folder, status and owner; first of all that a name breaks the rule."""
    card = plan.card(scenario.id)
    parts = ("Name breaks the rule" if name_words(plan, scenario, everyone) else "", card.folder, card.owner)
    said = [*parts[:2], STATUSES[card.status] if card.status else "", parts[2]]
    return "  ·  ".join(part for part in said if part) or "No owner yet"


def _field(name: str, words: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setMaxLength(200)
    return made
