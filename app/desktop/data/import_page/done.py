"""What stands there after an import: how many people and events, what was joined, and what can be done next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.data.importing.plan import ImportPlan
from app.data.importing.read import Imported
from app.desktop.data.import_page.target import folder_words
from app.guides.adapting import Adapted
from app.look.palette import Palette
from app.numbers import Rate, counted
from app.ui.icons import icon
from app.ui.theme import STEP
from app.ui.widgets import button, clear, column, label, row, scrolling

_MOST_REMARKS = 12
_MOST_OTHERS = 4
_NONE_FITS = "No template fits these data as they are: one begins with a cart, a visit or a purchase of somebody."


class DonePage(QWidget):
    """Where it leads: `look_wanted` to the dataset, `rows_wanted` to its listed rows, or into a template."""

    look_wanted = Signal()
    rows_wanted = Signal()
    template_wanted = Signal(str, str)  # the template's id, the dataset's name

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_done")
        self._dataset = ""
        self._best = ""
        self._picture = label("")
        self._said = label("", "title", wraps=True, name="import_said")
        self._kept = label("", "quiet", wraps=True, name="import_kept")
        self._fits = label("", wraps=True, name="import_fits")
        self._template = button("Open a template that fits", "primary", name="import_template", on_click=self._open)
        self._look = button("Look at the data", name="import_look", on_click=self.look_wanted.emit)
        self._rows = button("", name="import_rows", on_click=self.rows_wanted.emit)
        self._others = row(gap=STEP)
        self._more = label("", "small", wraps=True, name="import_remarks")
        self._more_title = label("Worth knowing", "section")
        self._lay_out()

    def leave(self) -> None:
        """Make room for the dataset, where this is still in its place: whoever went on has read it."""
        if not self.isHidden():
            self.look_wanted.emit()

    def show_result(
        self, plan: ImportPlan, imported: Imported, templates: Sequence[Adapted], made: Path | None
    ) -> None:
        """Say what came of it, into which workspace if one was made, and which templates can be run now."""
        self._dataset = imported.dataset.name
        self._said.setText(result_words(plan, imported))
        place = f"Kept in the new workspace “{made.stem}”, in {folder_words(made.parent)}." if made is not None else ""
        self._kept.setText(place)
        self._kept.setVisible(made is not None)
        listed = sum(account.repaired + account.rejected for account in imported.accounts)
        self._rows.setText(f"See the {counted(listed, 'listed row', 'listed rows')}")
        self._rows.setVisible(listed > 0)
        self._show_templates(templates)
        self.setFocusProxy(self._template if templates else self._look)
        remarks = [f"{each.file}: {remark}" for each in imported.accounts for remark in each.remarks]
        self._show_remarks([*(pool.sentence() for pool in imported.pools), *remarks])

    def show_palette(self, palette: Palette) -> None:
        """The tick in other colours."""
        self._picture.setPixmap(icon("check-circle-outline", palette.good).pixmap(48, 48))

    def _lay_out(self) -> None:
        content = QWidget()
        lines = column(content, margin=6 * STEP, gap=2 * STEP)
        for words in (self._picture, self._said, self._kept, self._fits):
            lines.addWidget(words)
        actions = row(gap=STEP)
        for made in (self._template, self._look, self._rows):
            actions.addWidget(made)
        actions.addStretch(1)
        lines.addLayout(actions)
        lines.addLayout(self._others)
        lines.addSpacing(2 * STEP)
        lines.addWidget(self._more_title)
        lines.addWidget(self._more)
        lines.addStretch(1)
        column(self).addWidget(scrolling(content, "import_done_page"))

    def _open(self) -> None:
        self.template_wanted.emit(self._best, self._dataset)

    def _show_templates(self, templates: Sequence[Adapted]) -> None:
        clear(self._others)
        self._template.setVisible(bool(templates))
        self._best = templates[0].template.id if templates else ""
        self._fits.setText(fitting_words(templates[0]) if templates else _NONE_FITS)
        for each in templates[1 : _MOST_OTHERS + 1]:
            other = button(
                each.template.title,
                "quiet",
                name=f"import_template_{each.template.id}",
                on_click=partial(self.template_wanted.emit, each.template.id, self._dataset),
            )
            other.setToolTip(each.template.summary)
            self._others.addWidget(other)
        if templates[1:]:
            self._others.insertWidget(0, label("These fit too:", "quiet"))
            self._others.addStretch(1)

    def _show_remarks(self, remarks: Sequence[str]) -> None:
        shown = list(remarks[:_MOST_REMARKS])
        if len(remarks) > len(shown):
            shown.append(f"{len(remarks) - len(shown)} more stand in Data, under Import.")
        self._more.setText("\n".join(shown))
        self._more_title.setVisible(bool(remarks))
        self._more.setVisible(bool(remarks))


def fitting_words(best: Adapted) -> str:
    """Like “Abandoned cart” fits: these data have “Added to Cart” and “Placed Order”."""
    named = " and ".join(f"“{name}”" for name in best.events)
    return " ".join([f"“{best.template.title}” fits: these data have {named}.", *best.left_out])


def result_words(plan: ImportPlan, imported: Imported) -> str:
    """Like “Done: 198 people, 2,431 events, 97 % joined.”"""
    dataset = imported.dataset
    parts = [
        counted(dataset.customer_count, "person", "people"),
        counted(dataset.event_count, "event", "events"),
    ]
    if plan.chosen:
        met, of = (sum(counts) for counts in zip(*((join.met, join.of) for join in plan.chosen), strict=True))
        parts.append(f"{Rate(met, of).percent()} joined")
    parts += [f"{counted(pool.added, 'code', 'codes')} for “{pool.pool}”" for pool in imported.pools]
    return f"Done: {', '.join(parts)}."
