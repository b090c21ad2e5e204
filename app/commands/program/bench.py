"""`rehearse bench`: how fast the machine is here, against its budgets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from app.bench.child import measured
from app.bench.figures import Line, busy_cores, cores, machine, to_document
from app.bench.measuring import QUICK, Sizes, lines
from app.commands.output.terminal import complain, progress_bar, say, say_table
from app.files.writing import write_whole
from app.numbers import rounded, three_digits

_LEAST_CUSTOMERS = 100
_QUIET = 0.5
_VERDICTS = {True: "met", False: "not met", None: ""}


def bench(
    customers: Annotated[
        int | None, typer.Option(min=_LEAST_CUSTOMERS, help="How many customers, with ten events each.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="A short form: small, each once.")] = False,
    as_json: Annotated[Path | None, typer.Option("--json", help="Write the figures into this file as well.")] = None,
) -> None:
    """Measure the machine on an abandoned cart over synthetic customers."""
    sizes = QUICK if quick else Sizes()
    if customers is not None:
        sizes = replace(sizes, customers=customers)
    if (load := busy_cores()) > _QUIET:
        complain(
            f"Other work keeps {rounded(load)} of the {cores()} cores busy; the figures will be worse than they should."
        )
    with progress_bar() as progress:

        def take(step: str, /, **arguments: int) -> dict[str, float]:
            return measured(step, arguments, progress)

        taken = list(lines(sizes, take))
    _say(taken)
    if as_json is not None:
        write_whole(as_json, json.dumps(to_document(taken), ensure_ascii=False, indent=2).encode())


def _say(taken: Sequence[Line]) -> None:
    rows = [(line.name, _figure(line), line.unit, _budget(line), _VERDICTS[line.is_met], line.remark) for line in taken]
    say_table(("What", "Figure", "Unit", "Budget", "", "Remark"), rows, title="The machine")
    say(", ".join(f"{what} {value}" for what, value in machine().items()))


def _figure(line: Line) -> str:
    return "–" if line.value is None else three_digits(line.value)


def _budget(line: Line) -> str:
    return "" if line.budget is None else f"{'≥' if line.more_is_better else '≤'} {three_digits(line.budget)}"
