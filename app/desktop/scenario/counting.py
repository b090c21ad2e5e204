"""How many customers of a dataset a condition of the canvas holds for now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.data.dataset import Dataset
from app.nodes.conditions import Condition
from app.numbers import counted, number
from app.progress import Progress
from app.scenario.segments import looked_up

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
