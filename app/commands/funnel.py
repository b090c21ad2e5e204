"""`rehearse funnel`: how many customers go through steps of events."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.choosing import dataset_named
from app.commands.output.figures import give_figures
from app.commands.output.segment_of import SegmentName, of_segment
from app.commands.output.workspaces import opened
from app.errors import AppError
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.reports.documents.formats import endings, figure_formats
from app.reports.funnel.definition import Entry, FunnelDefinition, Order
from app.reports.funnel.definition import funnel as count_funnel


def funnel(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    steps: Annotated[str, typer.Option(help="Events in order, separated by commas.")] = "",
    step: Annotated[
        list[str] | None, typer.Option(help="One event; repeat it for each step, where names hold commas.")
    ] = None,
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    segment: SegmentName = None,
    window: Annotated[str, typer.Option(help="Time from the first step, included; an ISO 8601 duration.")] = "P30D",
    order: Annotated[Order, typer.Option(help="How the steps follow one another.")] = "ordered",
    entry: Annotated[Entry, typer.Option(help="Every first step opens an attempt, or the first only.")] = "any",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Count a funnel over recorded events."""
    try:
        length = Duration.parse(window)
    except ValueError as error:
        raise AppError(f"--window: {error}.") from error
    names = _names(steps, step or [])
    definition = FunnelDefinition(tuple(Step(event=name) for name in names), length, order, entry)
    with opened(workspace, read_only=True) as store:
        figures = count_funnel(
            of_segment(store, store.datasets.load(dataset_named(store, dataset)), segment), definition
        )
    give_figures(figures, as_json=as_json, out=out)


def _names(listed: str, repeated: list[str]) -> list[str]:
    """The events of the steps, named in one of two ways."""
    if bool(listed) == bool(repeated):
        raise typer.BadParameter("name the events either with --steps A,B or with --step A --step B.")
    return repeated or [name.strip() for name in listed.split(",") if name.strip()]
