"""Scores of a run: as they stood some time before the data end, and who did the goal after that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.nodes.kinds.entry_score import EntryScoreParams
from app.reports.counting.intervals import level
from app.reports.counting.journeys import encoded, instants, is_word
from app.reports.counting.ranking import ranked
from app.reports.report import Measured, Subject
from app.reports.scores.definition import (
    MONTH,
    Bands,
    cuts_of,
    instant_in_words,
    latest,
    passages,
    scored_by,
    span_before,
)
from app.reports.scores.figures import ScoreFigures, score_figures

_BANDS = 10


_CUTS: dict[Bands, str] = {"width": "of one width", "share": "of as many customers each"}


@dataclass(frozen=True, slots=True)
class RunScoreDefinition:
    """A score of a scenario as of an instant, and the goal's event after it."""

    scenario: str
    score: str
    goal: str
    as_of_us: int
    until_us: int
    cut: Bands = "width"

    def in_words(self) -> str:
        """The definition in sentences."""
        return (
            f"Customers by the score “{self.score}” that “{self.scenario}” had given them by "
            f"{instant_in_words(self.as_of_us)} UTC; who had none by then is left out. Converted are those who did "
            f"“{self.goal}” after that, until {instant_in_words(self.until_us)} UTC, as recorded. Bands "
            f"{_CUTS[self.cut]}; intervals of rates are Wilson’s, that of the ROC-AUC DeLong’s, at {level()}. "
            f"Expected is a "
            "logistic curve of the score. Lift is against all with a score."
        )

    def to_document(self) -> dict[str, Any]:
        """The definition for programs."""
        return {
            "scenario": self.scenario,
            "score": self.score,
            "goal": self.goal,
            "as_of": instant_in_words(self.as_of_us),
            "until": instant_in_words(self.until_us),
            "cut": self.cut,
        }


def run_scores(subject: Subject, within: Duration | None = None, cut: Bands = "width") -> Iterator[Measured]:
    """Each score of the run by its first goal."""
    goals, table = subject.scenario.settings.goals, subject.tables.get("scores")
    if not goals or table is None or not table.num_rows or subject.dataset is None:
        return
    _, words = encoded(table.column("score"))
    for name in sorted(str(word) for word in words.to_pylist()):
        of_score = table.filter(pa.array(is_word(table.column("score"), name)))
        if of_score.num_rows:
            yield Measured(f"Score “{name}”", _figures(subject, of_score, name, within, cut))


def _figures(subject: Subject, table: pa.Table, name: str, within: Duration | None, cut: Bands) -> ScoreFigures:
    dataset, goal = subject.dataset, subject.scenario.settings.goals[0]
    assert dataset is not None  # asked before
    places = pc.index_in(table.column("customer_id").cast(pa.string()), value_set=dataset.customer_ids)
    customer = places.to_numpy().astype(np.int64)
    at = instants(table.column("at"))
    end = subject.summary.known_until_us
    end = int(at.max()) if end is None else end
    asked = within or (goal.within if goal.within and not goal.within.months else MONTH)
    as_of, until = span_before(int(at.min()), end, asked)
    order = np.lexsort((at, customer))
    rows = order[at[order] <= as_of]
    totals = table.column("total").cast(pa.float64()).to_numpy()
    who, values, crossed, line = latest(customer[rows], at[rows], totals[rows], _threshold(subject, name))
    step = Step(event=goal.event, where=goal.where)
    scored = scored_by(dataset, step, (who, values, crossed), (as_of, until), fresh=False)
    ranks = ranked(scored.score, scored.converted)
    definition = RunScoreDefinition(subject.scenario.name, name, goal.event, as_of, until, cut)
    return score_figures(definition, scored, ranks, cuts_of(ranks, _BANDS, cut), line, passages(dataset))


def _threshold(subject: Subject, name: str) -> float | None:
    """Where the scenario itself draws the line: at the first entry by that score."""
    params = [node.params for node in subject.scenario.nodes]
    reaches = [each.reaches for each in params if isinstance(each, EntryScoreParams) and each.score == name]
    return float(reaches[0]) if reaches else None
