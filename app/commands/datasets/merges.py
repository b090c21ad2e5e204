"""`rehearse merges`: which ids became one customer, and one of them taken out again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.choosing import dataset_named
from app.commands.output.terminal import progress_bar, say, say_json, say_table
from app.commands.output.workspaces import opened
from app.data.browsing.arranging import Rows
from app.data.browsing.merges_table import merged_rows
from app.data.columns.arrow import pick, words_of
from app.data.dataset import Dataset
from app.jobs.datasets.importing import undo_merge
from app.numbers import counted, number

MOST_SHOWN = 20


def merges(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; the only one if left out.")] = None,
    customer: Annotated[
        str | None, typer.Option(metavar="ID", help="Only what became this customer, or who this id is now.")
    ] = None,
    undo: Annotated[str | None, typer.Option(metavar="ID", help="Make this id a customer of its own again.")] = None,
    most: Annotated[int, typer.Option(metavar="N", min=1, help="List at most so many.")] = MOST_SHOWN,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, all of them.")] = False,
) -> None:
    """List the ids that were found to name one customer, or undo one of these merges."""
    with opened(workspace, read_only=undo is None) as store, progress_bar() as progress:
        name = dataset_named(store, dataset, may_choose=undo is None)
        data = store.datasets.load(name, progress) if undo is None else undo_merge(store, name, undo, progress)
    rows = merged_rows(data.merged, customer)
    if as_json:
        say_json([{"id": id_, "kept": kept} for id_, kept in _pairs(data, rows)])
    elif undo is not None:
        say(f"“{undo}” is a customer of its own again: “{name}” now has {number(data.customer_count)} customers.")
        _say(name, data, rows, most, customer)
    else:
        _say(name, data, rows, most, customer)


def _say(name: str, data: Dataset, rows: Rows, most: int, customer: str | None) -> None:
    """The first of them, and how many more there are."""
    if not len(rows):
        say(f"No ids of “{name}” are one customer" + (f" with “{customer}”." if customer is not None else "."))
        return
    say_table(("Id", "Is now"), _pairs(data, rows[:most]))
    if len(rows) > most:
        say(f"… and {counted(len(rows) - most, 'id', 'ids')} more; --most or --json lists them, --customer finds one.")


def _pairs(data: Dataset, rows: Rows) -> list[tuple[str, str]]:
    merged = data.merged
    return list(zip(words_of(pick(merged.ids, rows)), words_of(pick(merged.kept, rows)), strict=True))
