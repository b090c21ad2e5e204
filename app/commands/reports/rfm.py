"""`rehearse rfm`: customers by how recently, how often and for how much they bought."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.figures import give_figures
from app.commands.output.segment_of import DataEnd, RunNumber, SegmentName, population
from app.commands.output.workspaces import opened
from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.words.where_text import step_from
from app.reports.documents.formats import endings, figure_formats
from app.reports.rfm.definition import ENGAGED, RfmDefinition, proposed_rfm
from app.reports.rfm.definition import rfm as score
from app.reports.rfm.fifths import FifthsRule

_DAYS = ["%Y-%m-%d"]


def rfm(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    segment: SegmentName = None,
    data_end: DataEnd = None,
    run: RunNumber = None,
    purchase: Annotated[
        str | None,
        typer.Option(help="The event that is buying, or “EVENT where amount > 50”; else the data's own."),
    ] = None,
    amount: Annotated[
        str | None, typer.Option(help="The property with its amount; the data's own if left out.")
    ] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=_DAYS, help="The day to look from; the last of the data if left out.")
    ] = None,
    before: Annotated[
        datetime | None, typer.Option(formats=_DAYS, help="An earlier day, to see who moved between segments.")
    ] = None,
    engaged: Annotated[
        list[str] | None, typer.Option(help="An event that counts as engagement, or “EVENT where …”; repeat it.")
    ] = None,
    fifths: Annotated[
        FifthsRule,
        typer.Option(
            help="Cut at quantiles plus 1 as R's rfm, at quantiles as pandas.qcut, or by rank as SQL's NTILE."
        ),
    ] = "above",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Sort customers into fifths and segments by what they bought."""
    with opened(workspace, read_only=True) as store:
        people = population(store, dataset, segment, run, data_end)
    data = people.dataset
    engagement = tuple(step_from(text, data.schema()) for text in engaged or ())
    definition = replace(
        _bought(data, purchase, amount),
        on=_day(on),
        before=_day(before),
        engaged=tuple(step.event for step in engagement),
        where=tuple((f"{ENGAGED} {step.event}", step.where) for step in engagement if step.where),
        fifths=fifths,
    )
    give_figures(people.counted(definition, score), as_json=as_json, out=out)


def _bought(data: Dataset, purchase: str | None, amount: str | None) -> RfmDefinition:
    """What is said to be buying, or else known of the data."""
    if purchase is not None and amount is not None:
        return RfmDefinition(step_from(purchase, data.schema()), amount)
    proposed = proposed_rfm(data)
    if proposed is None:
        raise AppError(_what_lacks(data, purchase))
    bought = step_from(purchase, data.schema()) if purchase else proposed.purchase
    return RfmDefinition(bought, amount or proposed.amount)


def _what_lacks(data: Dataset, purchase: str | None) -> str:
    """Why buying is not known, and what to say."""
    event = purchase or data.roles.events.get("purchase")
    if event is None:
        return "Nothing says what buying is in this data; name it with --purchase EVENT --amount PROPERTY."
    numbers = [name for name, column in data.properties.items() if column.type is ColumnType.NUMBER]
    there = f"name one with --amount: {', '.join(numbers)}" if numbers else "and no property of its events is a number"
    return f"“{event}” is known in “{data.name}”, but not which property is its amount; {there}."


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None
