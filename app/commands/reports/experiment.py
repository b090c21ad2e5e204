"""`rehearse experiment`: the variants of a test, in a run or in recorded data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.figures import give_figures
from app.commands.output.run_measured import chosen, run_subject
from app.commands.output.segment_of import DataEnd, SegmentName, population
from app.commands.output.workspaces import opened
from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.durations import Duration
from app.nodes.words.where_text import step_from
from app.reports.documents.formats import endings, figure_formats
from app.reports.experiments.definition import By, ExperimentDefinition
from app.reports.experiments.definition import experiment as count
from app.reports.experiments.of_run import run_experiments
from app.reports.experiments.proposing import proposed_experiment
from app.reports.experiments.report import ExperimentsReport


def experiment(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    run: Annotated[int | None, typer.Option(min=1, help="A run: the variants of its splits, and its control.")] = None,
    split: Annotated[
        str | None, typer.Option(help="Which split and goal of the run, by words of its heading; else the first.")
    ] = None,
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    segment: SegmentName = None,
    data_end: DataEnd = None,
    variant: Annotated[str | None, typer.Option(help="The attribute or property that names the variant.")] = None,
    goal: Annotated[
        str | None, typer.Option(help="The event by which customers convert, or “EVENT where amount > 50”.")
    ] = None,
    outcome: Annotated[
        str | None, typer.Option(help="The attribute by which they have converted: true, or above 0.")
    ] = None,
    value: Annotated[
        str | None, typer.Option(help='What a conversion is worth, a property or an attribute; "" for none.')
    ] = None,
    within: Annotated[
        str | None, typer.Option(help="Time for the goal after the event that named the variant.")
    ] = None,
    control: Annotated[str, typer.Option(help="The variant to compare with; else as controls are called.")] = "",
    weights: Annotated[str, typer.Option(help="Sizes that the groups should have, like 90,10; else equal.")] = "",
    cap: Annotated[float, typer.Option(min=0, max=0.5, help="Share of the greatest amounts to bring down.")] = 0.01,
    uplift: Annotated[float, typer.Option(min=0.0001, help="The relative uplift that is worth finding.")] = 0.1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Compare the variants of an experiment, the sizes of the groups first."""
    with opened(workspace, read_only=True) as store:
        if run is not None:
            measured = run_experiments(run_subject(store, run), cap, uplift)
            give_figures(chosen(measured, split, ExperimentsReport.why_none), as_json=as_json, out=out)
            return
        people = population(store, dataset, segment, data_end=data_end)
    data = people.dataset
    begun = _begun(data, variant, goal, outcome)
    definition = replace(
        begun,
        value=begun.value if value is None else value,
        within=_length(within) if within else begun.within,
        control=control or begun.control,
        weights=_weights(weights),
        capped=cap,
        uplift=uplift,
    )
    give_figures(people.counted(definition, count), as_json=as_json, out=out)


def _begun(data: Dataset, variant: str | None, goal: str | None, outcome: str | None) -> ExperimentDefinition:
    """What is said, or else known of the data."""
    known = proposed_experiment(data)
    named = variant or (known.variant if known else "")
    goal = goal or (None if outcome or known else data.roles.events.get("purchase"))
    if not named or not (goal or outcome or known):
        raise AppError("Nothing says what the experiment is; name it with --variant NAME and --goal or --outcome.")
    by: By = "attribute" if named in data.attributes else "property"
    begun = known if known and known.variant == named else ExperimentDefinition(named, by)
    if known and begun is not known:
        begun = replace(begun, goal=known.goal, outcome=known.outcome, value=known.value)
    if goal:
        step = step_from(goal, data.schema())
        amount = data.roles.properties.get("amount", "") if step.event == data.roles.events.get("purchase") else ""
        return replace(begun, goal=step, outcome="", value=amount)
    if outcome:
        keeps = begun.goal is None and begun.value != outcome
        return replace(begun, goal=None, outcome=outcome, value=begun.value if keeps else "")
    return begun


def _weights(listed: str) -> tuple[float, ...]:
    try:
        weights = tuple(float(each) for each in listed.split(",") if each.strip())
    except ValueError:
        raise typer.BadParameter("write numbers with commas between, like 90,10", param_hint="--weights") from None
    if any(not 0 < each < float("inf") for each in weights):
        raise typer.BadParameter("a weight is above zero", param_hint="--weights")
    return weights


def _length(text: str) -> Duration:
    try:
        return Duration.parse(text)
    except ValueError as error:
        raise AppError(f"--within: {error}.") from error
