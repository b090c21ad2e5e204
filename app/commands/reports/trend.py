"""`rehearse trend`: events, customers, revenue and formulas of them, over time."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.figures import give_figures
from app.commands.output.segment_of import DataEnd, RunNumber, SegmentName, population
from app.commands.output.workspaces import opened
from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.times import Weekday
from app.nodes.words.where_text import step_from
from app.reports.counting.buckets import Period
from app.reports.definition.breakdown import Breakdown, breakdown_of
from app.reports.documents.formats import endings, figure_formats
from app.reports.over_runs.conversion import fitting_period
from app.reports.trend.comparing import Against
from app.reports.trend.definition import MEASURES, Series, TrendDefinition, proposed_trend
from app.reports.trend.definition import trend as count_trend

_DAYS = ["%Y-%m-%d"]


def trend(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    segment: SegmentName = None,
    data_end: DataEnd = None,
    run: RunNumber = None,
    series: Annotated[
        list[str] | None,
        typer.Option(
            help="MEASURE or MEASURE:EVENT of events, customers, revenue; EVENT may be “EVENT where amount > 50”. "
            "Repeat it; they are A, B, C …"
        ),
    ] = None,
    amount: Annotated[
        str | None, typer.Option(help="The property that is revenue; the data's own if left out.")
    ] = None,
    formula: Annotated[str, typer.Option(help="What to make of them, such as A/B.")] = "",
    period: Annotated[Period | None, typer.Option(help="How time is cut; a fitting one if left out.")] = None,
    by: Annotated[str, typer.Option(help="A property or an attribute to break down by; or customer.NAME.")] = "",
    top: Annotated[int, typer.Option(min=1, max=20, help="How many of its values; the rest is (other).")] = 5,
    since: Annotated[datetime | None, typer.Option("--from", formats=_DAYS, help="The first day.")] = None,
    until: Annotated[datetime | None, typer.Option("--until", formats=_DAYS, help="The last day, included.")] = None,
    previous: Annotated[bool, typer.Option(help="Beside it the same length of time before.")] = False,
    year_earlier: Annotated[
        bool, typer.Option("--year-earlier", help="Beside it the same period a year before.")
    ] = False,
    rolling: Annotated[int, typer.Option(min=0, help="A mean over so many periods; 0 for none.")] = 0,
    zone: Annotated[str, typer.Option(help="Zone of the calendar; the dataset's own if left out.")] = "",
    week_start: Annotated[Weekday, typer.Option(help="The day on which weeks begin.")] = "mon",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Count what happened in each hour, day, week, month, quarter or year."""
    with opened(workspace, read_only=True) as store:
        people = population(store, dataset, segment, run, data_end)
    data = people.dataset
    definition = TrendDefinition(
        _series(data, series or [], amount), period or fitting_period(data), formula, _breakdown(data, by), top,
        _day(since), _day(until), _against(previous, year_earlier), rolling, zone, week_start,
    )  # fmt: skip
    give_figures(people.counted(definition, count_trend), as_json=as_json, out=out)


def _series(data: Dataset, named: list[str], amount: str | None) -> tuple[Series, ...]:
    """The series that were named, or the one that suits the data."""
    if not named:
        proposed = proposed_trend(data)
        if proposed is None:
            raise AppError("There are no events in this dataset.")
        return proposed.series
    return tuple(_one(data, text, amount) for text in named)


def _one(data: Dataset, text: str, amount: str | None) -> Series:
    kind, _, event = text.partition(":")
    measure = next((each for each in MEASURES if each == kind.strip()), None)
    if measure is None:
        raise typer.BadParameter(f"“{kind}” is none of {', '.join(MEASURES)}", param_hint="--series")
    of = step_from(event, data.schema()) if event.strip() else None
    if measure != "revenue":
        return Series(measure, of)
    column = amount or data.roles.properties.get("amount")
    if column is None:
        raise AppError("Nothing says what revenue is in this data; name it with --amount PROPERTY.")
    return Series(measure, of, column)


def _breakdown(data: Dataset, text: str) -> Breakdown | None:
    if not text:
        return None
    found = breakdown_of(data, text)
    if found is None:
        raise AppError(f"--by: “{text}” is neither a property of events nor an attribute of customers.")
    return found


def _against(previous: bool, year_earlier: bool) -> Against:
    if previous and year_earlier:
        raise typer.BadParameter("Compare with the time before or with a year earlier, not with both.")
    return "before" if previous else "year" if year_earlier else ""


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None
