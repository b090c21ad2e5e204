"""The quality report: everything that was found, what is wrong before what is only worth knowing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from app.data.dataset import Dataset
from app.data.quality.addresses import address_findings
from app.data.quality.consent import consent_findings
from app.data.quality.finding import Finding
from app.data.quality.names import name_findings
from app.data.quality.people import people_findings
from app.data.quality.times import time_findings


@dataclass(frozen=True, slots=True)
class Quality:
    """What was found in a dataset of so many customers and events."""

    dataset: str
    customers: int
    events: int
    findings: tuple[Finding, ...]


def quality(dataset: Dataset, now: datetime | None = None) -> Quality:
    """The report on a dataset; what lies after `now`, or this moment if it is None, has not happened yet."""
    moment = now or datetime.now(UTC)
    found = (
        *address_findings(dataset),
        *people_findings(dataset),
        *name_findings(dataset),
        *time_findings(dataset, int(moment.timestamp() * 1_000_000)),
        *consent_findings(dataset),
    )
    faults_first = sorted(found, key=lambda finding: finding.kind != "fault")
    return Quality(dataset.name, dataset.customer_count, dataset.event_count, tuple(faults_first))
