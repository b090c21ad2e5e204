"""Whose message is shown: the next and the previous recipient, the worst, or a customer by their id."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.messages.context.recipients import NO_JOURNEY, Recipient
from app.numbers import data_instant, number
from app.ui.elided import ElidedLabel
from app.ui.fields import SearchField
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row


class RecipientBar(QWidget):
    """Says which way to go, and where one is."""

    turned = Signal(int)  # so many recipients on
    worst_wanted = Signal()
    customer_wanted = Signal(str)
    all_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._who = ElidedLabel("", "section", name="preview_customer")
        self._when = label("", "small", wraps=True, name="preview_when")
        self._of = label("", "small", wraps=True, name="preview_sample")
        self._place = label("", "small", name="preview_place")
        self._before = button("‹", "quiet", name="preview_before", on_click=lambda: self.turned.emit(-1))
        self._next = button("›", "quiet", name="preview_next", on_click=lambda: self.turned.emit(1))
        self._before.setAccessibleName("Previous recipient")
        self._next.setAccessibleName("Next recipient")
        self._worst = button("The worst", "quiet", name="preview_worst", on_click=self.worst_wanted.emit)
        self._all = button("All recipients", "quiet", name="preview_all", on_click=self.all_wanted.emit)
        self._search = SearchField("preview_search", "Customer id, Enter", "Show a customer by their id")
        self._search.returnPressed.connect(self._ask)
        self._lay_out()

    def show_place(self, to: Recipient | None, at: int, of: int, sample: str) -> None:
        """One recipient, `at` of `of`, of those that `sample` says."""
        self._who.setText(to.customer_id if to is not None else "Nobody yet")
        if to is None:
            self._when.setText("")
        elif to.instance == NO_JOURNEY:
            self._when.setText("As the customer is now, outside of a run")
        else:
            self._when.setText(f"Journey {number(to.instance)}, {data_instant(to.at, seconds=False)} UTC")
        self._of.setText(sample)
        self._place.setText(f"{number(at + 1)} of {number(of)}" if of else "")
        self._before.setEnabled(at > 0)
        self._next.setEnabled(at + 1 < of)

    def show_has_worst(self, *, has_worst: bool) -> None:
        """Whether anything is empty or fails for any of the recipients."""
        self._worst.setEnabled(has_worst)
        words = "Those with the most empty placeholders first"
        self._worst.setToolTip(words if has_worst else "Nothing is empty in any of these messages")

    def show_is_one(self, *, is_one: bool) -> None:
        """Whether one customer was asked for, from whom one can go back to all."""
        self._all.setVisible(is_one)

    def _lay_out(self) -> None:
        ways = row(gap=STEP // 2)
        ways.addWidget(self._before)
        ways.addWidget(self._place)
        ways.addWidget(self._next)
        ways.addStretch(1)
        ways.addWidget(self._all)
        ways.addWidget(self._worst)
        lines = column(self, gap=STEP // 2)
        for line in (self._who, self._when):
            lines.addWidget(line)
        lines.addLayout(ways)
        lines.addWidget(self._of)
        lines.addWidget(self._search)
        self._all.hide()
        self.show_has_worst(has_worst=False)

    def _ask(self) -> None:
        if self._search.text().strip():
            self.customer_wanted.emit(self._search.text().strip())
