"""Of whom it is known that they agree to be written to."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.data.columns import ColumnType
from app.data.dataset import Dataset
from app.data.quality.finding import Finding
from app.data.roles import ATTRIBUTE_ROLES
from app.numbers import Rate, number


def consent_findings(dataset: Dataset) -> Iterator[Finding]:
    """For each kind of consent: who gave it, who did not, of whom nothing is known."""
    for role in ATTRIBUTE_ROLES.values():
        if not role.agrees_to or dataset.roles.attributes.get(role.address) not in dataset.attributes:
            continue
        column = dataset.attributes.get(dataset.roles.attributes.get(role.name, ""))
        if column is None or column.type is not ColumnType.BOOLEAN:
            words = f"Nothing says who agreed to {role.agrees_to}: nobody counts as subscribed."
            advice = f"Import a file with a column of yes and no, and give it the role {role.name}."
            everybody = np.arange(dataset.customer_count)
            rate = Rate(len(everybody), len(everybody))
            yield Finding(f"{role.name}-unknown", words, advice, rate, "fault", everybody)
            continue
        yes, no = int((column.values == 1).sum()), int((column.values == 0).sum())
        unknown = np.flatnonzero(~column.filled)
        words = (
            f"{number(yes)} agreed to {role.agrees_to}, {number(no)} did not, "
            f"of {number(len(unknown))} nothing is known, which counts as no."
        )
        yield Finding(
            f"{role.name}-coverage",
            words,
            "Unknown consent is never taken as given.",
            Rate(yes, len(column)),
            "remark",
            unknown,
        )
