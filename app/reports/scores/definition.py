"""Scores in a dataset: a property of events or an attribute, as of a day, and what came after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.data.zones import DAY_US
from app.errors import AppError, Problem
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.nodes.words.sentences import where_sentence
from app.numbers import data_instant, exact
from app.reports.by_customer.counting import LATEST, Within, any_event, did, instants, of_names, of_step
from app.reports.counting.buckets import day_end
from app.reports.counting.intervals import level
from app.reports.counting.kept import kept_among
from app.reports.counting.ranking import Floats, Ranked, cuts_of_share, cuts_of_width, ranked
from app.reports.definition.matching import step_problems
from app.reports.definition.outcome_columns import named, outcomes
from app.reports.definition.recorded_definition import RecordedDefinition
from app.reports.scores.figures import Longs, Passage, Scored, ScoreFigures, score_figures

By = Literal["property", "attribute"]
Bands = Literal["width", "share"]
MONTH = Duration.parse("P30D")
MOST_BANDS = 50
_SECOND_US = 1_000_000
NEVER = int(np.iinfo(np.int64).min)
_NAMES = ("lead_score", "score", "points", "engagement_score", "propensity", "probability", "prediction", "total_score",
          "hubspot_score", "behavior_score")  # fmt: skip
NO_DATE = (
    "An attribute has no date of its own: it may know the outcome already, and then ranks better than it could have."
)


@dataclass(frozen=True, slots=True)
class ScoreDefinition(RecordedDefinition):
    """Which column is the score, and what is to come after it.

    `on` is the day at whose end the score is taken; without one, so long before the data end that `within` fits in.
    Without a `goal` the outcome is an attribute, true or above zero, and there is no day. `fresh` leaves out who had
    done the goal by then. `threshold` is that of a lead; without one, where the highest fifth begins.
    """

    score: str
    by: By = "property"
    goal: Step | None = None
    outcome: str = ""
    on: date | None = None
    within: Duration = MONTH
    fresh: bool = False
    threshold: float | None = None
    bands: int = 10
    cut: Bands = "width"

    def _in_words(self) -> str:
        """The definition in sentences."""
        band = "of one width" if self.cut == "width" else "of as many customers each"
        rest = (
            f"Bands {band}; intervals of rates are Wilson’s, that of the ROC-AUC DeLong’s, at {level()}. Expected "
            f"is the "
            "score itself where it lies from 0 to 1, else a logistic curve of it. Lift is against all with a score."
        )
        if self.goal is None:
            return f"Customers by {self.score}; converted are those whose {self.outcome} is true, or above zero. {rest}"
        day = f"the end of {self.on}" if self.on else f"{self.within.in_words()} before the data end"
        fresh = " Who had done it before is left out." if self.fresh else ""
        source = "the latest value until then" if self.by == "property" else "an attribute, as it was imported"
        return (
            f"Customers by {self.score} ({source}), as of {day}; converted are those who did “{self.goal.event}”"
            f"{where_sentence(self.goal.where)} after that, within {self.within.in_words()}.{fresh} {rest}"
        )

    def _document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        return {
            "score": self.score,
            "by": self.by,
            "goal": self.goal and self.goal.model_dump(mode="json", exclude_defaults=True),
            "outcome": self.outcome,
            "on": self.on and self.on.isoformat(),
            "within": self.within.text,
            "fresh": self.fresh,
            "threshold": self.threshold,
            "bands": self.bands,
            "cut": self.cut,
        }


def proposed_scores(dataset: Dataset) -> ScoreDefinition | None:
    """By a column that is called as scores are, and deals won, purchases, or an outcome; None without one of them."""
    found = next(_columns(dataset), None)
    if found is None:
        return None
    name, by = found
    events = dataset.roles.events
    recorded = dataset.schema().events
    goal = next((events[role] for role in ("won", "purchase") if recorded.get(events.get(role, ""))), None)
    if goal is not None:
        return ScoreDefinition(name, by, Step(event=goal), fresh=goal == events.get("won"))
    known = outcomes(dataset, name)
    return ScoreDefinition(name, "attribute", outcome=known[0]) if known and by == "attribute" else None


def _columns(dataset: Dataset) -> Iterator[tuple[str, By]]:
    roles = dataset.roles
    for name in dict.fromkeys((*_of_role(roles.properties), *named(dataset.properties, _NAMES))):
        if _has_numbers(dataset.properties[name]):
            yield name, "property"
    for name in dict.fromkeys((*_of_role(roles.attributes), *named(dataset.attributes, _NAMES))):
        if _has_numbers(dataset.attributes[name]):
            yield name, "attribute"


def _of_role(columns: Mapping[str, str]) -> Iterator[str]:
    if "score" in columns:
        yield columns["score"]


def _has_numbers(column: Column) -> bool:
    return column.type is ColumnType.NUMBER and bool(column.filled.any())


def scores(dataset: Dataset, definition: ScoreDefinition) -> ScoreFigures:
    """The figures of a score; AppError names all that is wrong with the definition."""
    if problems := list(_problems(dataset, definition)):
        raise AppError("The score cannot be measured.", problems)
    if definition.goal is None:
        return _by_outcome(dataset, definition)
    as_of, until = _span(dataset, definition)
    who, values, crossed, threshold = _as_of(dataset, definition, as_of)
    scored = scored_by(dataset, definition.goal, (who, values, crossed), (as_of, until), definition.fresh)
    ranks = ranked(scored.score, scored.converted)
    caution = NO_DATE if definition.by == "attribute" else ""
    definition = replace(definition, threshold=threshold)
    return score_figures(
        definition,
        scored,
        ranks,
        cuts_of(ranks, definition.bands, definition.cut),
        threshold,
        passages(dataset),
        caution,
    )


def cuts_of(ranks: Ranked, bands: int, cut: Bands) -> Floats:
    """The inner edges of the bands."""
    if not len(ranks.values):
        return np.zeros(0)
    return cuts_of_width(ranks, bands) if cut == "width" else cuts_of_share(ranks, bands)


def _problems(dataset: Dataset, definition: ScoreDefinition) -> Iterator[Problem]:
    columns = dataset.properties if definition.by == "property" else dataset.attributes
    column = columns.get(definition.score)
    if column is None or column.type is not ColumnType.NUMBER:
        where = "a number of events" if definition.by == "property" else "a number of customers"
        yield Problem("score-column", f"“{definition.score}” is not {where}", "score")
    if not 2 <= definition.bands <= MOST_BANDS:
        yield Problem("score-bands", f"There can be 2 to {MOST_BANDS} bands", "bands")
    if definition.within.months or length_us(definition.within) <= 0:
        yield Problem("score-within", "The time for the outcome is a length in days or less, like P30D", "within")
    if definition.goal is not None:
        yield from step_problems(dataset, (definition.goal,), ("goal",))
        return
    if definition.by == "property":
        yield Problem("score-outcome", "A score of events needs an event as its outcome", "outcome")
    outcome = dataset.attributes.get(definition.outcome)
    if outcome is None or outcome.type not in (ColumnType.NUMBER, ColumnType.BOOLEAN):
        yield Problem("score-outcome", f"“{definition.outcome}” is not an attribute of yes and no", "outcome")


def _by_outcome(dataset: Dataset, definition: ScoreDefinition) -> ScoreFigures:
    column, outcome = dataset.attributes[definition.score], dataset.attributes[definition.outcome]
    who = np.flatnonzero(column.filled & outcome.filled)
    values = column.values[who].astype(np.float64)
    scored = Scored(dataset.customer_ids, who, values, outcome.values[who] > 0, np.full(len(who), np.nan))
    threshold = definition.threshold if definition.threshold is not None else highest_fifth(values)
    ranks = ranked(scored.score, scored.converted)
    cuts = cuts_of(ranks, definition.bands, definition.cut)
    definition = replace(definition, threshold=threshold)
    return score_figures(definition, scored, ranks, cuts, threshold, passages(dataset), NO_DATE)


def _span(dataset: Dataset, definition: ScoreDefinition) -> tuple[int, int]:
    """The instant as of which the score is taken, and until when the outcome may come."""
    if definition.on is not None:
        as_of = day_end(definition.on, dataset.timezone)
        return as_of, as_of + length_us(definition.within)
    end = dataset.data_end or 0
    first = dataset.reach[0] if dataset.reach else 0
    return span_before(first, end, definition.within)


def span_before(first_us: int, end_us: int, within: Duration) -> tuple[int, int]:
    """So long before the end that the time for the outcome fits in; half of the time there is, where it does not."""
    as_of = end_us - length_us(within)
    return (as_of, end_us) if as_of >= first_us else ((first_us + end_us) // 2, end_us)


def _as_of(dataset: Dataset, definition: ScoreDefinition, as_of: int) -> tuple[Longs, Floats, Longs, float | None]:
    """Who has a score by then, which, when it first reached the threshold (`NEVER` if not), and the threshold."""
    if definition.by == "attribute":
        column = dataset.attributes[definition.score]
        who = np.flatnonzero(column.filled)
        values = column.values[who].astype(np.float64)
        threshold = definition.threshold if definition.threshold is not None else highest_fifth(values)
        return who, values, np.full(len(who), NEVER), threshold
    values, which = dataset.properties[definition.score].values, any_event(dataset)
    last = kept_among(
        dataset,
        "last scores by",
        (definition.score, as_of),
        lambda: did(dataset, which, ("last",), values, Within(until=as_of, least=-np.inf)).last,
    )
    who = np.flatnonzero(last >= 0)
    found = values[last[who]]
    line = definition.threshold if definition.threshold is not None else highest_fifth(found)
    if line is None:
        return who, found, np.full(len(who), NEVER), None
    reached = kept_among(
        dataset,
        "score reached",
        (definition.score, as_of, line),
        lambda: instants(
            dataset, did(dataset, which, ("first",), values, Within(until=as_of, least=line)).first, NEVER
        ),
    )
    return who, found, reached[who], line


def latest(
    customer: NDArray[Any], at: Longs, values: NDArray[Any], threshold: float | None
) -> tuple[Longs, Floats, Longs, float | None]:
    """Of rows sorted by customer and instant: each customer's last value, and when one first reached the threshold."""
    who, from_end = np.unique(customer[::-1], return_index=True)
    last = values[len(customer) - 1 - from_end].astype(np.float64)
    line = threshold if threshold is not None else highest_fifth(last)
    crossed = np.full(len(who), NEVER)
    if line is not None:
        above = np.flatnonzero(values >= line)
        reached, first = np.unique(customer[above], return_index=True)
        crossed[np.searchsorted(who, reached)] = at[above[first]]
    return who.astype(np.int64), last, crossed, line


def highest_fifth(values: Floats) -> float | None:
    """The score at which the highest fifth begins."""
    return float(np.quantile(values, 0.8, method="inverted_cdf")) if len(values) else None


def scored_by(
    dataset: Dataset, goal: Step, known: tuple[Longs, Floats, Longs], span: tuple[int, int], fresh: bool
) -> Scored:
    """Who of them (rows of the dataset, scores, crossings) did the goal after the first instant, until the second."""
    (who, values, crossed), (as_of, until) = known, span
    which = cache(partial(of_step, dataset, goal))
    key = goal.model_dump_json(), *span

    def done() -> Longs:
        first = did(dataset, which(), ("first",), when=Within(as_of + 1, until)).first
        return instants(dataset, first, NEVER)

    done_at = kept_among(dataset, "outcomes", key, done)[who]
    stays = np.ones(len(who), np.bool_)
    if fresh:
        before = kept_among(
            dataset,
            "outcomes before",
            key,
            lambda: did(dataset, which(), ("count",), when=Within(until=as_of)).count > 0,
        )
        stays = ~before[who]
    done_at = done_at[stays]
    who, values, crossed = who[stays], values[stays], crossed[stays]
    converted = done_at != NEVER
    seconds = np.where(converted & (crossed != NEVER), (done_at - crossed) / _SECOND_US, np.nan)
    return Scored(dataset.customer_ids, who, values, converted, seconds, int((~stays).sum()))


def passages(dataset: Dataset) -> tuple[Passage, ...]:
    """From becoming an MQL to a deal won, where the data know both."""
    events = dataset.roles.events
    recorded = dataset.schema().events
    if not (recorded.get(events.get("mql", "")) and recorded.get(events.get("won", ""))):
        return ()
    first, last = (of_names(dataset, (events[role],)) for role in ("mql", "won"))
    began = instants(dataset, did(dataset, first, ("first",)).first, LATEST)
    won = instants(dataset, did(dataset, last, ("first",), when=Within(begins=began)).first, LATEST)
    many, both = int((began != LATEST).sum()), (began != LATEST) & (won != LATEST)
    seconds = (won[both] - began[both]) / _SECOND_US
    return (Passage(events["mql"], events["won"], many, seconds),)


def length_us(length: Duration) -> int:
    """Elapsed time; days have 24 hours."""
    return length.days * DAY_US + length.time_us


def instant_in_words(at_us: int) -> str:
    """An instant of the data."""
    return data_instant(at_us, seconds=False)


def threshold_in_words(threshold: float | None) -> str:
    """`80`, or where the highest fifth begins."""
    return "the highest fifth" if threshold is None else exact(threshold, 6)
