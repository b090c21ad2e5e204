"""`rehearse scores`: what a score is worth, in a run or in recorded data."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
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
from app.reports.scores.definition import MOST_BANDS, Bands, By, ScoreDefinition, proposed_scores
from app.reports.scores.definition import scores as measure
from app.reports.scores.of_run import run_scores
from app.reports.scores.report import ScoresReport


def scores(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    run: Annotated[int | None, typer.Option(min=1, help="A run, whose scenario gives scores; else a dataset.")] = None,
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    segment: SegmentName = None,
    data_end: DataEnd = None,
    score: Annotated[str | None, typer.Option(help="The score: a property of events, or an attribute.")] = None,
    goal: Annotated[
        str | None,
        typer.Option(help="The event that is to come after it, or “EVENT where amount > 50”; else deals won."),
    ] = None,
    outcome: Annotated[str | None, typer.Option(help="The attribute by which they have converted.")] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day at whose end the score is taken.")
    ] = None,
    within: Annotated[str | None, typer.Option(help="Time for the outcome; an ISO 8601 duration.")] = None,
    threshold: Annotated[float | None, typer.Option(help="Where a lead begins; else the highest fifth.")] = None,
    bands: Annotated[int, typer.Option(min=2, max=MOST_BANDS, help="How many bands, about.")] = 10,
    cut: Annotated[Bands, typer.Option(help="Bands of one width, or of as many customers each.")] = "width",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Say how often customers convert by band of a score, and how well it ranks and foretells."""
    time = _length(within) if within else None
    with opened(workspace, read_only=True) as store:
        if run is not None:
            measured = run_scores(run_subject(store, run), time, cut)
            give_figures(chosen(measured, score, ScoresReport.why_none), as_json=as_json, out=out)
            return
        people = population(store, dataset, segment, data_end=data_end)
    data = people.dataset
    begun = _begun(data, score, goal, outcome)
    definition = replace(
        begun,
        on=on.date() if on else None,
        within=time or begun.within,
        threshold=threshold,
        bands=bands,
        cut=cut,
    )
    give_figures(people.counted(definition, measure), as_json=as_json, out=out)


def _begun(data: Dataset, score: str | None, goal: str | None, outcome: str | None) -> ScoreDefinition:
    """What is said, or else known of the data."""
    known = proposed_scores(data)
    name = score or (known.score if known else "")
    events = data.roles.events
    event = goal or (None if outcome else events.get("won") or events.get("purchase"))
    if not name or not (event or outcome or known):
        raise AppError("Nothing says what the score is worth for; name them with --score NAME and --goal or --outcome.")
    by: By = "property" if name in data.properties and not outcome else "attribute"
    if event:
        step = step_from(event, data.schema())
        return ScoreDefinition(name, by, step, fresh=step.event == events.get("won"))
    return ScoreDefinition(name, by, outcome=outcome or (known.outcome if known else ""))


def _length(text: str) -> Duration:
    try:
        return Duration.parse(text)
    except ValueError as error:
        raise AppError(f"--within: {error}.") from error
