"""The flow as a report: where everybody went, on the scenario's own layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.look.palette import Palette
from app.numbers import number
from app.reports.flow.figures import FlowFigures, flow
from app.reports.report import Measured, Subject

_MOST_WORDS = 40


class FlowReport:
    """Visits at nodes and along edges."""

    key = "flow"
    title = "Flow"
    why_none = ""

    def measure(self, subject: Subject) -> Iterator[Measured]:
        """The run's own counts, and whose they are."""
        yield Measured("Where everybody went", flow(subject.scenario, subject.summary, subject.tables))

    def draw(self, figures: FlowFigures, palette: Palette, *, with_definition: bool) -> Any:
        """Cards and bands."""
        from app.reports.flow.chart import draw_flow

        return draw_flow(figures, palette, with_definition=with_definition)

    def height_px(self, figures: FlowFigures) -> int:
        """As high as the scenario's layout."""
        tops = [node.at[1] for node in figures.nodes] or [0.0]
        return round(max(tops) - min(tops)) + 214

    def words(self, figures: FlowFigures) -> Iterator[str]:
        """The arrivals at each node."""
        yield f"Flow of visits through {figures.scenario}"
        for node in figures.nodes[:_MOST_WORDS]:
            yield f"{node.label}: {number(node.arrived)} arrived"
