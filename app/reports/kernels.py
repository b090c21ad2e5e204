"""The compiled loops of reports, taken into a process before somebody waits for one of them."""

from __future__ import annotations

from importlib import import_module

from app.progress import Progress

KERNELS = (
    "app.reports.funnel.following.kernel",
    "app.reports.funnel.following.holding_kernel",
    "app.reports.cohorts.kernel",
    "app.reports.trend.kernel",
    "app.reports.attribution.kernel",
    "app.reports.by_customer.kernel",
    "app.reports.event_flow.kernel",
    "app.reports.counting.bucket_kernel",
    "app.reports.geo.kernel",
    "app.reports.crm.kernel",
    "app.reports.crm.deals_kernel",
    "app.reports.crm.runs_kernel",
    "app.reports.crm_audit.kernel",
    "app.reports.pipeline.kernel",
    "app.reports.accounts.kernel",
    "app.reports.lifecycle.kernel",
    "app.reports.recommendations.kernel",
)
"""The modules in the order in which somebody is likely to ask for them."""

ENOUGH_EVENTS = 300_000
"""From so many on reports count by them."""


def load_kernels(progress: Progress) -> None:
    """Take in what earlier processes compiled, and compile nothing; `progress` may end it between two modules."""
    from app.runtime.native.jit import load_kept  # late: numba takes a while to import

    for done, name in enumerate(KERNELS):
        progress(done, len(KERNELS), "Loading")
        load_kept(import_module(name))
