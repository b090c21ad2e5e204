"""A score's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.conditions import Step
from app.numbers import day, parsed
from app.reports.definition.outcome_columns import outcomes
from app.reports.definition.sentence import (
    WHERE,
    Choice,
    Part,
    Sentence,
    event_part,
    length_of,
    length_part,
    one_of,
    where_part,
    with_where,
)
from app.reports.scores.definition import ScoreDefinition, threshold_in_words

_CUTS = {"width": "of one width", "share": "of as many customers each"}
_FRESH = {"": "all who have a score", "fresh": "who had not done it before"}
_BANDS = (4, 5, 10, 20)


def sentence(dataset: Dataset, definition: ScoreDefinition) -> Sentence:
    """`Customers by lead_score as of 1 May who did won within 30 days of all who have a score, in 10 bands`."""
    score = Part("score", definition.score, tuple(_scores(dataset)))
    bands = Part("bands", f"{definition.bands}", tuple(Choice(f"{n}", f"{n}") for n in _BANDS))
    tail = ("in", bands, "bands", one_of("cut", definition.cut, _CUTS), "with a threshold at", _threshold(definition))
    by_attribute = [Choice(f"{name}, an attribute", f"={name}") for name in outcomes(dataset, definition.score)]
    if definition.goal is None:
        known = event_part("goal", definition.outcome, dataset).choices
        return (
            "Customers by",
            score,
            "whose outcome is",
            Part("goal", definition.outcome, (*by_attribute, *known)),
            *tail,
        )
    return (
        "Customers by", score, "as of", _on(definition), "who did",
        event_part("goal", definition.goal.event, dataset, by_attribute),
        where_part("goal", definition.goal, dataset), "within",
        length_part("within", definition.within), "of",
        one_of("fresh", "fresh" if definition.fresh else "", _FRESH), *tail,
    )  # fmt: skip


def _scores(dataset: Dataset) -> list[Choice]:
    numbers = [name for name, column in sorted(dataset.properties.items()) if column.type is ColumnType.NUMBER]
    attributes = [name for name, column in sorted(dataset.attributes.items()) if column.type is ColumnType.NUMBER]
    of_events = [Choice(f"{name} of events", f"property {name}") for name in numbers]
    return [*of_events, *(Choice(f"{name}, an attribute", f"attribute {name}") for name in attributes)]


def _on(definition: ScoreDefinition) -> Part:
    before = f"{definition.within.in_words()} before the data end"
    return Part("on", day(definition.on) if definition.on else before, (Choice(before, ""),), "day")


def _threshold(definition: ScoreDefinition) -> Part:
    lines = (10, 20, 40, 50, 60, 80, 100)
    offered = [Choice("the highest fifth", ""), *(Choice(f"{line}", f"{line}") for line in lines)]
    return Part("threshold", threshold_in_words(definition.threshold), tuple(offered))


def changed(definition: ScoreDefinition, field: str, value: str) -> ScoreDefinition:
    """The definition with that part changed; AppError where a number or a day is none."""
    if field == "score":
        by, _, name = value.partition(" ")
        return replace(definition, by="property" if by == "property" else "attribute", score=name, threshold=None)
    if field == "goal":
        is_attribute = value.startswith("=")
        return replace(
            definition,
            goal=None if is_attribute else Step(event=value),
            outcome=value[1:] if is_attribute else "",
        )
    if field == f"{WHERE} goal" and definition.goal:
        return replace(definition, goal=with_where(definition.goal, value))
    if field == "within":
        return replace(definition, within=length_of(value))
    if field == "fresh":
        return replace(definition, fresh=bool(value))
    if field == "cut":
        return replace(definition, cut="share" if value == "share" else "width")
    if field == "on":
        return replace(definition, on=_day(value))
    number = _number(value)
    return (
        replace(definition, threshold=number) if field == "threshold" else replace(definition, bands=int(number or 10))
    )


def _number(value: str) -> float | None:
    try:
        return float(parsed(value)) if value.strip() else None
    except ValueError:
        raise AppError(f"“{value}” is not a number. Nothing was changed.") from None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip()) if value.strip() else None
    except ValueError:
        raise AppError(f"“{value}” is not a day; write it like 2024-05-31. Nothing was changed.") from None
