"""A run made ready to be played back, away from the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pyarrow as pa

from app.desktop.scenario.customers.people import Counted, tables_of
from app.desktop.scenario.playback.scrubber import BARS, Span
from app.progress import Progress
from app.runtime.followed import Followed, follow
from app.runtime.timeline import Timeline
from app.scenario.graph import Scenario


@dataclass(frozen=True, slots=True)
class ReadyRun:
    """The run in order of time, its rows, and the time it covers in the zone of its data."""

    scenario: Scenario
    tables: Mapping[str, pa.Table]
    timeline: Timeline
    span: Span

    def followed(self, customer: str, progress: Progress) -> Followed | None:
        """The way of a customer; None where they never entered."""
        progress(0, 0, "Looking for the customer")
        return follow(self.scenario, self.tables, self.timeline.edges, customer)


def make_ready(counted: Counted, progress: Progress) -> ReadyRun:
    """Read the rows of what is counted, or play it once more, and put them in order of time."""
    tables = tables_of(counted, progress)
    timeline = Timeline(counted.scenario, tables, progress)
    zone = ZoneInfo(counted.datasets.get(counted.dataset_name, progress).timezone)
    begin, end = timeline.begin, timeline.end
    bounds = [begin + (end - begin + 1) * part // BARS for part in range(BARS + 1)]
    return ReadyRun(counted.scenario, tables, timeline, Span(begin, end, zone, timeline.entries(bounds)))
