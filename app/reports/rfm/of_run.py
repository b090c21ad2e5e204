"""What RFM over a run begins with."""

from __future__ import annotations

from dataclasses import replace

from app.data.dataset import Dataset
from app.reports.over_runs.with_messages import CLICKED, OPENED, SENT
from app.reports.rfm.definition import RfmDefinition, proposed_rfm


def proposed_over_run(dataset: Dataset) -> RfmDefinition | None:
    """Engagement is opening and clicking, in a run without reactions being written to; None where nothing was sent."""
    begun, there = proposed_rfm(dataset), dataset.schema().events
    if begun is None or not there.get(SENT):
        return None
    reactions = tuple(name for name in (OPENED, CLICKED) if there.get(name))
    return replace(begun, engaged=reactions or (SENT,))
