"""`rehearse data --profile`: what each column of a dataset holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.commands.output.choosing import dataset_named
from app.commands.output.terminal import progress_bar, say, say_json, say_table
from app.commands.output.workspaces import opened
from app.data.browsing.cells import value_text
from app.data.browsing.profile import Profile, Value, profiles
from app.data.browsing.profile_words import filled_words, range_words, top_words
from app.data.browsing.table import Table, customers_table, events_table
from app.data.columns.column import ColumnType
from app.numbers import number

_AS_THEY_ARE = (ColumnType.TEXT, ColumnType.NUMBER)


def profile(workspace: Path, dataset: str | None, *, as_json: bool = False) -> None:
    """Say of each column how many values it has, how many different ones, which, and from where to where."""
    with opened(workspace, read_only=True) as store, progress_bar() as progress:
        loaded = store.datasets.load(dataset_named(store, dataset), progress)
        found = [
            (title, table, profiles(table, progress))
            for title, table in (("Customers", customers_table(loaded)), ("Events", events_table(loaded)))
        ]
    if as_json:
        say_json({title.lower(): list(_documents(table, columns)) for title, table, columns in found})
        return
    for title, table, columns in found:
        rows = [
            (
                column.name,
                each.type.value,
                filled_words(each),
                number(each.distinct),
                range_words(each),
                top_words(each),
            )
            for column, each in zip(table.columns, columns, strict=True)
        ]
        say(f"{title}: {number(table.rows)}")
        say_table(("Column", "Type", "Filled", "Different", "From … to", "Most frequent"), rows)


def _documents(table: Table, columns: tuple[Profile, ...]) -> Iterator[dict[str, Any]]:
    for column, each in zip(table.columns, columns, strict=True):
        yield {
            "name": column.name,
            "type": each.type.value,
            "rows": each.rows,
            "filled": each.filled,
            "distinct": each.distinct,
            "lowest": None if each.lowest is None else _plain(each.type, each.lowest),
            "highest": None if each.highest is None else _plain(each.type, each.highest),
            "top": [{"value": _plain(each.type, value), "count": count} for value, count in each.top],
            "histogram": list(each.bars),
        }


def _plain(kind: ColumnType, value: Value) -> Value | bool:
    """A value as JSON has it: numbers and texts as they are, dates and instants in ISO 8601."""
    if kind is ColumnType.BOOLEAN:
        return bool(value)
    if kind is ColumnType.INSTANT:
        return f"{value_text(kind, value).replace(' ', 'T')}Z"
    return value if kind in _AS_THEY_ARE else value_text(kind, value)
