"""The funnel of a run as the time that its main path takes, or by when journeys began."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.reports.counting.buckets import Buckets, Period
from app.reports.funnel.by_entry import EntryFigures, entries_of
from app.reports.funnel.counting import AnyFigures
from app.reports.funnel.definition import Show
from app.reports.funnel.figures import FunnelFigures
from app.reports.funnel.of_run import RunFunnelDefinition, run_funnel
from app.reports.funnel.time_to_convert import time_to_convert
from app.reports.over_runs.conversion import period_for
from app.reports.report import Subject


def run_funnel_shown(subject: Subject, show: Show, period: Period | None) -> AnyFigures:
    """The steps, the times of who came to the last, or by when they began who did."""
    figures = run_funnel(subject.scenario, subject.tables)
    assert isinstance(figures.definition, RunFunnelDefinition)  # made just now
    definition = replace(figures.definition, show=show, period=period or "")
    if show == "steps":
        return figures
    if show == "time":
        return time_to_convert(replace(figures, definition=definition))
    return _by_entry(subject, figures, definition)


def _by_entry(subject: Subject, figures: FunnelFigures, definition: RunFunnelDefinition) -> EntryFigures:
    began = figures.instants[figures.levels > 0, 0]
    fitting = period_for(int(began.min()), int(began.max())) if len(began) else "week"
    under_way = np.unique(np.concatenate([np.zeros(0, np.int64), *(each.waiting for each in figures.apart.values())]))
    end = subject.summary.known_until_us

    def is_over(buckets: Buckets) -> NDArray[np.bool_]:
        over = np.ones(len(buckets), np.bool_)
        if len(under_way):
            over[np.unique(buckets.of(figures.instants[under_way, 0]))] = False
        return over if end is None else over & (buckets.edges_us[1:] - 1 <= end)

    zone = subject.scenario.settings.timezone or "UTC"
    return entries_of(figures, definition, definition.period or fitting, zone, is_over)
