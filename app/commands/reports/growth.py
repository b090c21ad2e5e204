"""`rehearse growth`: who joined, who left, and how long the list is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.figures import give_figures
from app.commands.output.segment_of import DataEnd, RunNumber, SegmentName, population
from app.commands.output.workspaces import opened
from app.nodes.words.where_text import step_from
from app.reports.counting.buckets import Period
from app.reports.definition.event_conditions import with_conditions
from app.reports.documents.formats import endings, figure_formats
from app.reports.growth.definition import GrowthDefinition, proposed_growth
from app.reports.growth.definition import growth as count_growth
from app.reports.growth.of_run import proposed_over_run


def growth(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    segment: SegmentName = None,
    data_end: DataEnd = None,
    run: RunNumber = None,
    joined: Annotated[
        str | None,
        typer.Option(
            help="The day or the event of joining, or “EVENT where PROPERTY = VALUE”; the data's own if left out."
        ),
    ] = None,
    left: Annotated[list[str] | None, typer.Option(help="An event that is leaving; repeat it.")] = None,
    period: Annotated[Period, typer.Option(help="How time is cut.")] = "month",
    zone: Annotated[str, typer.Option(help="Zone of the calendar; the dataset's own if left out.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Count who joined and who left in each period."""
    with opened(workspace, read_only=True) as store:
        people = population(store, dataset, segment, run, data_end)
    data = people.dataset
    proposed = proposed_growth(data) if run is None else proposed_over_run(data)
    definition = proposed or GrowthDefinition()
    if joined is not None and joined in data.attributes:
        definition = replace(definition, attribute=joined, event="")
    elif joined is not None:
        step = step_from(joined, data.schema())
        where = with_conditions(definition.where, step.event, step.where)
        definition = replace(definition, attribute="", event=step.event, where=where)
    if left is not None:
        steps = [step_from(text, data.schema()) for text in left]
        where = definition.where
        for step in steps:
            where = with_conditions(where, step.event, step.where)
        definition = replace(definition, left=tuple(dict.fromkeys(step.event for step in steps)), where=where)
    give_figures(people.counted(replace(definition, period=period, zone=zone), count_growth), as_json=as_json, out=out)
