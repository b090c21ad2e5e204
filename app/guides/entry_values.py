"""What a template asks of customers and the data say of events: the end of a trial, the time of an appointment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pyarrow.compute as pc

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset, Schema
from app.data.vocabulary.headers import plain
from app.data.vocabulary.roles import ATTRIBUTE_ROLES
from app.guides.fitting import unknown
from app.guides.naming import ATTRIBUTE
from app.guides.templates import Template

DATES = (ColumnType.DATE, ColumnType.INSTANT)
_TYPE = "entry_event"


def is_date(role: str) -> bool:
    """Whether an attribute of this role is a date or a point in time."""
    return role in ATTRIBUTE_ROLES and ColumnType.DATE in ATTRIBUTE_ROLES[role].guessed


def dates_of(events: Iterable[str], dataset: Dataset) -> tuple[str, ...]:
    """The properties that are dates or points in time and that each of these events has at least once."""
    codes = [pc.index(dataset.names.words, event).as_py() for event in events]
    dated = [name for name, type_ in dataset.schema().properties.items() if type_ in DATES]
    if not dated or not codes or -1 in codes:
        return ()
    rows = [dataset.names.values == code for code in codes]
    filled = {name: dataset.properties[name].filled for name in dated}
    return tuple(name for name in dated if all(filled[name][on].any() for on in rows))


def entries_of(tree: dict[str, Any]) -> tuple[str, ...]:
    """The events that begin a scenario, if nothing else does."""
    begins = [node for node in tree["nodes"] if node["type"].startswith("entry_")]
    named = [node["params"]["event"] for node in begins if node["type"] == _TYPE]
    return tuple(dict.fromkeys(named)) if len(named) == len(begins) else ()


def kept_from_entries(tree: dict[str, Any], template: Template, dataset: Dataset) -> Schema:
    """Have the scenario keep for the customer what only its entry says; the schema as it is from then on."""
    schema = dataset.schema()
    for asked in unknown(template, schema):
        if asked.kind == ATTRIBUTE and is_date(asked.role):
            found = _property_of(asked.role, dates_of(entries_of(tree), dataset), schema)
            if found:
                _keep(tree, asked.name, found)
                types = {**schema.attributes, asked.name: schema.properties[found]}
                schema = replace(schema, attributes=types)
    return schema


def _property_of(role: str, there: tuple[str, ...], schema: Schema) -> str:
    """The one that has the role, else the first that is called so."""
    if schema.roles.properties.get(role) in there:
        return schema.roles.properties[role]
    names = (role, *ATTRIBUTE_ROLES[role].known)
    return next((name for name in there if plain(name) in names), "")


def _keep(tree: dict[str, Any], attribute: str, found: str) -> None:
    """A step behind each entry, before all that follows on it."""
    for entry in [node for node in tree["nodes"] if node["type"] == _TYPE]:
        name = f"{attribute}_of_{entry['id']}"
        step = {"id": name, "type": "set", "label": f"Keep “{found}”", "at": entry["at"]}
        tree["nodes"].append({**step, "params": {"attribute": attribute, "from_entry": found}})
        after = [{**edge, "from": name} if edge["from"] == entry["id"] else edge for edge in tree["edges"]]
        tree["edges"] = [{"from": entry["id"], "port": "out", "to": name}, *after]
