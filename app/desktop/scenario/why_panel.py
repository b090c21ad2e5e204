"""Why a customer went that way: each decision in a sentence, in order of time, beside the canvas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from app.look.palette import Palette
from app.numbers import moment, number
from app.runtime.explanation import Clause, Explanation, Step, StepKind
from app.scenario.graph import Edge, NodeId, Scenario
from app.ui.elided import ElidedLabel
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row

PAGE = 100
"""Steps that are shown at a time."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NODE = Qt.ItemDataRole.UserRole

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
        self._palette = palette
        self._steps: tuple[Step, ...] = ()
        self._zone = "UTC"
        self._first = 0
        self.way: Way = (frozenset(), frozenset())
        self._who = ElidedLabel("", "heading", name="why_customer")
        self._said = label("", "quiet", wraps=True, name="why_said")
        self._list = QListWidget()
        self._list.setObjectName("why_steps")
        self._list.setAccessibleName("What happened, in order of time")
        self._list.setWordWrap(True)
        self._list.setSpacing(STEP // 4)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(self._tell)
        self._list.itemActivated.connect(self._tell)
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

    def show_explanation(self, scenario: Scenario, found: Explanation) -> None:
        """Show it from its beginning."""
        self._cancel.hide()
        self._steps, self._first = found.steps, 0
        self._zone = next(iter(found.zones.values()), "UTC")
        self.way = way_of(scenario, found)
        self._said.setText("\n".join(_entrance_words(found)))
        self._show_page()

    def show_palette(self, palette: Palette) -> None:
        """What is shown next in other colours."""
        self._palette = palette

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
        self._list.clear()
        for step in self._steps[self._first : self._first + PAGE]:
            item = QListWidgetItem(step_words(step, self._zone))
            item.setData(_NODE, step.node)
            self._list.addItem(item)
        self._show_pages()

    def _show_pages(self) -> None:
        last = min(self._first + PAGE, len(self._steps))
        self._earlier.setVisible(len(self._steps) > PAGE)
        self._later.setVisible(len(self._steps) > PAGE)
        self._earlier.setEnabled(self._first > 0)
        self._later.setEnabled(last < len(self._steps))
        is_long = len(self._steps) > PAGE
        self._place.setText(
            f"{number(self._first + 1)} – {number(last)} of {number(len(self._steps))} steps" if is_long else ""
        )

    def _tell(self, item: QListWidgetItem) -> None:
        node = str(item.data(_NODE) or "")
        if node:
            self.step_chosen.emit(node)


def way_of(scenario: Scenario, found: Explanation) -> Way:
    """The nodes at which the customer was, and the wires that led on from there."""
    visits = found.tables["visits"]
    took = set(zip(visits.column("node").to_pylist(), visits.column("port").to_pylist(), strict=True))
    nodes = frozenset(NodeId(str(node)) for node, _ in took)
    edges = frozenset(edge for edge in scenario.edges if (edge.source, edge.port) in took)
    return nodes, edges


def step_words(step: Step, zone: str) -> str:
    """When, what, and because of which clause with the value that was found."""
    at = (_EPOCH + timedelta(microseconds=step.at)).astimezone(ZoneInfo(zone))
    where = f"  ·  {step.label}" if step.label else ""
    return "\n".join((f"{moment(at)}{where}", step.sentence, *_clause_words(step.clauses)))


def _clause_words(clauses: Sequence[Clause]) -> Iterator[str]:
    """Each condition with what it found; of one that failed also the part that did."""
    for clause in clauses:
        mark = "✓" if clause.holds else "✗"
        named = f"{clause.label}: " if clause.label else ""
        found = f" (found: {clause.found})" if clause.found else ""
        needed = "" if clause.needed else " – settled before"
        yield f"  {mark} {named}{clause.sentence}{found}{needed}"
        for part in clause.parts:
            part_found = f" (found: {part.found})" if part.found else ""
            yield f"      {'✓' if part.holds else '✗'} {part.sentence}{part_found}"
        if not clause.holds and clause.because and clause.failed is not clause:
            yield f"      because {clause.because}"


def _entrance_words(found: Explanation) -> Iterator[str]:
    """What became of each entry; and where nobody came in, when it came nearest."""
    for entrance in found.entrances:
        yield f"“{entrance.label}”: {entrance.sentence}"
    if not found.has_entered:
        refused = [step for step in found.steps if step.kind is StepKind.NOT_ENTERED]
        nearest = max(refused, key=_nearness, default=None)
        if nearest is not None:
            zone = next(iter(found.zones.values()), "UTC")
            at = (_EPOCH + timedelta(microseconds=nearest.at)).astimezone(ZoneInfo(zone))
            yield f"It came nearest on {moment(at)}: {nearest.sentence}"


def _nearness(step: Step) -> tuple[float, int]:
    """The share of the asked conditions that held; of equals the latest."""
    parts = [part for clause in step.clauses for part in (clause.parts or (clause,))]
    return (sum(part.holds for part in parts) / len(parts) if parts else 0.0, step.at)
