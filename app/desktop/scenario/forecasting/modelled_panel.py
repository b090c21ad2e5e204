"""What a modelled figure is and how it comes: beside the canvas, in the place of a list of customers."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.canvas.figures import Door, RunCounts
from app.canvas.modelled import ABOUT, Expected, ModelledNode, Modelling
from app.canvas.session import ScenarioSession
from app.nodes.channel import CHANNELS
from app.nodes.words.response import completed, response_in_words
from app.numbers import counted, number, rounded
from app.runtime.forecast.forecast_order import used
from app.scenario.graph import Scenario
from app.ui.elided import ElidedLabel
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row


class ModelledPanel(QFrame):
    """Words alone: nobody stands behind what is modelled."""

    left = Signal()
    responses_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("modelled_panel")
        self.setProperty("role", "card")
        self.setAccessibleName("What this modelled figure is")
        self._title = ElidedLabel("", "heading", name="modelled_title")
        self._words = label("", wraps=True, name="modelled_words")
        self._close = button("Close", "quiet", name="modelled_close", on_click=self.left.emit)
        react = button("How people react…", name="modelled_responses", on_click=self.responses_wanted.emit)
        head = row(gap=STEP)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        last = row(gap=STEP)
        last.addWidget(react)
        last.addStretch(1)
        lines = column(self, margin=2 * STEP, gap=2 * STEP)
        lines.addLayout(head)
        lines.addWidget(self._words)
        lines.addLayout(last)
        lines.addStretch(1)

    def show_door(
        self, session: ScenarioSession, door: Door, words: str, until: tuple[Modelling, RunCounts] | None = None
    ) -> None:
        """Say it of that number; `until` is what was modelled and counted by the moment that is played back."""
        self._title.setText(words)
        modelled, counts = until or (session.modelled, session.summary)
        if modelled is not None and counts is not None:
            scenario = session.rehearsed or session.scenario
            self._words.setText("\n\n".join(door_words(scenario, modelled, counts, door)))
        self._close.setFocus()


def door_words(scenario: Scenario, modelled: Modelling, run: RunCounts, door: Door) -> Iterator[str]:
    """What the number is, beside what was observed, and from which responses it comes."""
    node = modelled.node(door.node)
    if node is None:
        return
    expected = node.left(door.detail) if door.detail else node.arrived
    counts = run.nodes.get(door.node)
    observed = (counts.left.get(door.detail, 0) if door.detail else counts.arrived) if counts is not None else 0
    yield figure_words(expected, node)
    yield f"Observed, without any reaction to a message: {number(observed)}. A click on that number lists who they are."
    yield "Nobody stands behind a modelled figure: in each replication other people react, drawn by chance."
    responses = used(modelled.responses, scenario)
    for key in dict.fromkeys(each.type for each in scenario.nodes if each.type in CHANNELS):
        said = completed(CHANNELS[key], responses.get(key))
        told = response_in_words(said) if said is not None else "nobody reacts"
        yield f"{CHANNELS[key].words} (a guess): {told}. A message may say otherwise of itself."


def figure_words(expected: Expected, node: ModelledNode) -> str:
    """Mean, range and replications in one sentence."""
    often = counted(node.replications, "replication", "replications")
    mean = f"{ABOUT} {rounded(expected.mean)} is the mean of {often}"
    if not expected.range_in_words:
        return f"{mean}, and all of them came to the same."
    change = f" That is {expected.change} beside the run that is kept." if expected.change else ""
    return f"{mean}; four fifths of them lie between {rounded(expected.low)} and {rounded(expected.high)}.{change}"
