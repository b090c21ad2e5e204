"""`rehearse report`: a run, or recorded events, as a document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.choosing import dataset_named
from app.commands.output.terminal import progress_bar, say
from app.commands.output.workspaces import opened
from app.errors import AppError
from app.files.reading import name_of, read_document
from app.jobs.reports.kept_reporting import composed_of_kept
from app.jobs.reports.reporting import composed_of_dataset, composed_of_folder, composed_of_run, write_report
from app.progress import Progress
from app.reports.documents.composing.composed import ComposedReport
from app.reports.documents.composing.composition import USUAL, Composition, read_composition, with_logo
from app.reports.documents.formats import endings, format_of, report_formats


def report(
    source: Annotated[Path, typer.Argument(help="A workspace, or the folder of a run (rehearse run --out).")],
    out: Annotated[Path, typer.Option(help=f"The file to write, FILE{endings(report_formats())}.")],
    run: Annotated[
        int | None,
        typer.Option(min=1, max=2**63 - 1, help="Number of the run in the workspace; the newest if left out."),
    ] = None,
    dataset: Annotated[
        str | None, typer.Option(help="Report on the recorded events of this dataset, instead of on a run.")
    ] = None,
    kept: Annotated[
        str | None, typer.Option(help="The report kept under this name in Results, alone and by its own definition.")
    ] = None,
    compose: Annotated[
        Path | None,
        typer.Option(help="JSON that says which sections, title and colours; what the workspace keeps if left out."),
    ] = None,
    logo: Annotated[Path | None, typer.Option(help="A PNG or JPEG picture for the title.")] = None,
) -> None:
    """Write a report: all figures with their definitions, in one file."""
    format_of(out, report_formats())
    _check_kept(kept, source, (run, dataset, compose))
    composition = read_composition(read_document(compose), name_of(compose)) if compose else None
    if logo is not None:
        composition = with_logo(composition or USUAL, read_document(logo))
    with progress_bar() as progress:
        progress(0, 0, "Measuring")
        if kept is not None:
            made = _of_kept(source, kept, composition, progress)
        elif source.is_dir():
            made = composed_of_folder(source, composition or USUAL)
        else:
            made = _of_workspace(source, run, dataset, composition, progress)
        progress(0, 0, "Drawing the report")
        write_report(made, out)
    say(f"Written to {out}.")


def _check_kept(kept: str | None, source: Path, others: tuple[object, ...]) -> None:
    """A kept report says itself what it is over and how it is counted."""
    if kept is not None and any(other is not None for other in others):
        raise AppError("--kept NAME goes without --run, --dataset and --compose: what is kept says what it is over.")
    if kept is not None and source.is_dir():
        raise AppError(f"{source} is the folder of a run; reports are kept in workspaces.")


def _of_kept(path: Path, name: str, composition: Composition | None, progress: Progress) -> ComposedReport:
    with opened(path, read_only=True) as store:
        return composed_of_kept(store, name, composition or USUAL, progress)


def _of_workspace(
    path: Path, run: int | None, dataset: str | None, composition: Composition | None, progress: Progress
) -> ComposedReport:
    with opened(path, read_only=True) as store:
        if dataset is not None:
            return composed_of_dataset(store, dataset_named(store, dataset), composition, progress)
        if run is None:
            runs = store.runs.all()
            if not runs:
                raise AppError(
                    f"{path} holds no run yet; make one with: rehearse run SCENARIO --workspace {path}, or report on "
                    "recorded events with --dataset NAME."
                )
            run = runs[0].id
        return composed_of_run(store, run, composition, progress)
