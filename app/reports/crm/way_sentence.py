"""The events of a way as parts of a sentence, and with one of them changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.reports.crm.way import STAGE_WORDS, Way
from app.reports.definition.event_conditions import with_conditions
from app.reports.definition.sentence import WHERE, Choice, Part, event_part, property_part, where_of, where_part

_WORDS = {**STAGE_WORDS, "won": "Won", "stage": "Stage", "lost": "Lost"}
_NONE = Choice("not recorded", "")
_COLUMNS = ("opportunity_id", "amount")


def way_parts(dataset: Dataset, way: Way, roles: Iterable[str]) -> Iterator[str | Part]:
    """`Lead: form, with topic demo; MQL: not recorded`: each can be another event, and of a kind."""
    for role in roles:
        yield f"{_WORDS[role]}:"
        yield event_part(role, way.event(role) or _NONE.words, dataset, [_NONE])
        if way.event(role):
            yield where_part(role, way.step(role), dataset)


def deal_parts(dataset: Dataset, way: Way) -> Iterator[str | Part]:
    """`their amount is amount, their id is opportunity_id`: of what opportunities are told by."""
    yield "worth their"
    yield property_part("amount", way.amount or "nothing", dataset, ColumnType.NUMBER, [Choice("nothing", "")])
    yield "told apart by"
    by_turns = Choice("one opening until the next", "")
    yield property_part("opportunity_id", way.opportunity_id or by_turns.words, dataset, ColumnType.TEXT, [by_turns])


def is_of_way(field: str) -> bool:
    """Whether a part is one of these."""
    return field.removeprefix(f"{WHERE} ") in (*_WORDS, *_COLUMNS)


def way_changed(way: Way, field: str, value: str) -> Way:
    """The way with that part changed; another event has no conditions yet."""
    if field.startswith(f"{WHERE} "):
        role = field.removeprefix(f"{WHERE} ")
        return replace(way, where=with_conditions(way.where, role, where_of(value)))
    new: dict[str, Any] = {field: value}
    return replace(way, **new, where=with_conditions(way.where, field, ()))
