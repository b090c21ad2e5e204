"""What stands there after an import: how many people and events, what was joined, and what can be done next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.data.importing.plan import ImportPlan
from app.data.importing.read import Imported
from app.look.palette import Palette
from app.numbers import Rate, counted
from app.ui.icons import icon
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row


class DonePage(QWidget):
    """`look_wanted` goes to the dataset, `template_wanted` to the templates."""

    look_wanted = Signal()
    template_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_done")
        self._picture = label("")
        self._said = label("", "title", wraps=True, name="import_said")
        self._more = label("", "quiet", wraps=True, name="import_remarks")
        self._template = button(
            "Open a template that fits", "primary", name="import_template", on_click=self.template_wanted.emit
        )
        self._look = button("Look at the data", name="import_look", on_click=self.look_wanted.emit)
        lines = column(self, margin=6 * STEP, gap=2 * STEP)
        lines.addStretch(1)
        lines.addWidget(self._picture)
        lines.addWidget(self._said)
        lines.addWidget(self._more)
        actions = row(gap=STEP)
        actions.addWidget(self._template)
        actions.addWidget(self._look)
        actions.addStretch(1)
        lines.addLayout(actions)
        lines.addStretch(2)

    def show_result(self, plan: ImportPlan, imported: Imported) -> None:
        """Say what came of it."""
        self._said.setText(result_words(plan, imported))
        self._more.setText(
            "\n".join(f"{account.file}: {remark}" for account in imported.accounts for remark in account.remarks)
        )

    def show_palette(self, palette: Palette) -> None:
        """The tick in other colours."""
        self._picture.setPixmap(icon("check-circle-outline", palette.good).pixmap(48, 48))


def result_words(plan: ImportPlan, imported: Imported) -> str:
    """Like “Done: 198 people, 2,431 events, 97 % joined.”"""
    dataset = imported.dataset
    parts = [
        counted(dataset.customer_count, "person", "people"),
        counted(dataset.event_count, "event", "events"),
    ]
    if plan.chosen:
        worst = min(plan.chosen, key=lambda join: join.share)
        parts.append(f"{Rate(worst.met, worst.of).percent()} joined")
    return f"Done: {', '.join(parts)}."
