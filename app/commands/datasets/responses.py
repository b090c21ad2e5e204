"""`rehearse responses`: how people react to a channel's messages in a forecast."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.terminal import complain, progress_bar, say, say_whole
from app.commands.output.workspaces import opened
from app.files.writing import write_whole
from app.jobs.messages.calibrating import Asked, measure_responses
from app.jobs.messages.responses import read_responses, responses_text
from app.workspace.store import Workspace


def responses(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    new: Annotated[
        Path | None,
        typer.Option("--set", help='JSON file like {"email": {"open": 0.3}}; a channel it leaves out has none.'),
    ] = None,
    measure: Annotated[
        str | None,
        typer.Option("--measure", metavar="DATASET", help="Measure those of e-mails in a dataset, and set them."),
    ] = None,
    by_segment: Annotated[
        bool, typer.Option("--by-segment", help="Measure each segment of the workspace apart, too.")
    ] = False,
    by_load: Annotated[
        bool, typer.Option("--by-load", help="Measure what each message of the last 7 days leaves of the openings.")
    ] = False,
    without_machines: Annotated[
        bool, typer.Option("--without-machines", help="Leave out openings within 10 seconds of the sending.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Write them to this file, in the form --set reads.")] = None,
) -> None:
    """Show or set the channels' default reactions, which a forecast takes where a message gives none of its own."""
    given = None if new is None else read_responses(new)
    if measure is None and (by_segment or by_load or without_machines):
        raise typer.BadParameter("--by-segment, --by-load and --without-machines say how to --measure.")
    with opened(workspace, read_only=given is None and measure is None) as store:
        if given is not None:
            store.responses.put(given)
        if measure is not None:
            _measure(store, measure, Asked(store.segments.all() if by_segment else {}, by_load, without_machines))
        now = store.responses.get()
    text = responses_text(now)
    if out is not None:
        write_whole(out, f"{text}\n")
    if not now:
        complain("No channel has default reactions: in a forecast, messages without reactions of their own have none.")
    if out is None:
        say_whole(text)
    else:
        say(f"Written to {out}.")


def _measure(store: Workspace, dataset: str, asked: Asked) -> None:
    """Set what a dataset says of e-mails, and tell what it says and what stays a guess."""
    with progress_bar() as progress:
        found = measure_responses(store, dataset, progress, asked)
    for key, words in found.words().items():
        complain(f"{key}: {words}")
    for words in found.further_words():
        complain(words)
    for words in found.unknown:
        complain(f"Still a guess – {words}.")
