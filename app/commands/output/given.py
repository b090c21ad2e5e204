"""What was written on a command line, beside what goes without saying."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import typer

_SPELLED: Mapping[str, str] = {"since": "from", "until": "to", "as_json": "json"}


def refuse_others(context: typer.Context, allowed: Collection[str], why: str) -> None:
    """Options that say nothing beside those allowed are mistakes in the use of a command: `--window` and why."""
    for name in context.params:
        source = context.get_parameter_source(name)
        if name not in allowed and source is not None and source.name == "COMMANDLINE":
            raise typer.BadParameter(f"--{_SPELLED.get(name, name).replace('_', '-')} {why}.")
