"""`rehearse merges`: which ids became one customer, and one of them taken out again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.choosing import dataset_named
from app.commands.output.terminal import progress_bar, say, say_json, say_table
from app.commands.output.workspaces import opened
from app.data.arrow import words_of
from app.jobs.importing import undo_merge
from app.numbers import number


def merges(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; the only one if left out.")] = None,
    undo: Annotated[str | None, typer.Option(metavar="ID", help="Make this id a customer of its own again.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the ids that were found to name one customer, or undo one of these merges."""
    with opened(workspace, read_only=undo is None) as store, progress_bar() as progress:
        name = dataset_named(store, dataset, may_choose=undo is None)
        data = store.datasets.load(name, progress) if undo is None else undo_merge(store, name, undo, progress)
    pairs = list(zip(words_of(data.merged.ids), words_of(data.merged.kept), strict=True))
    pairs = [(id_, kept) for id_, kept in pairs if id_ != kept]
    if as_json:
        say_json([{"id": id_, "kept": kept} for id_, kept in pairs])
        return
    if undo is not None:
        say(f"“{undo}” is a customer of its own again: “{name}” now has {number(data.customer_count)} customers.")
    if pairs:
        say_table(("Id", "Is now"), pairs)
    else:
        say(f"No ids of “{name}” are one customer.")
