"""`rehearse recommendations`: whether what is recommended would have been what was bought next."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from app.commands.output.figures import give_figures
from app.commands.output.given import refuse_others
from app.commands.output.run_measured import chosen, run_subject
from app.commands.output.segment_of import DataEnd, SegmentName, population
from app.commands.output.terminal import progress_bar
from app.commands.output.workspaces import opened
from app.errors import AppError
from app.nodes.durations import Duration
from app.reports.documents.formats import endings, figure_formats
from app.reports.recommendations.definition import RecommendationsDefinition, proposed_recommendations
from app.reports.recommendations.definition import recommendations as test
from app.reports.recommendations.report import RecommendationsReport

_OF_A_NODE = {"workspace", "run", "node", "as_json", "out"}
_LACKS = (
    "Nothing says what was bought in this data: the property with the role product, and the event with the role "
    "purchase; name the event with --event, and give roles in Data."
)
_USUAL = RecommendationsDefinition("")


def recommendations(
    context: typer.Context,
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    segment: SegmentName = None,
    data_end: DataEnd = None,
    run: Annotated[
        int | None, typer.Option(min=1, max=2**63 - 1, help="Test what a node of this run recommends, in its own way.")
    ] = None,
    node: Annotated[str | None, typer.Option(help="With --run: the name of the node; else the first.")] = None,
    event: Annotated[str | None, typer.Option(help="The event on a product; what was bought, if left out.")] = None,
    basis: Annotated[
        Literal["next", "together"], typer.Option(help="What was bought after it, or in the same order.")
    ] = "next",
    within: Annotated[str, typer.Option(help="How much later, like P60D.")] = _USUAL.within.text,
    overstock: Annotated[float, typer.Option(help="How much what has to go counts, from 0 to 1.")] = 0.0,
    min_support: Annotated[int, typer.Option(help="Customers behind a pair, at least.")] = _USUAL.min_support,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Draw or save it: FILE{endings(figure_formats())}.")] = None,
) -> None:
    """Recommend as of each month that is past, and count who bought it next, against what is popular."""
    if run is not None:
        refuse_others(context, _OF_A_NODE, "goes without --run, whose nodes say themselves how they recommend")
        with opened(workspace, read_only=True) as store, progress_bar() as progress:
            report, subject = RecommendationsReport(), replace(run_subject(store, run), progress=progress)
            found = chosen(report.measure(subject), node, report.why_none)
        give_figures(found, as_json=as_json, out=out)
        return
    if node is not None:
        raise typer.BadParameter("--node belongs to --run.")
    with opened(workspace, read_only=True) as store:
        people = population(store, dataset, segment, data_end=data_end)
    proposed = proposed_recommendations(people.dataset)
    if proposed is None and event is None:
        raise AppError(_LACKS)
    try:
        length = Duration.parse(within)
    except ValueError as error:
        raise AppError(f"--within: {error}.") from None
    definition = replace(
        proposed or _USUAL,
        event=event or (proposed.event if proposed else ""),
        basis=basis,
        within=length,
        overstock=overstock,
        min_support=min_support,
    )
    with progress_bar() as progress:
        figures = people.counted(definition, partial(test, progress=progress))
    give_figures(figures, as_json=as_json, out=out)
