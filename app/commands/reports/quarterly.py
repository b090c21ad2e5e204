"""`rehearse quarterly`: the quality of leads and opportunities and the accuracy of scores, quarter by quarter."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.figures import give_figures
from app.commands.output.segment_of import DataEnd, RunNumber, SegmentName, population
from app.commands.output.stages import StageNames, with_stages
from app.commands.output.workspaces import opened
from app.errors import AppError
from app.reports.crm.sources import sources_of
from app.reports.crm.way import way_of
from app.reports.crm_audit.definition import MQL_LINE, CrmAuditDefinition, proposed_crm_audit
from app.reports.crm_audit.definition import crm_audit as count
from app.reports.crm_audit.of_run import proposed_over_run
from app.reports.documents.formats import endings, figure_formats


def quarterly(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    segment: SegmentName = None,
    data_end: DataEnd = None,
    run: RunNumber = None,
    stage: StageNames = None,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="A day of the audited quarter; the last of the data if left out."),
    ] = None,
    line: Annotated[float, typer.Option(help="The score from which on a lead is an MQL.")] = MQL_LINE,
    outcome: Annotated[str | None, typer.Option(help="What the score is to foretell: won or opportunity.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Leads without source, duplicates, opportunities without touch, spellings, accuracy of the score; what changed."""
    if outcome not in (None, "won", "opportunity"):
        raise typer.BadParameter("won or opportunity", param_hint="--outcome")
    with opened(workspace, read_only=True) as store:
        people = population(store, dataset, segment, run, data_end, scored=True)
    data = people.dataset
    definition = proposed_crm_audit(data) if run is None else proposed_over_run(data)
    if stage:
        begun = definition or CrmAuditDefinition(way_of(data), touch=sources_of(data))
        definition = replace(begun, way=with_stages(begun.way, data, stage))
    if definition is None:
        raise AppError(
            "Nothing says what a lead is in this data; name it with --stage, or import it with the roles of its events."
        )
    definition = replace(definition, line=line, quarter=on.date() if on else None)
    if outcome is not None:
        definition = replace(definition, outcome="won" if outcome == "won" else "opportunity")
    give_figures(people.counted(definition, count), as_json=as_json, out=out)
