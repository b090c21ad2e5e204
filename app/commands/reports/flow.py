"""`rehearse flow`: what customers did after an event, or before it, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.figures import give_figures
from app.commands.output.segment_of import DataEnd, RunNumber, SegmentName, population
from app.commands.output.workspaces import opened
from app.nodes.words.where_text import step_from
from app.reports.documents.formats import endings, figure_formats
from app.reports.event_flow.definition import EventFlowDefinition, event_flow


def flow(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    segment: SegmentName = None,
    data_end: DataEnd = None,
    run: RunNumber = None,
    start: Annotated[
        str | None,
        typer.Option(help="From this event on, or “EVENT where amount > 50”; else from each one's first."),
    ] = None,
    end: Annotated[str | None, typer.Option(help="Instead, what led to this event.")] = None,
    steps: Annotated[int, typer.Option(min=1, max=12, help="How many steps to follow.")] = 4,
    top: Annotated[int, typer.Option(min=1, max=30, help="How many events a step shows; the rest is (other).")] = 5,
    repeats: Annotated[bool, typer.Option(help="The same event several times in a row is several steps.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Follow customers from event to event."""
    if start is not None and end is not None:
        raise typer.BadParameter("a flow has a start or an end, not both", param_hint="--end")
    anchor = end if end is not None else start
    with opened(workspace, read_only=True) as store:
        people = population(store, dataset, segment, run, data_end)
    definition = EventFlowDefinition(
        step_from(anchor, people.dataset.schema()) if anchor is not None else None,
        "before" if end is not None else "after",
        steps,
        top,
        repeats,
    )
    give_figures(people.counted(definition, event_flow), as_json=as_json, out=out)
