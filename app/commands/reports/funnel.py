"""`rehearse funnel`: how many customers go through steps of events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.figures import give_figures
from app.commands.output.given import refuse_others
from app.commands.output.run_measured import run_subject
from app.commands.output.segment_of import DataEnd, SegmentName, population
from app.commands.output.workspaces import opened
from app.errors import AppError
from app.nodes.durations import Duration
from app.nodes.words.where_text import funnel_steps_from, step_from
from app.reports.counting.buckets import Period
from app.reports.documents.formats import endings, figure_formats
from app.reports.funnel.counting import AnyFigures, counted_funnel
from app.reports.funnel.definition import Breakdown, Entry, Exclusion, FunnelDefinition, Order, Show, Ties
from app.reports.funnel.run_over_time import run_funnel_shown

_DAYS = ["%Y-%m-%d"]
_OF_THE_WAY = {"workspace", "run", "show", "period", "as_json", "out"}
_Named = Annotated[
    list[str] | None,
    typer.Option(
        help="One step: EVENT, “EVENT where amount > 50 and currency = EUR”, or “where country = DE”. Repeat it."
    ),
]
_Run = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=2**63 - 1,
        help="Follow this run along its scenario's main path; with steps, count them over what it recorded and sent: "
        "“run: sent”, “run: opened” …",
    ),
]
_StepWindows = Annotated[
    list[str] | None, typer.Option(help="Time from step to step, included; once for all, or repeat it for each.")
]
_Exclusions = Annotated[
    list[str] | None,
    typer.Option(help="An event that ends an attempt, like a step; EVENT:2 only between steps 2 and 3. Repeat it."),
]
_Ties = Annotated[
    Ties, typer.Option(help="Events of one instant count in the order of the steps, or one of them alone.")
]
_By = Annotated[str, typer.Option(help="Tell apart by an attribute; PROPERTY:1 by a property of the event of step 1.")]
_Show = Annotated[Show, typer.Option(help="The steps, the time to convert, or conversion by when people began.")]
_From = Annotated[
    datetime | None, typer.Option("--from", formats=_DAYS, help="First day on which an attempt may begin.")
]
_To = Annotated[datetime | None, typer.Option("--to", formats=_DAYS, help="Last such day.")]


def funnel(
    context: typer.Context,
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    steps: Annotated[str, typer.Option(help="Events in order, separated by commas.")] = "",
    step: _Named = None,
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    segment: SegmentName = None,
    data_end: DataEnd = None,
    run: _Run = None,
    window: Annotated[str, typer.Option(help="Time from the first step, included; an ISO 8601 duration.")] = "P30D",
    step_window: _StepWindows = None,
    order: Annotated[Order, typer.Option(help="How the steps follow one another.")] = "ordered",
    entry: Annotated[Entry, typer.Option(help="Every first step opens an attempt, or the first only.")] = "any",
    ties: _Ties = "together",
    exclude: _Exclusions = None,
    hold: Annotated[str, typer.Option(help="A property that is the same in all events of an attempt.")] = "",
    by: _By = "",
    since: _From = None,
    until: _To = None,
    show: _Show = "steps",
    period: Annotated[Period | None, typer.Option(help="How time is cut in a trend; what fits if left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Count a funnel over recorded events, or along the way of a run."""
    if run is not None and not (steps or step):
        refuse_others(context, _OF_THE_WAY, "needs steps: without any, --run follows the scenario's main path")
        give_figures(_along_the_way(workspace, run, show, period), as_json=as_json, out=out)
        return
    named = _names(steps, step or [])
    within = _length(window, "--window")
    with opened(workspace, read_only=True) as store:
        people = population(store, dataset, segment, run, data_end)
    schema = people.dataset.schema()
    definition = FunnelDefinition(
        tuple(each for text in named for each in funnel_steps_from(text, schema)),
        within,
        order,
        entry,
        tuple(_length(text, "--step-window") for text in step_window or ()),
        tuple(Exclusion(step_from(name, schema), place) for name, place in map(_placed, exclude or ())),
        hold,
        Breakdown(*_placed(by)) if by else None,
        since.date() if since else None,
        until.date() if until else None,
        ties,
        show,
        period or "",
    )
    give_figures(people.counted(definition, counted_funnel), as_json=as_json, out=out)


def _along_the_way(workspace: Path, run: int, show: Show, period: Period | None) -> AnyFigures:
    """The main path of a run's scenario."""
    with opened(workspace, read_only=True) as store:
        return run_funnel_shown(run_subject(store, run), show, period)


def _length(text: str, option: str) -> Duration:
    try:
        return Duration.parse(text)
    except ValueError as error:
        raise AppError(f"{option}: {error}.") from error


def _placed(text: str) -> tuple[str, int]:
    """A name and the step behind its last colon; 0 where there is none."""
    name, _, place = text.rpartition(":")
    return (name, int(place)) if name and place.isdecimal() else (text, 0)


def _names(listed: str, repeated: Sequence[str]) -> Sequence[str]:
    """The events of the steps, named in one of two ways."""
    if bool(listed) == bool(repeated):
        raise typer.BadParameter("name the events either with --steps A,B or with --step A --step B.")
    return repeated or [name.strip() for name in listed.split(",") if name.strip()]
