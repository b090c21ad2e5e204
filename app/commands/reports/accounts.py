"""`rehearse accounts`: the companies behind the people, with their scores and what they may buy."""

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
from app.nodes.words.where_text import clauses_from
from app.reports.accounts.definition import TOUCH, proposed_accounts
from app.reports.accounts.definition import accounts as count
from app.reports.definition.event_conditions import with_conditions
from app.reports.documents.formats import endings, figure_formats


def accounts(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    segment: SegmentName = None,
    data_end: DataEnd = None,
    run: RunNumber = None,
    stage: StageNames = None,
    company: Annotated[str | None, typer.Option(help="The attribute that names it; else the data's own.")] = None,
    score: Annotated[str | None, typer.Option(help="The property or attribute with the score.")] = None,
    touch: Annotated[
        list[str] | None,
        typer.Option(help="A property that makes an event a touch; repeat it. Else the data's sources."),
    ] = None,
    touch_where: Annotated[
        str, typer.Option(help="What a touch has to be like: “utm_medium = email and amount > 50”.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """People, touches, scores, open pipeline and last activity of each account."""
    with opened(workspace, read_only=True) as store:
        people = population(store, dataset, segment, run, data_end)
    data = people.dataset
    definition = proposed_accounts(data)
    if definition is None:
        raise AppError("Nothing says which company a customer belongs to: there is neither a company nor an address.")
    definition = replace(definition, way=with_stages(definition.way, data, stage))
    definition = replace(
        definition,
        company=company or definition.company,
        score=score or definition.score,
        touch=tuple(touch or definition.touch),
        where=with_conditions(definition.where, TOUCH, clauses_from(touch_where, data.schema())),
    )
    give_figures(people.counted(definition, count), as_json=as_json, out=out)
