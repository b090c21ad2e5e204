"""`rehearse attribution`: which channels are to be thanked for conversions, under several models."""

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
from app.nodes.durations import Duration
from app.nodes.words.where_text import step_from
from app.reports.attribution.definition import TOUCH, AttributionDefinition, proposed_attribution, proposed_channel
from app.reports.attribution.definition import attribution as share_out
from app.reports.attribution_models.names import MODELS, Model
from app.reports.documents.formats import endings, figure_formats


def attribution(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    segment: SegmentName = None,
    data_end: DataEnd = None,
    run: RunNumber = None,
    conversion: Annotated[
        str | None,
        typer.Option(help="The event that is a conversion, or “EVENT where amount > 50”; else the purchase."),
    ] = None,
    channel: Annotated[str | None, typer.Option(help="The property with a touch's channel; else utm_source.")] = None,
    value: Annotated[str | None, typer.Option(help='What a conversion is worth; "" counts conversions alone.')] = None,
    touch: Annotated[
        list[str] | None, typer.Option(help="An event that is a touch, or “EVENT where …”; repeat it. Else any.")
    ] = None,
    look_back: Annotated[str, typer.Option(help="How far to look back; an ISO 8601 duration.")] = "P30D",
    models: Annotated[str, typer.Option(help=f"Models side by side, of {', '.join(MODELS)}.")] = "",
    half_life: Annotated[str, typer.Option(help="Of time decay.")] = "P7D",
    order: Annotated[int, typer.Option(min=1, max=3, help="How many touches the Markov model remembers.")] = 1,
    direct: Annotated[str, typer.Option(help="The channel that is none, for last_non_direct.")] = "direct",
    lead: Annotated[str, typer.Option(help="The event that makes a lead, or “EVENT where …”, for w_shaped.")] = "",
    opportunity: Annotated[str, typer.Option(help="The event that opens an opportunity, or “EVENT where …”.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Share every conversion among the touches before it."""
    with opened(workspace, read_only=True) as store:
        people = population(store, dataset, segment, run, data_end)
    data = people.dataset
    begun = _begun(data, conversion, channel)
    touches = [step_from(text, data.schema()) for text in touch or ()]
    begins, opens = (step_from(text, data.schema()) if text else None for text in (lead, opportunity))
    named = [*((f"{TOUCH} {step.event}", step) for step in touches), ("lead", begins), ("opportunity", opens)]
    definition = replace(
        begun,
        value=begun.value if value is None else value,
        touch=tuple(step.event for step in touches),
        look_back=_length(look_back, "--look-back"),
        models=_models(models) or begun.models,
        half_life=_length(half_life, "--half-life"),
        order=order,
        direct=direct,
        lead=begins.event if begins else "",
        opportunity=opens.event if opens else "",
        where=tuple((name, step.where) for name, step in named if step and step.where),
    )
    give_figures(people.counted(definition, share_out), as_json=as_json, out=out)


def _begun(data: Dataset, conversion: str | None, channel: str | None) -> AttributionDefinition:
    """What is said, or else known of the data."""
    known = proposed_attribution(data)
    bought = conversion or data.roles.events.get("purchase")
    event = known.conversion if known and not conversion else step_from(bought, data.schema()) if bought else None
    column = channel or proposed_channel(data)
    if event is None:
        raise AppError("Nothing says what converts here; name it with --conversion EVENT --channel PROPERTY.")
    if not column:
        raise AppError(
            f"No property of “{data.name}” is known as the source of what came before “{event.event}”; name one with "
            f"--channel: {', '.join(data.properties)}."
        )
    amount = data.roles.properties.get("amount", "") if event.event == data.roles.events.get("purchase") else ""
    return AttributionDefinition(event, column, amount)


def _models(listed: str) -> tuple[Model, ...]:
    """The models of a list with commas; a mistyped one is wrong usage."""
    names = [name.strip() for name in listed.split(",") if name.strip()]
    if unknown := [name for name in names if name not in MODELS]:
        raise typer.BadParameter(
            f"there is no model {unknown[0]}; there are {', '.join(MODELS)}", param_hint="--models"
        )
    return tuple(model for name in names for model in MODELS if model == name)


def _length(text: str, option: str) -> Duration:
    try:
        return Duration.parse(text)
    except ValueError as error:
        raise AppError(f"{option}: {error}.") from error
