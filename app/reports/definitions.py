"""Definitions as documents that can be kept and read again: what was set, field by field, whatever the report."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.data.dataset import Dataset
from app.errors import AppError
from app.reports.report import Definition, RecordedReport


def definition_document(definition: Definition) -> dict[str, Any]:
    """What was set in the definition, as plain JSON values; what it leaves to its defaults is left out."""
    written = TypeAdapter(type(definition)).dump_json(definition, exclude_defaults=True)
    document: dict[str, Any] = json.loads(written)
    return document


def definition_from(report: RecordedReport, dataset: Dataset, document: dict[str, Any]) -> Definition:
    """The definition that was written, read in the form of what the report proposes for this data.

    AppError where the data has not what the report needs, or where the document is no definition of it.
    """
    proposed = report.proposed(dataset)
    if proposed is None:
        raise AppError(f"{report.title} cannot be counted over this data. {report.needs}")
    try:
        read: Definition = TypeAdapter(type(proposed)).validate_json(json.dumps(document))
    except (ValidationError, RecursionError) as error:
        raise AppError(f"What defines {report.title} could not be read. Nothing was changed.") from error
    return read
