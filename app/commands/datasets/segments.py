"""`rehearse segment`: conditions under a name, and who they hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.choosing import dataset_named
from app.commands.output.segment_of import segment_named
from app.commands.output.terminal import progress_bar, say, say_json, say_table, say_whole
from app.commands.output.workspaces import opened
from app.data.dataset import Dataset
from app.jobs.datasets.segments import read_condition, remove_segment, save_as_list
from app.nodes.conditions import Condition
from app.nodes.words.sentences import sentence
from app.numbers import NOTHING, Rate, counted, number
from app.runtime.audience import audience, audience_problems
from app.scenario.segments import looked_up
from app.workspace.store import Workspace

app = typer.Typer(help="Name conditions, and see who they hold.", rich_markup_mode=None, no_args_is_help=True)

WorkspacePath = Annotated[Path, typer.Argument(help="The workspace file.")]
Name = Annotated[str, typer.Argument(help="The segment's name.")]
DatasetName = Annotated[str | None, typer.Option("--dataset", help="The dataset; may be left out when there is one.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_segments(workspace: WorkspacePath, dataset: DatasetName = None, as_json: Json = False) -> None:
    """List the segments, each with how many customers of the dataset it holds."""
    with opened(workspace, read_only=True) as store:
        segments = store.segments.all()
        loaded = _dataset_or_none(store, dataset) if segments else None
    counts = {name: _count(looked_up(condition, segments, name), loaded) for name, condition in segments.items()}
    of = loaded.customer_count if loaded is not None else 0
    if as_json:
        say_json(
            [
                {"name": name, "condition": sentence(condition), "customers": counts[name], "of": of}
                for name, condition in segments.items()
            ]
        )
    elif segments:
        rows = [(name, sentence(condition), *_words(counts[name], of)) for name, condition in segments.items()]
        say_table(("Segment", "Who", "Customers", "Share"), rows)
    else:
        say("The workspace holds no segment yet; add one: rehearse segment add WORKSPACE NAME --condition FILE.json")


@app.command("add")
def add(
    workspace: WorkspacePath,
    name: Name,
    condition: Annotated[Path, typer.Option(help="JSON file of a condition, as a filter node has it.")],
) -> None:
    """Keep a condition under a name, in place of any before."""
    read = read_condition(condition)
    with opened(workspace) as store:
        store.segments.put(name, read)
    say(f"Segment '{name.strip()}': {sentence(read)}.")


@app.command("remove")
def remove(workspace: WorkspacePath, name: Name) -> None:
    """Forget a segment; lists made of it stay."""
    with opened(workspace) as store:
        remove_segment(store, name)
    say(f"Segment '{name}' is removed.")


@app.command("people")
def people(workspace: WorkspacePath, name: Name, dataset: DatasetName = None, as_json: Json = False) -> None:
    """List the ids of the customers in a segment."""
    with opened(workspace, read_only=True) as store, progress_bar() as progress:
        condition = segment_named(store, name)
        loaded = store.datasets.load(dataset_named(store, dataset), progress)
        rows = audience(condition, loaded, progress=progress)
    ids = [str(loaded.customer_ids[int(row)]) for row in rows]
    say_json(ids) if as_json else say_whole("\n".join(ids))


@app.command("save")
def save(
    workspace: WorkspacePath,
    name: Name,
    as_list: Annotated[str, typer.Option("--as", help="The list's name; one of that name is replaced.")],
    dataset: DatasetName = None,
) -> None:
    """Keep the customers who are in a segment now as a list of the dataset."""
    with opened(workspace) as store, progress_bar() as progress:
        condition = segment_named(store, name)
        chosen = dataset_named(store, dataset, may_choose=False)
        rows = audience(condition, store.datasets.load(chosen, progress), progress=progress)
        save_as_list(store, chosen, as_list, rows, progress)
    say(f"List '{as_list}' of '{chosen}' holds {counted(len(rows), 'customer', 'customers')}.")


def _dataset_or_none(store: Workspace, dataset: str | None) -> Dataset | None:
    """The dataset to count in; None where none is named and there is not just one."""
    if dataset is None and len(store.datasets.names()) != 1:
        return None
    return store.datasets.load(dataset_named(store, dataset))


def _count(condition: Condition, dataset: Dataset | None) -> int | None:
    """How many customers are in it; None where it cannot be asked of the dataset."""
    if dataset is None or audience_problems(condition, dataset):
        return None
    return len(audience(condition, dataset))


def _words(count: int | None, of: int) -> tuple[str, str]:
    return (NOTHING, NOTHING) if count is None else (number(count), Rate(count, of).percent())
