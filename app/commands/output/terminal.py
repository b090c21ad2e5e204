"""What a command says on a terminal or to a program: tables, bars, JSON, complaints."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from app.commands.output.plain import message, plain, plain_json
from app.numbers import NOTHING
from app.progress import Progress, silent

WIDE = 160
BAR_CELLS = 24
_LONGEST_CELL = 300
_LONGEST_STEP = 100


def say(text: str = "") -> None:
    """One line for the user on stdout."""
    typer.echo(message(text))


def say_whole(document: str) -> None:
    """A document on stdout, however long its lines are."""
    typer.echo(plain(document))


def complain(text: str) -> None:
    """A sentence for the user on stderr."""
    typer.echo(message(text), err=True)


def say_json(document: Any) -> None:
    """The answer for a program, on stdout."""
    typer.echo(plain_json(json.dumps(document, ensure_ascii=False, indent=2)))


def say_table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, title: str = "") -> None:
    """A table on stdout; columns of numbers stand to the right, and cells are plain text, never markup."""
    table = Table(box=SIMPLE_HEAD, title=Text(message(title)) if title else None, title_justify="left", pad_edge=False)
    for index, header in enumerate(headers):
        numeric = all(_is_number(row[index]) for row in rows)
        table.add_column(Text(message(header, _LONGEST_CELL)), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(message(cell, _LONGEST_CELL)) for cell in row))
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDE
    console.print(table)


def bar(share: float) -> str:
    """A share in [0, 1] as a bar of text."""
    eighths = round(max(0.0, min(1.0, share)) * BAR_CELLS * 8)
    return "█" * (eighths // 8) + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[eighths % 8]


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on stderr where that is a terminal, silence otherwise."""
    if not sys.stderr.isatty():
        yield silent
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=None)

        def report(done: int, total: int, what: str) -> None:
            bars.update(task, completed=done, total=total or None, description=message(what, _LONGEST_STEP))

        yield report


def _is_number(cell: str) -> bool:
    cell = cell.removesuffix(" so far")  # of cohorts
    if any(letter.isalpha() for letter in cell):
        return False
    return cell.strip() in ("", NOTHING) or any(letter.isdigit() for letter in cell)
