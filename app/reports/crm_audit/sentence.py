"""The audit's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from app.data.dataset import Dataset
from app.errors import AppError
from app.numbers import parsed, typed
from app.reports.buckets import buckets_between
from app.reports.crm_audit.definition import CrmAuditDefinition
from app.reports.sentence import Choice, Part, Sentence, event_part, one_of, zone_of, zone_part

_OUTCOMES = {"won": "won", "opportunity": "an opportunity"}
_LINES = (20, 40, 50, 60, 80, 100, 120, 150)


def sentence(dataset: Dataset, definition: CrmAuditDefinition) -> Sentence:
    """`The audit of the last quarter, leads by lead_created, MQL from 80 points, foretelling won`."""
    begun: tuple[str | Part, ...] = (
        "The audit of",
        _quarter(dataset, definition),
        "of",
        zone_part("zone", definition.zone, dataset),
        "leads by",
        event_part("lead", definition.way.lead, dataset),
    )
    if not definition.score:
        return begun
    lines = tuple(Choice(f"{each} points", f"{each}") for each in _LINES)
    line = Part("line", f"{typed(definition.line)} points", lines)
    return (*begun, "MQL from", line, "foretelling", one_of("outcome", definition.outcome, _OUTCOMES))


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
    new: dict[str, Any] = {field: zone_of(value) if field == "zone" else value}
    return replace(definition, way=replace(definition.way, **new)) if field == "lead" else replace(definition, **new)
