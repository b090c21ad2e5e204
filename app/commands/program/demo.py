"""`rehearse demo`: the whole way once, on the bundled data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.figures import say_figures
from app.commands.output.run_words import say_run
from app.commands.output.terminal import progress_bar, say
from app.commands.output.workspaces import opened
from app.commands.program.window import has_display, open_window
from app.jobs.demo import WORKSPACE_NAME, build_demo
from app.reports.documents.formats import endings, report_formats

_FORMATS = endings(report_formats()[1:])


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the demo workspace and its report.")] = Path("rehearse-demo"),
    all_formats: Annotated[bool, typer.Option("--all-formats", help=f"Write the report as {_FORMATS} too.")] = False,
    window: Annotated[bool, typer.Option(help="Open the app on the demo when there is a display.")] = True,
) -> None:
    """Build the demo workspace, rehearse its scenario, write the report; open the app if there is a display."""
    if (earlier := out / WORKSPACE_NAME).exists():
        opened(earlier).close()  # says where its backup is, if it is of an earlier version
    with progress_bar() as progress:
        made = build_demo(out, progress, in_all_formats=all_formats)
    say_run((made.scenario,), made.summary)
    say()
    say_figures(made.figures)
    say()
    say(f"Workspace: {made.workspace}")
    say(f"Report:    {made.report}")
    if all_formats:
        say(f"Formats:   {', '.join(sorted(path.name for path in out.iterdir() if path.suffix != '.rehearse'))}")
    if window and has_display():
        open_window(made.workspace)
