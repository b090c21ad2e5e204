"""Why a customer went that way: each decision in a sentence, in order of time, beside the canvas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.canvas.figures import Door, NodePart
from app.desktop.scenario.customers.why_steps import StepList
from app.desktop.scenario.customers.why_words import entrance_words, told, zone_of
from app.look.palette import Palette
from app.nodes.catalogue import KINDS
from app.nodes.kind import Kind
from app.numbers import number
from app.runtime.explanation import Explanation, Step, StepKind
from app.scenario.graph import Edge, NodeId, Scenario
from app.ui.elided import ElidedLabel
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row

PAGE = 100
"""Steps that are shown at a time."""

Way = tuple[frozenset[NodeId], frozenset[Edge]]


class WhyPanel(QFrame):
    """Shows one explanation, page by page; a step leads to its node."""

    back_wanted = Signal()
    cancel_wanted = Signal()
    step_chosen = Signal(str)  # id of a node

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("why_panel")
        self.setProperty("role", "card")
        self.setAccessibleName("Why a customer went that way")
        self._steps: tuple[Step, ...] = ()
        self._kinds: Mapping[str, Kind[Any]] = {}
        self._zone = "UTC"
        self._first = 0
        self.way: Way = (frozenset(), frozenset())
        self._who = ElidedLabel("", "heading", name="why_customer")
        self._said = label("", "quiet", wraps=True, name="why_said")
        self._list = StepList(palette)
        self._list.node_chosen.connect(self.step_chosen)
        self._earlier = button("Earlier", "quiet", name="why_earlier", on_click=lambda: self._turn(-PAGE))
        self._later = button("Later", "quiet", name="why_later", on_click=lambda: self._turn(PAGE))
        self._place = label("", "small", name="why_place")
        self._cancel = button("Cancel", name="why_cancel", on_click=self.cancel_wanted.emit)
        self._lay_out()

    def begin(self, customer: str) -> None:
        """The explanation is being made."""
        self._who.setText(customer)
        self._said.setText("Playing this customer once more…")
        self._list.clear()
        self._steps, self.way = (), (frozenset(), frozenset())
        self._cancel.show()
        self._show_pages()

    def say_stopped(self) -> None:
        """There will be none."""
        self._said.setText("Not explained.")
        self._cancel.hide()

    def show_explanation(self, scenario: Scenario, found: Explanation, asked: Door | None = None) -> None:
        """Show it from its beginning, or where what was asked for happened: a message that was not sent."""
        self._cancel.hide()
        at = next((place for place, step in enumerate(found.steps) if _is_asked(step, asked)), None)
        self._steps, self._first = found.steps, (at or 0) // PAGE * PAGE
        self._zone = zone_of(found)
        self._kinds = {str(node.id): KINDS[node.type] for node in scenario.nodes}
        self.way = way_of(scenario, found)
        self._said.setText("\n".join((*entrance_words(found), f"Times are in {self._zone}.")))
        self._show_page()
        if at is not None:  # it stands behind those before it on its page, and the days among them
            self._list.stand_at(sum(1 for _ in told(self._steps[self._first : at + 1], self._zone)) - 1)

    def show_palette(self, palette: Palette) -> None:
        """Everything in other colours."""
        self._list.show_palette(palette)

    def _lay_out(self) -> None:
        head = row(gap=STEP)
        head.addWidget(button("Back", "quiet", name="why_back", on_click=self.back_wanted.emit))
        head.addWidget(self._who, 1)
        head.addWidget(self._cancel)
        pages = row(gap=STEP)
        pages.addWidget(self._earlier)
        pages.addWidget(self._place, 1)
        pages.addWidget(self._later)
        lines = column(self, margin=STEP, gap=STEP)
        lines.addLayout(head)
        lines.addWidget(self._said)
        lines.addWidget(self._list, 1)
        lines.addLayout(pages)

    def _turn(self, by: int) -> None:
        self._first += by
        self._show_page()

    def _show_page(self) -> None:
        self._list.show_steps(told(self._steps[self._first : self._first + PAGE], self._zone), self._kinds)
        self._list.scrollToTop()
        self._show_pages()

    def _show_pages(self) -> None:
        last = min(self._first + PAGE, len(self._steps))
        self._earlier.setEnabled(self._first > 0)
        self._later.setEnabled(last < len(self._steps))
        is_long = len(self._steps) > PAGE
        for each in (self._earlier, self._place, self._later):
            each.setVisible(is_long)
        self._place.setText(
            f"{number(self._first + 1)} – {number(last)} of {number(len(self._steps))} steps" if is_long else ""
        )


def _is_asked(step: Step, asked: Door | None) -> bool:
    if asked is None or asked.part is not NodePart.SKIPPED:
        return False
    return step.kind is StepKind.SKIPPED and (step.node, step.reason) == (asked.node, asked.detail)


def way_of(scenario: Scenario, found: Explanation) -> Way:
    """The nodes at which the customer was, and the wires that led on from there."""
    visits = found.tables["visits"]
    took = set(zip(visits.column("node").to_pylist(), visits.column("port").to_pylist(), strict=True))
    nodes = frozenset(NodeId(str(node)) for node, _ in took)
    edges = frozenset(edge for edge in scenario.edges if (edge.source, edge.port) in took)
    return nodes, edges
