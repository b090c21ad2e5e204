"""What a CSV's columns and figures mean, as a document beside it: metadata of W3C's CSV on the Web."""

from __future__ import annotations

import json

from app.reports.report import Figures

_CONTEXT = "http://www.w3.org/ns/csvw"  # the name of the standard's terms, which nobody fetches
_TYPES: dict[type, str] = {bool: "boolean", int: "integer", float: "number"}


def csv_definition(figures: Figures, name: str) -> bytes:
    """The metadata of the CSV of that file name; it stands beside it as `name-metadata.json`."""
    headers, rows = figures.records()
    definition = figures.definition
    document = {
        "@context": _CONTEXT,
        "url": name,
        "dc:title": figures.key,
        "dc:description": definition.in_words(),
        "notes": [definition.to_document()],
        "tableSchema": {
            "columns": [
                {"titles": header, "datatype": _type([row[at] for row in rows])} for at, header in enumerate(headers)
            ]
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _type(values: list[object]) -> str:
    """The one type of all values that are there, else text."""
    types = {type(value) for value in values if value is not None}
    if types == {int, float}:
        return "number"
    return _TYPES.get(types.pop(), "string") if len(types) == 1 else "string"
