"""Of whom it is known that they agree to be written to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.data.quality.consent_choice import NO, YES, consent_choice, consent_of, with_consent, without_agreement
from app.data.quality.finding import Finding, Mend
from app.data.vocabulary.roles import ATTRIBUTE_ROLES, Role
from app.numbers import Rate, number

_FILE = "Import a file that says who agreed…"


def consent_findings(dataset: Dataset) -> Iterator[Finding]:
    """For each kind of consent: who gave it, who did not, of whom nothing is known."""
    for role in ATTRIBUTE_ROLES.values():
        if not role.agrees_to or dataset.roles.attributes.get(role.address) not in dataset.attributes:
            continue
        column = consent_of(dataset, role.name)
        if column is not None:
            yield _coverage(dataset, role, column)
        elif dataset.customer_count:
            yield _unknown(dataset, role)


def _unknown(dataset: Dataset, role: Role) -> Finding:
    choice = consent_choice(dataset, role.name)
    words = f"Nothing says who agreed to {role.agrees_to}: runs do not check it, and write to everybody."
    if dataset.roles.attributes.get(role.name) in dataset.attributes:
        words = (
            f"What “{dataset.roles.attributes[role.name]}” says of {role.agrees_to} is no yes and no: "
            "nobody counts as subscribed."
        )
    advice = "Say which column holds it and which of its values mean yes, or import a file with such a column."
    if choice is None:
        advice = "No column of these data speaks of it. Import a file with a column of yes and no."
    named = [
        column.name
        for column in (choice.columns if choice else ())
        if column.speaks and dataset.attributes[column.name].type is ColumnType.BOOLEAN
    ]
    mends = [
        Mend(f"Take “{name}” for it", partial(_with_yes_and_no, role=role.name, name=name), name) for name in named
    ]
    mends.append(Mend("Write down that nobody agreed", partial(without_agreement, role=role.name)))
    everybody = np.arange(dataset.customer_count)
    rate = Rate(len(everybody), len(everybody))
    return Finding(
        f"{role.name}-unknown",
        words,
        advice,
        rate,
        "fault",
        everybody,
        mends=tuple(mends),
        choice=choice,
        file_wanted=_FILE,
    )


def _coverage(dataset: Dataset, role: Role, column: Column) -> Finding:
    """About those of whom nothing is known; where there are none, about those who did not agree."""
    yes, no = int((column.values == 1).sum()), int((column.values == 0).sum())
    unknown = np.flatnonzero(~column.filled)
    key, rate = f"{role.name}-coverage", Rate(yes, len(column))
    if not len(unknown):
        words = f"{number(yes)} agreed to {role.agrees_to}, {number(no)} did not."
        about = np.flatnonzero(column.values == 0) if no else np.arange(len(column))
        return Finding(key, words, "It is known of everybody: there is nothing to mend.", rate, "remark", about)
    words = (
        f"{number(yes)} agreed to {role.agrees_to}, {number(no)} did not, "
        f"of {number(len(unknown))} nothing is known, which counts as no."
    )
    advice = "Unknown consent is never taken as given. Say which column knows more, or import a file that does."
    mends = (Mend("Write down that they did not agree", partial(without_agreement, role=role.name)),)
    choice = consent_choice(dataset, role.name)
    return Finding(key, words, advice, rate, "remark", unknown, mends=mends, choice=choice, file_wanted=_FILE)


def _with_yes_and_no(dataset: Dataset, role: str, name: str) -> Dataset:
    return with_consent(dataset, role, name, (YES,), (NO,))
