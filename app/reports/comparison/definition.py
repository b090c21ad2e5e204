"""Two runs over the same people, customer by customer: what was compared, and what makes it doubtful."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.reports.counting.intervals import level
from app.reports.over_runs.same_data import are_over_same_data
from app.reports.report import Subject


@dataclass(frozen=True, slots=True)
class ComparisonDefinition:
    """A run and the one it is held against; `cautions` say what else differs between them."""

    scenario: str
    other: str
    seed: int
    other_seed: int
    customers: int
    cautions: tuple[str, ...] = ()

    def in_words(self) -> str:
        """The definition in sentences."""
        return (
            f"“{self.scenario}” (seed {self.seed}) against “{self.other}” (seed {self.other_seed}), paired by the "
            f"{self.customers} customers who entered in either. Differences are this run less the other; their "
            f"intervals are Student’s at {level()} over the differences of each customer, so that what both runs "
            f"have in "
            "common drops out. Journeys are paired by customer and number; a path is the nodes and ports of a journey "
            "in order, and "
            f"how it ended. {' '.join(self.cautions)}".strip()
        )

    def to_document(self) -> dict[str, Any]:
        """The definition for programs."""
        return {
            "scenario": self.scenario,
            "other": self.other,
            "seed": self.seed,
            "other_seed": self.other_seed,
            "customers": self.customers,
            "cautions": list(self.cautions),
        }


def definition_of(subject: Subject, other: Subject, customers: int) -> ComparisonDefinition:
    """What is compared, with what should have been the same."""
    return ComparisonDefinition(
        subject.scenario.name,
        other.scenario.name,
        subject.summary.seed,
        other.summary.seed,
        customers,
        tuple(_cautions(subject, other)),
    )


def _cautions(subject: Subject, other: Subject) -> Iterator[str]:
    mine, theirs = subject.summary, other.summary
    if not are_over_same_data(subject, other):
        yield "The runs went over different data, so that a difference may come from there."
    luck = (mine.seed, mine.replication, subject.scenario.settings.seed_salt)
    if luck != (theirs.seed, theirs.replication, other.scenario.settings.seed_salt):
        yield "The runs did not share their luck, so that part of each difference is chance."
    if mine.known_until_us != theirs.known_until_us:
        yield "One of the runs was stopped earlier than the other."
