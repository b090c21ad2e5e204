"""`rehearse geo`: customers, events and revenue by country."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.figures import give_figures
from app.commands.output.segment_of import DataEnd, RunNumber, SegmentName, population
from app.commands.output.workspaces import opened
from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.conditions import Step
from app.nodes.words.where_text import step_from
from app.reports.definition.breakdown import breakdown_of
from app.reports.documents.formats import endings, figure_formats
from app.reports.geo.definition import GeoDefinition, Measure, proposed_geo
from app.reports.geo.definition import geo as count_countries


def geo(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    segment: SegmentName = None,
    data_end: DataEnd = None,
    run: RunNumber = None,
    country: Annotated[
        str | None, typer.Option(help="The attribute or property with the country; the data's own if left out.")
    ] = None,
    measure: Annotated[Measure, typer.Option(help="What colours the map.")] = "customers",
    event: Annotated[
        str | None, typer.Option(help="The events that count, or “EVENT where amount > 50”; else the purchases.")
    ] = None,
    amount: Annotated[
        str | None, typer.Option(help="The property that is revenue; the data's own if left out.")
    ] = None,
    latitude: Annotated[str | None, typer.Option(help="The attribute with the latitude, for dots.")] = None,
    longitude: Annotated[str | None, typer.Option(help="The attribute with the longitude.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Count customers, events and revenue by country."""
    with opened(workspace, read_only=True) as store:
        people = population(store, dataset, segment, run, data_end)
    data = people.dataset
    definition = replace(_begun(data, country, has_dots=bool(latitude and longitude)), measure=measure)
    if event is not None:
        definition = replace(definition, step=step_from(event, data.schema()))
    if amount is not None:
        definition = replace(definition, amount=amount)
    if latitude is not None or longitude is not None:
        definition = replace(
            definition, latitude=latitude or definition.latitude, longitude=longitude or definition.longitude
        )
    give_figures(people.counted(definition, count_countries), as_json=as_json, out=out)


def _begun(data: Dataset, country: str | None, *, has_dots: bool) -> GeoDefinition:
    """What is said, or else known of the data."""
    proposed = proposed_geo(data)
    if country is None:
        if proposed is None and has_dots:
            return GeoDefinition(None)
        if proposed is None:
            raise AppError("Nothing says where these customers are; name it with --country COLUMN.")
        return proposed
    found = breakdown_of(data, country)
    if found is None:
        raise AppError(f"--country: “{country}” is neither a property of events nor an attribute of customers.")
    if proposed is not None:
        return replace(proposed, country=found)
    purchase, amount = data.roles.events.get("purchase"), data.roles.properties.get("amount", "")
    return GeoDefinition(found, "customers", Step(event=purchase) if purchase else None, amount if purchase else "")
