"""A run made ready to be played back, away from the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import pyarrow as pa

from app.canvas.modelled import ModelledMoment, Modelling
from app.data.dataset import Dataset
from app.desktop.scenario.customers.people import Counted, tables_of
from app.desktop.scenario.playback.scrubber import BARS, Span
from app.nodes.response import Response
from app.progress import Progress
from app.runtime.forecast.forecast_order import ForecastOrder
from app.runtime.forecast.moment_ranges import ForecastMoments
from app.runtime.playback.followed import Followed, follow
from app.runtime.playback.timeline import NEEDED, Timeline
from app.scenario.graph import Scenario


@dataclass(frozen=True, slots=True)
class ReadyRun:
    """The run in order of time, its rows, and the time it covers in the zone of its data."""

    scenario: Scenario
    tables: Mapping[str, pa.Table]
    timeline: Timeline
    span: Span
    moments: ForecastMoments | None = None
    responses: Mapping[str, Response] = field(default_factory=dict)

    def expected(self, at: int) -> Modelling | None:
        """What a forecast expects by an instant: as at the last of its moments that is past."""
        moments = self.moments
        return ModelledMoment(moments, moments.place(at), self.responses) if moments is not None else None

    def moment_of_ranges(self, at: int) -> str:
        """Of which moment the ranges are that are shown at an instant; empty without a forecast."""
        return self.span.words(int(self.moments.instants[self.moments.place(at)])) if self.moments is not None else ""

    def followed(self, customer: str, progress: Progress) -> Followed | None:
        """The way of a customer; None where they never entered."""
        progress(0, 0, "Looking for the customer")
        return follow(self.scenario, self.tables, self.timeline.edges, customer)


def make_ready(counted: Counted, progress: Progress) -> ReadyRun:
    """Read the rows of what is counted, or play it once more, and put them in order of time; a forecast by moments."""
    tables = needed = tables_of(counted, progress)
    if counted.workspace is not None and counted.run is not None:
        needed = counted.workspace.runs.columns(counted.run, NEEDED, progress)
    timeline = Timeline(counted.scenario, needed, progress)
    dataset = counted.datasets.get(counted.dataset_name, progress)
    begin, end = timeline.begin, timeline.end
    bounds = [begin + (end - begin + 1) * part // BARS for part in range(BARS + 1)]
    span = Span(begin, end, ZoneInfo(dataset.timezone), timeline.entries(bounds))
    order = counted.order
    if order is None or not timeline.journeys:
        return ReadyRun(counted.scenario, tables, timeline, span)
    moments = _moments(counted.scenario, dataset, order, span, progress)
    return ReadyRun(counted.scenario, tables, timeline, span, moments, order.responses)


def _moments(
    scenario: Scenario, dataset: Dataset, order: ForecastOrder, span: Span, progress: Progress
) -> ForecastMoments:
    """The forecast as it was at each hour or day of the run, on the clocks of the data."""
    from app.runtime.forecast.forecast import ForecastOptions  # the machine is loaded when it is first needed
    from app.runtime.forecast.forecast_moments import forecast_moments

    midnight = span.midnight(span.at(span.begin).date())
    options = ForecastOptions(order.replications, responses=order.responses)
    return forecast_moments(scenario, dataset, options, (span.begin, span.end, midnight), progress)
