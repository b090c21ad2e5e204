"""The table of a file made ready to be read, by what is known of its columns; what was done to it is told."""

from __future__ import annotations

import pyarrow as pa

from app.data.files.packed.workbook import SheetTable
from app.data.files.source_table import SourceTable
from app.data.importing.consent.said import with_consent
from app.data.importing.file_plan import FilePlan
from app.data.importing.orders import filled_down
from app.data.importing.prepared import with_columns
from app.data.importing.recognition.cents import with_cents
from app.data.importing.recognition.columns.names import names_a_moment
from app.data.importing.recognition.customers.guests import crowded, without_nobody
from app.data.importing.recognition.events.counted_rows import said_of_counts
from app.data.importing.recognition.events.names_beside import with_names_beside
from app.data.importing.recognition.times.clock_times import with_times
from app.data.importing.recognition.times.zone_columns import with_zones
from app.data.importing.values.counted_time import in_days_of_1900
from app.data.importing.values.identifiers import EMAIL, PHONE


def made_ready(
    table: pa.Table, file: FilePlan, source: SourceTable
) -> tuple[pa.Table, frozenset[str], tuple[str, ...]]:
    """The table, the columns that speak of whole orders, and what is said of it.

    Times and zones stand beside their days, cents are parted, events named, and orders' columns filled down.
    """
    once: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()
    if isinstance(source, SheetTable) and source.since_1904:
        table, remarks = _counted_from_1900(table, file)
    if file.at and file.time in table.column_names:
        table = with_times(table, file.at, file.time)
        remarks = (
            *remarks,
            f"The days in “{file.at}” were read with the times in “{file.time}”.",
        )
    if file.at and file.zone in table.column_names:
        table, said = with_zones(table, file.at, file.zone)
        remarks = (*remarks, *said)
    if file.kind in ("customers", "events", "orders") and file.keys[0].identifies not in (EMAIL, PHONE):
        table, said = without_nobody(table, file.keys[0].column, file.keys[1:])
        remarks = (*remarks, *said)
    if file.kind == "orders" or "amount" in file.property_roles:
        remarks = (*remarks, *crowded(table, file.keys[0].column))
    table, said = with_cents(table, file.cents, file.given.decimal or ".")
    remarks = (*remarks, *said)
    if file.kind == "events":
        table, said_of_names = with_names_beside(table, file.event)
        remarks = (*remarks, *filter(None, [said_of_names]), *said_of_counts(table))
    if file.kind == "orders" and "order_id" in file.property_roles:
        table, once = filled_down(table, file.property_roles["order_id"])
    table = with_consent(table, file)
    return table, once, remarks


def _counted_from_1900(table: pa.Table, file: FilePlan) -> tuple[pa.Table, tuple[str, ...]]:
    """The table with days of a workbook since 1904 as others count them, in columns that may hold such."""
    moved = {
        name: in_days_of_1900(table.column(name))
        for name in table.column_names
        if name == file.at or names_a_moment(name)
    }
    changed = [name for name, texts in moved.items() if texts is not table.column(name)]
    changed = [name for name in changed if not pa.chunked_array([moved[name]]).equals(table.column(name))]
    named = ", ".join(f"“{name}”" for name in changed)
    remarks = (f"{named}: numbers were read as days since 1904, as this workbook counts them.",) if changed else ()
    return with_columns(table, {name: moved[name] for name in changed}), remarks
