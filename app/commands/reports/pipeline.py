"""`rehearse pipeline`: what each campaign brought, from leads to revenue, under several models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.figures import give_figures
from app.commands.output.run_measured import run_subject
from app.commands.output.segment_of import DataEnd, SegmentName, population
from app.commands.output.stages import StageNames, with_stages
from app.commands.output.workspaces import opened
from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.durations import Duration
from app.reports.attribution_models.names import MODELS, Model
from app.reports.crm.sources import sources_of
from app.reports.crm.way import way_of
from app.reports.documents.formats import endings, figure_formats
from app.reports.pipeline.definition import PipelineDefinition, proposed_pipeline
from app.reports.pipeline.definition import pipeline as share_out
from app.reports.pipeline.figures import MEASURES, Measure
from app.reports.pipeline.of_run import recorded_of, run_pipeline


def pipeline(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    segment: SegmentName = None,
    data_end: DataEnd = None,
    stage: StageNames = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="The property that names a touch's campaign; of several, repeat it, the first filled counts."
        ),
    ] = None,
    models: Annotated[str, typer.Option(help=f"Models side by side, of {', '.join(MODELS)}.")] = "",
    compare: Annotated[str, typer.Option(help=f"What the models are compared in: {', '.join(MEASURES)}.")] = "revenue",
    look_back: Annotated[str, typer.Option(help="How far to look back; an ISO 8601 duration.")] = "P365D",
    cost: Annotated[
        list[str] | None, typer.Option(help="CAMPAIGN=AMOUNT it cost beside its touches; repeat it.")
    ] = None,
    run: Annotated[
        int | None,
        typer.Option(min=1, max=2**63 - 1, help="Number of a run: its messages are touches of its scenario."),
    ] = None,
    as_spelled: Annotated[bool, typer.Option("--as-spelled", help="Keep spellings of a campaign apart.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """People, leads, MQLs, opportunities, pipeline, revenue, cost and return of each campaign."""
    if run is not None and (dataset or segment):
        raise typer.BadParameter("without --dataset and --segment: a run has its own", param_hint="--run")

    def asked(data: Dataset) -> PipelineDefinition:
        definition = replace(
            _begun(data, by, stage),
            compare=_measure(compare),
            look_back=_length(look_back),
            costs=tuple(map(_cost, cost or ())),
            is_one=not as_spelled,
        )
        return replace(definition, models=_models(models)) if models else definition

    with opened(workspace, read_only=True) as store:
        if run is None:
            people = population(store, dataset, segment, data_end=data_end)
            figures = people.counted(asked(people.dataset), share_out)
        else:
            subject = run_subject(store, run)
            figures = run_pipeline(subject, asked(recorded_of(subject)))
    give_figures(figures, as_json=as_json, out=out)


def _begun(data: Dataset, by: Sequence[str] | None, stages: Sequence[str] | None) -> PipelineDefinition:
    begun = proposed_pipeline(data)
    if stages:
        first = begun or PipelineDefinition(way_of(data), sources_of(data))
        begun = replace(first, way=with_stages(first.way, data, stages))
    if begun is None:
        raise AppError(
            "Nothing says what an opportunity or a campaign is in this data; name them with --stage and --by, or "
            "import it with their roles."
        )
    return replace(begun, by=tuple(by)) if by else begun


def _models(listed: str) -> tuple[Model, ...]:
    names = [name.strip() for name in listed.split(",") if name.strip()]
    _known(names, MODELS, "model", "--models")
    return tuple(model for name in names for model in MODELS if model == name)


def _measure(name: str) -> Measure:
    _known([name], MEASURES, "measure", "--compare")
    return next(measure for measure in MEASURES if measure == name)


def _known(names: Sequence[str], known: Sequence[str], what: str, option: str) -> None:
    if unknown := [name for name in names if name not in known]:
        raise typer.BadParameter(f"there is no {what} {unknown[0]}; there are {', '.join(known)}", param_hint=option)


def _length(text: str) -> Duration:
    try:
        return Duration.parse(text)
    except ValueError as error:
        raise AppError(f"--look-back: {error}.") from error


def _cost(text: str) -> tuple[str, int]:
    name, sign, amount = text.rpartition("=")
    try:
        cents = Decimal(amount) * 100
    except InvalidOperation:
        cents = Decimal(-1)
    if not sign or not name or cents < 0 or cents != cents.to_integral_value():
        raise typer.BadParameter(f"write it as spring-webinar=1200.50, not {text}", param_hint="--cost")
    return name, int(cents)
