"""A run whose counts stand on the canvas, and what has changed since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.canvas.modelled import Modelled
from app.canvas.session import ScenarioSession
from app.data.list_versions import ListVersions
from app.numbers import moment, number
from app.runtime.forecast.forecast_order import ForecastOrder, changes_of_forecast
from app.runtime.forecast.ranges import Forecast
from app.runtime.summary import Summary
from app.scenario.changes import changes_in_words, meaning
from app.scenario.graph import Scenario
from app.scenario.lists_used import is_same_data
from app.workspace.contents.runs import RunInfo

_MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class ShownRun:
    """The run that was made last, or was kept last; `info` and `name` are there once it is stored."""

    summary: Summary
    scenario: Scenario
    dataset_name: str
    at: datetime
    info: RunInfo | None = None
    name: str = ""
    played: Scenario | None = None
    """The scenario with what its segments meant then."""
    forecast: Forecast | None = None
    """The forecast that was kept with it, of whose replay the summary is."""

    def is_of(
        self,
        scenario: Scenario,
        dataset_name: str,
        fingerprint: str,
        versions: ListVersions,
        order: ForecastOrder | None = None,
    ) -> bool:
        """Whether the scenario means what was run, over the same data; an empty fingerprint is one not known yet.

        A forecast is one of the same `order`, however often it was repeated.
        """
        if dataset_name != self.dataset_name or meaning(scenario) != meaning(self.scenario):
            return False
        if (order is None) is not (self.forecast is None):
            return False
        if order is not None and self.forecast is not None and not order.asks_the_same(self.forecast.order, scenario):
            return False
        played = self.played or self.scenario
        return not fingerprint or is_same_data(versions, played, self.summary.fingerprint, fingerprint)

    def kept(self, info: RunInfo, name: str) -> ShownRun:
        """The same, stored."""
        return replace(self, info=info, name=name)

    def show_in(self, session: ScenarioSession) -> None:
        """Let its counts stand on the canvas, and what it forecasts beside them."""
        modelled = Modelled(self.forecast) if self.forecast is not None else None
        session.show_summary(self.summary, self.scenario, modelled=modelled)

    @property
    def title(self) -> str:
        """`“1 hour → 1 day”, 27 Nov 2026, 14:05`."""
        called = f"“{self.name}”, " if self.name else ""
        times = f", {number(self.forecast.replications)} replications" if self.forecast is not None else ""
        return f"{called}{moment(self.at)}{times}"

    def changes_to(self, scenario: Scenario, dataset_name: str, order: ForecastOrder | None = None) -> str:
        """What has changed since it was run: `1 hour → 1 day`; empty for nothing."""
        changes = list(changes_in_words(self.scenario, scenario))
        if order is not None and self.forecast is not None:
            before = replace(self.forecast.order, replications=order.replications)
            changes += changes_of_forecast(before, order, scenario)
        if dataset_name and dataset_name != self.dataset_name:
            changes.append(f"over {dataset_name}")
        more = f" and {len(changes) - _MOST_CHANGES} more" if len(changes) > _MOST_CHANGES else ""
        return "; ".join(changes[:_MOST_CHANGES]) + more
