"""The audit's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.errors import AppError
from app.numbers import parsed, typed
from app.reports.counting.buckets import buckets_between
from app.reports.crm.way_sentence import deal_parts, is_of_way, way_changed, way_parts
from app.reports.crm_audit.definition import CrmAuditDefinition
from app.reports.definition.sentence import (
    Choice,
    Part,
    Sentence,
    columns_part,
    events_of,
    one_of,
    property_part,
    texts_of,
    zone_of,
    zone_part,
)

_OUTCOMES = {"won": "won", "opportunity": "an opportunity"}
_NO_SCORE, _NO_TOUCH = Choice("not recorded", ""), "nothing"
_NO_COLUMN = Choice("not recorded", "")
_LINES = (20, 40, 50, 60, 80, 100, 120, 150)


def sentence(dataset: Dataset, definition: CrmAuditDefinition) -> Sentence:
    """`The audit of the last quarter, leads by lead_created, MQL from 80 points, foretelling won`."""
    begun: tuple[str | Part, ...] = (
        "The audit of",
        _quarter(dataset, definition),
        "of",
        zone_part("zone", definition.zone, dataset),
        *way_parts(dataset, definition.way, ("lead", "mql", "opportunity", "won", "lost")),
        *deal_parts(dataset, definition.way),
        "; leads’ source is",
        _column("source", definition.source, dataset.attributes),
        "and their address",
        _column("email", definition.email, dataset.attributes),
        "; touches have a",
        columns_part("touch", definition.touch, _NO_TOUCH, texts_of(dataset.properties)),
        "; the score is",
        property_part("score", definition.score or _NO_SCORE.words, dataset, ColumnType.NUMBER, [_NO_SCORE]),
    )
    if not definition.score:
        return begun
    lines = tuple(Choice(f"{each} points", f"{each}") for each in _LINES)
    line = Part("line", f"{typed(definition.line)} points", lines)
    return (*begun, ", MQL from", line, "foretelling", one_of("outcome", definition.outcome, _OUTCOMES))


def _column(field: str, chosen: str, columns: Mapping[str, Column]) -> Part:
    choices = (*(Choice(name, name) for name in texts_of(columns)), _NO_COLUMN)
    return Part(field, chosen or _NO_COLUMN.words, choices)


def _quarter(dataset: Dataset, definition: CrmAuditDefinition) -> Part:
    newest = Choice("the last quarter of the data", "")
    zone = definition.zone or dataset.timezone
    if not dataset.event_count:
        return Part("quarter", newest.words, (newest,))
    quarters = buckets_between(int(dataset.at.min()), int(dataset.at.max()), "quarter", zone)
    choices = [Choice(quarters.label(at), quarters.days[at].item().isoformat()) for at in range(len(quarters))][::-1]
    now = definition.quarter
    words = next((each.words for each in choices if now and date.fromisoformat(each.value) <= now), newest.words)
    return Part("quarter", words, (newest, *choices), "day")


def changed(definition: CrmAuditDefinition, field: str, value: str) -> CrmAuditDefinition:
    """The definition with that part changed; AppError where a day or a number cannot be read."""
    try:
        if field == "quarter":
            return replace(definition, quarter=date.fromisoformat(value.strip()) if value.strip() else None)
        if field == "line":
            return replace(definition, line=float(parsed(value)))
    except ValueError:
        what = "a day; write it like 2024-05-31" if field == "quarter" else "a number"
        raise AppError(f"“{value}” is not {what}. Nothing was changed.") from None
    if is_of_way(field):
        return replace(definition, way=way_changed(definition.way, field, value))
    if field == "touch":
        return replace(definition, touch=events_of(value))
    new: dict[str, Any] = {field: zone_of(value) if field == "zone" else value}
    return replace(definition, **new)
