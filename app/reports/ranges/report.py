"""The ranges of a forecast as a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from app.look.palette import Palette
from app.reports.ranges.figures import RangesFigures, ranges, words_of
from app.reports.ranges.kept import KeptReplication
from app.reports.ranges.spread import MOST, SpreadFigures, spreads
from app.reports.report import Measured, Subject

_MOST_WORDS = 40


class RangesReport:
    """How far the figures of a forecast range from replication to replication."""

    key = "ranges"
    title = "Forecast"
    why_none = "This run only replays what was recorded. A forecast models how people react, and stands here in ranges."

    def measure(self, subject: Subject) -> Iterator[Measured]:
        """The forecast's ranges; nothing for a replay."""
        if subject.forecast is not None:
            kept, replay = subject.summary.replication, _replay_of(subject)
            found = ranges(subject.scenario, subject.forecast, kept, subject.tables, replay)
            yield Measured("Forecast, in ranges", found)
            if (spread := spreads(found)).rows:
                yield Measured("Spread over the replications", spread)

    def draw(self, figures: RangesFigures | SpreadFigures, palette: Palette, *, with_definition: bool) -> Any:
        """Hatched bars with their ranges, or a histogram of each figure."""
        if isinstance(figures, SpreadFigures):
            from app.reports.ranges.spread_chart import draw_spreads

            return draw_spreads(figures, palette, with_definition=with_definition)
        from app.reports.ranges.chart import draw_ranges

        return draw_ranges(figures, palette, with_definition=with_definition)

    def height_px(self, figures: RangesFigures | SpreadFigures) -> int:
        """A row a figure, and a gap between groups; of histograms three stand side by side."""
        if isinstance(figures, SpreadFigures):
            return 120 + 170 * -(-len(figures.rows[:MOST]) // 3)
        return 120 + 26 * len(figures.rows) + 14 * len({(row.group, row.unit) for row in figures.rows})

    def words(self, figures: RangesFigures | SpreadFigures) -> Iterator[str]:
        """Each figure with its range, or where most replications lie."""
        if isinstance(figures, SpreadFigures):
            yield from figures.words()
            return
        yield f"Modelled in {figures.definition.replications} replications"
        yield from map(words_of, figures.rows[:_MOST_WORDS])


def _replay_of(subject: Subject) -> Callable[[], KeptReplication] | None:
    """Plays the recorded events alone as the forecast did, once, when somebody asks; None without them."""
    dataset, forecast = subject.dataset, subject.forecast
    if dataset is None or forecast is None:
        return None

    @cache
    def replayed() -> KeptReplication:
        from app.runtime.rehearse import RunOptions, rehearse  # late: loads the machine

        before = forecast.replay
        run = rehearse(subject.scenario, dataset, RunOptions(seed=before.seed))
        if run.summary.visits != before.visits:  # it had been told when to stop
            run = rehearse(subject.scenario, dataset, RunOptions(until=before.known_until_us, seed=before.seed))
        return KeptReplication(run.tables, is_replay=True)

    return replayed
