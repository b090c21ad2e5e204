"""`rehearse lifecycle`: how far leads came on the way to revenue, and how long they stay where they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.figures import give_figures
from app.commands.output.segment_of import DataEnd, RunNumber, SegmentName, population
from app.commands.output.stages import StageNames, with_stages
from app.commands.output.workspaces import opened
from app.errors import AppError
from app.reports.counting.buckets import PERIODS
from app.reports.crm.way import way_of
from app.reports.documents.formats import endings, figure_formats
from app.reports.lifecycle.definition import LifecycleDefinition, proposed_lifecycle, source_of
from app.reports.lifecycle.definition import lifecycle as count


def lifecycle(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    segment: SegmentName = None,
    data_end: DataEnd = None,
    run: RunNumber = None,
    stage: StageNames = None,
    source: Annotated[
        str | None, typer.Option(help="Tell customers apart by this attribute, or by a property's first value.")
    ] = None,
    by_source: Annotated[
        bool, typer.Option("--by-source", help="The same, by the column known as the source.")
    ] = False,
    cohort: Annotated[
        str | None, typer.Option(help=f"Tell them apart by when they began: {', '.join(PERIODS)}.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Stages with conversion, time in each, and who is where now; the roles of the events say what the stages are."""
    if cohort is not None and (cohort not in PERIODS or source or by_source):
        raise typer.BadParameter(f"one of {', '.join(PERIODS)}, and without a source", param_hint="--cohort")
    with opened(workspace, read_only=True) as store:
        people = population(store, dataset, segment, run, data_end)
    data = people.dataset
    definition = proposed_lifecycle(data)
    if stage:
        begun = definition or LifecycleDefinition(way_of(data), source=source_of(data))
        definition = replace(begun, way=with_stages(begun.way, data, stage))
    if definition is None:
        raise AppError(
            "Nothing says what a lead, an opportunity or a deal is in this data; name them with --stage, or "
            "import it with their roles."
        )
    if source or by_source:
        definition = replace(definition, by="source", source=source or definition.source)
    for period in PERIODS:
        if cohort == period:
            definition = replace(definition, by="cohort", period=period)
    give_figures(people.counted(definition, count), as_json=as_json, out=out)
