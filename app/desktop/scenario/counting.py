"""What a dataset tells the forms of the canvas: how many customers a condition holds for, which values there are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.canvas.beside import Of
from app.data.browsing.cells import value_text
from app.data.browsing.profile import frequent_values
from app.data.dataset import Dataset
from app.nodes.conditions import Condition
from app.numbers import counted, number
from app.progress import Progress
from app.scenario.segments import looked_up

MOST_VALUES = 200
"""How many values of a column are offered."""

_READER: TypeAdapter[Any] = TypeAdapter(Condition)


def match_words(document: Any, segments: Mapping[str, Condition], dataset: Dataset, progress: Progress) -> str:
    """`1,204 of 23,570 customers match now`; nothing for what cannot be asked of a customer outside a journey."""
    from app.runtime.audience import audience, audience_problems  # the machine is loaded when it is first needed

    try:
        condition = looked_up(_READER.validate_json(json.dumps(document)), segments)
    except ValidationError:
        return ""
    if not dataset.customer_count or audience_problems(condition, dataset):
        return ""
    found, of = len(audience(condition, dataset, progress=progress)), dataset.customer_count
    return f"{number(found)} of {counted(of, 'customer matches', 'customers match')} now"


def value_counts(dataset: Dataset, of: Of, name: str) -> list[tuple[str, int]]:
    """The most frequent values of a column as they are written, each with how many customers or events have it."""
    column = (dataset.attributes if of is Of.CUSTOMERS else dataset.properties).get(name)
    if column is None:
        return []
    return [(value_text(column.type, value), count) for value, count in frequent_values(column, MOST_VALUES)]
