"""`rehearse cohorts`: of those who started in a period, how many came back in each period after."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.figures import give_figures
from app.commands.output.segment_of import DataEnd, RunNumber, SegmentName, population
from app.commands.output.workspaces import opened
from app.nodes.times import Weekday
from app.nodes.words.where_text import step_from
from app.reports.cohorts.definition import Cohort, CohortDefinition, Counting, Cut, Measure, Show
from app.reports.cohorts.definition import cohorts as count_cohorts
from app.reports.counting.buckets import Period
from app.reports.documents.formats import endings, figure_formats


def cohorts(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    start: Annotated[
        str, typer.Option(help="The event that puts a customer into a cohort, if wished “EVENT where amount > 50”.")
    ],
    returns: Annotated[str, typer.Option("--return", help="The event that counts as coming back.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    segment: SegmentName = None,
    data_end: DataEnd = None,
    run: RunNumber = None,
    period: Annotated[Period, typer.Option(help="How time is cut.")] = "month",
    cohort: Annotated[Cohort, typer.Option(help="First start only, or every one.")] = "first_time",
    counting: Annotated[Counting, typer.Option(help="In that period, or in it or later.")] = "on",
    cut: Annotated[Cut, typer.Option(help="Periods of the calendar, or counted from each start.")] = "calendar",
    week_start: Annotated[Weekday, typer.Option(help="The day on which weeks begin.")] = "mon",
    measure: Annotated[
        Measure, typer.Option(help="Who came back, or what --value comes to per customer, in a period or so far.")
    ] = "customers",
    value: Annotated[str, typer.Option(help="The property that is money.")] = "",
    show: Annotated[Show, typer.Option(help="A heat map, or curves, in a picture.")] = "matrix",
    zone: Annotated[str, typer.Option(help="Zone of the calendar; the dataset's own if left out.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Count cohorts over recorded events."""
    with opened(workspace, read_only=True) as store:
        people = population(store, dataset, segment, run, data_end)
    schema = people.dataset.schema()
    definition = CohortDefinition(
        step_from(start, schema),
        step_from(returns, schema),
        period,
        zone,
        cohort,
        counting,
        week_start,
        cut,
        measure,
        value,
        show,
    )
    give_figures(people.counted(definition, count_cohorts), as_json=as_json, out=out)
