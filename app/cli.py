"""The command line: which commands there are, and how each of them ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from app.commands import (
    bench,
    case_files,
    cohorts,
    data,
    demo,
    funnel,
    imports,
    report,
    responses,
    run_scenario,
    scenarios,
    window,
)
from app.commands.output.terminal import complain
from app.errors import AppError, Cancelled

DONE, FIXABLE = 0, 1
INTERRUPTED = 130  # as shells have it
_STOPPED = "Stopped. Nothing of it was kept."


class _PathOpensTheWindow(TyperGroup):
    """`rehearse` and `rehearse WORKSPACE` open the window; every other first word is a command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or not (args[0].startswith("-") or args[0] in self.commands):
            args = ["open", *args]
        parsed: list[str] = super().parse_args(ctx, args)
        return parsed


app = typer.Typer(
    name="rehearse",
    cls=_PathOpensTheWindow,
    help="Design a marketing scenario, and rehearse it over recorded history before a single message leaves the house.",
    epilog="rehearse WORKSPACE opens the window on a workspace.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("open")(window.open_window)
app.command("demo")(demo.demo)
app.command("import")(imports.import_files)
app.command("data")(data.data)
app.command("responses")(responses.responses)
app.add_typer(scenarios.app, name="scenario")
app.command("run")(run_scenario.run)
app.command("test")(case_files.test)
app.command("funnel")(funnel.funnel)
app.command("cohorts")(cohorts.cohorts)
app.command("report")(report.report)
app.command("bench")(bench.bench)


def run(arguments: Sequence[str]) -> int:
    """Run one command; 0 done, 1 a problem the user can fix (explained on stderr), 2 wrong usage, 130 interrupted."""
    try:
        typer.main.get_command(app).main(list(arguments), prog_name="rehearse")
    except AppError as error:
        complain(str(error))
        return FIXABLE
    except OSError as error:
        complain(f"{error.filename or 'The output'} could not be used: {error.strerror}. Choose another place.")
        return FIXABLE
    except Cancelled:
        complain(_STOPPED)
        return FIXABLE
    except SystemExit as end:
        if end.code == INTERRUPTED:
            complain(_STOPPED)
        return end.code if isinstance(end.code, int) else FIXABLE
    return DONE
