"""The reports there are, in the order in which they are shown."""

from __future__ import annotations

from app.reports.accounts.report import AccountsReport
from app.reports.attribution.report import AttributionReport
from app.reports.audit.report import AuditReport
from app.reports.cohorts.report import CohortsReport
from app.reports.comparison.report import ComparisonReport
from app.reports.coverage.report import CoverageReport
from app.reports.crm_audit.report import CrmAuditReport
from app.reports.drop_off.report import DropOffReport
from app.reports.event_flow.report import EventFlowReport
from app.reports.experiments.report import ExperimentsReport
from app.reports.flow.report import FlowReport
from app.reports.funnel.report import FunnelReport
from app.reports.geo.report import GeoReport
from app.reports.growth.report import GrowthReport
from app.reports.lifecycle.report import LifecycleReport
from app.reports.messages.report import MessagesReport
from app.reports.over_runs.over_run import OverRun, Proposing
from app.reports.pipeline.report import PipelineReport
from app.reports.ranges.report import RangesReport
from app.reports.recommendations.report import RecommendationsReport
from app.reports.report import Drawn, Figures, RecordedReport, Report
from app.reports.rfm.report import RfmReport
from app.reports.scores.report import ScoresReport
from app.reports.trend.report import TrendReport

_FUNNEL, _COHORTS, _EXPERIMENTS = FunnelReport(), CohortsReport(), ExperimentsReport()
_SCORES, _PIPELINE, _RECOMMENDATIONS = ScoresReport(), PipelineReport(), RecommendationsReport()
_RFM, _ATTRIBUTION, _TREND, _EVENT_FLOW = RfmReport(), AttributionReport(), TrendReport(), EventFlowReport()
_GEO, _LIFECYCLE, _ACCOUNTS = GeoReport(), LifecycleReport(), AccountsReport()
_CRM_AUDIT, _GROWTH, _COVERAGE = CrmAuditReport(), GrowthReport(), CoverageReport()
REPORTS: tuple[Report, ...] = (
    _FUNNEL,
    _COHORTS,
    FlowReport(),
    MessagesReport(),
    DropOffReport(),
    ComparisonReport(),
    RangesReport(),
    AuditReport(),
    _EXPERIMENTS,
    _SCORES,
    _PIPELINE,
    _RECOMMENDATIONS,
)
RECORDED: tuple[RecordedReport, ...] = (
    _FUNNEL,
    _COHORTS,
    _RFM,
    _ATTRIBUTION,
    _RECOMMENDATIONS,
    _EXPERIMENTS,
    _SCORES,
    _TREND,
    _EVENT_FLOW,
    _GEO,
    _LIFECYCLE,
    _PIPELINE,
    _ACCOUNTS,
    _CRM_AUDIT,
    _GROWTH,
    _COVERAGE,
)
_PROPOSING: tuple[Proposing, ...] = (
    _FUNNEL, _COHORTS, _TREND, _EVENT_FLOW, _ATTRIBUTION, _RFM, _GEO, _LIFECYCLE, _ACCOUNTS, _GROWTH, _COVERAGE
)  # fmt: skip
WITH_MESSAGES: tuple[Report, ...] = (*(OverRun(each) for each in _PROPOSING), OverRun(_CRM_AUDIT, scored=True))


def reports() -> tuple[Report, ...]:
    """Those of which the usual report over a run is made."""
    return REPORTS


def reports_over_runs() -> tuple[Report, ...]:
    """All over a run: also those over recorded events, which count its messages among them."""
    return (*REPORTS, *WITH_MESSAGES)


def recorded_reports() -> tuple[RecordedReport, ...]:
    """Those over recorded events."""
    return RECORDED


def report_of(figures: Figures) -> Drawn:
    """The report that counted these."""
    everything: tuple[Drawn, ...] = (*reports(), *recorded_reports())
    return next(report for report in everything if report.key == figures.key)
