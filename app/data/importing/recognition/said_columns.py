"""Whether the columns that somebody named are there."""

from __future__ import annotations

from app.data.files.source_table import SourceTable
from app.data.importing.consent.said import CONSENT_COLUMNS
from app.data.importing.mapping import FileMapping
from app.data.importing.recognition.missing import require_columns


def require_what_is_said(source: SourceTable, given: FileMapping, *, of_people: bool) -> None:
    """AppError in words for columns that are named and are not there; those made of what others say need not be."""
    wanted = [("a key", key.column) for key in given.keys or ()]
    wanted += [("the instant", given.at)] if given.at else []
    wanted += [("the event's name", given.name)] if given.name else []
    wanted += [("the time of day", given.time)] if given.time else []
    wanted += [("the zone", given.zone)] if given.zone else []
    wanted += [("an attribute", name) for name in given.attributes]
    wanted += [("to be left out", name) for name in given.leave_out]
    roles = {**(given.roles or {}), **({} if of_people else given.property_roles or {})}
    roles |= given.product_roles or {}
    made = {*given.types, *CONSENT_COLUMNS.values()}
    wanted += [(f"the role {role}", name) for role, name in roles.items() if name not in made]
    require_columns(source.file, source.table.column_names, wanted)
