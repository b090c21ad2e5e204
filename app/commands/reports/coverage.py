"""`rehearse coverage`: who could be written to, by channel."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.figures import give_figures
from app.commands.output.segment_of import DataEnd, RunNumber, SegmentName, population
from app.commands.output.workspaces import opened
from app.errors import AppError
from app.nodes.words.where_text import step_from
from app.reports.coverage.definition import CoverageDefinition, proposed_coverage
from app.reports.coverage.definition import coverage as count_coverage
from app.reports.coverage.of_run import proposed_over_run
from app.reports.documents.formats import endings, figure_formats


def coverage(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    segment: SegmentName = None,
    data_end: DataEnd = None,
    run: RunNumber = None,
    event: Annotated[
        str,
        typer.Option(
            help="Only customers who did this event, or “EVENT where amount > 50”; over a run those who entered."
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Count who has an address and a consent for each channel."""
    with opened(workspace, read_only=True) as store:
        people = population(store, dataset, segment, run, data_end)
    data = people.dataset
    if proposed_coverage(data) is None:
        raise AppError("This data has no e-mail addresses, no phone numbers and no consents.")
    definition = CoverageDefinition(step_from(event, data.schema())) if event else None
    if definition is None and run is not None:
        definition = proposed_over_run(data)
    give_figures(people.counted(definition or CoverageDefinition(), count_coverage), as_json=as_json, out=out)
