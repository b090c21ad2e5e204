"""What accounts over a run begin with."""

from __future__ import annotations

from dataclasses import replace

from app.data.dataset import Dataset
from app.reports.accounts.definition import AccountsDefinition, proposed_accounts
from app.reports.over_runs.with_messages import MESSAGE, SENT


def proposed_over_run(dataset: Dataset) -> AccountsDefinition | None:
    """A message is a touch, and being written to no activity; None without accounts, or where nothing was sent."""
    begun = proposed_accounts(dataset)
    if begun is None or not dataset.schema().events.get(SENT):
        return None
    return replace(begun, touch=(*begun.touch, MESSAGE), passive=(*begun.passive, SENT))
