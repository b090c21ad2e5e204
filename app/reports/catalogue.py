"""The reports there are, in the order in which they are shown."""

from __future__ import annotations

from app.reports.cohorts.report import CohortsReport
from app.reports.flow.report import FlowReport
from app.reports.funnel.report import FunnelReport
from app.reports.ranges.report import RangesReport
from app.reports.report import Figures, Report

REPORTS: tuple[Report, ...] = (FunnelReport(), CohortsReport(), FlowReport(), RangesReport())


def reports() -> tuple[Report, ...]:
    """All of them."""
    return REPORTS


def report_of(figures: Figures) -> Report:
    """The report that measured these."""
    return next(report for report in reports() if report.key == figures.key)
