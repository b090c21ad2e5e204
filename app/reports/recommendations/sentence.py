"""The definition of a test of recommendations as a sentence, and with one of its parts changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.data.dataset import Dataset
from app.errors import AppError
from app.numbers import exact, number, parsed
from app.reports.definition.sentence import Choice, Part, Sentence, event_part, length_of, length_part, one_of
from app.reports.recommendations.definition import BASES, RecommendationsDefinition

_SUPPORTS = (1, 3, 5, 10, 20, 50)
_OVERSTOCKS = {"0": "not at all", "0.25": "a quarter", "0.5": "half", "0.75": "three quarters", "1": "alone"}


def sentence(dataset: Dataset, definition: RecommendationsDefinition) -> Sentence:
    """`For those whose last purchase was on a product, what was bought after it within 60 days …`."""
    overstock = exact(definition.overstock)
    known = _OVERSTOCKS if overstock in _OVERSTOCKS else {**_OVERSTOCKS, overstock: overstock}
    length = ("within", length_part("within", definition.within)) if definition.basis == "next" else ()
    return (
        "For those whose last",
        event_part("event", definition.event, dataset),
        "was on a product, what",
        one_of("basis", definition.basis, BASES),
        *length,
        "by at least",
        Part(
            "min_support",
            number(definition.min_support),
            tuple(Choice(number(many), str(many)) for many in _SUPPORTS),
            "amount",
        ),
        "customers; what has to go counts",
        one_of("overstock", overstock, known),
    )


def changed(definition: RecommendationsDefinition, field: str, value: str) -> RecommendationsDefinition:
    """The definition with that part changed; AppError where a number is none."""
    if field == "within":
        return replace(definition, within=length_of(value))
    if field in ("event", "basis"):
        words: dict[str, Any] = {field: value}
        return replace(definition, **words)
    try:
        amount = parsed(value)
    except ValueError:
        raise AppError(f"“{value}” is not a number. Nothing was changed.") from None
    if field == "overstock":
        return replace(definition, overstock=float(amount))
    return replace(definition, min_support=int(amount))
