"""What a quarterly audit over a run begins with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.data.dataset import Dataset
from app.reports.crm_audit.definition import CrmAuditDefinition, proposed_crm_audit
from app.reports.over_runs.with_messages import MESSAGE, SCORE, SENT


def proposed_over_run(dataset: Dataset) -> CrmAuditDefinition | None:
    """A message is a touch, and the score is the one that the run gave most often, if it gave any.

    None where nothing says what a lead is, or where the run neither sent nor scored anything.
    """
    begun = proposed_crm_audit(dataset)
    often = {
        name: int(np.count_nonzero(column.filled))
        for name, column in dataset.properties.items()
        if name.startswith(SCORE)
    }
    if begun is None or not (often or dataset.schema().events.get(SENT)):
        return None
    score = max(sorted(often), key=often.__getitem__, default="") if begun.way.event(begun.outcome) else ""
    return replace(begun, touch=(*begun.touch, MESSAGE), score=score or begun.score)
