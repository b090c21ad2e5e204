"""The command line: which commands there are, and how each of them ends. A command is imported when it is used."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from app.commands.output.plain import message
from app.errors import AppError, Cancelled, told_of_memory
from app.files.memory import keep_within_limit
from app.version import product_version

DONE, FIXABLE = 0, 1
INTERRUPTED = 130  # as shells have it
_STOPPED = "Stopped. Nothing of it was kept."

COMMANDS = {
    "open": ("program.window:open_window", "Open the window, on a workspace if one is named."),
    "demo": ("program.demo:demo", "Build the demo workspace, rehearse its scenario, write the report; open the app."),
    "import": (
        "datasets.imports:import_files",
        "Import files and voucher codes into a dataset, accounting for every row.",
    ),
    "data": ("datasets.data:data", "List the datasets of a workspace, or the columns of one."),
    "merges": ("datasets.merges:merges", "List ids that were found to name one customer, or undo a merge."),
    "quality": ("datasets.quality:quality", "Say what is wrong with a dataset, and with which customers."),
    "products": (
        "datasets.products:products",
        "List the products of a dataset, what was sold, and what the catalogue lacks.",
    ),
    "segment": ("datasets.segments:app", "Name conditions, and see who they hold."),
    "responses": (
        "datasets.responses:responses",
        "Show or set how people react to a channel's messages in a forecast.",
    ),
    "scenario": ("scenarios.scenarios:app", "List, add, export and check scenarios."),
    "run": (
        "scenarios.run_scenario:run",
        "Rehearse scenarios over recorded events and say what happened at each node.",
    ),
    "audience": (
        "scenarios.audience:audience",
        "Save an ad audience of a run as the customer list that a platform takes.",
    ),
    "test": ("scenarios.case_files:test", "Run scenario cases and say what differs from what they expect."),
    "lesson": ("scenarios.lessons:app", "List lessons, make one of a scenario, and check the workspaces of a class."),
    "funnel": ("reports.funnel:funnel", "Count how many customers go through steps of events."),
    "cohorts": ("reports.cohorts:cohorts", "Count how many came back in each period after their start."),
    "trend": ("reports.trend:trend", "Count events, customers and revenue over time, and formulas of them."),
    "flow": ("reports.flow:flow", "Follow what customers did after an event, or before it, step by step."),
    "geo": ("reports.geo:geo", "Count customers, events and revenue by country, on a map."),
    "growth": ("reports.growth:growth", "Count who joined and who left, and how long the list is."),
    "coverage": ("reports.coverage:coverage", "Count who has an address and a consent for each channel."),
    "recommendations": (
        "reports.recommendations:recommendations",
        "Recommend as of each month that is past, and count who bought it next, against what is popular.",
    ),
    "rfm": ("reports.rfm:rfm", "Sort customers by how recently, how often and for how much they bought."),
    "attribution": (
        "reports.attribution:attribution",
        "Share conversions among the channels of the touches before them.",
    ),
    "drop-off": (
        "reports.drop_off:drop_off",
        "Say where a run's journeys lose people, why, and what they did instead.",
    ),
    "scores": ("reports.scores:scores", "Say what a score is worth: conversion by band, ROC-AUC, lift, calibration."),
    "compare": ("reports.compare:compare", "Compare two runs customer by customer, and say who went another way."),
    "audit": ("reports.audit:audit", "Say what is to be mended in the scenarios of a workspace."),
    "experiment": (
        "reports.experiment:experiment",
        "Compare the variants of a test: rates, revenue, and how sure that is.",
    ),
    "lifecycle": (
        "reports.lifecycle:lifecycle",
        "Say how far leads came on the way to revenue, and how long they stay.",
    ),
    "messages": ("reports.messages:messages", "Say what a run sent and held back, and what came of it."),
    "pipeline": (
        "reports.pipeline:pipeline",
        "Say what each campaign brought, from leads to revenue, under several models.",
    ),
    "accounts": ("reports.accounts:accounts", "List the companies behind the people, with scores and open pipeline."),
    "quarterly": (
        "reports.quarterly:quarterly",
        "Audit leads, opportunities, spellings and scores, quarter by quarter.",
    ),
    "report": ("reports.report:report", "Write the report of a run: funnel, cohorts and flow, in one file."),
    "plan": ("workspaces.plan:app", "Show the plan of a workspace, its checklist and owners, and write into it."),
    "copy": ("workspaces.copy:copy", "Copy a workspace: complete, without customers, or with pseudonyms."),
    "rescue": ("workspaces.rescue:rescue_workspace", "Write what can be read of a damaged workspace as other files."),
    "install-desktop": ("program.install_desktop:install_desktop", "Put Rehearse into the desktop's menu (Linux)."),
    "bench": ("program.bench:bench", "Measure the machine on an abandoned cart over synthetic customers."),
}
"""Each command's module and function under `app.commands`, and what `--help` lists of it."""


class _Commands(TyperGroup):
    """Stands in for every command until one is used; a workspace as the first word opens the window."""

    def __init__(self, **settings: Any) -> None:
        listed = {name: TyperCommand(name, help=words, rich_markup_mode=None) for name, (_, words) in COMMANDS.items()}
        super().__init__(**{**settings, "commands": listed})

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing and (not args or _is_workspace(args[0])):
            args = ["open", *args]
        parsed: list[str] = super().parse_args(ctx, args)
        return parsed

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        return name, command if command is None else _loaded(str(command.name)), rest

    def invoke(self, ctx: Any) -> Any:
        """What an option cannot be is said without the reader's own words before it."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            raise


def _is_workspace(word: str) -> bool:
    """Whether a first word is meant as a file rather than as a command."""
    if word.startswith("-") or word in COMMANDS:
        return False
    path = Path(word)
    return bool(path.suffix) or path.name != word or path.exists()


def _loaded(name: str) -> Any:
    keep_within_limit()
    module, attribute = COMMANDS[name][0].split(":")
    found = getattr(import_module(f"app.commands.{module}"), attribute)
    if not gc.isenabled():  # see `app.__main__`
        gc.freeze()
        gc.enable()
    if isinstance(found, typer.Typer):
        return typer.main.get_group(found)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name)(found)
    return typer.main.get_command(alone)


def _say_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"Rehearse {product_version()}")
        raise typer.Exit


app = typer.Typer(
    name="rehearse",
    cls=_Commands,
    help="Design a marketing scenario, and rehearse it over recorded history before a single message leaves the house.",
    epilog="rehearse WORKSPACE opens the window on a workspace.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def _rehearse(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    pass


def run(arguments: Sequence[str]) -> int:
    """Run one command; 0 done, 1 a problem the user can fix (explained on stderr), 2 wrong usage, 130 interrupted."""
    try:
        typer.main.get_command(app).main(list(arguments), prog_name="rehearse")
    except AppError as error:
        return _fixable(str(error))
    except UnicodeEncodeError:
        return _fixable("One of the names that were given holds bytes that are no text. Give another name.")
    except OSError as error:
        if told := told_of_memory(error):
            return _fixable(str(told))
        place = error.filename or "The output"
        return _fixable(f"{place} could not be used: {error.strerror or error}. Choose another place.")
    except Cancelled:
        return _fixable(_STOPPED)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _fixable(_STOPPED)
        return end.code if isinstance(end.code, int) else FIXABLE
    except Exception as error:
        if told := told_of_memory(error):
            return _fixable(str(told))
        raise
    return DONE


def _fixable(sentence: str) -> int:
    typer.echo(message(sentence), err=True)
    return FIXABLE
